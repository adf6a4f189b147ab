// examples/x402-seller.ts: sells weather for x402 and for settlement tokens, in Fastify
import { Purser } from '@purser/sdk';
import { payingFetch } from '@purser/x402';
import { fastifyGate, SETTLEMENT_TOKEN, SettlementTokens, SettlementTokenScheme } from '@purser/x402/seller';
import { HTTPFacilitatorClient, x402HTTPResourceServer, x402ResourceServer } from '@x402/core/server';
import { ExactEvmScheme } from '@x402/evm/exact/server';
import fastify from 'fastify';

const { PURSER_BUDGET: budget = '', FACILITATOR_URL } = process.env;
const app = fastify();

const common = { price: '$0.10', maxTimeoutSeconds: 60 };
const accepts = [
  {
    ...common,
    scheme: 'exact',
    network: 'eip155:84532',
    payTo: '0x209693Bc6afc0C5328bA36FaF03C514EF312287C',
  } as const,
  {
    ...common,
    scheme: SETTLEMENT_TOKEN,
    network: 'purser:default',
    payTo: () => new URL(app.listeningOrigin).host,
  } as const,
];
const till = new x402ResourceServer([
  new HTTPFacilitatorClient({ url: FACILITATOR_URL ?? '' }),
  new SettlementTokens(), // PURSER_URL, and no key
]);
till.register('eip155:84532', new ExactEvmScheme()).register('purser:default', new SettlementTokenScheme());
const gate = fastifyGate(new x402HTTPResourceServer(till, { 'GET /today': { accepts } }));
app.addHook('preHandler', gate.preHandler).addHook('onSend', gate.onSend);
app.get('/today', () => 'sunny');

const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/today`;
console.log(`Without money: ${(await fetch(url)).status}`);
const pay = payingFetch(new Purser(), { budget, settlementTokens: true });
console.log(`For a settlement token: ${await (await pay(url)).text()}`);
await app.close();
