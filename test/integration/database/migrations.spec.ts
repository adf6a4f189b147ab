import { audit } from '../../../src/audit/audit.js';
import { openWriteClient, type WriteClient } from '../../../src/database/connections.js';
import { migrate, readMigrationFiles } from '../../../src/database/migrate.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { expectAuditPasses } from '../../support/audited.js';
import { Client, isSuccess, made } from '../../support/client.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.js';
import { Issuer } from '../../support/issuer.js';
import { rewriteJournal } from '../../support/tamper.js';
import { ServiceProcess } from '../../support/service.js';

/** What a service wrote, in a database of today. */
let source: TestDatabase;
let issuer: Issuer;
let written: Awaited<ReturnType<typeof write>>;

beforeAll(async () => {
  issuer = await Issuer.start();
  source = await createTestDatabase();
  const service = await ServiceProcess.start({ DATABASE_URL: source.url, ...issuer.environment });
  written = await write(new Client(service.baseUrl));
  await service.stop();
  await asWrittenBefore(written.debtor);
});
afterAll(async () => {
  await source.drop();
  issuer.stop();
});

/** A tree with keys, holds, an approval under way, a webhook, a debt and a closed budget. */
async function write(client: Client) {
  const asking = {
    window: 'transaction',
    limit: '20',
    onExceed: 'approve',
    approve: { approvals: 1, withinSeconds: 86_400 },
  };
  const root = await client.root('100', { scale: 0 });
  const child = await client.child(root.id, '10', { ceiling: '50', envelopes: [asking] });
  const debtor = await client.child(root.id, '0', { ceiling: '200' });
  const done = await client.child(root.id, '5');
  const issued = { name: 'agent', role: 'agent' };
  const { secret } = made(await client.post<{ secret: string }>(`/v1/budgets/${child.id}/keys`, issued));
  const hold = made(await client.as(secret).reserve(child.id, '7', { vendor: 'acme', ttlSeconds: 86_400 }));
  const asked = made(await client.as(secret).reserve(child.id, '21'));
  const paid = made(await client.reserve(done.id, '3'));
  made(await client.commit(paid.id, '2'));
  made(await client.post(`/v1/budgets/${done.id}/close`));
  // All that is left is drawn, and five are owed.
  const { available } = (await client.budget(root.id)).balances;
  const last = made(await client.reserve(debtor.id, available));
  const amount = String(Number(available) + 5);
  made(await client.post(`/v1/reservations/${last.id}/commit`, { amount, overage: 'overdraft' }));
  made(await client.post('/v1/webhooks', { url: 'https://example.com/a', budgetId: root.id }));
  return { root: root.id, child: child.id, debtor: debtor.id, secret, hold: hold.id, asked: asked.id };
}

/**
 * Takes out of a journal what a service of then did not write: how far a commit went above what there was, and that this
 * stopped the budget from above.
 */
async function asWrittenBefore(budgetId: string): Promise<void> {
  await source.sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    const changed = await rewriteJournal(tx, budgetId, (content) => {
      if (content.reservation) delete content.reservation.overdrawn;
      if (content.settings) delete content.settings.stoppedFromAbove;
      const { notices = [], ...rest } = content;
      const others = notices.filter(({ exceededBy }) => exceededBy === undefined);
      return others.length > 0 ? { ...rest, notices: others } : rest;
    });
    expect(changed).toBe(1);
    await tx`UPDATE reservations SET overdrawn = 0`;
    await tx`UPDATE budgets SET stopped_from_above = false`;
  });
}

/**
 * A database as a service of then had it: the migrations up to one, with all that they have a place for. The sums of spend are
 * made of the journal.
 */
async function asOf(last: string): Promise<{ sql: WriteClient; url: string; drop: () => Promise<void> }> {
  const empty = await createEmptyDatabase();
  const names = (await readMigrationFiles()).map(({ name }) => name).filter((name) => name <= last);
  await migrate(empty.url, undefined, names);
  const sql = openWriteClient(empty.url, 2);
  const tables = await sql<{ name: string; columns: string[] }[]>`
    SELECT table_name::text AS name, json_agg(column_name::text ORDER BY ordinal_position) AS columns
    FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'NEVER'
      AND table_name NOT IN ('_prisma_migrations', 'journal_clock', 'event_workers') AND table_name NOT LIKE 'spend%'
    GROUP BY table_name`;
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    for (const { name, columns } of tables) {
      const [rows] = await source.sql.unsafe(
        `SELECT coalesce(json_agg(t), '[]')::text AS json FROM ${name} t`,
      );
      const list = columns.map((column) => `"${column}"`).join(', ');
      await tx.unsafe(
        `INSERT INTO ${name} (${list}) SELECT ${list} FROM json_populate_recordset(null::${name}, $1::text::json)`,
        [rows!.json as string],
      );
    }
  });
  return {
    sql,
    url: empty.url,
    drop: async () => {
      await sql.end({ timeout: 1 });
      await empty.drop();
    },
  };
}

