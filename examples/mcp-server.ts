// examples/mcp-server.ts: an MCP server whose tools are paid for, by settlement tokens or by a budget
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, McpServer } from '@modelcontextprotocol/server';
import { guard, META } from '@purser/mcp';
import { Purser } from '@purser/sdk';
import { z } from 'zod';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '' } = process.env;

const server = new McpServer({ name: 'acme', version: '1.0.0' });
guard(server, {
  vendor: 'acme',
  prices: { search: '0.05' },
  purser,
  budget: ({ meta }) => (meta.inHouse ? budget : undefined), // others bring a token
});
server.registerTool('search', { inputSchema: z.object({ query: z.string() }) }, ({ query }) => ({
  content: [{ type: 'text', text: `three pages about ${query}` }],
}));
const client = new Client({ name: 'agent', version: '1.0.0' });
const [mine, theirs] = InMemoryTransport.createLinkedPair();
await Promise.all([server.connect(theirs), client.connect(mine)]);

const held = await purser.reservations.create({
  budgetId: budget,
  amount: '0.05',
  vendor: 'acme',
  settleable: true,
});
const token = 'settlementToken' in held ? held.settlementToken : undefined;
for (const _meta of [{ [META.settlementToken]: token }, { inHouse: true }, {}]) {
  const { content, _meta: said } = await client.callTool({
    name: 'search',
    arguments: { query: 'limits' },
    _meta,
  });
  console.log(content[0], said?.[META.receipt] ?? '');
}
