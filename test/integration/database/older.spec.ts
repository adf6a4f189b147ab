import { setTimeout as sleep } from 'node:timers/promises';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeyRing } from '../../../src/access/key-ring.js';
import { readKeys } from '../../../src/access/sql/read-keys.js';
import { idOf } from '../../../src/ids/ids.js';
import { establishAdminKey } from '../../../src/database/admin-key.js';
import { openWriteClient, type WriteClient } from '../../../src/database/connections.js';
import { openReadClient } from '../../../src/database/read-client.js';
import { migrate } from '../../../src/database/migrate.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('test databases', () => {
  it('are migrated copies that do not know each other', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await one.sql`insert into api_keys (id, name, role, hash) values (gen_random_uuid(), 'x', 'operator', sha256('x'))`;
    expect(await one.sql`select name from api_keys`).toHaveLength(1);
    expect(await other.sql`select name from api_keys`).toHaveLength(0);
    await Promise.all([one.drop(), other.drop()]);
  });
});

describe('migrate', () => {
  it('applies each migration once, whoever else does at the same time', async () => {
    const empty = await createEmptyDatabase();
    const applied = await Promise.all([migrate(empty.url), migrate(empty.url), migrate(empty.url)]);
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await migrate(empty.url)).toEqual([]);
    await empty.drop();
  });

  it('leaves nothing behind when one of several fails, and reports the reason', async () => {
    const empty = await createEmptyDatabase();
    const folder = await mkdtemp(path.join(tmpdir(), 'purser-migrations-'));
    await cp('prisma/migrations/migration_lock.toml', path.join(folder, 'migration_lock.toml'));
    const add = async (name: string, script: string) => {
      await mkdir(path.join(folder, name));
      await writeFile(path.join(folder, name, 'migration.sql'), script);
    };
    await add(
      '0001_good',
      `create function one() returns int language plpgsql as $$ begin return 1; end; $$;`,
    );
    await add('0002_bad', 'create table t (n int); insert into t values (1 / 0);');
    await expect(migrate(empty.url, folder)).rejects.toThrow(/brought up to date: division by zero/);
    const sql = openWriteClient(empty.url, 1);
    expect(await sql`select proname from pg_proc where proname = 'one'`).toHaveLength(0);
    expect(await sql`select relname from pg_class where relname in ('t', '_prisma_migrations')`).toHaveLength(
      0,
    );

    await rm(path.join(folder, '0002_bad'), { recursive: true });
    await add('0002_mended', 'create table t (n int); insert into t values (1);');
    expect(await migrate(empty.url, folder)).toEqual(['0001_good', '0002_mended']);
    expect(await sql`select one(), n from t`).toEqual([{ one: 1, n: 1 }]);

    // Rows of before are looked at when all is applied, where others can go on meanwhile; and again, if they have to be mended.
    await add('0003_checked', 'alter table t add constraint t_n check (n > 1) not valid;');
    await expect(migrate(empty.url, folder)).rejects.toThrow(/"t_n".*is violated by some row/);
    const isValid = async () => (await sql`select convalidated from pg_constraint where conname = 't_n'`)[0];
    expect(await isValid()).toEqual({ convalidated: false });
    await sql`update t set n = 2`;
    expect(await migrate(empty.url, folder)).toEqual([]);
    expect(await isValid()).toEqual({ convalidated: true });
    await sql.end();
    await empty.drop();
    await rm(folder, { recursive: true });
  });
});

