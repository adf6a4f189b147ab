import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SpendProjection } from '../../../src/spend/projection.js';
import { busyTree } from '../../support/busy-tree.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';
import { ratedCalls } from '../../support/rated-calls.js';
import { addUp } from '../../support/spend.js';
import { auditAfter, differencesAfter } from '../../support/tamper.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  await busyTree(ledger);
  await ratedCalls(database, ledger, await ledger.root('100', { scale: 2 }));
  await ledger.stop();
  const projection = new SpendProjection(database.url, (error) => {
    throw error;
  });
  await addUp(projection, database.sql);
  await projection.stop();
});

afterAll(() => database.drop());

test('sums that nobody touched are those of the journal', async () => {
  const [{ cells }] = (await database.sql`SELECT count(*)::int AS cells FROM spend_cells`) as [
    { cells: number },
  ];
  expect(cells).toBeGreaterThan(10);
  expect((await differencesAfter(database.sql, async () => undefined)).listed()).toEqual([]);
});

describe('sums that were changed behind the service', () => {
  const QUARTERS = 'spend of a quarter of an hour';
  test.each([
    [QUARTERS, 'UPDATE spend_cells SET spent = spent + 1 WHERE grain = 0'],
    [QUARTERS, 'UPDATE spend_cells SET calls = calls + 1 WHERE grain = 0'],
    [QUARTERS, 'UPDATE spend_cells SET denied = denied + 1, refunded = refunded + 1 WHERE grain = 0'],
    [QUARTERS, 'UPDATE spend_cells SET quarter = quarter - 1 WHERE grain = 0'],
    [QUARTERS, 'DELETE FROM spend_cells'],
    [QUARTERS, `UPDATE spend_keys SET vendor = 'other'`],
    ['spend by run and day against its quarters', 'UPDATE spend_cells SET spent = spent - 1 WHERE grain = 1'],
    ['spend by day against its quarters', 'DELETE FROM spend_cells WHERE grain = 2 AND denied > 0'],
    ['spend by month against its quarters', 'UPDATE spend_cells SET calls = calls + 1 WHERE grain = 3'],
    [QUARTERS, `UPDATE spend_keys SET item = 'other' WHERE kind = 0`],
    [
      'usage of a quarter of an hour',
      'UPDATE spend_usage SET quantity = quantity + 0.000001 WHERE grain = 0',
    ],
    ['usage of a quarter of an hour', `UPDATE spend_usage SET unit = unit || 's' WHERE grain = 0`],
    ['usage by run and day against its quarters', 'DELETE FROM spend_usage WHERE grain = 1'],
    ['usage by day against its quarters', 'UPDATE spend_usage SET quantity = quantity + 1 WHERE grain = 2'],
    ['usage by month against its quarters', 'UPDATE spend_usage SET quarter = quarter + 1 WHERE grain = 3'],
    [QUARTERS, `UPDATE spend_keys SET labels = labels || '{"team": "other"}' WHERE kind = 0`],
    ['spend by labels and day against its quarters', 'DELETE FROM spend_cells WHERE grain = 4'],
    [
      'spend by labels and day of the tree against its quarters',
      `UPDATE spend_keys SET labels = NULL WHERE kind = 3 AND labels IS NOT NULL`,
    ],
    [
      'spend by labels and month against its quarters',
      'UPDATE spend_cells SET calls = calls + 1 WHERE grain = 5',
    ],
    [
      'usage by labels and month against its quarters',
      'UPDATE spend_usage SET quantity = quantity + 1 WHERE grain = 5',
    ],
    [
      'spend by day of the tree against its quarters',
      'DELETE FROM spend_cells WHERE grain = 6 AND denied > 0',
    ],
    [
      'spend by month of the tree against its quarters',
      'UPDATE spend_cells SET refunded = refunded + 1 WHERE grain = 7',
    ],
    [
      'spend by labels and day of the tree against its quarters',
      'UPDATE spend_cells SET denied = denied + 1 WHERE grain = 8',
    ],
    [
      'spend by labels and month of the tree against its quarters',
      'UPDATE spend_cells SET spent = spent - 1 WHERE grain = 9',
    ],
    [
      'usage by month of the tree against its quarters',
      'UPDATE spend_usage SET quantity = quantity + 1 WHERE grain = 7',
    ],
    ['spend over all time against its quarters', 'UPDATE spend_budgets SET refunded = refunded + 1'],
    ['spend over all time against its quarters', 'DELETE FROM spend_budgets'],
  ])('%s: %s', async (what, change) => {
    expect(await auditAfter(database.sql, (tx) => tx.unsafe(change))).toMatchObject({ what });
  });

  test('an entry that was added later spends nothing before it is added', async () => {
    const change = `UPDATE spend_place SET tick = 1, budget_id = '00000000-0000-0000-0000-000000000000', version = 0`;
    const found = await differencesAfter(database.sql, (tx) => tx.unsafe(change));
    // All sums are of entries that were not read, as far as the place says.
    expect([...found.counts.keys()]).toEqual([QUARTERS, 'usage of a quarter of an hour']);
  });

  test('sums that are being made are not looked at', async () => {
    const change = `UPDATE spend_place SET phase = 'build'`;
    expect(
      await auditAfter(database.sql, (tx) => tx.unsafe(`${change}; DELETE FROM spend_cells`)),
    ).toBeNull();
  });

  test('an entry that is no JSON ends the check, and the audit says so', async () => {
    const change = `UPDATE entries SET content = '{' WHERE kind = 'commit'`;
    const found = await differencesAfter(database.sql, (tx) => tx.unsafe(change));
    expect([...found.counts.keys()]).toContain('spend, which cannot be added up');
  });
});
