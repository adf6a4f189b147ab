import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SpendProjection } from '../../../src/spend/projection.js';
import { RecentExpenses } from '../../../src/spend/recent-expenses.js';
import { expectAuditPasses } from '../../support/audited.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { randomLoad } from '../../support/random-load.js';
import { ratedCalls } from '../../support/rated-calls.js';
import { untilReadable } from '../../support/readable.js';
import {
  addedUp,
  addUp,
  allSums,
  expectBalancesAgree,
  keptSpend,
  naiveSpend,
  promisesKept,
} from '../../support/spend.js';

let database: TestDatabase;
let ledgers: TestLedger[];
const faults: unknown[] = [];
const projections: SpendProjection[] = [];
const newProjection = (recent?: RecentExpenses): SpendProjection => {
  const projection = new SpendProjection(database.url, (error) => void faults.push(error), recent);
  projections.push(projection);
  return projection;
};

beforeAll(async () => {
  database = await createTestDatabase();
  ledgers = [new TestLedger(database.url), new TestLedger(database.url)];
});
afterEach(() => expectAuditPasses(database.sql));
afterAll(async () => {
  await Promise.all([...ledgers, ...projections].map((one) => one.stop()));
  await database.drop();
});

test.each([1, 2])(
  'sums that two replicas keep beside a random load are those of the journal (seed %i)',
  async (seed) => {
    const replicas = [newProjection(), newProjection()];
    replicas.forEach((replica) => replica.start());
    await ratedCalls(database, ledgers[0]!, await ledgers[0]!.root('100', { scale: 2 }));
    await randomLoad(ledgers, seed, 600, { timezone: 'America/St_Johns' });
    await promisesKept(database.sql);
    await addedUp(database.sql, faults);
    await Promise.all(replicas.map((replica) => replica.stop()));
    const kept = await keptSpend(database.sql);
    expect(Object.keys(kept).length).toBeGreaterThan(20);
    expect(kept).toEqual(await naiveSpend(database.sql));
    await expectBalancesAgree(database.sql);
    expect(faults).toEqual([]);
  },
);

test('sums that are made anew are the same, whoever breaks off meanwhile and whatever is written', async () => {
  const first = newProjection();
  await first.rebuild();
  // It forgets the format, clears, and builds: each step is another process.
  for (let step = 0; step < 3; step += 1) {
    expect(await first.advance()).toBe('making');
    await randomLoad(ledgers, 3 + step, 100);
  }
  await promisesKept(database.sql);
  await first.stop();
  const second = newProjection();
  await addUp(second, database.sql);
  expect(await keptSpend(database.sql)).toEqual(await naiveSpend(database.sql));
  await expectBalancesAgree(database.sql);

  const before = await allSums(database.sql);
  await second.rebuild();
  expect((await addUp(second, database.sql)).length).toBeGreaterThan(3);
  expect(await allSums(database.sql)).toEqual(before);
  await second.stop();
});

/** Counts what was remembered, and what was not. */
class CountedExpenses extends RecentExpenses {
  known = 0;
  unknown = 0;

  override take(...[span]: Parameters<RecentExpenses['take']>): ReturnType<RecentExpenses['take']> {
    const taken = super.take(span);
    if (!taken) this.unknown += 1;
    else if (taken.length > 0) this.known += 1;
    return taken;
  }
}

test.each([11, 12])(
  'what replicas remember of what they wrote comes to the same sums as what they read (seed %i)',
  async (seed) => {
    const memories = [new RecentExpenses(), new RecentExpenses()];
    const replicas = memories.map((memory) => newProjection(memory));
    const writers = memories.map(
      (memory) => new TestLedger(database.url, { onWritten: (written) => memory.note(written) }),
    );
    replicas.forEach((replica) => replica.start());
    await ratedCalls(database, writers[0]!, await writers[0]!.root('100', { scale: 2 }));
    await randomLoad(writers, seed, 600, { timezone: 'America/St_Johns' });
    await promisesKept(database.sql);
    await addedUp(database.sql, faults);
    await Promise.all([...replicas, ...writers].map((one) => one.stop()));
    expect(await keptSpend(database.sql)).toEqual(await naiveSpend(database.sql));
    await expectBalancesAgree(database.sql);
    expect(faults).toEqual([]);
  },
);

test('what a process has written is remembered, and what another one has is read', async () => {
  const memory = new CountedExpenses();
  const writer = new TestLedger(database.url, { onWritten: (written) => memory.note(written) });
  const budgetId = await writer.root('100');
  const pay = async (ledger: TestLedger): Promise<void> => {
    const { id: reservationId } = await ledger.reserve(budgetId, '5');
    expectAccepted(await ledger.submit('commit', { reservationId, amount: '5' }));
  };
  const projection = newProjection(memory);
  await pay(writer);
  await addUp(projection, database.sql);
  expect(memory.known).toBe(0);
  await pay(writer);
  await addUp(projection, database.sql);
  expect(memory.known).toBeGreaterThan(0);
  const unknown = memory.unknown;
  await pay(ledgers[0]!);
  await addUp(projection, database.sql);
  expect(memory.unknown).toBeGreaterThan(unknown);
  await Promise.all([projection.stop(), writer.stop()]);
  expect(await keptSpend(database.sql)).toEqual(await naiveSpend(database.sql));
});