describe('a ledger from before there were approvals', () => {
  it('is brought up to date with what is on it', async () => {
    const empty = await createEmptyDatabase();
    const folder = await mkdtemp(path.join(tmpdir(), 'purser-migrations-'));
    for (const name of ['migration_lock.toml', '0001_ledger'])
      await cp(path.join('prisma/migrations', name), path.join(folder, name), { recursive: true });
    expect(await migrate(empty.url, folder)).toEqual(['0001_ledger']);
    const sql = openWriteClient(empty.url, 1);
    const id = '0193f5a0-0000-7000-8000-000000000000';
    await sql`insert into trees values (${id}, 'USD', 2, 'UTC', null, now())`;
    await sql`
      insert into budgets values (${id}, ${id}, null, '{}', 'root', 'active', 9, 9, 9, 5, 0, 1, 0, 1, 1, sha256('x'),
        null, null, now(), now())`;
    for (const [kind, scope] of [
      ['deny', 'self'],
      ['notify', 'subtree'],
    ])
      await sql`
        insert into envelopes values (${id}, gen_random_uuid(), ${id}, null, 'day', null, 'amount', 9, null, null,
          null, ${scope!}, ${kind!}, now(), null)`;
    for (const [state, held, paid, settled] of [
      ['held', '5', '0', null],
      ['committed', '0', '1', 'now'],
      ['released', '0', '0', 'now'],
      ['expired', '0', '1', 'now'],
    ])
      await sql`
        insert into reservations values (${id}, gen_random_uuid(), ${id}, ${state!}, 5, ${held!}, ${paid!}, 0, null,
          null, null, null, null, 'available', null, null, null, now(), now(), ${settled ?? null}::text::timestamptz)`;
    const later = await readdir(path.resolve(import.meta.dirname, '../../../prisma/migrations'));
    expect(await migrate(empty.url)).toEqual(
      later.filter((name) => /^\d/.test(name) && name > '0002').sort(),
    );
    const kept = await sql`select count(*)::int as n from reservations where approval is null`;
    expect(kept).toEqual([{ n: 4 }]);
    await sql.end();
    await empty.drop();
    await rm(folder, { recursive: true });
  });
});

describe('a ledger from before there were holders', () => {
  const tree = '0193f5a0-0000-7000-8000-000000000000';
  const child = '0193f5a0-0000-7000-8000-000000000001';
  const key = '0193f5a0-0000-7000-8000-000000000002';

  /** A tree with a child whose policy and first envelope came with the delegation, a key, an approval and a webhook. */
  async function old(sql: WriteClient): Promise<void> {
    await sql`insert into trees values (${tree}, 'USD', 2, 'UTC', null, now())`;
    const made = '2026-01-01T00:00:00Z';
    for (const [id, parent, path, policy] of [
      [tree, null, '{}', '{"vendors":{"allow":["a"]}}'],
      [child, tree, `{${tree}}`, '{"vendors":{"allow":["b"]}}'],
    ] as const) {
      const [allocated, reserved, delegated] = parent ? [4, 4, 0] : [9, 0, 4];
      await sql`
        insert into budgets values (${tree}, ${id}, ${parent}, ${path}::uuid[], 'b', 'active', ${allocated},
          ${allocated}, ${allocated}, ${reserved}, ${delegated}, 0, 0, 1, 1, sha256('x'), ${policy}::text::jsonb, null,
          ${made}, ${made})`;
      const content = JSON.stringify({ settings: { policy: JSON.parse(policy) as object } });
      await sql`
        insert into entries (tree_id, budget_id, version, at, kind, denied, content, hash, tick)
        values (${tree}, ${id}, 1, ${made}, ${parent ? 'delegate' : 'create'}, false, ${content}, sha256('x'), 1)`;
      for (const at of [made, '2026-02-01T00:00:00Z'])
        await sql`
          insert into envelopes (tree_id, id, budget_id, "window", metric, "limit", scope, on_exceed, created_at)
          values (${tree}, gen_random_uuid(), ${id}, 'day', 'amount', 9, 'self', 'deny', ${at})`;
    }
    await sql`
      insert into api_keys (id, tree_id, budget_id, name, role, hash)
      values (${key}, ${tree}, ${child}, 'k', 'operator', sha256('k'))`;
    await sql`insert into api_keys (id, name, role, hash) values (gen_random_uuid(), 'admin', 'operator', sha256('a'))`;
    const approval = JSON.stringify({
      approvers: null,
      askedBy: 'key_1',
      deadline: '2027-01-01T00:00:00.000Z',
      envelopes: ['env_1'],
      fingerprint: null,
      given: [],
      needed: 1,
      rejection: null,
      ttlSeconds: 60,
    });
    await sql`
      insert into reservations (tree_id, id, budget_id, state, amount, held, committed, refunded, overage, approval,
        created_at, expires_at)
      values (${tree}, gen_random_uuid(), ${child}, 'pending_approval', 4, 4, 0, 0, 'available', ${approval}::text::jsonb,
        now(), now())`;
  }

  it('is brought up to date: keys are their own holders, and what came with a delegation is from above', async () => {
    const empty = await createEmptyDatabase();
    const folder = await mkdtemp(path.join(tmpdir(), 'purser-migrations-'));
    const all = await readdir('prisma/migrations');
    for (const name of all.filter((one) => one < '0008' || one === 'migration_lock.toml'))
      await cp(path.join('prisma/migrations', name), path.join(folder, name), { recursive: true });
    await migrate(empty.url, folder);
    const sql = openWriteClient(empty.url, 1);
    await old(sql);
    expect(await migrate(empty.url)).toContain('0008_holders');
    expect(
      await sql`
        select id, holder, cardinality(issued_by) as issuers, made_from, runs from api_keys where budget_id is not null`,
    ).toEqual([{ id: key, holder: null, issuers: 0, made_from: null, runs: null }]);
    const [known] = await readKeys(sql, [key]);
    expect(known!.principal).toMatchObject({ id: idOf('key', key), issuedBy: [], expiresAt: null });
    expect(
      await sql`select budget_id, created_at < '2026-01-15' as first, from_above from envelopes order by 1, 2`,
    ).toEqual([
      { budget_id: tree, first: false, from_above: false },
      { budget_id: tree, first: true, from_above: false },
      { budget_id: child, first: false, from_above: false },
      { budget_id: child, first: true, from_above: true },
    ]);
    expect(await sql`select id, policy_from_above, stopped_from_above from budgets order by id`).toEqual([
      { id: tree, policy_from_above: false, stopped_from_above: false },
      { id: child, policy_from_above: true, stopped_from_above: false },
    ]);
    expect(await sql`select approval ->> 'askedBy' as by from reservations`).toEqual([{ by: 'key_1' }]);
    await sql.end();
    await empty.drop();
    await rm(folder, { recursive: true });
  });
});

