import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerLostError, AskedAgainError, cashedByNonce, type Cashed } from '@purser/x402';
import { createPublicClient, custom, encodeAbiParameters } from 'viem';
import { errorOf, until } from '../../sdk/test/support/waiting.js';
import { NETWORK } from './support/chain.js';
import { Market } from './support/market.js';

// What was signed and never cashed comes back, once the chain itself says that it cannot be cashed any more. All else is paid.

let market: Market;

beforeAll(async () => {
  market = await Market.start();
});
beforeEach(() => market.open());
afterEach(() => market.close());
afterAll(() => market.stop());

const SOON = { afterSeconds: 0, everySeconds: 0.2 };

const byNonce: Cashed = (cheque) => cashedByNonce(() => market.chain.reader)(cheque);

const buyer = (cashed: Cashed = byNonce, looking: object = SOON) => market.buyer({ cashed, looking });

const briefly = (): URL => new URL('/briefly', market.seller.url);

/** A payment that never arrives. */
async function lose(pay: typeof fetch): Promise<void> {
  market.seller.misdeeds.push('request lost');
  expect(await errorOf(pay(briefly()))).toBeInstanceOf(AnswerLostError);
}

/** What the journal has of the only reservation, after it was made. */
async function kinds(): Promise<string[]> {
  const [{ id } = { id: '' }] = await market.reservations();
  const { body } = await market.admin.get<{ items: { content: { kind: string } }[] }>(
    `/v1/entries?budgetId=${market.budget}&reservationId=${id}&order=asc`,
  );
  return body.items.map(({ content }) => content.kind).filter((kind) => kind !== 'reserve');
}

const seconds = (): number => Math.ceil(Date.now() / 1_000);

it('what never arrived is held while the chain may take it, and then given back', async () => {
  await lose(buyer());
  await until(async () => market.chain.lookedAt > 3);
  expect(await market.money()).toEqual({ spent: '0', reserved: '0.1' });
  market.chain.finalizedAt = seconds() + 1;
  await until(async () => (await market.money()).reserved === '0');
  expect(await market.money()).toEqual({ spent: '0', reserved: '0' });
  expect((await market.reservations()).map(({ state }) => state)).toEqual(['released']);
  expect((await kinds()).at(-1)).toBe('release');
  expect(await kinds()).not.toContain('expire_commit');
});

it('what was cashed is paid, whatever the seller says, and by its settlement', async () => {
  const pay = buyer();
  await lose(pay);
  await market.chain.cash(market.seller.payments[0]!);
  market.chain.finalizedAt = seconds() + 10;
  await until(async () => (await market.money()).reserved === '0');
  expect([market.moved(), await market.money()]).toEqual(['0.1', { spent: '0.1', reserved: '0' }]);
  expect((await kinds()).at(-1)).toBe('commit');
});

it('a seller that says it has failed is not believed before the chain says so', async () => {
  market.seller.misdeeds.push('says it failed');
  const looks: string[] = [];
  const pay = buyer(async (cheque) => {
    looks.push(cheque.payment.reservationId);
    return 'not';
  });
  expect(await errorOf(pay(market.seller.url))).toBeInstanceOf(AskedAgainError);
  await sleep(1_500);
  // It could be cashed for a minute.
  expect([looks, await market.money()]).toEqual([[], { spent: '0', reserved: '0.1' }]);
});

it('a hold lasts until it was asked, and is extended before each time', async () => {
  const extended: number[] = [];
  const pay = buyer(async () => {
    extended.push(market.proxy.countOf(/extend$/));
    return extended.length < 3 ? 'unknown' : 'not';
  });
  await lose(pay);
  // A second in which it can be cashed, a minute for clocks that differ, and ten in which it is asked.
  const { items } = await market.purser.reservations.list({ budgetId: market.budget });
  expect(items[0]!.remainingTtlMs).toBeGreaterThan(600_000);
  await until(async () => (await market.money()).reserved === '0');
  expect([extended, (await market.money()).spent]).toEqual([[1, 2, 3], '0']);
});

