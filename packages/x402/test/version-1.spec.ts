import { AnswerLostError, AskedAgainError } from '@purser/x402';
import { errorOf } from '../../sdk/test/support/waiting.js';
import { ASSET, PAY_TO } from './support/chain.js';
import { Market } from './support/market.js';
import { Serving } from './support/serving.js';

let market: Market;
let seller: Serving;
let payments: string[];
/** Whether the next answer to a paid request is lost. */
let loses: boolean;

beforeAll(async () => {
  market = await Market.start();
  // Sellers of version 1 are no longer published: this one does by hand what they did.
  seller = await Serving.start(async (request, response) => {
    const payment = request.headers['x-payment'];
    const paymentRequirements = { ...OFFER, resource: `${seller.url}/` };
    const asked = { x402Version: 1, error: 'X-PAYMENT header is required', accepts: [paymentRequirements] };
    const settled = payment === undefined ? undefined : await settle(String(payment), paymentRequirements);
    if (payment !== undefined && loses) {
      loses = false;
      return void request.socket.destroy();
    }
    const headers = settled && { 'X-PAYMENT-RESPONSE': btoa(JSON.stringify(settled)) };
    const isPaid = settled?.success === true;
    response.writeHead(isPaid ? 200 : 402, headers).end(isPaid ? 'sunny' : JSON.stringify(asked));
  });
});
beforeEach(async () => {
  [payments, loses] = [[], false];
  await market.open();
});
afterEach(() => market.close());
afterAll(async () => {
  await seller.stop();
  await market.stop();
});

const OFFER = {
  scheme: 'exact',
  network: 'base-sepolia',
  maxAmountRequired: '250000',
  description: '',
  mimeType: '',
  outputSchema: {},
  payTo: PAY_TO,
  maxTimeoutSeconds: 60,
  asset: ASSET,
  extra: { name: 'USDC', version: '2' },
};

async function settle(payment: string, paymentRequirements: object): Promise<{ success: boolean }> {
  payments.push(payment);
  const body = JSON.stringify({
    x402Version: 1,
    paymentPayload: JSON.parse(atob(payment)),
    paymentRequirements,
  });
  const answer = await fetch(`${market.facilitator.url}/settle`, { method: 'POST', body });
  return (await answer.json()) as { success: boolean };
}

it('a seller of version 1 asks in the body, and is paid in its own header', async () => {
  const response = await market.buyer()(seller.url);
  expect([response.status, await response.text()]).toEqual([200, 'sunny']);
  expect([market.moved(), await market.money()]).toEqual(['0.25', { spent: '0.25', reserved: '0' }]);
  expect((await market.reservations())[0]!.externalId).toBe(market.chain.transfers[0]!.hash);
});

it('a payment of version 1 whose answer was lost is sent again, never signed anew, and paid when its time is over', async () => {
  const pay = market.buyer();
  loses = true;
  expect(await errorOf(pay(seller.url))).toBeInstanceOf(AnswerLostError);
  // The chain takes it once, so that the seller asks for another.
  expect(await errorOf(pay(seller.url))).toBeInstanceOf(AskedAgainError);
  expect([market.signed, payments.length, new Set(payments).size]).toEqual([1, 2, 1]);
  expect([market.moved(), await market.money()]).toEqual(['0.25', { spent: '0', reserved: '0.25' }]);
  await market.expire();
  expect(await market.money()).toEqual({ spent: '0.25', reserved: '0' });
});
