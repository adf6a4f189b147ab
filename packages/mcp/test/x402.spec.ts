import {
  guard,
  META,
  X402_META,
  type ClientGuardOptions,
  type PriceList,
  type ServerGuardOptions,
} from '@purser/mcp';
import { errorOf, until } from '../../sdk/test/support/waiting.js';
import { Market } from '../../x402/test/support/market.js';
import { knowing, type Arrives, type Connect } from './support/knowing-pairs.js';
import type { Pair, Result } from './support/pairs.js';
import { Ran, toolsAfter, toolsBefore, type Registrar } from './support/tools.js';

let market: Market;
let ran: Ran;
let pairs: Pair[];
let trouble: unknown[];
/** What becomes of messages from the server: where it answers false, they are lost. */
let arrives: Arrives;

beforeAll(async () => {
  market = await Market.start();
});
beforeEach(async () => {
  await market.open();
  ran = new Ran();
  pairs = [];
  trouble = [];
  arrives = () => true;
});
afterEach(async () => {
  ran.letGo();
  await Promise.all(pairs.map((pair) => pair.close()));
  await market.close();
});
afterAll(() => market.stop());

type Make = (server: Registrar) => void;
const onTrouble = (what: unknown): void => void trouble.push(what);

const selling =
  (prices: PriceList, more: Partial<ServerGuardOptions> = {}): Make =>
  (server) => {
    toolsBefore(server, ran);
    guard(server as never, { prices, x402: market.toolTill('acme'), onTrouble, ...more });
    toolsAfter(server, ran);
  };

/** An agent whose calls are paid by x402, of a server. */
async function buying(connect: Connect, make: Make, more: Partial<ClientGuardOptions> = {}): Promise<Pair> {
  const { purser, budget } = market;
  const x402 = market.toolBuyer();
  const pair = await connect(make, (message) => arrives(message), {
    purser,
    budget,
    vendor: 'acme',
    prices: {},
    x402,
    onTrouble,
    ...more,
  });
  pairs.push(pair);
  return pair;
}

/** A client that knows nothing of budgets. */
async function asking(connect: Connect, make: Make): Promise<Pair> {
  const pair = await connect(make, (message) => arrives(message));
  pairs.push(pair);
  return pair;
}

const denialOf = ({ _meta }: Result) => _meta?.['dev.purser/denial'];
const receiptOf = ({ _meta }: Result) => _meta?.['dev.purser/receipt'];
const settledOf = ({ _meta }: Result) => _meta?.[X402_META.settled];
const lastTextOf = ({ content }: Result): string => content.at(-1)!.text;
const HELD = { spent: '0', reserved: '0.1' };
const NOTHING = { spent: '0', reserved: '0' };
const PAID = { spent: '0.1', reserved: '0' };