describe('a ledger from before costs above limits were claimed', () => {
  const tree = '0193f5a0-0000-7000-8000-000000000000';
  const closed = '0193f5a0-0000-7000-8000-000000000001';
  const closing = '0193f5a0-0000-7000-8000-000000000002';

  /** A root that a debt has paused, with a closed child, keys, and reservations in every state. */
  async function old(sql: WriteClient): Promise<void> {
    await sql`insert into trees values (${tree}, 'USD', 2, 'UTC', null, now())`;
    for (const [id, state, allocated, reserved, delegated, spent, overdraft] of [
      [tree, 'paused', 9, 5, 5, 1, 2],
      [closed, 'closed', 3, 0, 0, 3, 0],
    ] as const) {
      const [parent, path] = id === tree ? [null, '{}'] : [tree, `{${tree}}`];
      const guarantee = id === tree ? allocated : 0;
      await sql`
        insert into budgets (tree_id, id, parent_id, path, name, state, guarantee, ceiling, allocated, reserved, delegated,
          spent, overdraft, version, revision, head, created_at, changed_at)
        values (${tree}, ${id}, ${parent}, ${path}::text::uuid[], 'b', ${state}, ${guarantee}, 9, ${allocated}, ${reserved},
          ${delegated}, ${spent}, ${overdraft}, 1, 1, sha256('x'), now(), now())`;
    }
    await sql`
      insert into api_keys (id, tree_id, budget_id, name, role, hash, largest_amount)
      values (gen_random_uuid(), ${tree}, ${tree}, 'k', 'agent', sha256('k'), '5')`;
    await sql`insert into api_keys (id, name, role, hash) values (gen_random_uuid(), 'admin', 'operator', sha256('a'))`;
    for (const [state, held, paid, settled] of [
      ['held', 5, 0, null],
      ['committed', 0, 1, 'now'],
      ['released', 0, 0, 'now'],
      ['expired', 0, 1, 'now'],
    ] as const)
      await sql`
        insert into reservations (tree_id, id, budget_id, state, amount, held, committed, refunded, overage, created_at,
          expires_at, settled_at)
        values (${tree}, gen_random_uuid(), ${tree}, ${state}, 5, ${held}, ${paid}, 0, 'overdraft', now(), now(),
          ${settled}::text::timestamptz)`;
  }

  it('is brought up to date: nothing is claimed, and what was paused waits for a person as before', async () => {
    const empty = await createEmptyDatabase();
    const folder = await mkdtemp(path.join(tmpdir(), 'purser-migrations-'));
    const all = (await readdir('prisma/migrations')).sort();
    const bring = async (from: string, to: string): Promise<string[]> => {
      for (const name of all.filter((one) => (one >= from && one < to) || one === 'migration_lock.toml'))
        await cp(path.join('prisma/migrations', name), path.join(folder, name), { recursive: true });
      return migrate(empty.url, folder);
    };
    await bring('0001', '0009');
    const sql = openWriteClient(empty.url, 1);
    await old(sql);
    expect(await bring('0009', '0015')).toContain('0009_settlement');
    // One that is being closed there is since 0010.
    await sql`
      insert into budgets (tree_id, id, parent_id, path, name, state, guarantee, ceiling, allocated, reserved, delegated,
        spent, overdraft, version, revision, head, created_at, changed_at)
      values (${tree}, ${closing}, ${tree}, ${`{${tree}}`}::text::uuid[], 'b', 'closing', 0, 9, 2, 1, 0, 1, 0, 1, 1,
        sha256('x'), now(), now())`;
    expect(await migrate(empty.url)).toContain('0015_claims');
    expect(await sql`select name, largest_amount, largest_overdraft from api_keys order by name`).toEqual([
      { name: 'admin', largest_amount: null, largest_overdraft: null },
      { name: 'k', largest_amount: '5', largest_overdraft: null },
    ]);
    expect(await sql`select state, paused_until from budgets order by id`).toEqual([
      { state: 'paused', paused_until: null },
      { state: 'closed', paused_until: null },
      { state: 'closing', paused_until: null },
    ]);
    expect(await sql`select distinct overdrawn, claimed, claim from reservations`).toEqual([
      { overdrawn: 0n, claimed: 0n, claim: null },
    ]);
    // What turns out to have been used of what was closed is given by its parent, whatever the ceiling.
    const grow = (id: string) =>
      sql`update budgets set allocated = allocated + 10, spent = spent + 10 where id = ${id}`;
    await grow(closed);
    await grow(closing);
    await expect(grow(tree)).rejects.toThrow('budgets_allowance');
    await sql.end();
    await empty.drop();
    await rm(folder, { recursive: true });
  });
});

