import { DeniedError } from '@purser/sdk';
import { AskedAgainError, NotPayableError } from '@purser/x402';
import { errorOf } from '../../sdk/test/support/waiting.js';
import { ASSET, NETWORK, PAY_TO } from './support/chain.js';
import { Market } from './support/market.js';
import { Serving, type Handler } from './support/serving.js';

let market: Market;
let hostile: Serving;
/** What the seller answers to any request. */
let sell: Handler;
/** Payments that have reached it. */
let payments: string[];

beforeAll(async () => {
  market = await Market.start();
  hostile = await Serving.start((request, response, body) => {
    const payment = request.headers['payment-signature'] ?? request.headers['x-payment'];
    if (payment !== undefined) payments.push(String(payment));
    return sell(request, response, body);
  });
});
beforeEach(async () => {
  payments = [];
  await market.open();
});
afterEach(() => market.close());
afterAll(async () => {
  await hostile.stop();
  await market.stop();
});

const OFFER = {
  scheme: 'exact',
  network: NETWORK,
  asset: ASSET,
  amount: '100000',
  payTo: PAY_TO,
  maxTimeoutSeconds: 60,
  extra: { name: 'USDC', version: '2' },
};

const RESOURCE = { url: 'http://elsewhere.example/weather', description: '', mimeType: '' };

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** Asks 402 in version 2. */
const asking =
  (accepts: unknown, resource: unknown = RESOURCE): Handler =>
  (_, response) =>
    void response
      .writeHead(402, { 'PAYMENT-REQUIRED': base64({ x402Version: 2, resource, accepts }) })
      .end('{}');

/** The same until it is paid; then it says so. */
const takingMoney =
  (accepts: unknown, said: object): Handler =>
  (request, response, body) => {
    const isPaid = 'payment-signature' in request.headers;
    if (!isPaid) return asking(accepts)(request, response, body);
    response.writeHead(200, { 'PAYMENT-RESPONSE': base64(said) }).end('{}');
  };

const nothingHappened = async (): Promise<void> => {
  expect([market.signed, payments, await market.reservations()]).toEqual([0, [], []]);
};

