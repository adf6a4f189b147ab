import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SpendProjection } from '../../src/spend/projection.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { expectAuditPasses } from '../support/audited.js';
import { TestLedger } from '../support/ledger.js';
import { addUp, expectBalancesAgree, keptSpend, naiveSpend } from '../support/spend.js';

let database: TestDatabase;
let ledgers: TestLedger[];
beforeAll(async () => {
  database = await createTestDatabase();
  ledgers = [new TestLedger(database.url), new TestLedger(database.url)];
});
afterAll(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.stop()));
  await database.drop();
});

test('labels and dimensions that change while two processes settle: each entry has those that held, and sums are whole', async () => {
  const [first, second] = ledgers as [TestLedger, TestLedger];
  const root = await first.root('100000', { dimensions: ['team'], metadata: { team: 'team-0' } });
  const middle = await first.child(root, '0', { ceiling: '50000' });
  const leaves = [await first.child(middle, '0', { ceiling: '20000' }), await first.child(middle, '20000')];
  const CALLS = 300;
  const held = await Promise.all(
    Array.from({ length: CALLS }, (_, i) => ledgers[i % 2]!.reserve(leaves[i % 2]!, '2')),
  );
  let settled = 0;
  const commit = async (i: number): Promise<void> => {
    const reservationId = held[i]!.id;
    const outcome = await ledgers[(i + 1) % 2]!.submit('commit', { reservationId, amount: '1' });
    expect(outcome.status).toBe('accepted');
    settled += 1;
  };
  // All but the first and the last, which are settled before and after all changes.
  const settle = async (from: number): Promise<void> => {
    for (let i = from; i < CALLS - 1; i += 30) await commit(i);
  };
  const change = async (ledger: TestLedger, budgetId: string, dimensions?: string[][]): Promise<void> => {
    for (let revision = 1; settled < CALLS - 1 || revision < 4; revision += 1) {
      const metadata = { team: `${budgetId.slice(-4)}-${revision}` };
      const fields = dimensions ? { dimensions: dimensions[revision % dimensions.length] } : {};
      const outcome = await ledger.submit('update', { budgetId, ifRevision: revision, metadata, ...fields });
      expect(outcome.status).toBe('accepted');
    }
  };
  await commit(0);
  await Promise.all([
    ...Array.from({ length: 30 }, (_, from) => settle(from + 1)),
    change(first, root, [['team'], ['zone', 'team'], ['zone']]),
    change(second, middle),
  ]);
  const [{ revision: ifRevision }] = (await database.sql`
    SELECT revision::int FROM budgets WHERE parent_id IS NULL`) as [{ revision: number }];
  const dimensions = ['team', 'zone'];
  const ended = { budgetId: root, ifRevision, dimensions, metadata: { zone: 'last' } };
  expect((await first.submit('update', ended)).status).toBe('accepted');
  await commit(CALLS - 1);

  const projection = new SpendProjection(database.url, (error) => {
    throw error;
  });
  await addUp(projection, database.sql);
  await projection.stop();
  expect(await keptSpend(database.sql)).toEqual(await naiveSpend(database.sql));
  await expectBalancesAgree(database.sql);
  const [sums] = await database.sql`
    SELECT sum(s.spent)::int AS all, bool_or(k.labels = '{"team": "team-0"}') AS first, bool_or(k.labels ->> 'zone' = 'last') AS last
    FROM spend_cells s JOIN spend_keys k ON k.tree_id = s.tree_id AND k.kind = 3 AND k.id = s.key_id WHERE s.grain = 4`;
  expect(sums).toEqual({ all: CALLS, first: true, last: true });
  // Which labels an entry has is held against the settings of its tick.
  await expectAuditPasses(database.sql);
  expect(ledgers.flatMap(({ faults }) => faults)).toEqual([]);
});
