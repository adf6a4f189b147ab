import { guard, META, TOKEN_HEADER, type PriceList, type ServerGuardOptions } from '@purser/mcp';
import { Purser } from '@purser/sdk';
import type { Client } from '../../../test/support/client.js';
import { Fleet } from '../../../test/support/fleet.js';
import { FaultProxy } from '../../sdk/test/support/fault-proxy.js';
import { until } from '../../sdk/test/support/waiting.js';
import { inMemory, overHttp, type Pair, type PairOptions, type Result } from './support/pairs.js';
import { Ran, toolsAfter, toolsBefore, type Registrar } from './support/tools.js';

let fleet: Fleet;
let admin: Client;
let proxy: FaultProxy;
let budget: string;
let ran: Ran;
let pair: Pair | undefined;
let trouble: unknown[];

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
  proxy = await FaultProxy.start(admin.baseUrl);
});
beforeEach(async () => {
  ({ id: budget } = await admin.root('100'));
  ran = new Ran();
  trouble = [];
});
afterEach(async () => {
  ran.letGo();
  await pair?.close();
  pair = undefined;
  proxy.clear();
  await fleet.expectAuditPasses();
});
afterAll(async () => {
  await proxy.stop();
  await fleet.stop();
});

const COMMIT = /^POST \/v1\/settlements\/self\/commit$/;

interface Paying {
  id: string;
  token: string;
}

/** A buyer sets money aside for whoever has the token. */
async function paying(amount: string, fields: object = {}): Promise<Paying> {
  const asked = { budgetId: budget, amount, vendor: 'acme', settleable: true, ttlSeconds: 900, ...fields };
  const { status, body } = await admin.post('/v1/reservations', asked);
  if (status > 202) throw new Error(JSON.stringify(body));
  return { id: body.id, token: body.settlementToken };
}

const BOTH = [
  ['v1', inMemory.v1],
  ['v2', inMemory.v2],
] as const;

/** A seller who has no key at all. */
async function seller(
  connect: (typeof BOTH)[number][1],
  prices: PriceList,
  more: Partial<ServerGuardOptions> = {},
  options?: PairOptions,
): Promise<Pair> {
  const make = (server: Registrar): void => {
    toolsBefore(server, ran);
    const onTrouble = (what: unknown): void => void trouble.push(what);
    guard(server as never, { prices, vendor: 'acme', url: proxy.url, onTrouble, ...more });
    toolsAfter(server, ran);
  };
  pair = await connect(make, options);
  return pair;
}

const by = (token: unknown) => ({ meta: { [META.settlementToken]: token } });
const denialOf = ({ _meta }: Result) => _meta?.['dev.purser/denial'];
const receiptOf = ({ _meta }: Result) => _meta?.['dev.purser/receipt'];
const textOf = ({ content }: Result): string => content[0]!.text;
const reservation = async (id: string) =>
  (await admin.get<{ state: string; committed: string; externalId: string | null }>(`/v1/reservations/${id}`))
    .body;