describe('nothing is reserved or signed for', () => {
  it.each([
    ['a negative amount', { ...OFFER, amount: '-100000' }, 'no whole number'],
    ['an amount of nothing', { ...OFFER, amount: '0' }, 'no whole number'],
    ['an amount that is no number', { ...OFFER, amount: '1e5' }, 'no whole number'],
    ['an amount with a fraction', { ...OFFER, amount: '0.1' }, 'no whole number'],
    ['an amount that is a number of JSON', { ...OFFER, amount: 100_000 }, 'no whole number'],
    ['an amount in other digits', { ...OFFER, amount: '٣' }, 'no whole number'],
    ['an amount of more bits than a token counts', { ...OFFER, amount: '9'.repeat(100) }, 'no whole number'],
    ['more than any budget has', { ...OFFER, amount: '9'.repeat(77) }, 'at most'],
    ['an asset that nobody has allowed', { ...OFFER, asset: PAY_TO }, 'is not known'],
    ['an allowed asset on another network', { ...OFFER, network: 'eip155:1' }, 'is not known'],
    ['another scheme', { ...OFFER, scheme: 'upto' }, 'not paid by here'],
    [
      'a settlement token that nobody has allowed',
      { ...OFFER, scheme: 'purser-settlement-token' },
      'not paid by',
    ],
    ['a time without end', { ...OFFER, maxTimeoutSeconds: 1e9 }, 'can be cashed for'],
    ['a time that is over', { ...OFFER, maxTimeoutSeconds: -1 }, 'for how many seconds'],
    ['nobody to pay to', { ...OFFER, payTo: '' }, 'to whom'],
    ['no offer', 'pay me', 'no object'],
  ])('%s', async (_, accept, why) => {
    sell = asking([accept]);
    const error = (await errorOf(market.buyer()(hostile.url))) as NotPayableError;
    expect(error).toBeInstanceOf(NotPayableError);
    expect(error.refused.map(({ why: said }) => said).join()).toContain(why);
    await nothingHappened();
  });

  it('an empty list of offers', async () => {
    sell = asking([]);
    expect(await errorOf(market.buyer()(hostile.url))).toBeInstanceOf(NotPayableError);
    await nothingHappened();
  });

  it.each([
    ['has no offers', asking(undefined)],
    ['has offers that are no list', asking({ 0: OFFER, length: 1 })],
    [
      'has a header that is no base64',
      (_, r) => void r.writeHead(402, { 'PAYMENT-REQUIRED': '%%' }).end('no'),
    ],
    ['is of somebody else', (_, r) => void r.writeHead(402).end('{"code":"insufficient_funds"}')],
    [
      'is of a version that does not exist',
      (_, r) => void r.writeHead(402).end('{"x402Version":3,"accepts":[]}'),
    ],
  ] satisfies [string, Handler][])('a 402 that %s, which is handed on as it is', async (_, handler) => {
    sell = handler;
    const response = await market.buyer()(hostile.url);
    expect(response.status).toBe(402);
    expect((await response.text()).length).toBeGreaterThan(0);
    await nothingHappened();
  });

  it('10 MB of offers, which are handed on and not looked at', async () => {
    const accepts = Array.from({ length: 40_000 }, () => ({ ...OFFER, maxAmountRequired: '1' }));
    const text = JSON.stringify({ x402Version: 1, accepts });
    sell = (_, response) => void response.writeHead(402).end(text);
    const response = await market.buyer()(hostile.url);
    expect([response.status, (await response.text()).length]).toEqual([402, text.length]);
    await nothingHappened();
  });

  it('a price above what one request may cost, whatever the budget has', async () => {
    sell = asking([OFFER]);
    const error = (await errorOf(market.buyer({ max: '0.05' })(hostile.url))) as NotPayableError;
    expect(error.message).toContain('it costs 0.1 USD, and at most 0.05 is paid');
    await nothingHappened();
  });

  it('an asset that is worth something in another currency than that of the budget', async () => {
    sell = asking([OFFER]);
    const assets = [{ network: NETWORK, asset: ASSET, currency: 'EUR', decimals: 6 }];
    expect(await errorOf(market.buyer({ assets })(hostile.url))).toBeInstanceOf(NotPayableError);
    await nothingHappened();
  });

  it('a host to which a request was led by another', async () => {
    market.seller.misdeeds.length = 0;
    sell = (_, response) => void response.writeHead(307, { location: market.seller.url }).end();
    const error = (await errorOf(market.buyer()(hostile.url))) as NotPayableError;
    expect(error.message).toContain('leads elsewhere');
    expect(market.seller.unpaid).toBe(1);
    await nothingHappened();
  });
});

it('a huge price that a budget could have is denied by the ledger', async () => {
  sell = asking([{ ...OFFER, amount: '999999999999999999' }]);
  expect(await errorOf(market.buyer()(hostile.url))).toBeInstanceOf(DeniedError);
  expect([market.signed, payments]).toEqual([0, []]);
});

it('the vendor is the host that was called, whatever the seller says of itself', async () => {
  sell = takingMoney([OFFER], { success: true, transaction: '0xabc', network: NETWORK });
  await market.buyer()(hostile.url);
  expect((await market.reservations())[0]).toMatchObject({
    vendor: new URL(hostile.url).host,
    externalId: '0xabc',
  });
});

it('a policy on vendors holds for the host that was called', async () => {
  await market.spendFrom('10', { policy: { vendors: { allow: ['elsewhere.example'] } } });
  sell = asking([OFFER]);
  const error = (await errorOf(market.buyer()(hostile.url))) as DeniedError;
  expect(error.violations.map(({ rule }) => rule)).toEqual(['vendor_not_allowed']);
  await nothingHappened();
});

