// examples/mcp-x402.ts: an agent buys the tools of an MCP server by x402, within its budget
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, McpServer } from '@modelcontextprotocol/server';
import { guard, guardTransport } from '@purser/mcp';
import { Purser } from '@purser/sdk';
import { toolBuyer } from '@purser/x402';
import { ToolTill } from '@purser/x402/seller';
import { x402Client } from '@x402/core/client';
import { HTTPFacilitatorClient, x402ResourceServer } from '@x402/core/server';
import { ExactEvmScheme } from '@x402/evm/exact/client';
import { ExactEvmScheme as ExactEvmTill } from '@x402/evm/exact/server';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', FACILITATOR_URL: url = '' } = process.env;
const network = 'eip155:84532';
/** The server sells to anybody who pays: it knows nothing of their budgets. */
const payTo = '0x209693Bc6afc0C5328bA36FaF03C514EF312287C';
const till = new x402ResourceServer(new HTTPFacilitatorClient({ url })).register(network, new ExactEvmTill());
const tools = new ToolTill(till, { accepts: [{ scheme: 'exact', network, payTo }] });
const server = new McpServer({ name: 'acme', version: '1.0.0' });
guard(server, { prices: { search: '0.4', archive: '50' }, x402: tools });
server.registerTool('search', {}, () => ({ content: [{ type: 'text', text: 'three pages' }] }));
server.registerTool('archive', {}, () => ({ content: [{ type: 'text', text: 'all pages' }] }));

/** The agent knows no prices: it pays what is asked in USDC, as far as its budget goes. */
const asset = '0x036CbD53842c5426634e7929541eC2318f3dCF7e';
const signer = privateKeyToAccount(generatePrivateKey());
const x402 = toolBuyer(purser, {
  budget,
  client: new x402Client().register(network, new ExactEvmScheme(signer)),
  assets: [{ network, asset, currency: 'USD', decimals: 6 }],
});
const [mine, theirs] = InMemoryTransport.createLinkedPair();
await server.connect(theirs);
const client = new Client({ name: 'agent', version: '1.0.0' });
await client.connect(guardTransport(mine, { purser, budget, vendor: 'acme', prices: {}, x402 }));
for (const name of ['search', 'search', 'archive'])
  console.log((await client.callTool({ name })).content.at(-1));
console.log(`${(await purser.budgets.get(budget)).balances.spent} spent of 10`);
