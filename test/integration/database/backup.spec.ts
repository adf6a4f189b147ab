import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { IN_NO_BACKUP, tablesOf } from '../../../src/backup/tables.js';
import { openWriteClient, type WriteClient } from '../../../src/database/connections.js';
import { migrate, readMigrationFiles } from '../../../src/database/migrate.js';
import { busyTree } from '../../support/busy-tree.js';
import { Browser } from '../../support/browser.js';
import { Client } from '../../support/client.js';
import { Command, purser } from '../../support/command.js';
import { newDataFolder, postgresPid } from '../../support/data-folders.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';
import { Load } from '../../support/load.js';
import { ServiceProcess } from '../../support/service.js';

let folder: string;
let source: TestDatabase;
/** A backup of `source` at rest. */
let file: string;
let files = 0;

const newFile = (): string => path.join(folder, `${(files += 1)}.backup`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'purser-backup-'));
  source = await createTestDatabase();
  const service = await ServiceProcess.start({ DATABASE_URL: source.url });
  const client = new Client(service.baseUrl);
  const root = await client.root('10');
  await client.post('/v1/webhooks', { url: 'https://example.com/a', budgetId: root.id });
  await client.reserve(root.id, '1');
  await Browser.signedIn(client.baseUrl, client.key);
  await service.stop();
  const ledger = new TestLedger(source.url);
  await busyTree(ledger);
  await ledger.stop();
  file = newFile();
  expect(await purser(['backup', file], { DATABASE_URL: source.url })).toMatchObject({ code: 0, stderr: '' });
});
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true });
});

/** Restores a file to a new database, and looks at that. */
async function restored(from: string, look: (sql: WriteClient, url: string) => Promise<void>): Promise<void> {
  const target = await createEmptyDatabase();
  const sql = openWriteClient(target.url, 1);
  try {
    const { code, stdout, stderr } = await purser(['restore', from], { DATABASE_URL: target.url });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Every balance, hold and counter is what the journal says.');
    await look(sql, target.url);
  } finally {
    await sql.end({ timeout: 1 });
    await target.drop();
  }
}

/** Tries to restore a file that will not do; the database has to be as empty as before. */
async function refusal(from: string): Promise<string> {
  const target = await createEmptyDatabase();
  const sql = openWriteClient(target.url, 1);
  try {
    const { code, stderr } = await purser(['restore', from], { DATABASE_URL: target.url });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^purser: [^\n]+\n$/);
    expect(await sql`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`).toHaveLength(0);
    return stderr;
  } finally {
    await sql.end({ timeout: 1 });
    await target.drop();
  }
}

/** Every table with a hash of all its rows. */
async function contents(sql: WriteClient): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const table of tablesOf(await readMigrationFiles())) {
    if (table === 'journal_clock') continue;
    const [row] = await sql.unsafe(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS text FROM ${table} t`,
    );
    result[table] = row!.text as string;
  }
  return result;
}

test('every table comes back as it was, under the same migrations', async () => {
  const tables = await source.sql`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  expect([...tablesOf(await readMigrationFiles()), ...IN_NO_BACKUP].sort()).toEqual(
    tables.map(({ name }) => name as string).sort(),
  );
  const before = await contents(source.sql);
  await restored(file, async (sql) => {
    expect(await contents(sql)).toEqual(before);
    const names = (from: WriteClient) => from`SELECT migration_name FROM _prisma_migrations ORDER BY 1`;
    expect(await names(sql)).toEqual(await names(source.sql));
    // Who had signed in has to do so again.
    const [signedIn] = await source.sql`SELECT count(*)::int AS count FROM sessions`;
    const [left] = await sql`SELECT count(*)::int AS count FROM sessions`;
    expect([signedIn!.count, left!.count]).toEqual([1, 0]);
  });
});

test('the file is for its owner alone, says what is in it, and is replaced by nothing', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const header = JSON.parse(
    gunzipSync(await readFile(file))
      .toString('utf8')
      .split('\n', 1)[0]!,
  ) as {
    tables: { name: string; rows: number }[];
  };
  const [counted] = await source.sql`SELECT count(*)::int AS entries FROM entries`;
  expect(header).toMatchObject({ format: 'purser backup', version: 1, service: expect.any(String) });
  expect(header.tables.find(({ name }) => name === 'entries')?.rows).toBe(counted!.entries);
  const again = await purser(['backup', file], { DATABASE_URL: source.url });
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is there already') });
  const nowhere = await purser(['backup', path.join(folder, 'no', 'file')], { DATABASE_URL: source.url });
  expect(nowhere).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^purser: cannot write [^\n]+\n$/),
  });
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('under load it is one snapshot: the audit finds nothing, and a service goes on from it', async () => {
  const database = await createTestDatabase();
  const service = await ServiceProcess.start({ DATABASE_URL: database.url });
  try {
    const client = new Client(service.baseUrl);
    const root = await client.root('1000000', { scale: 0 });
    const load = new Load(() => [client], root.id);
    await load.acknowledge(200);
    const acknowledged = load.acknowledged;
    const target = newFile();
    const running = Command.start(['backup', target], { DATABASE_URL: database.url });
    await load.acknowledge(50);
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    await load.acknowledge(50);
    await load.stop();
    expect(load.failures).toEqual([]);
    await restored(target, async (sql, url) => {
      // All that was answered before is there; what came later is, or is not.
      const [row] = await sql`SELECT count(*)::int AS entries FROM entries WHERE request_key IS NOT NULL`;
      expect(row!.entries).toBeGreaterThanOrEqual(acknowledged);
      const next = await ServiceProcess.start({ DATABASE_URL: url });
      const again = new Client(next.baseUrl);
      expect((await again.reserve(root.id, '1')).status).toBe(201);
      const ticks = await sql`SELECT tick FROM entries WHERE tree_id IS NOT NULL ORDER BY tick DESC LIMIT 2`;
      expect(ticks[0]!.tick > ticks[1]!.tick).toBe(true);
      await next.stop();
    });
  } finally {
    await service.stop();
    await database.drop();
  }
});