it('the cheapest offer is taken of those that may be paid', async () => {
  const dear = { ...OFFER, amount: '300000' };
  sell = takingMoney([dear, { ...OFFER, asset: PAY_TO, amount: '1' }, OFFER], {
    success: true,
    transaction: '0xabc',
  });
  await market.buyer()(hostile.url);
  expect(await market.money()).toEqual({ spent: '0.1', reserved: '0' });
});

it('an offer that cannot be signed for is given back, and the next is taken', async () => {
  const unsignable = { ...OFFER, amount: '1000', extra: {} };
  sell = takingMoney([unsignable, OFFER], { success: true, transaction: '0xabc' });
  await market.buyer()(hostile.url);
  expect([market.signed, await market.money()]).toEqual([1, { spent: '0.1', reserved: '0' }]);
});

it.each([
  ['less', '1'],
  ['more', '999999999'],
  ['a negative amount', '-5'],
])('a seller that says it has taken %s has taken what was signed', async (_, amount) => {
  sell = takingMoney([OFFER], { success: true, transaction: '0xabc', amount });
  await market.buyer()(hostile.url);
  expect(await market.money()).toEqual({ spent: '0.1', reserved: '0' });
});

it('of a scheme that is cashed in part, what the seller says counts, up to what was signed', async () => {
  const client = { createPaymentPayload: async () => ({ x402Version: 2, payload: {} }) };
  const pay = market.buyer({ client, schemes: ['upto'] });
  for (const amount of ['30000', '999999999']) {
    sell = takingMoney([{ ...OFFER, scheme: 'upto' }], { success: true, transaction: '0xabc', amount });
    await pay(hostile.url);
  }
  expect(await market.money()).toEqual({ spent: '0.13', reserved: '0' });
});

it.each([
  ['more', { value: '100001', to: PAY_TO, validBefore: '0' }],
  ['somebody else', { value: '100000', to: ASSET, validBefore: '0' }],
  ['longer', { value: '100000', to: PAY_TO, validBefore: '99999999999' }],
])('what was signed for %s than was held for is handed to nobody', async (_, authorization) => {
  sell = asking([OFFER]);
  const client = { createPaymentPayload: async () => ({ x402Version: 2, payload: { authorization } }) };
  expect(await errorOf(market.buyer({ client })(hostile.url))).toBeInstanceOf(NotPayableError);
  expect([payments, await market.money()]).toEqual([[], { spent: '0', reserved: '0' }]);
});

it('a paid request goes to nobody else, wherever it is led', async () => {
  sell = (request, response, body) =>
    'payment-signature' in request.headers
      ? void response.writeHead(307, { location: market.seller.url }).end()
      : asking([OFFER])(request, response, body);
  expect((await market.buyer()(hostile.url)).status).toBe(307);
  expect([payments.length, market.seller.payments, market.seller.unpaid]).toEqual([1, [], 0]);
  expect(await market.money()).toEqual({ spent: '0', reserved: '0.1' });
});

it('a transaction that is no name is left out, and the payment recorded', async () => {
  sell = takingMoney([OFFER], { success: true, transaction: 'with spaces\n' });
  await market.buyer()(hostile.url);
  expect((await market.reservations())[0]).toMatchObject({ state: 'committed', externalId: null });
});

it('a seller that asks for more with each 402 gets what was signed first, and nothing else', async () => {
  let price = 100_000;
  sell = (...called) => asking([{ ...OFFER, amount: String((price += 50_000)) }])(...called);
  const pay = market.buyer();
  for (let i = 0; i < 3; i += 1) expect(await errorOf(pay(hostile.url))).toBeInstanceOf(AskedAgainError);
  expect([market.signed, new Set(payments).size]).toEqual([1, 1]);
  expect(await market.money()).toEqual({ spent: '0', reserved: '0.15' });
});
