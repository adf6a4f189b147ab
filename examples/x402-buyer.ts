// examples/x402-buyer.ts: buys weather by x402 within a budget, and pays once though an answer is lost
import { DeniedError, Purser } from '@purser/sdk';
import { AnswerLostError, payingFetch } from '@purser/x402';
import { x402Client } from '@x402/core/client';
import { ExactEvmScheme } from '@x402/evm/exact/client';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', WEATHER_URL: url = '' } = process.env;

/** What may be paid in, and what it is worth: here USDC on a network for tests. */
const network = 'eip155:84532';
const asset = '0x036CbD53842c5426634e7929541eC2318f3dCF7e';
const signer = privateKeyToAccount(generatePrivateKey());
const pay = payingFetch(purser, {
  budget,
  client: new x402Client().register(network, new ExactEvmScheme(signer)),
  assets: [{ network, asset, currency: 'USD', decimals: 6 }],
});

console.log(`Today: ${await (await pay(`${url}/today`)).text()}`);

// The seller takes the money, and its answer is lost on the way. The same request sends the same payment.
const headers = { 'idempotency-key': 'week 48' };
const week = pay(`${url}/week`, { headers }).catch((error: unknown) => {
  if (!(error instanceof AnswerLostError)) throw error;
  console.log(`Lost: ${error.message}`);
  return pay(`${url}/week`, { headers });
});
console.log(`This week: ${await (await week).text()}`);

await pay(`${url}/century`).catch((error: unknown) => {
  if (!(error instanceof DeniedError)) throw error;
  console.log(`Not bought: ${error.message}`);
});
const { spent, reserved } = (await purser.budgets.get(budget)).balances;
console.log(`spent ${spent}, still held ${reserved}`);
