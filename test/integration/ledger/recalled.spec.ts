import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recalledBatches } from '../../../src/runtime/metrics.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { expectAuditPasses } from '../../support/audited.js';
import { envelopeInput } from '../../support/core.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let one: TestLedger;
let other: TestLedger;

beforeAll(async () => {
  database = await createTestDatabase();
  one = new TestLedger(database.url);
  other = new TestLedger(database.url);
});
afterEach(() => expectAuditPasses(database.sql));
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});

/** A limit on all that is ever spent, or on what is spent with each vendor. */
const limited = (limit: string, per: 'vendor' | null = null) =>
  envelopeInput({ id: newId('envelope'), limit, per, window: 'lifetime' });

/** How many batches were decided on what was kept, by what became of them. */
async function recalled(): Promise<Record<string, number>> {
  const { values } = await recalledBatches.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
}

/** How many more of them something makes. */
async function recalledBy(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await recalled();
  await work();
  const after = await recalled();
  return Object.fromEntries(
    Object.entries(after).flatMap(([outcome, count]) => {
      const more = count - (before[outcome] ?? 0);
      return more > 0 ? [[outcome, more]] : [];
    }),
  );
}

/** Makes a ledger keep a tree: what is decided next on this budget needs no load. */
async function warm(
  ledger: TestLedger,
  budgetId: string,
  fields: Record<string, unknown> = {},
): Promise<void> {
  const make = () => recalledBy(() => ledger.reserve(budgetId, '0', fields).then(expectAccepted));
  for (let i = 0; i < 40; i += 1) if ((await make()).written) return;
  throw new Error('nothing was decided on what was kept');
}

const reservedOn = async (id: string): Promise<number> => {
  const [row] = await database.sql<[{ reserved: number }]>`
    SELECT reserved::int FROM budgets WHERE id = ${uuidOf(id)}`;
  return row.reserved;
};

const violationsOf = (outcome: unknown): string[] =>
  (outcome as { denial?: { violations: { rule: string }[] } }).denial?.violations.map(({ rule }) => rule) ??
  [];

describe('what is done again and again', () => {
  test('is decided on what the batch before has left: reserving, paying and releasing', async () => {
    const root = await one.root('100');
    const agent = await one.child(root, '0', { ceiling: '100' });
    await warm(one, agent);
    const made = await recalledBy(async () => {
      const paid = await one.reserve(agent, '7');
      expectAccepted(await one.submit('commit', { reservationId: paid.id, amount: '3', final: false }));
      expectAccepted(await one.submit('commit', { reservationId: paid.id, amount: '2' }));
      const released = await one.reserve(agent, '9');
      expectAccepted(await one.submit('release', { reservationId: released.id }));
    });
    expect(made).toEqual({ written: 5 });
    const [row] = await database.sql`
      SELECT spent::int, reserved::int, delegated::int FROM budgets WHERE id = ${uuidOf(root)}`;
    expect(row).toEqual({ spent: 0, reserved: 0, delegated: 5 });
  });

  test('counts in the envelopes on its way', async () => {
    const root = await one.root('100', { envelopes: [limited('10', 'vendor')] });
    await warm(one, root, { vendor: 'acme' });
    const made = await recalledBy(() => one.reserve(root, '10', { vendor: 'acme' }).then(expectAccepted));
    expect(made).toEqual({ written: 1 });
    expect(violationsOf(await one.reserve(root, '1', { vendor: 'acme' }))).toEqual(['envelope_exceeded']);
    // A name that was not asked about before may have a counter that nobody here has seen.
    expectAccepted(await other.reserve(root, '6', { vendor: 'zeta' }));
    expect(violationsOf(await one.reserve(root, '6', { vendor: 'zeta' }))).toEqual(['envelope_exceeded']);
  });

  test('what pays more than is held is decided on what is read for it', async () => {
    const root = await one.root('100');
    await warm(one, root);
    const { id } = await one.reserve(root, '5');
    const made = await recalledBy(() => one.submit('commit', { reservationId: id, amount: '6' }));
    expect(made).toEqual({});
  });

  test('of one batch, what the first leaves too little of waits for a load, and all after it', async () => {
    const root = await one.root('10');
    await warm(one, root);
    const amounts = ['4', '4', '4', '2'];
    const outcomes = await Promise.all(amounts.map((amount) => one.reserve(root, amount)));
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'denied', 'accepted']);
    expect(await reservedOn(root)).toBe(10);
  });
});

