import { purser } from '../../support/command.js';
import { createEmptyDatabase, createTestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';
import { randomLoad } from '../../support/random-load.js';
import { keptSpend, naiveSpend } from '../../support/spend.js';

test('purser spend rebuild makes the sums of a database anew', async () => {
  const database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  await randomLoad([ledger], 7, 200);
  await ledger.stop();
  await database.sql`INSERT INTO spend_cells SELECT tree_id, id, 0, 1, id, 1, 0, 1, 0 FROM budgets`;
  const { code, stdout, stderr } = await purser(['spend', 'rebuild'], { DATABASE_URL: database.url });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('The sums are those of the journal.');
  const kept = await keptSpend(database.sql);
  expect(Object.keys(kept).length).toBeGreaterThan(5);
  expect(kept).toEqual(await naiveSpend(database.sql));
  await database.drop();
});

test('purser spend says how it is used, and what is not there', async () => {
  expect(await purser(['spend'], {})).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('Usage: purser spend'),
  });
  expect(await purser(['spend', '--help'], {})).toMatchObject({ code: 0 });
  const empty = await createEmptyDatabase();
  const refused = await purser(['spend', 'rebuild', empty.url], {});
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('start the service once') });
  await empty.drop();
});
