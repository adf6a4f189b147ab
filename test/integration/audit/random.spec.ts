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