/** What somebody else does between two decisions of a ledger, and what the second then comes to. */
describe('what another process has done meanwhile is seen', () => {
  test.each([
    ['a freeze', async (root: string) => other.submit('freeze', { budgetId: root }), ['budget_frozen']],
    [
      'a policy',
      async (root: string) =>
        other.submit('update', {
          budgetId: root,
          ifRevision: null,
          policy: { vendors: { allow: ['acme'] } },
        }),
      ['vendor_not_allowed'],
    ],
    [
      'a limit',
      async (root: string) =>
        other.submit('envelope_create', { budgetId: root, ifRevision: null, envelope: limited('1') }),
      ['envelope_exceeded'],
    ],
    ['money that was spent', async (root: string) => other.reserve(root, '98'), ['insufficient_funds']],
    [
      'a close',
      async (root: string) => other.submit('close', { budgetId: root }),
      ['budget_closed', 'insufficient_funds'],
    ],
  ])('%s', async (_, does, rules) => {
    const root = await one.root('100');
    await warm(one, root);
    expectAccepted(await does(root));
    const outcome = await one.reserve(root, '5');
    expect(outcome.status).toBe('denied');
    expect(violationsOf(outcome)).toEqual(rules);
  });

  test('above the budget', async () => {
    const root = await one.root('100');
    const team = await one.child(root, '50');
    const agent = await one.child(team, '0', { ceiling: '50' });
    await warm(one, agent);
    expectAccepted(await other.submit('freeze', { budgetId: team }));
    expect(violationsOf(await one.reserve(agent, '5'))).toEqual(['budget_frozen']);
  });

  test('in a counter that a sibling shares', async () => {
    const root = await one.root('100', { envelopes: [limited('10')] });
    const [a, b] = [await one.child(root, '40'), await one.child(root, '40')];
    await warm(one, a);
    expectAccepted(await other.reserve(b, '8'));
    expect(violationsOf(await one.reserve(a, '5'))).toEqual(['envelope_exceeded']);
    expectAccepted(await one.reserve(a, '2'));
  });

  test('money that came back: nothing is denied for what is known from before', async () => {
    const root = await one.root('10');
    const agent = await one.child(root, '0', { ceiling: '10' });
    const sibling = await one.child(root, '0', { ceiling: '10' });
    const held = await one.reserve(sibling, '10');
    await warm(one, agent);
    expectAccepted(await other.submit('release', { reservationId: held.id }));
    expectAccepted(await one.reserve(agent, '10'));
  });

  test('a hold that was settled: it is not settled again', async () => {
    const root = await one.root('100');
    await warm(one, root);
    const held = await one.reserve(root, '10');
    expectAccepted(await other.submit('commit', { reservationId: held.id, amount: '10' }));
    expect(await one.submit('release', { reservationId: held.id })).toMatchObject({
      status: 'rejected',
      rejection: { code: 'reservation_state' },
    });
    expect(await reservedOn(root)).toBe(0);
  });

  test('a debt: money that comes free pays it', async () => {
    const root = await one.root('10');
    const [debtor, sibling] = [
      await one.child(root, '0', { ceiling: '20' }),
      await one.child(root, '0', { ceiling: '20' }),
    ];
    const held = await one.reserve(sibling, '8');
    const owed = await one.reserve(debtor, '2');
    await warm(one, sibling);
    expectAccepted(
      await other.submit('commit', { reservationId: owed.id, amount: '5', overage: 'overdraft' }),
    );
    expectAccepted(await one.submit('release', { reservationId: held.id }));
    const [row] = await database.sql`
      SELECT overdraft::int, allocated::int FROM budgets WHERE id = ${uuidOf(debtor)}`;
    expect(row).toEqual({ overdraft: 0, allocated: 5 });
  });
});

