import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.js';
import { differenceText } from '../../../src/audit/difference.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';
import { randomLoad } from '../../support/random-load.js';

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

test.each([1, 2])(
  'whatever two ledgers do to one tree at once, the audit follows (seed %i)',
  async (seed) => {
    await randomLoad(ledgers, seed);
    const report = await audit(database.sql);
    expect(report.differences.map(differenceText)).toEqual([]);
    expect(ledgers.flatMap(({ faults }) => faults)).toEqual([]);
    expect(report.entries).toBeGreaterThan(800);
  },
);

test('those who are paid have settled with their tokens meanwhile, and some of these were revoked', async () => {
  const kinds = await database.sql<{ kind: string }[]>`
    SELECT DISTINCT kind FROM entries
    WHERE NOT denied AND (kind = 'token_revoke' OR content::jsonb ->> 'by' LIKE 'payee:%') ORDER BY kind`;
  expect(kinds.map(({ kind }) => kind)).toEqual(['commit', 'release', 'token_revoke']);
});
