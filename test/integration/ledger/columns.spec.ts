import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BUDGET_COLUMNS } from '../../../src/rows/budgets.js';
import { ENVELOPE_COLUMNS } from '../../../src/rows/envelopes.js';
import { KEY_COLUMNS } from '../../../src/rows/keys.js';
import { CONTEXT, RESERVATION_COLUMNS } from '../../../src/rows/reservations.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** What a table has beside the list: each is written by the one statement that inserts into the table. */
const TABLES: [string, object, string[]][] = [
  ['budgets', BUDGET_COLUMNS, ['parent_id', 'head']],
  ['envelopes', ENVELOPE_COLUMNS, ['appraise_at', 'created_at']],
  ['reservations', { ...RESERVATION_COLUMNS, ...CONTEXT }, []],
  ['api_keys', KEY_COLUMNS, ['changed_at']],
];

test.each(TABLES)(
  'the list of columns of %s names every column of the table',
  async (table, list, others) => {
    const columns = await database.sql<{ name: string }[]>`
    SELECT column_name::text AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ${table} AND is_generated = 'NEVER'`;
    expect(columns.map(({ name }) => name).sort()).toEqual([...Object.keys(list), ...others].sort());
  },
);