describe('a key that comes again', () => {
  test('was used by another process: it is answered what was decided there', async () => {
    const root = await one.root('100');
    await warm(one, root);
    await warm(other, root);
    const key = randomUUID();
    const first = expectAccepted(await one.submit('reserve', reserving(root), key));
    const again = await recalledBy(async () => {
      const second = expectAccepted(await other.submit('reserve', reserving(root), key));
      expect(second).toMatchObject({ replayed: true });
      expect(second.entry.reservation?.id).toBe(first.entry.reservation?.id);
    });
    expect(Object.keys(again)).not.toContain('written');
    expect(await reservedOn(root)).toBe(3);
  });

  test('twice in one batch, and once more after it: one decision', async () => {
    const root = await one.root('100');
    await warm(one, root);
    const key = randomUUID();
    const ask = () => one.submit('reserve', reserving(root), key).then(expectAccepted);
    const outcomes = [...(await Promise.all([ask(), ask()])), await ask()];
    expect(outcomes.map(({ replayed }) => replayed)).toEqual([false, true, true]);
    expect(await reservedOn(root)).toBe(3);
  });
});

const reserving = (budgetId: string) => ({
  budgetId,
  amount: '3',
  reservationId: newId('reservation'),
});

/** A kind of step, so many times as likely. */
const often = <K extends string>(kind: K, times: number): K[] => new Array<K>(times).fill(kind);

test('two processes that take turns come to what one would: any order, any of them', async () => {
  type Step = [
    turns: number,
    kind: 'reserve' | 'commit' | 'release' | 'freeze' | 'resume',
    agent: number,
    amount: number,
  ];
  const step: fc.Arbitrary<Step> = fc.tuple(
    // Mostly the same one goes on, so that it comes to rely on what it keeps.
    fc.nat(11).map((n) => Number(n === 0)),
    fc.constantFrom(
      ...often('reserve', 6),
      ...often('commit', 5),
      ...often('release', 4),
      'freeze',
      ...often('resume', 3),
    ),
    fc.nat(1),
    fc.integer({ min: 1, max: 6 }),
  );
  let written = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 120, maxLength: 160 }), async (steps) => {
      const before = (await recalled()).written ?? 0;
      const root = await one.root('60', { envelopes: [limited('50')] });
      const agents = [
        await one.child(root, '0', { ceiling: '60' }),
        await one.child(root, '20', { ceiling: '60' }),
      ];
      // What a naive reader of the rules would keep: what each agent has paid, and its holds.
      const spent = [0, 0];
      const holds: { id: string; agent: number; amount: number }[] = [];
      let isFrozen = false;
      const usedBy = (agent: number): number =>
        spent[agent]! + holds.reduce((sum, hold) => sum + (hold.agent === agent ? hold.amount : 0), 0);
      let ledger = one;
      for (const [turns, kind, agent, amount] of steps) {
        if (turns) ledger = ledger === one ? other : one;
        if (kind === 'freeze' || kind === 'resume') {
          const outcome = await ledger.submit(kind, { budgetId: root });
          if (outcome.status === 'accepted') isFrozen = kind === 'freeze';
        } else if (kind === 'reserve') {
          const made = await ledger.reserve(agents[agent]!, String(amount));
          const used =
            usedBy(0) + Math.max(20, usedBy(1) + (agent === 1 ? amount : 0)) + (agent === 0 ? amount : 0);
          const passes = !isFrozen && used <= 60 && usedBy(0) + usedBy(1) + amount <= 50;
          expect(made.status).toBe(passes ? 'accepted' : 'denied');
          if (passes) holds.push({ id: made.id, agent, amount });
        } else if (holds.length > 0) {
          const [hold] = holds.splice(amount % holds.length, 1);
          const paid = kind === 'commit' ? Math.min(amount, hold!.amount) : 0;
          const asked = { reservationId: hold!.id, ...(kind === 'commit' && { amount: String(paid) }) };
          expectAccepted(await ledger.submit(kind, asked));
          spent[hold!.agent]! += paid;
        }
      }
      for (const [agent, id] of agents.entries()) {
        const [row] = await database.sql<[{ used: number }]>`
          SELECT (spent + reserved)::int AS used FROM budgets WHERE id = ${uuidOf(id)}`;
        expect(row.used).toBe(usedBy(agent));
      }
      written += ((await recalled()).written ?? 0) - before;
    }),
    { numRuns: 8, seed: 20_261_127, endOnFailure: true },
  );
  expect(written).toBeGreaterThan(50);
});