describe('with a database', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await createTestDatabase()));
  afterEach(() => database.drop());

  it('connections read 64-bit integers as BigInt, and fix their plans', async () => {
    const [row] = await database.sql`select 9223372036854775807::bigint as n`;
    expect(row).toEqual({ n: 9223372036854775807n });
    expect(await database.sql`show plan_cache_mode`).not.toEqual([{ plan_cache_mode: 'auto' }]);
    const read = openReadClient(database.url, 1);
    expect(await read.$queryRaw`show timezone`).toEqual([{ TimeZone: 'UTC' }]);
    await read.$disconnect();
  });

  const ring = async (): Promise<KeyRing> => {
    const keys = new KeyRing(database.sql);
    await keys.look();
    return keys;
  };

  it('an admin key is made once, and only its hash is kept', async () => {
    const first = await establishAdminKey(database.sql, undefined);
    expect(await establishAdminKey(database.sql, undefined)).toEqual({ kind: 'kept' });
    const key = first.kind === 'made' ? first.key : '';
    expect(key).toMatch(/^purser_admin_[\w-]{43}$/);
    const keys = await ring();
    expect(await keys.verify(key)).toMatchObject({ name: 'admin', role: 'operator', budgetId: null });
    for (const wrong of ['', key.slice(1), `${key} `, key.toUpperCase()])
      expect(await keys.verify(wrong)).toBeNull();
    const [row] = await database.sql<{ text: string }[]>`select api_keys::text as text from api_keys`;
    expect(row?.text).not.toContain(key);
  });

  it('replicas that start at once under one key of the environment all start', async () => {
    const clients = Array.from({ length: 8 }, () => openWriteClient(database.url, 1));
    // Connected before the race: otherwise they take turns at the door.
    await Promise.all(clients.map((sql) => sql`select 1`));
    try {
      for (let round = 0; round < 25; round++) {
        await database.sql`delete from api_keys where budget_id is null`;
        const key = `the-admin-key-of-round-${round}`;
        const origins = await Promise.all(clients.map((sql) => establishAdminKey(sql, key)));
        expect(origins).toEqual(origins.map(() => ({ kind: 'environment', key })));
        expect(await (await ring()).verify(key)).toMatchObject({ name: 'admin' });
      }
    } finally {
      await Promise.all(clients.map((sql) => sql.end()));
    }
  });

  it('the key of the environment takes the place of the old one, on other replicas too', async () => {
    await establishAdminKey(database.sql, 'the-old-admin-key');
    const keys = new KeyRing(database.sql, { lookMs: 50 });
    await keys.start();
    try {
      expect(await keys.verify('the-old-admin-key')).not.toBeNull();
      await establishAdminKey(database.sql, 'the-new-admin-key');
      await sleep(350);
      expect(await keys.verify('the-new-admin-key')).toMatchObject({ name: 'admin' });
      expect(await keys.verify('the-old-admin-key')).toBeNull();
    } finally {
      await keys.stop();
    }
  });
});