test('two backups under one name at once leave one whole file', async () => {
  const target = newFile();
  const make = () => purser(['backup', target], { DATABASE_URL: source.url });
  const codes = (await Promise.all([make(), make()])).map(({ code }) => code);
  expect(codes).toContain(0);
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  await restored(target, async () => undefined);
});

test('a journal larger than the memory at hand passes through', async () => {
  const [large, target] = [await createTestDatabase(), await createEmptyDatabase()];
  // A quarter of a gibibyte, that no budget ever made: it is the copying that is looked at.
  await large.sql`
    INSERT INTO entries (tree_id, budget_id, version, at, kind, denied, content, hash)
    SELECT gen_random_uuid(), gen_random_uuid(), 1, now(), 'reserve', false, repeat('x', 262144), sha256('')
    FROM generate_series(1, 1024)`;
  const copied = newFile();
  const backup = Command.start(['backup', copied], { DATABASE_URL: large.url });
  const backupPeak = await backup.peakUntil('Backed up');
  expect((await backup.ended).code).toBe(0);
  const restore = Command.start(['restore', copied], { DATABASE_URL: target.url });
  const restorePeak = await restore.peakUntil('Restored');
  expect((await restore.ended).stdout).toMatch(/entries +1,024\n/);
  expect(Math.max(backupPeak, restorePeak)).toBeLessThan(220);
  await Promise.all([large.drop(), target.drop()]);
});

describe('a file that will not do is refused before anything is touched:', () => {
  const changedCopy = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
    const copy = newFile();
    await writeFile(copy, change(await readFile(file)));
    return copy;
  };
  const plainCopy = (change: (plain: Buffer) => Buffer): Promise<string> =>
    changedCopy((bytes) => gzipSync(change(gunzipSync(bytes))));

  it('one that is cut off, anywhere', async () => {
    const { size } = await stat(file);
    for (const length of [0, 1, 20, Math.floor(size / 2), size - 1]) {
      const copy = newFile();
      await cp(file, copy);
      await truncate(copy, length);
      expect(await refusal(copy)).toMatch(/ends too early|no backup/);
    }
    expect(await refusal(await plainCopy((plain) => plain.subarray(0, -33)))).toContain('ends too early');
  });

  it('one in which anything was changed', async () => {
    const flip = (at: number) => (bytes: Buffer) => {
      bytes[at]! ^= 1;
      return bytes;
    };
    const { size } = await stat(file);
    expect(await refusal(await changedCopy(flip(Math.floor(size / 2))))).toContain('was changed');
    const plain = gunzipSync(await readFile(file));
    for (const at of [plain.length - 1, plain.length - 40, plain.indexOf('example.com')])
      expect(await refusal(await plainCopy(flip(at)))).toContain('was changed');
    const longer = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]);
    expect(await refusal(await plainCopy(longer))).toContain('was changed');
  });

  it('one that is none, or of a newer service, or with tables of its own', async () => {
    expect(await refusal(await changedCopy(() => Buffer.from('hello')))).toContain('no backup of Purser');
    expect(await refusal(await changedCopy(() => gzipSync('{}\n')))).toContain('no backup of Purser');
    expect(await refusal(path.join(folder, 'nothing'))).toContain('cannot read');
    const headed = (from: string | RegExp, to: string) =>
      plainCopy((plain) => Buffer.from(plain.toString('latin1').replace(from, to), 'latin1'));
    expect(await refusal(await headed('"version":1', '"version":2'))).toContain('newer version');
    expect(await refusal(await headed('"0001_ledger"', '"0001_ledger","9999_later"'))).toContain(
      'newer version',
    );
    expect(await refusal(await headed('"name":"trees"', '"name":"pg_authid"'))).toContain(
      'does not have the tables',
    );
    expect(await refusal(await headed('"name":"trees"', '"name":"trees; --"'))).toContain(
      'no backup of Purser',
    );
  });
});