test('a page of what was remembered that was rolled back is read, and added once', async () => {
  const memory = new CountedExpenses();
  const writer = new TestLedger(database.url, { onWritten: (written) => memory.note(written) });
  const budgetId = await writer.root('100');
  const pay = async (): Promise<void> => {
    const { id: reservationId } = await writer.reserve(budgetId, '5');
    expectAccepted(await writer.submit('commit', { reservationId, amount: '5' }));
  };
  const projection = newProjection(memory);
  await pay();
  await addUp(projection, database.sql);
  await pay();
  await database.sql`ALTER TABLE spend_budgets ADD CONSTRAINT broken CHECK (spent < 0) NOT VALID`;
  await untilReadable(database.sql);
  await expect(projection.advance()).rejects.toThrow('broken');
  await database.sql`ALTER TABLE spend_budgets DROP CONSTRAINT broken`;
  expect(memory.known).toBe(1);
  await addUp(projection, database.sql);
  await Promise.all([projection.stop(), writer.stop()]);
  expect(await keptSpend(database.sql)).toEqual(await naiveSpend(database.sql));
});

test('a page that was rolled back is added once', async () => {
  const [ledger] = ledgers as [TestLedger];
  const budgetId = await ledger.root('100');
  const { id: reservationId } = await ledger.reserve(budgetId, '5');
  expectAccepted(await ledger.submit('commit', { reservationId, amount: '5' }));
  const projection = newProjection();
  await database.sql`ALTER TABLE spend_budgets ADD CONSTRAINT broken CHECK (spent < 0) NOT VALID`;
  await untilReadable(database.sql);
  await expect(projection.advance()).rejects.toThrow('broken');
  await database.sql`ALTER TABLE spend_budgets DROP CONSTRAINT broken`;
  await addUp(projection, database.sql);
  await projection.stop();
  expect(await keptSpend(database.sql)).toEqual(await naiveSpend(database.sql));
});

test('a process that has the place keeps others from adding, and no longer than it lives', async () => {
  const [ledger] = ledgers as [TestLedger];
  await ledger.root('1');
  const projection = newProjection();
  const { sql } = database;
  await untilReadable(sql);
  await sql.begin(async (tx) => {
    await tx`SELECT FROM spend_place FOR UPDATE`;
    const before = await sql`SELECT * FROM spend_place`;
    await projection.advance();
    expect(await sql`SELECT * FROM spend_place`).toEqual(before);
  });
  await addUp(projection, database.sql);
  await projection.stop();
  const [place] = await sql`SELECT budget_id FROM spend_place`;
  expect(place).toBeDefined();
});

test('an entry with no more than a hold, and one of a budget above, spend nothing', async () => {
  const [ledger] = ledgers as [TestLedger];
  const root = await ledger.root('100');
  const child = await ledger.child(root, '0', { ceiling: '50' });
  const { id: reservationId } = await ledger.reserve(child, '5');
  expectAccepted(await ledger.submit('commit', { reservationId, amount: '5' }));
  const projection = newProjection();
  await addUp(projection, database.sql);
  await projection.stop();
  const rows = await database.sql`SELECT s.spent::int, s.calls::int FROM spend_budgets s
    JOIN budgets b ON b.tree_id = s.tree_id AND b.id = s.budget_id WHERE b.path <> '{}' ORDER BY b.id DESC LIMIT 1`;
  expect([...rows]).toEqual([{ spent: 5, calls: 1 }]);
});

test('keys that another process has written anew meanwhile are written again', async () => {
  const [ledger] = ledgers as [TestLedger];
  const budgetId = await ledger.root('100');
  const pay = async (): Promise<void> => {
    const { id: reservationId } = await ledger.reserve(budgetId, '5', { vendor: 'known' });
    expectAccepted(await ledger.submit('commit', { reservationId, amount: '5' }));
  };
  const [first, second] = [newProjection(), newProjection()];
  await pay();
  await addUp(first, database.sql);
  // All sums are deleted and not made again yet: what was known before is there no more.
  await second.rebuild();
  const phase = async () => (await database.sql`SELECT phase FROM spend_place`)[0]!.phase as string;
  while ((await phase()) !== 'build') await second.advance();
  await addUp(first, database.sql);
  await pay();
  await addUp(first, database.sql);
  expect(await keptSpend(database.sql)).toEqual(await naiveSpend(database.sql));
});

test('many entries let the next ones gather for a moment, and a clock that was wrong does not let them wait for ever', async () => {
  const [ledger] = ledgers as [TestLedger];
  const budgetId = await ledger.root('10000');
  const projection = newProjection();
  await addUp(projection, database.sql);
  await Promise.all(Array.from({ length: 450 }, () => ledger.reserve(budgetId, '1')));
  await untilReadable(database.sql);
  const [before] = await database.sql`SELECT clock_timestamp() AS now`;
  expect(await projection.advance()).toBe('done');
  // Written within the step: the rest is what lies beyond the step itself.
  const [place] = await database.sql`
    SELECT rests_until >= ${before!.now as Date}::timestamptz + interval '600 milliseconds' AS rests FROM spend_place`;
  expect(place!.rests).toBe(true);
  await database.sql`UPDATE spend_place SET rests_until = 'infinity'`;
  projection.start();
  await ledger.reserve(budgetId, '1');
  await addedUp(database.sql, faults);
  await projection.stop();
  expect(faults).toEqual([]);
});