describe.each(knowing)('a guard that takes x402, on a server of %s,', (_, connect) => {
  it('answers a call without a payment as the transport of x402 wants it, and as a model can read it', async () => {
    const { call } = await asking(connect, selling({ search: '0.1' }));
    const result = await call('search', { query: 'a' });
    expect(result).toMatchObject({
      isError: true,
      structuredContent: {
        x402Version: 2,
        resource: { url: 'mcp://tool/search' },
        accepts: [
          { scheme: 'exact', network: 'eip155:84532', amount: '100000', maxTimeoutSeconds: 60 },
          { scheme: 'purser-settlement-token', asset: 'USD', payTo: 'acme', amount: '100000000' },
        ],
      },
    });
    expect(JSON.parse(result.content[0]!.text)).toEqual(result.structuredContent);
    expect(lastTextOf(result)).toBe(
      'Nothing was called: search costs at most 0.1 USD, and this call brings no payment.',
    );
    expect(denialOf(result)).toMatchObject({
      code: 'payment_required',
      price: { amount: '0.1', currency: 'USD' },
      accepts: [{ scheme: 'x402', key: 'x402/payment', amount: '0.1', currency: 'USD' }],
    });
    expect(ran.calls).toEqual([]);
  });

  it('answers no client that knows the output of a tool anything that it throws on', async () => {
    const { call } = await asking(connect, selling({ shaped: '0.1' }));
    const asked = await call('shaped');
    expect([denialOf(asked)?.code, asked.structuredContent]).toEqual(['payment_required', undefined]);
    expect(JSON.parse(asked.content[0]!.text)).toMatchObject({ x402Version: 2, accepts: [{}, {}] });
    const refused = await call('shaped', {}, { meta: { [X402_META.payment]: 'pay' } });
    expect([denialOf(refused)?.code, refused.structuredContent]).toEqual(['payment_refused', undefined]);
    const byToken = await asking(connect, selling({ shaped: '0.1' }, { x402: undefined, vendor: 'acme' }));
    expect(denialOf(await byToken.call('shaped'))?.code).toBe('payment_required');
    const mean = await buying(connect, selling({ shaped: '0.1' }), {
      x402: market.toolBuyer({ max: '0.05' }),
    });
    expect(denialOf(await mean.call('shaped'))?.code).toBe('not_payable');
    expect(ran.calls).toEqual([]);
    const paying = await buying(connect, selling({ shaped: '0.1' }));
    expect((await paying.call('shaped')).structuredContent).toEqual({ n: 7 });
    expect([ran.calls, market.moved(), await market.money()]).toEqual([['shaped'], '0.1', PAID]);
  });

  it('is paid once by a guarded client, from what that has reserved before it signed', async () => {
    const { call } = await buying(connect, selling({ search: '0.1' }));
    const result = await call('search', { query: 'a' });
    const [{ hash } = { hash: '' }] = market.chain.transfers;
    expect([lastTextOf(result), settledOf(result), receiptOf(result)]).toEqual([
      'found a',
      expect.objectContaining({ success: true, transaction: hash }),
      { reservationId: null, state: 'paid', amount: '0.1', currency: 'USD', vendor: null },
    ]);
    expect([ran.calls, market.moved(), await market.money()]).toEqual([['search a'], '0.1', PAID]);
    const [only, ...others] = await market.reservations();
    expect([only, others]).toEqual([
      expect.objectContaining({ state: 'committed', vendor: 'acme', item: 'search', externalId: hash }),
      [],
    ]);
    expect(lastTextOf(await call('free'))).toBe('for nothing');
    expect(market.signed).toBe(1);
  });

  it('lets five of ten calls at once run on a budget for five, and says to five why not', async () => {
    await market.spendFrom('0.5');
    const { call } = await buying(connect, selling({ search: '0.1' }));
    const results = await Promise.all(
      Array.from({ length: 10 }, (__, i) => call('search', { query: `${i}` })),
    );
    expect(results.filter((one) => denialOf(one)?.code === 'insufficient_funds')).toHaveLength(5);
    expect([ran.calls.length, market.moved(), await market.money()]).toEqual([
      5,
      '0.5',
      { spent: '0.5', reserved: '0' },
    ]);
  });

  it.each([
    [undefined, '0.1', 'paid', PAID],
    ['release', '0', 'released', HELD],
    ['keep', '0', 'kept', HELD],
  ] as const)('does this by its rule where the tool has failed: %s', async (onError, moved, state, money) => {
    const { call } = await buying(connect, selling({ throws: { price: '0.1', onError } }));
    const result = await call('throws');
    expect([lastTextOf(result), receiptOf(result)?.state]).toEqual(['the vendor has failed', state]);
    expect([market.moved(), await market.money()]).toEqual([moved, money]);
  });

  it('takes what was signed whole, nothing for nothing, and says what is missing', async () => {
    const { call } = await buying(connect, selling({ reports: '0.1' }));
    const [less, nothing, more] = [
      await call('reports', { amount: '0.05' }),
      await call('reports', { amount: '0' }),
      await call('reports', { amount: '0.3' }),
    ];
    expect([less, nothing, more].map((one) => receiptOf(one))).toMatchObject([
      { state: 'paid', amount: '0.1' },
      { state: 'released', amount: '0' },
      { state: 'paid', amount: '0.1', unpaid: '0.2' },
    ]);
    expect(market.moved()).toBe('0.2');
  });

  it.each([
    ['text', 'pay'],
    ['nothing', null],
    ['another version', { x402Version: 1, scheme: 'exact', network: 'base', payload: {} }],
    ['no offer', { x402Version: 2, payload: {} }],
    ['an offer of its own', { x402Version: 2, accepted: { scheme: 'exact', amount: '1' }, payload: {} }],
    ['100 kB', { x402Version: 2, accepted: {}, payload: { signature: '0'.repeat(100_000) } }],
  ])('runs nothing for a payment that is %s', async (__, payment) => {
    const { call } = await asking(connect, selling({ search: '0.1' }));
    const result = await call('search', { query: 'a' }, { meta: { [X402_META.payment]: payment } });
    expect([denialOf(result)?.code, result.structuredContent?.x402Version]).toEqual(['payment_refused', 2]);
    expect([ran.calls, market.moved()]).toEqual([[], '0']);
  });

  it('runs nothing for a payment that was made for a smaller price', async () => {
    let sent: unknown;
    const { call } = await asking(connect, selling({ buy: ({ count }) => `0.${Number(count)}` }));
    const signal = new AbortController().signal;
    await market
      .toolBuyer()
      .call({ vendor: 'acme', tool: 'buy', args: { count: 1 }, signal }, async (payment) => {
        sent = payment;
        return payment ? { result: {} } : { result: { ...(await call('buy', { count: 1 })) } };
      });
    const result = await call('buy', { count: 5 }, { meta: { [X402_META.payment]: sent } });
    expect([denialOf(result)?.code, ran.calls]).toEqual(['payment_refused', []]);
    expect(lastTextOf(result)).toBe('Nothing was called: The payment is for something else.');
  });

  it('takes a settlement token by x402 where a client signs nothing', async () => {
    const x402 = market.toolBuyer({ client: undefined, settlementTokens: true });
    const { call } = await buying(connect, selling({ search: '0.1' }), { x402 });
    const result = await call('search', { query: 'a' });
    expect([lastTextOf(result), settledOf(result)]).toEqual([
      'found a',
      expect.objectContaining({ success: true, network: 'purser:default' }),
    ]);
    expect([market.signed, await market.money()]).toEqual([0, PAID]);
  });
});

