import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TransactionSql } from 'postgres';
import { UNSCOPED } from '../../../src/core/keys.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { SpendProjection } from '../../../src/spend/projection.js';
import { busyTree } from '../../support/busy-tree.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { addedUp } from '../../support/spend.js';
import { differencesAfter } from '../../support/tamper.js';

interface Column {
  table: string;
  name: string;
  type: string;
}

let database: TestDatabase;
let columns: Column[];
/** What docs/operations.md names as not compared: columns, and whole tables. */
let excused: Set<string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  const { team } = await busyTree(ledger);
  const key = { id: newId('key'), name: 'k', role: 'agent' as const, scopes: UNSCOPED, expiresAt: null };
  expectAccepted(
    await ledger.submit('key_issue', {
      budgetId: team,
      key: { ...key, hash: randomBytes(32).toString('hex') },
    }),
  );
  await ratedCall(ledger, team);
  await ledger.stop();
  await addUpSpend();
  columns = await database.sql<Column[]>`
    SELECT table_name::text AS table, column_name::text AS name, data_type::text AS type
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' AND is_generated = 'NEVER'
    ORDER BY 1, 2`;
  excused = await excusedIn(path.resolve(import.meta.dirname, '../../../docs/operations.md'));
});
afterAll(() => database.drop());

/** Follows the journal to its end with the sums of spend. */
async function addUpSpend(): Promise<void> {
  const faults: unknown[] = [];
  const projection = new SpendProjection(database.url, (error) => void faults.push(error));
  projection.start();
  await addedUp(database.sql, faults);
  await projection.stop();
}

/** A price with tiers over a window, and a call that was paid by it. */
async function ratedCall(ledger: TestLedger, budgetId: string): Promise<void> {
  const [row] = await database.sql<{ revision: number }[]>`
    SELECT revision::int FROM budgets WHERE id = ${uuidOf(budgetId)}`;
  const tiers = [{ above: 3, amount: '0.01' }];
  const tariff = { charges: [{ amount: '0.02', over: 'month', per: 1, tiers, unit: 'call' }] };
  const price = { id: newId('price'), vendor: 'openai', item: 'lookup', from: null, tariff };
  expectAccepted(await ledger.submit('price_set', { budgetId, ifRevision: row!.revision, price }));
  const call = { vendor: 'openai', item: 'lookup', category: 'llm' };
  const rated = await ledger.reserve(budgetId, null, { ...call, usage: { call: 5 } });
  expectAccepted(rated);
  const outcome = { type: 'found', evidence: { ticket: 'T-1' } };
  const report = { usage: { call: 5 }, externalId: 'req-1', outcome, final: false, metadata: { team: 'a' } };
  expectAccepted(await ledger.submit('commit', { reservationId: rated.id, ...report }));
  const back = { amount: '0.01', usage: { call: 1 }, externalId: 'back-1' };
  expectAccepted(await ledger.submit('refund', { reservationId: rated.id, ...back }));
}

/** Reads the table under "Every column": `table.column`, further columns of the same table, and whole tables. */
async function excusedIn(file: string): Promise<Set<string>> {
  const text = await readFile(file, 'utf8');
  const [, section = ''] = text.split('Every column of');
  const rows = section.split('\n\n')[1]!.split('\n').slice(2);
  const named = new Set<string>();
  for (const row of rows) {
    let table: string | undefined;
    for (const [, first, second] of row.split('|')[1]!.matchAll(/`(\w+)(?:\.(\w+))?`/g)) {
      if (second) table = first;
      named.add(second ? `${first}.${second}` : table ? `${table}.${first}` : first!);
    }
  }
  return named;
}

const CHANGES: Record<string, (column: string) => string> = {
  boolean: (column) => `NOT coalesce(${column}, false)`,
  bigint: (column) => `coalesce(${column}, 0) + 1000000`,
  numeric: (column) => `coalesce(${column}, 0) + 1000000`,
  smallint: (column) => `coalesce(${column}, 0) + 100`,
  integer: (column) => `coalesce(${column}, 0) + 1000000`,
  text: (column) => `coalesce(${column}, '') || 'x'`,
  uuid: () => 'gen_random_uuid()',
  jsonb: () => `'{"x": 1}'`,
  bytea: () => `sha256('another')`,
  ARRAY: (column) => `array_append(coalesce(${column}, '{}'), NULL)`,
  'timestamp with time zone': (column) => `coalesce(${column}, now()) - interval '100 years'`,
};

/** Changes one column of one row, with all constraints gone; whatever it may hold is preferred to nothing. */
async function change(tx: TransactionSql, { table, name, type }: Column): Promise<void> {
  const constraints = await tx<{ name: string }[]>`
    SELECT conname::text AS name FROM pg_constraint
    WHERE conrelid = ${table}::text::regclass AND contype = 'c'`;
  for (const one of constraints) await tx.unsafe(`ALTER TABLE ${table} DROP CONSTRAINT ${one.name}`);
  const value = CHANGES[type]!(`"${name}"`);
  // No entry has the administrator's key.
  const others = table === 'api_keys' ? 'WHERE budget_id IS NOT NULL' : '';
  const changed = await tx.unsafe(`
    UPDATE ${table} SET "${name}" = ${value}
    WHERE ctid = (SELECT ctid FROM ${table} ${others} ORDER BY "${name}" IS NULL, ctid LIMIT 1)`);
  if (changed.count !== 1) throw new Error(`no row of ${table} to change`);
}

/** Whether the audit reports it, or fails on it. */
async function isNoticed(column: Column): Promise<boolean> {
  let isChanged = false;
  try {
    const found = await differencesAfter(database.sql, async (tx) => {
      await change(tx, column);
      isChanged = true;
    });
    return found.count > 0;
  } catch (error) {
    if (!isChanged) throw error;
    return true;
  }
}

test('the audit notices a change in every column that it compares', async () => {
  const unnoticed: string[] = [];
  for (const column of columns) {
    if (excused.has(column.table) || excused.has(`${column.table}.${column.name}`)) continue;
    if (!(await isNoticed(column))) unnoticed.push(`${column.table}.${column.name}`);
  }
  expect(unnoticed).toEqual([]);
});

test('what is named as not compared is there', async () => {
  const generated = await database.sql<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'ALWAYS'`;
  const there = new Set([
    ...columns.flatMap(({ table, name }) => [table, `${table}.${name}`]),
    ...generated.map(({ name }) => name),
  ]);
  expect([...excused].filter((name) => !there.has(name))).toEqual([]);
  expect(generated.filter(({ name }) => !excused.has(name))).toEqual([]);
});
