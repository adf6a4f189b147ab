import { migrate } from '../../../src/database/migrate.js';
import { SpendProjection } from '../../../src/spend/projection.js';
import { expectAuditPasses } from '../../support/audited.js';
import { createTestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';
import { randomLoad } from '../../support/random-load.js';
import { ratedCalls } from '../../support/rated-calls.js';
import { addUp, expectBalancesAgree, keptSpend, naiveSpend, promisesKept } from '../../support/spend.js';

test('a database from before there were sums of spend brings its history with it', async () => {
  const database = await createTestDatabase();
  const { sql, url } = database;
  const before = new TestLedger(url);
  await ratedCalls(database, before, await before.root('100', { scale: 2 }));
  await randomLoad([before], 11, 300);
  // What ended a hold meanwhile would find no dimensions.
  await before.stop();
  // As it was: without the tables, with entries from before events as well.
  await sql`DROP TABLE spend_place, spend_cells, spend_usage, spend_keys, spend_budgets`;
  await sql`ALTER TABLE budgets DROP CONSTRAINT budgets_dimensions`;
  await sql`ALTER TABLE budgets RENAME COLUMN dimensions TO former`;
  await sql`DELETE FROM _prisma_migrations WHERE migration_name LIKE '%\\_spend%' OR migration_name LIKE '%dimensions'`;
  await sql`ALTER TABLE entries DISABLE TRIGGER entries_append_only`;
  await sql`UPDATE entries SET tick = 0 WHERE tick < (SELECT percentile_disc(0.3) WITHIN GROUP (ORDER BY tick) FROM entries)`;
  await sql`ALTER TABLE entries ENABLE TRIGGER entries_append_only`;

  expect(await migrate(url)).toEqual([
    '0021_spend',
    '0026_spend_pace',
    '0027_spend_items',
    '0029_dimensions',
    '0041_spend_of_trees',
  ]);
  await sql`UPDATE budgets SET dimensions = former`;
  await sql`ALTER TABLE budgets DROP COLUMN former`;
  const ledger = new TestLedger(url);
  const projection = new SpendProjection(url, () => undefined);
  const steps: string[] = [];
  for (let done = ''; done !== 'done'; steps.push(done)) {
    done = await projection.advance();
    // It goes on being written to.
    if (steps.length === 2) await randomLoad([ledger], 12, 50);
  }
  expect(steps.filter((step) => step === 'making').length).toBeGreaterThan(2);
  await promisesKept(sql);
  await addUp(projection, sql);
  await projection.stop();
  await ledger.stop();
  const kept = await keptSpend(sql);
  expect(Object.keys(kept).length).toBeGreaterThan(5);
  expect(kept).toEqual(await naiveSpend(sql));
  await expectBalancesAgree(sql);
  await expectAuditPasses(sql);
  await database.drop();
});

test('a database without entries has nothing to make', async () => {
  const database = await createTestDatabase();
  const [place] = await database.sql`SELECT format, phase FROM spend_place`;
  expect(place).toEqual({ format: 6, phase: 'follow' });
  await database.drop();
});