it('nobody is asked about a hold that is over', async () => {
  let asked = 0;
  const pay = buyer(
    async () => {
      asked += 1;
      return 'not';
    },
    { ...SOON, afterSeconds: 5 },
  );
  await lose(pay);
  await market.expire();
  await until(async () => market.proxy.countOf(/extend$/) > 0);
  await sleep(500);
  expect([asked, await market.money()]).toEqual([0, { spent: '0.1', reserved: '0' }]);
});

it('what nobody knows to the end is paid', async () => {
  let asked = 0;
  const pay = buyer(
    async () => {
      asked += 1;
      throw new Error('the chain is away');
    },
    { ...SOON, forSeconds: 1 },
  );
  await lose(pay);
  await until(async () => asked > 2);
  await sleep(1_500);
  const before = asked;
  await sleep(1_000);
  expect([asked, await market.money()]).toEqual([before, { spent: '0', reserved: '0.1' }]);
  await market.expire();
  expect([await kinds(), await market.money()]).toEqual([
    expect.arrayContaining(['expire_commit']),
    { spent: '0.1', reserved: '0' },
  ]);
});

it('nobody looks where the seller has said that it has the money', async () => {
  let asked = 0;
  const pay = buyer(
    async () => {
      asked += 1;
      return 'not';
    },
    // It is signed for a minute: five seconds later.
    { ...SOON, afterSeconds: -55 },
  );
  expect((await pay(market.seller.url)).status).toBe(200);
  await sleep(6_000);
  expect([asked, market.proxy.countOf(/extend$/), await market.money()]).toEqual([
    0,
    0,
    { spent: '0.1', reserved: '0' },
  ]);
});

it('a request whose payment came back is signed for anew', async () => {
  const headers = { 'idempotency-key': 'order-1' };
  const pay = buyer(async () => 'not');
  market.seller.misdeeds.push('request lost');
  expect(await errorOf(pay(briefly(), { headers }))).toBeInstanceOf(AnswerLostError);
  await until(async () => (await market.money()).reserved === '0');
  market.seller.misdeeds.push('request lost');
  expect(await errorOf(pay(briefly(), { headers }))).toBeInstanceOf(AnswerLostError);
  expect([market.signed, new Set(market.seller.payments).size]).toEqual([2, 2]);
});

describe('cashedByNonce, with a client of viem', () => {
  const USED = `0x${'11'.repeat(32)}`;

  /** A node that answers for a nonce that was used, as of a block of this time. */
  const chainAt = (timestamp: number) =>
    createPublicClient({
      transport: custom({
        request: async ({ method, params }: { method: string; params: unknown[] }) => {
          if (method === 'eth_getBlockByNumber') {
            expect(params[0]).toBe('finalized');
            return { number: '0x11', timestamp: `0x${timestamp.toString(16)}`, transactions: [] };
          }
          const [call, block] = params as [{ data: string }, string];
          expect([method, block]).toEqual(['eth_call', '0x11']);
          return encodeAbiParameters([{ type: 'bool' }], [call.data.endsWith(USED.slice(2))]);
        },
      }),
    });

  const cheque = (nonce: string, validBefore = '1000'): Parameters<Cashed>[0] => {
    const authorization = { from: `0x${'22'.repeat(20)}`, to: '0x', value: '1', validBefore, nonce };
    const offer = { network: NETWORK, asset: `0x${'33'.repeat(20)}` };
    return { authorization, offer } as unknown as Parameters<Cashed>[0];
  };
  const unused = `0x${'44'.repeat(32)}`;

  it.each([
    ['cashed', 900, USED],
    ['cashed', 1_000, USED],
    ['unknown', 999, unused],
    ['not', 1_000, unused],
    ['unknown', 1_000, 'no nonce'],
  ])('finds %s at %d', async (found, timestamp, nonce) => {
    expect(await cashedByNonce(() => chainAt(timestamp))(cheque(nonce))).toBe(found);
  });

  it('knows nothing of other networks and other kinds of signatures', async () => {
    expect(await cashedByNonce(() => undefined)(cheque(unused))).toBe('unknown');
    const other = { ...cheque(unused), authorization: undefined };
    expect(await cashedByNonce(() => chainAt(1_000))(other)).toBe('unknown');
  });
});