/** Every row of the tables that the audit compares. */
async function rowsIn(sql: WriteClient): Promise<Record<string, string[]>> {
  const result: Record<string, string[]> = {};
  for (const table of [
    'trees',
    'budgets',
    'envelopes',
    'prices',
    'api_keys',
    'counters',
    'reservations',
    'entries',
    'webhooks',
  ]) {
    const rows = await sql.unsafe(`SELECT to_jsonb(t)::text AS text FROM ${table} t ORDER BY 1`);
    result[table] = rows.map(({ text }) => text as string);
  }
  return result;
}

// Those before put other words into the journal: database.spec.ts has what becomes of their rows.
const FIRST = '0009_settlement';

test('data of every earlier version is read as if it were written today', async () => {
  const today = await rowsIn(source.sql);
  const starts = (await readMigrationFiles()).map(({ name }) => name).filter((name) => name >= FIRST);
  expect(starts.length).toBeGreaterThan(3);
  for (const start of starts) {
    const old = await asOf(start);
    await migrate(old.url);
    expect({ start, rows: await rowsIn(old.sql) }).toEqual({ start, rows: today });
    expect(await old.sql`SELECT 1 FROM budgets WHERE owes`).toHaveLength(1);
    expect((await audit(old.sql)).kinds).toEqual(new Map());
    await old.drop();
  }
});

test('a service goes on with keys, approvals, webhooks and closes of a database from before', async () => {
  const old = await asOf(FIRST);
  const service = await ServiceProcess.start({ DATABASE_URL: old.url, ...issuer.environment });
  const client = new Client(service.baseUrl);
  const agent = client.as(written.secret);
  expect(isSuccess(await agent.commit(written.hold, '7'))).toBe(true);
  const ann = client.as(await issuer.operator('ann'));
  expect((await ann.post(`/v1/reservations/${written.asked}/approve`)).status).toBe(200);
  const { body } = await client.get<{ items: object[] }>(`/v1/webhooks?budgetId=${written.root}`);
  expect(body.items).toMatchObject([{ budgetId: written.root }]);
  made(await client.post(`/v1/budgets/${written.child}/close`, { holds: 'release' }));
  expect(await client.budget(written.child)).toMatchObject({ state: 'closed' });
  await service.stop();
  await expectAuditPasses(old.sql);
  await old.drop();
});

test('a debt from before is paid with the first command of its tree; until then the audit passes', async () => {
  const old = await asOf('0010_weight');
  // A service of then took money and left the debt below it as it was.
  await old.sql`UPDATE budgets SET allocated = allocated + 9, guarantee = guarantee + 9, ceiling = ceiling + 9 WHERE id = ${uuidOf(written.root)}`;
  await migrate(old.url);
  expect([...(await audit(old.sql)).kinds.keys()].filter((kind) => kind.includes('debt'))).toEqual([]);
  const service = await ServiceProcess.start({ DATABASE_URL: old.url, ...issuer.environment });
  const client = new Client(service.baseUrl);
  expect((await client.budget(written.debtor)).balances.overdraft).toBe('5');
  made(await client.post(`/v1/budgets/${written.root}/fund`, { amount: '1' }));
  expect((await client.budget(written.debtor)).balances.overdraft).toBe('0');
  await service.stop();
  await old.drop();
});

test.each([
  ['active', true],
  ['frozen', true],
  ['paused', true],
  ['closing', false],
  ['closed', false],
])('a debt of a budget that is %s waits for money: %s', async (state, owes) => {
  const undone = source.sql.begin(async (tx) => {
    for (const { name } of await tx<{ name: string }[]>`
      SELECT conname::text AS name FROM pg_constraint WHERE conrelid = 'budgets'::regclass AND contype = 'c'`)
      await tx.unsafe(`ALTER TABLE budgets DROP CONSTRAINT ${name}`);
    const [row] = await tx`
      UPDATE budgets SET state = ${state} WHERE id = ${uuidOf(written.debtor)} RETURNING owes`;
    expect(row).toEqual({ owes });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
});