describe('a ledger from before children had refs', () => {
  const tree = '0193f5a0-0000-7000-8000-000000000000';
  const child = (n: number): string => `0193f5a0-0000-7000-8000-00000000000${n}`;

  it('is brought up to date: no budget has a ref, and open children of one parent share none', async () => {
    const empty = await createEmptyDatabase();
    const folder = await mkdtemp(path.join(tmpdir(), 'purser-migrations-'));
    for (const name of (await readdir('prisma/migrations')).filter((one) => one < '0019' || /^\D/.test(one)))
      await cp(path.join('prisma/migrations', name), path.join(folder, name), { recursive: true });
    expect(await migrate(empty.url, folder)).toContain('0018_owes');
    const sql = openWriteClient(empty.url, 1);
    await sql`insert into trees values (${tree}, 'USD', 2, 'UTC', null, now())`;
    for (const [id, state] of [
      [tree, 'active'],
      [child(1), 'active'],
      [child(2), 'frozen'],
      [child(3), 'closed'],
    ] as const) {
      const [parent, above] = id === tree ? [null, '{}'] : [tree, `{${tree}}`];
      const guarantee = id === tree ? 9 : 0;
      await sql`
        insert into budgets (tree_id, id, parent_id, path, name, state, guarantee, ceiling, allocated, reserved, delegated,
          spent, overdraft, version, revision, head, created_at, changed_at)
        values (${tree}, ${id}, ${parent}, ${above}::text::uuid[], 'the same name', ${state}, ${guarantee}, 9, ${guarantee},
          0, 0, 0, 0, 1, 1, sha256('x'), now(), now())`;
    }
    expect(await migrate(empty.url)).toContain('0019_child_refs');
    expect(await sql`select distinct name, ref from budgets`).toEqual([{ name: 'the same name', ref: null }]);
    const give = (id: string) => sql`update budgets set ref = 'run-1' where id = ${id}`;
    await give(child(1));
    await expect(give(child(2))).rejects.toThrow('budgets_child_ref');
    await give(child(3));
    await expect(give(tree)).rejects.toThrow('budgets_ref');
    await sql.end();
    await empty.drop();
    await rm(folder, { recursive: true });
  });
});