test('a database that is not empty is left alone', async () => {
  const before = await contents(source.sql);
  const { code, stderr } = await purser(['restore', file], { DATABASE_URL: source.url });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^purser: the database is not empty \(\w+\): a backup is restored to an empty one\n$/,
  );
  expect(await contents(source.sql)).toEqual(before);
});

test('a restore that is killed leaves nothing, and can be made again', async () => {
  const target = await createEmptyDatabase();
  const sql = openWriteClient(target.url, 2);
  await migrate(target.url);
  // Holds the load up before it can end: somebody reads the table that comes last.
  let release = (): void => undefined;
  const reading = new Promise<void>((resolve) => (release = resolve));
  let hold: Promise<unknown> = Promise.resolve();
  await new Promise<void>((held) => {
    hold = sql.begin(async (tx) => {
      await tx`LOCK TABLE webhook_deliveries IN ACCESS SHARE MODE`;
      held();
      await reading;
    });
  });
  const running = Command.start(['restore', file], { DATABASE_URL: target.url });
  while ((await sql`SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'`).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  running.child.kill('SIGKILL');
  expect((await running.ended).code).toBeNull();
  release();
  await hold;
  expect(await sql`SELECT 1 FROM entries`).toHaveLength(0);
  expect(await purser(['restore', file], { DATABASE_URL: target.url })).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(await contents(sql)).toEqual(await contents(source.sql));
  await sql.end({ timeout: 1 });
  await target.drop();
});

test('a load that fails half-way is taken back whole', async () => {
  const target = await createEmptyDatabase();
  const sql = openWriteClient(target.url, 1);
  await migrate(target.url);
  // The last table but some does not take what comes.
  await sql`ALTER TABLE entries ADD CONSTRAINT none CHECK (version < 2)`;
  const { code, stderr } = await purser(['restore', file], { DATABASE_URL: target.url });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^purser: the backup cannot be restored: [^\n]+\n$/);
  for (const table of ['trees', 'budgets', 'api_keys', 'entries'])
    expect(await sql.unsafe(`SELECT 1 FROM ${table}`)).toHaveLength(0);
  await sql.end({ timeout: 1 });
  await target.drop();
});

test('an older database is kept as it is, and brought up to date where it is restored', async () => {
  const old = await createEmptyDatabase();
  const migrations = await readMigrationFiles();
  const some = migrations.slice(0, 4).map(({ name }) => name);
  await migrate(old.url, undefined, some);
  const sql = openWriteClient(old.url, 1);
  await sql`INSERT INTO api_keys (id, name, role, hash) VALUES (gen_random_uuid(), 'admin', 'operator', ${Buffer.alloc(32, 7)})`;
  await sql.end({ timeout: 1 });
  const target = newFile();
  expect(await purser(['backup', target], { DATABASE_URL: old.url })).toMatchObject({ code: 0, stderr: '' });
  await old.drop();
  await restored(target, async (found) => {
    expect(await found`SELECT name FROM api_keys`).toEqual([{ name: 'admin' }]);
    const applied = await found`SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1`;
    expect(applied.map(({ name }) => name as string)).toEqual(migrations.map(({ name }) => name));
  });
});

test("the service's own Postgres is backed up running and stopped, and restored to a new folder", async () => {
  const data = await newDataFolder();
  const service = await ServiceProcess.start({ PURSER_DATA_DIR: data });
  const root = await new Client(service.baseUrl).root('7');
  const [running, stopped] = [newFile(), newFile()];
  expect(await purser(['backup', running], { PURSER_DATA_DIR: data })).toMatchObject({ code: 0, stderr: '' });
  expect((await new Client(service.baseUrl).get('/readyz')).status).toBe(200);
  expect(await purser(['restore', running], { PURSER_DATA_DIR: data })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('in use by another service'),
  });
  await service.stop();
  expect(await purser(['backup', stopped], { PURSER_DATA_DIR: data })).toMatchObject({ code: 0, stderr: '' });
  expect(await postgresPid(data)).toBeUndefined();
  for (const from of [running, stopped]) {
    const fresh = await newDataFolder();
    expect(await purser(['restore', from], { PURSER_DATA_DIR: fresh })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await postgresPid(fresh)).toBeUndefined();
    const next = await ServiceProcess.start({ PURSER_DATA_DIR: fresh });
    expect((await new Client(next.baseUrl).get(`/v1/budgets/${root.id}`)).status).toBe(200);
    await next.stop();
  }
});

test('says how it is used, and where there is nothing to back up', async () => {
  for (const args of [['pay'], ['start', 'x'], ['backup'], ['restore', '--force'], ['backup', 'a', 'b']])
    expect(await purser(args)).toMatchObject({ code: 2, stdout: expect.stringContaining('Usage: purser') });
  const empty = await createEmptyDatabase();
  const target = newFile();
  const { code, stderr } = await purser(['backup', target], { DATABASE_URL: empty.url });
  expect([code, stderr]).toEqual([2, 'purser: there is no ledger in this database\n']);
  expect(existsSync(target)).toBe(false);
  await empty.drop();
});
