import type { SendTool } from '@purser/x402';
import { ASSET, NETWORK, PAY_TO } from './support/chain.js';
import { Market } from './support/market.js';

let market: Market;
/** What the tool was sent with a payment. */
let payments: object[];

beforeAll(async () => {
  market = await Market.start();
});
beforeEach(async () => {
  payments = [];
  await market.open();
});
afterEach(() => market.close());
afterAll(() => market.stop());

const COMMON = { scheme: 'exact', asset: ASSET, payTo: PAY_TO, maxTimeoutSeconds: 60 };
const EXTRA = { extra: { name: 'USDC', version: '2' } };
const ASKED = {
  x402Version: 2,
  error: 'pay',
  resource: { url: 'mcp://tool/search', description: '', mimeType: '' },
  accepts: [{ ...COMMON, ...EXTRA, network: NETWORK, amount: '100000' }],
};
const ASKED_V1 = {
  x402Version: 1,
  error: 'pay',
  accepts: [
    {
      ...COMMON,
      ...EXTRA,
      network: 'base-sepolia',
      maxAmountRequired: '100000',
      resource: 'mcp://tool/search',
      description: '',
      mimeType: '',
      outputSchema: {},
    },
  ],
};

const isError = true;
const text = (said: unknown) => [{ type: 'text', text: JSON.stringify(said) }];
const wrapped = { 'x402/error': { code: 402, message: 'pay', data: ASKED } };
const SOLD = {
  result: { content: [], _meta: { 'x402/payment-response': { success: true, transaction: '0xa' } } },
};

const asking = { vendor: 'acme', tool: 'search', args: { query: 'a' }, signal: new AbortController().signal };

/** A server that asks in one way, and answers what was paid for in another. */
const server =
  (asks: Record<string, unknown>, sold: Record<string, unknown> = SOLD): SendTool =>
  async (payment) => {
    if (payment) payments.push(payment);
    return payment ? sold : asks;
  };

it.each([
  ['its structured content', { result: { isError, structuredContent: ASKED, content: [] } }],
  ['its text alone', { result: { isError, content: text(ASKED) } }],
  ['a wrapper in its text', { result: { isError, content: text(wrapped) } }],
  ['a wrapper in its structured content', { result: { isError, structuredContent: wrapped, content: [] } }],
  ['an error of the protocol', { error: { code: 402, message: 'pay', data: ASKED } }],
  [
    'the document of version 1',
    { result: { isError, structuredContent: ASKED_V1, content: text(ASKED_V1) } },
  ],
])('a tool that asks by %s is paid once', async (_, asks) => {
  const found = await market.toolBuyer().call(asking, server(asks));
  expect(found).toEqual({ answer: SOLD });
  expect([payments.length, market.signed, await market.money()]).toEqual([
    1,
    1,
    { spent: '0.1', reserved: '0' },
  ]);
  expect((await market.reservations())[0]).toMatchObject({
    vendor: 'acme',
    externalId: '0xa',
    item: 'search',
  });
});

it.each([
  ['is no error', { result: { structuredContent: ASKED, content: text(ASKED) } }],
  [
    'is of a version that does not exist',
    { result: { isError, content: text({ ...ASKED, x402Version: 3 }) } },
  ],
  ['has offers that are no list', { result: { isError, content: text({ ...ASKED, accepts: {} }) } }],
  ['is an error of another kind', { error: { code: -32602, message: 'pay', data: ASKED } }],
  ['is no JSON', { result: { isError, content: [{ type: 'text', text: 'pay me' }] } }],
  ['has no content', { result: { isError } }],
  ['is nothing', {}],
  [
    'is 1 MB of offers',
    { result: { isError, content: text({ ...ASKED, accepts: Array(10_000).fill(ASKED.accepts[0]) }) } },
  ],
])('an answer that %s is handed on, and nothing is signed', async (_, answer) => {
  expect(await market.toolBuyer().call(asking, server(answer))).toEqual({ answer });
  expect([market.signed, await market.reservations()]).toEqual([0, []]);
});

it('a tool that asks for input first gets the same payment with it', async () => {
  const buyer = market.toolBuyer();
  const asks = { result: { isError, structuredContent: ASKED, content: [] } };
  const input = { result: { resultType: 'input_required', inputRequests: {} } };
  expect(await buyer.call(asking, server(asks, input))).toEqual({ answer: input });
  expect(await buyer.call(asking, server(asks))).toEqual({ answer: SOLD });
  expect([market.signed, new Set(payments).size, await market.money()]).toEqual([
    1,
    1,
    { spent: '0.1', reserved: '0' },
  ]);
});

it('a payment is for one tool and its arguments: another call is signed for anew', async () => {
  const buyer = market.toolBuyer();
  const asks = { result: { isError, structuredContent: ASKED, content: [] } };
  const lost: SendTool = async (payment) => {
    if (payment) throw new Error('the connection is gone');
    return asks;
  };
  expect(await buyer.call(asking, lost)).toMatchObject({ refused: { code: 'payment_out' } });
  expect(await buyer.call({ ...asking, args: { query: 'b' } }, server(asks))).toEqual({ answer: SOLD });
  expect(await buyer.call({ ...asking, vendor: 'other' }, server(asks))).toEqual({ answer: SOLD });
  expect([market.signed, (await market.money()).reserved]).toEqual([3, '0.1']);
});
