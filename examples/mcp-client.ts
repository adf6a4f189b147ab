// examples/mcp-client.ts: an agent whose MCP calls are held to its budget, whatever server it talks to
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, McpServer } from '@modelcontextprotocol/server';
import { guardTransport } from '@purser/mcp';
import { Purser } from '@purser/sdk';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '' } = process.env;

/** Stands in for somebody else's server, which knows nothing of budgets. */
const server = new McpServer({ name: 'acme', version: '1.0.0' });
server.registerTool('search', {}, () => ({ content: [{ type: 'text', text: 'found' }] }));
server.registerTool('slow', {}, () => new Promise(() => undefined));
const [mine, theirs] = InMemoryTransport.createLinkedPair();
await server.connect(theirs);

const client = new Client({ name: 'agent', version: '1.0.0' });
const prices = { search: '2', slow: { price: '1', timeoutMs: 500 } };
await client.connect(guardTransport(mine, { purser, budget, vendor: 'acme', prices }));

const calls = ['slow', 'search', 'search', 'search', 'search', 'search'];
const results = await Promise.all(calls.map((name) => client.callTool({ name })));
for (const { content, isError } of results) console.log(isError ? 'not called:' : 'called:', content[0]);

const { balances } = await purser.budgets.get(budget);
console.log(`${balances.spent} spent of 10, ${balances.available} left`);
