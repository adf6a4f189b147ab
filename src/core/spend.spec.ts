import type { EntryContent, ReservationView } from './entries.js';
import { expenseOf } from './spend.js';

const BALANCES = {
  allocated: '0',
  available: '0',
  delegated: '0',
  overdraft: '0',
  reserved: '0',
  spent: '0',
};
const entry = (more: Partial<EntryContent>): EntryContent => ({
  treeId: 'budget_1',
  budgetId: 'budget_1',
  version: 2,
  at: '2026-11-21T09:30:00.000Z',
  kind: 'commit',
  outcome: 'accepted',
  by: 'agent',
  deltas: {},
  balances: BALANCES,
  ...more,
});
const reservation = (more: Partial<ReservationView>): ReservationView =>
  ({
    vendor: 'acme',
    category: null,
    runId: 'run-1',
    state: 'held',
    committed: '0',
    refunded: '0',
    ...more,
  }) as ReservationView;
const CLAIM = { amount: '3' } as ReservationView['claim'];
const sums = (content: EntryContent): string => {
  const found = expenseOf(content, 2);
  return found ? `${found.spent} ${found.refunded} ${found.calls} ${found.denied}` : 'nothing';
};

describe('what an entry spends', () => {
  it.each<[string, Partial<EntryContent>, Partial<ReservationView>, string]>([
    ['a final commit', { deltas: { spent: '1.5' } }, { state: 'committed', committed: '1.5' }, '150 0 1 0'],
    ['a first part', { deltas: { spent: '1' } }, { committed: '1' }, '100 0 1 0'],
    ['a second part', { deltas: { spent: '1' } }, { committed: '2' }, '100 0 0 0'],
    ['a part of nothing', {}, {}, 'nothing'],
    ['the end of a call that cost nothing', {}, { state: 'committed' }, '0 0 1 0'],
    ['the end of one that was paid in parts', {}, { state: 'committed', committed: '2' }, 'nothing'],
    ['one of which all is claimed', { claimed: '3' }, { state: 'committed', claim: CLAIM }, 'nothing'],
    [
      'a claim that is paid first',
      { kind: 'claim_settle', deltas: { spent: '3' } },
      { state: 'committed', committed: '3' },
      '300 0 1 0',
    ],
    [
      'a claim that is paid later',
      { kind: 'claim_settle', deltas: { spent: '1' } },
      { state: 'committed', committed: '4' },
      '100 0 0 0',
    ],
    [
      'a claim of which nothing is paid',
      { kind: 'claim_settle' },
      { state: 'committed', claim: CLAIM },
      'nothing',
    ],
    ['a dispute that is upheld', { kind: 'dispute_uphold', deltas: { spent: '-2' } }, {}, '-200 200 0 0'],
    ['a claim that is dismissed', { kind: 'claim_dismiss' }, { state: 'committed' }, '0 0 1 0'],
    [
      'one that is dismissed of a call that was paid',
      { kind: 'claim_dismiss' },
      { state: 'committed', committed: '2' },
      'nothing',
    ],
    [
      'one that is dismissed of a call that never was',
      { kind: 'claim_dismiss' },
      { state: 'expired' },
      'nothing',
    ],
    [
      'a refund',
      { kind: 'refund', deltas: { spent: '-1' } },
      { state: 'committed', committed: '1', refunded: '1' },
      '-100 100 0 0',
    ],
    ['a refund of nothing', { kind: 'refund' }, { state: 'committed', committed: '0' }, 'nothing'],
    ['a release', { kind: 'release', deltas: { reserved: '-1' } }, { state: 'released' }, 'nothing'],
  ])('%s', (_, content, about, expected) => {
    expect(sums(entry({ ...content, reservation: reservation(about) }))).toBe(expected);
  });

  it('is nothing on a budget that gives the money', () => {
    const cause = { budgetId: 'budget_2', reservationId: 'rsv_1' };
    expect(sums(entry({ cause, deltas: { delegated: '5' } }))).toBe('nothing');
  });

  it('is a denial with its code, for whom it was asked', () => {
    const denial: NonNullable<EntryContent['denial']> = {
      code: 'insufficient_funds',
      violations: [],
      largestAdmissible: '0',
      retryAt: null,
    };
    const denied = { outcome: 'denied', denial } as const;
    const requested = { amount: '5', vendor: 'acme', category: null, runId: null, taskId: null };
    const expected = {
      vendor: 'acme',
      category: null,
      principal: 'agent',
      code: 'insufficient_funds',
      denied: 1,
      calls: 0,
    };
    expect(expenseOf(entry({ ...denied, kind: 'reserve', requested }), 2)).toMatchObject({
      ...expected,
      runId: null,
    });
    expect(expenseOf(entry({ ...denied, reservation: reservation({}) }), 2)).toMatchObject({
      ...expected,
      runId: 'run-1',
    });
    expect(expenseOf(entry({ ...denied, kind: 'delegate', requested: {} }), 2)).toMatchObject({
      vendor: null,
      denied: 1,
    });
  });
});

describe('the usage of an entry', () => {
  const PRICE = {} as ReservationView['price'];
  /** By unit, in millionths as they are added up. */
  const usageOf = (more: Partial<EntryContent>, price: ReservationView['price'] | null = PRICE) =>
    Object.fromEntries(
      expenseOf(
        entry({
          deltas: { spent: '1' },
          reservation: reservation({ committed: '1', price: price ?? undefined }),
          ...more,
        }),
        2,
      )!.usage,
    );

  it.each<[string, Partial<EntryContent>, object]>([
    ['all of the first commit', { usage: { call: 1, token: 20 } }, { call: 1_000_000n, token: 20_000_000n }],
    [
      'what a later one adds to what was reported before',
      { usage: { call: 1, second: 3, token: 50 }, usageBefore: { call: 1, token: 20 } },
      { second: 3_000_000n, token: 30_000_000n },
    ],
    ['that of a charge', { kind: 'charge', usage: { call: 2 } }, { call: 2_000_000n }],
    ['nothing where none is reported', {}, {}],
    ['nothing of another kind, which repeats it', { kind: 'claim_settle', usage: { call: 2 } }, {}],
  ])('is %s', (_, content, expected) => expect(usageOf(content)).toEqual(expected));

  it('is nothing where no price gives its units a meaning', () => {
    expect(usageOf({ usage: { call: 1 } }, null)).toEqual({});
  });
});