describe.each(BOTH)('a settlement token, at a seller of %s,', (_, connect) => {
  it('pays one call: what that did cost is taken, and the rest goes back', async () => {
    const { id, token } = await paying('2');
    const { call } = await seller(connect, { reports: '1' });
    const result = await call('reports', { amount: '0.25' }, by(token));
    expect([textOf(result), receiptOf(result)]).toEqual([
      'reported',
      { reservationId: id, state: 'paid', amount: '0.25', currency: 'USD', vendor: 'acme' },
    ]);
    expect(await reservation(id)).toMatchObject({
      state: 'committed',
      committed: '0.25',
      externalId: 'order-1',
    });
    const { spent, reserved } = (await admin.budget(budget)).balances;
    expect([spent, reserved]).toEqual(['0.25', '0']);
    const entries = await admin.get<{ items: { content: { by: string } }[] }>(
      `/v1/budgets/${budget}/entries?order=desc`,
    );
    expect(entries.body.items[0]!.content.by).toBe(`payee:${id}`);
  });

  it('pays the price and not what it holds, where nothing is reported', async () => {
    const { id, token } = await paying('2');
    const { call } = await seller(connect, { search: '1' });
    expect(receiptOf(await call('search', { query: 'a' }, by(token)))?.amount).toBe('1');
    expect((await reservation(id)).committed).toBe('1');
  });

  it('pays what it holds where a call cost more, and the receipt says what is missing', async () => {
    const { token } = await paying('2');
    const { call } = await seller(connect, { reports: '1' });
    const receipt = receiptOf(await call('reports', { amount: '2.5' }, by(token)));
    expect([receipt?.amount, receipt?.unpaid]).toEqual(['2', '0.5']);
  });

  it('pays by usage where it was reserved by usage, and by amount at the price of the seller', async () => {
    const price = { vendor: 'acme', item: 'pages', charges: [{ unit: 'page', amount: '0.2', per: 1 }] };
    const { revision } = await admin.budget(budget);
    await admin.write('PUT', `/v1/budgets/${budget}/prices`, price, { revision });
    const prices: PriceList = {
      search: { price: { item: 'pages', usage: { page: 5 } }, cost: () => ({ usage: { page: 2 } }) },
    };
    const purser = new Purser({ url: proxy.url, key: (await admin.issue(budget)).secret! });
    const { call } = await seller(connect, prices, { purser, priceBook: budget });
    const byUsage = await paying('0', { amount: undefined, item: 'pages', usage: { page: 5 } });
    expect(receiptOf(await call('search', { query: 'a' }, by(byUsage.token)))?.amount).toBe('0.4');
    const byAmount = await paying('1');
    expect(receiptOf(await call('search', { query: 'a' }, by(byAmount.token)))?.amount).toBe('0.4');
    const tooSmall = await call('search', { query: 'a' }, by((await paying('0.99')).token));
    expect(textOf(tooSmall)).toBe('Nothing was called: this can cost 1 USD, and the token holds 0.99 USD.');
  });

  it.each([
    ['holds too little', async () => paying('0.99'), 'can cost 1 USD, and the token holds 0.99 USD', '0.99'],
    [
      'pays another vendor',
      async () => paying('2', { vendor: 'other' }),
      'this token pays other, and not acme',
      '2',
    ],
    ['pays nobody', async () => paying('2', { vendor: null }), 'this token pays nobody in particular', '2'],
    ['is about to end', async () => paying('2', { ttlSeconds: 4 }), 'about to end', '2'],
    [
      'has ended',
      async () => {
        const made = await paying('2');
        await admin.release(made.id);
        return made;
      },
      'is over: it is released',
      '0',
    ],
    [
      'was used',
      async () => {
        const made = await paying('2');
        await pair!.call('search', { query: 'first' }, by(made.token));
        ran.calls.length = 0;
        return made;
      },
      'is over: it is committed',
      '0',
    ],
    [
      'waits for people',
      async () => {
        const approve = { approvals: 1, withinSeconds: 900 };
        const envelope = { window: 'transaction', limit: '1.5', onExceed: 'approve', approve };
        const { revision } = await admin.budget(budget);
        await admin.post(`/v1/budgets/${budget}/envelopes`, envelope, { revision });
        return paying('2');
      },
      'people have to approve',
      '0',
    ],
  ] as const)('that %s pays nothing, and nothing runs', async (__, make, sentence, largest) => {
    const { call } = await seller(connect, { search: '1' });
    const { token, id } = await make();
    const before = await reservation(id);
    const result = await call('search', { query: 'a' }, by(token));
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringContaining(sentence)]);
    expect(denialOf(result)).toMatchObject({
      code: 'payment_refused',
      tool: 'search',
      price: { amount: '1', currency: 'USD' },
      largestAdmissible: largest,
      reservationId: id,
    });
    expect([ran.calls, (await reservation(id)).state]).toEqual([[], before.state]);
  });

  it('in another currency pays nothing', async () => {
    ({ id: budget } = await admin.root('100', { currency: 'EUR' }));
    const { token } = await paying('2');
    const { call } = await seller(connect, { search: '1' });
    const result = await call('search', { query: 'a' }, by(token));
    expect(textOf(result)).toContain('pays in EUR, and the price is in USD');
  });

  it('that was revoked, or never was, pays nothing', async () => {
    const { id, token } = await paying('2');
    await admin.write('DELETE', `/v1/reservations/${id}/settlement-token`);
    const { call } = await seller(connect, { search: '1' });
    for (const one of [token, `${token.slice(0, -4)}aaaa`])
      expect(textOf(await call('search', { query: 'a' }, by(one)))).toContain('is not known, or was revoked');
  });

  it.each([
    ['', 7, null, {}, [], 'a key', `pst_${'a'.repeat(100_000)}`, 'pst_aaaaaaaaaaaaaaaa\r\nx: y', '../admin'],
  ])('is text of its own shape, and never %j', async (...hostile) => {
    const { call } = await seller(connect, { search: '1' });
    for (const one of hostile) {
      const result = await call('search', { query: 'a' }, by(one));
      expect(['payment_refused', 'payment_required']).toContain(denialOf(result)?.code);
    }
    expect([ran.calls, proxy.seen]).toEqual([[], []]);
  });

  it('used twice at once pays one call, and the other never runs', async () => {
    const { id, token } = await paying('2');
    const { call } = await seller(connect, { hangs: '1' });
    const first = call('hangs', {}, by(token));
    await until(async () => ran.hanging === 1);
    const second = await call('hangs', {}, by(token));
    expect(textOf(second)).toContain('pays another call, which is under way');
    ran.letGo();
    expect([receiptOf(await first)?.amount, ran.calls.length]).toEqual(['1', 1]);
    expect((await reservation(id)).committed).toBe('1');
  });

  it('used at once by ten calls pays one', async () => {
    const { id, token } = await paying('10');
    const { call } = await seller(connect, { search: '1' });
    const results = await Promise.all(
      Array.from({ length: 10 }, () => call('search', { query: 'a' }, by(token))),
    );
    expect([results.filter(receiptOf).length, ran.calls.length]).toEqual([1, 1]);
    expect((await reservation(id)).committed).toBe('1');
  });

  it('is taken once where the answer to that is lost', async () => {
    const { id, token } = await paying('2');
    const { call } = await seller(connect, { search: '1' });
    proxy.next(COMMIT, 'answer lost', 'lost', 'overloaded');
    expect(receiptOf(await call('search', { query: 'a' }, by(token)))?.amount).toBe('1');
    expect((await reservation(id)).committed).toBe('1');
  });

  it('that the buyer takes back during the work is not paid, and the result is withheld', async () => {
    const { id, token } = await paying('2');
    const { call } = await seller(connect, { hangs: '1' });
    const calling = call('hangs', {}, by(token));
    await until(async () => ran.hanging === 1);
    await admin.release(id);
    ran.letGo();
    const result = await calling;
    expect([result.isError, denialOf(result)?.code]).toEqual([true, 'payment_refused']);
    expect(textOf(result)).toContain('its result is withheld');
    expect(trouble.length).toBe(1);
  });

  it('that pays another call meanwhile, of another process, pays that alone', async () => {
    const { id, token } = await paying('1', { onExpiry: 'commit' });
    const { call } = await seller(connect, { hangs: '1' });
    const calling = call('hangs', {}, by(token));
    await until(async () => ran.hanging === 1);
    await admin.as(token).post('/v1/settlements/self/commit', { amount: '1' });
    ran.letGo();
    expect([textOf(await calling), receiptOf(await calling)]).toEqual([
      `The work was done, and ${id} does not pay for it any more: its result is withheld.`,
      undefined,
    ]);
  });

  it('that was a promise has paid when its time is over', async () => {
    const { id, token } = await paying('2', { onExpiry: 'commit', ttlSeconds: 6 });
    const { call } = await seller(connect, { hangs: '1' });
    proxy.next(COMMIT, 'overloaded', 'overloaded', 'overloaded', 'overloaded');
    const result = await call('hangs', {}, by(token));
    expect([denialOf(result)?.code, receiptOf(result)]).toEqual([
      'timed_out',
      { reservationId: id, state: 'paid', amount: '2', currency: 'USD', vendor: 'acme' },
    ]);
  });

  it('is taken before it ends: a call that needs longer is over then', async () => {
    const { id, token } = await paying('2', { ttlSeconds: 6 });
    const { call } = await seller(connect, { hangs: '1' });
    const result = await call('hangs', {}, by(token));
    expect([denialOf(result)?.code, receiptOf(result)?.amount, ran.aborted]).toEqual([
      'timed_out',
      '1',
      ['hangs'],
    ]);
    expect((await reservation(id)).state).toBe('committed');
  });

  it.each([
    ['commit', 'committed', 'paid'],
    ['release', 'released', 'released'],
    ['keep', 'held', 'kept'],
  ] as const)('of a call whose tool has failed: %s', async (onError, state, said) => {
    const { id, token } = await paying('2');
    const { call } = await seller(connect, { throws: { price: '1', onError } });
    const result = await call('throws', {}, by(token));
    expect([result.isError, textOf(result), receiptOf(result)?.state]).toEqual([
      true,
      'the vendor has failed',
      said,
    ]);
    expect((await reservation(id)).state).toBe(state);
  });

  it('is asked for where a call brings none', async () => {
    const { call } = await seller(connect, { search: '1' });
    const result = await call('search', { query: 'a' });
    expect(textOf(result)).toBe(
      'Nothing was called: search costs at most 1 USD, and this call brings no payment.',
    );
    expect(denialOf(result)).toMatchObject({
      code: 'payment_required',
      price: { amount: '1', currency: 'USD' },
      accepts: [
        {
          scheme: 'settlement-token',
          key: META.settlementToken,
          vendor: 'acme',
          amount: '1',
          currency: 'USD',
        },
      ],
    });
  });
});

test.each([
  ['v1', overHttp.v1, TOKEN_HEADER],
  ['v2, as of 2025', overHttp['v2, as of 2025'], TOKEN_HEADER.toUpperCase()],
  ['v2, as of 2026', overHttp['v2, as of 2026'], 'Purser-Settlement-Token'],
])('a settlement token may be a header of the HTTP request, at a seller of %s', async (_, connect, name) => {
  const { id, token } = await paying('2');
  const { call } = await seller(connect, { search: '1' }, {}, { headers: { [name]: token } });
  expect(receiptOf(await call('search', { query: 'a' }))).toMatchObject({ reservationId: id, amount: '1' });
});