describe.each(knowing)('of what was signed for a tool, by a client of %s,', (_, connect) => {
  it('an answer that is lost after the settlement was bought once, and comes when the call is repeated', async () => {
    const { call } = await buying(connect, selling({ search: '0.1' }));
    arrives = ({ result }) => !result?._meta || !(X402_META.settled in result._meta);
    await errorOf(call('search', { query: 'a' }, { timeout: 700 }));
    expect([market.signed, market.moved(), await market.money()]).toEqual([1, '0.1', HELD]);
    arrives = () => true;
    expect(lastTextOf(await call('search', { query: 'a' }))).toBe('found a');
    expect([market.signed, market.moved(), await market.money()]).toEqual([1, '0.1', PAID]);
    expect(ran.calls).toEqual(['search a']);
    // It was answered: the same call is another purchase.
    await call('search', { query: 'a' });
    expect([market.signed, market.moved()]).toEqual([2, '0.2']);
  });

  it('a call that is repeated under its key is one purchase, by whichever process', async () => {
    const make = selling({ search: '0.1' });
    const key = { meta: { [META.idempotencyKey]: 'order-7' } };
    const first = await buying(connect, make);
    for (let i = 0; i < 2; i += 1)
      expect(lastTextOf(await first.call('search', { query: 'a' }, key))).toBe('found a');
    const other = await buying(connect, make);
    expect(denialOf(await other.call('search', { query: 'a' }, key))?.code).toBe('payment_out');
    expect([market.signed, market.moved(), ran.calls]).toEqual([1, '0.1', ['search a']]);
  });

  it('a seller that is paid and asks again, for more each time, gets the first payment and no other', async () => {
    const payments: unknown[] = [];
    const till = market.toolTill('acme');
    let price = 0.1;
    const { call } = await buying(connect, (server) => {
      server.registerTool('greedy', {}, async (context: { _meta?: object; mcpReq?: { _meta?: object } }) => {
        const meta = context.mcpReq?._meta ?? context._meta ?? {};
        if (X402_META.payment in meta) payments.push(meta[X402_META.payment]);
        const bill = { tool: 'greedy', args: {}, amount: price.toFixed(1), currency: 'USD' };
        price += 0.1;
        return { isError: true, content: [], structuredContent: await till.ask(bill, 'pay') };
      });
    });
    const results = [await call('greedy'), await call('greedy'), await call('greedy')];
    expect(results.map((one) => denialOf(one)?.code)).toEqual(Array.from({ length: 3 }, () => 'payment_out'));
    expect([market.signed, new Set(payments.map((one) => JSON.stringify(one))).size]).toEqual([1, 1]);
    expect(denialOf(results[0]!)?.reservationId).toBe((await market.reservations())[0]!.id);
    expect(await market.money()).toEqual(HELD);
    await market.expire();
    expect(await market.money()).toEqual(PAID);
  });

  it('a price that rises between being asked and being paid is not paid, and nothing runs', async () => {
    let price = 0;
    const { call } = await buying(connect, selling({ search: () => `0.${(price += 1)}` }));
    const result = await call('search', { query: 'a' });
    expect([denialOf(result)?.code, ran.calls, market.signed, market.moved()]).toEqual([
      'payment_out',
      [],
      1,
      '0',
    ]);
    expect(await market.money()).toEqual(HELD);
  });

  it.each(['answers 500', 'answers nothing'] as const)(
    'a facilitator that %s after the work: the result is withheld, and nobody is asked to pay again',
    async (fault) => {
      const { call } = await buying(connect, selling({ search: '0.1' }));
      market.facilitator.faults['/settle']!.push(fault);
      const result = await call('search', { query: 'a' });
      expect([denialOf(result)?.code, result.structuredContent, receiptOf(result)]).toEqual([
        'payment_refused',
        undefined,
        undefined,
      ]);
      expect(lastTextOf(result)).toContain('nobody knows whether its payment was taken');
      expect([trouble.length, await market.money()]).toEqual([1, HELD]);
      // The same call sends the same payment.
      expect(lastTextOf(await call('search', { query: 'a' }))).toBe('found a');
      expect([market.signed, market.moved(), await market.money()]).toEqual([1, '0.1', PAID]);
    },
  );

  it('a facilitator whose answer is lost after it took the money: it is paid once, and recorded', async () => {
    const { call } = await buying(connect, selling({ search: '0.1' }));
    market.facilitator.answersToLose = 1;
    expect(denialOf(await call('search', { query: 'a' }))?.code).toBe('payment_refused');
    expect(denialOf(await call('search', { query: 'a' }))?.code).toBe('payment_out');
    expect([market.signed, market.moved(), await market.money()]).toEqual([1, '0.1', HELD]);
    await market.expire();
    expect(await market.money()).toEqual(PAID);
  });

  it.each(['answers 500', 'answers nothing'] as const)(
    'a facilitator that %s before the work: nothing runs, and the same payment is good later',
    async (fault) => {
      const { call } = await buying(connect, selling({ search: '0.1' }));
      market.facilitator.faults['/verify']!.push(fault);
      const result = await call('search', { query: 'a' });
      expect([denialOf(result)?.code, ran.calls, market.moved()]).toEqual(['unavailable', [], '0']);
      expect(lastTextOf(await call('search', { query: 'a' }))).toBe('found a');
      expect([market.signed, market.moved(), await market.money()]).toEqual([1, '0.1', PAID]);
    },
  );

  it('a call that is cancelled after it was signed stays held', async () => {
    const { call } = await buying(connect, selling({ hangs: '0.1' }));
    await errorOf(call('hangs', {}, { timeout: 700 }));
    expect([ran.calls, market.signed, await market.money()]).toEqual([['hangs'], 1, HELD]);
  });

  it('a call that is cancelled before it was signed costs nothing, and nothing is handed over', async () => {
    const { call } = await buying(connect, selling({ search: '0.1' }));
    const RESERVATIONS = /^POST \/v1\/reservations$/;
    market.proxy.next(RESERVATIONS, 'overloaded');
    const abort = new AbortController();
    const calling = errorOf(call('search', { query: 'a' }, { signal: abort.signal }));
    await until(async () => market.proxy.countOf(RESERVATIONS) === 1);
    abort.abort();
    await calling;
    await until(async () => (await market.reservations())[0]?.state === 'released');
    expect([ran.calls, market.moved(), await market.money()]).toEqual([[], '0', NOTHING]);
  });

  it('an offer that nobody has allowed is not paid, and the model hears why', async () => {
    const x402 = market.toolBuyer({ max: '0.05' });
    const { call } = await buying(connect, selling({ search: '0.1' }), { x402 });
    const result = await call('search', { query: 'a' });
    expect([denialOf(result)?.code, lastTextOf(result)]).toEqual([
      'not_payable',
      expect.stringContaining('it costs 0.1 USD, and at most 0.05 is paid'),
    ]);
    expect([market.signed, await market.reservations()]).toEqual([0, []]);
  });

  it('a tool with a price of its own is never paid by x402, and costs nothing where it asks for that', async () => {
    const { call } = await buying(connect, selling({ search: '0.1' }), { prices: { search: '0.1' } });
    expect((await call('search', { query: 'a' })).structuredContent?.x402Version).toBe(2);
    const text = JSON.stringify({ x402Version: 2, accepts: [] });
    const inText: Make = (server) =>
      server.registerTool('asks', {}, () => ({ isError: true, content: [{ type: 'text', text }] }));
    const other = await buying(connect, inText, { prices: { asks: '0.1' } });
    expect((await other.call('asks')).content[0]?.text).toBe(text);
    expect([market.signed, await market.money()]).toEqual([0, NOTHING]);
  });
});
