import { McpServer as V1Server } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport as V1Stdio } from '@modelcontextprotocol/sdk/server/stdio.js';
import { McpServer as V2Server } from '@modelcontextprotocol/server';
import { StdioServerTransport as V2Stdio } from '@modelcontextprotocol/server/stdio';
import { guard } from '@purser/mcp';
import { Ran, toolsAfter, toolsBefore, type Registrar } from './support/tools.js';

// A server in a process of its own: the major of its SDK, and the budget that pays. Without that it knows nothing of Purser.
const [major, budget = ''] = process.argv.slice(2);

function guarded<S extends Registrar>(server: S): S {
  const ran = new Ran();
  toolsBefore(server, ran);
  if (budget) guard(server as never, { prices: { search: '1' }, vendor: 'acme', budget });
  toolsAfter(server, ran);
  return server;
}

const info = { name: 'stdio', version: '1' };
if (major === 'v1')
  await guarded(new V1Server(info) as unknown as V1Server & Registrar).connect(new V1Stdio());
else await guarded(new V2Server(info) as unknown as V2Server & Registrar).connect(new V2Stdio());
