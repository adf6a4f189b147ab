import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.js';
import { UNSCOPED, type Scopes } from '../../../src/core/keys.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { busyTree, type BusyTree } from '../../support/busy-tree.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { auditAfter, type Change, differencesAfter, on, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
let tree: BusyTree;
let keys: Awaited<ReturnType<typeof someKeys>>;

beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  [tree] = await Promise.all([busyTree(ledger), busyTree(ledger)]);
  keys = await someKeys(ledger, tree.team);
  await ledger.stop();
  expect(ledger.faults).toEqual([]);
});

afterAll(() => database.drop());

/** Keys of a budget: one with every scope, one that was rotated into another, and one that was revoked. */
async function someKeys(ledger: TestLedger, budgetId: string) {
  const ids = { scoped: newId('key'), old: newId('key'), next: newId('key'), revoked: newId('key') };
  const scopes: Scopes = {
    actions: ['read', 'reserve', 'overdraft'],
    vendors: ['acme'],
    categories: ['tokens'],
    runs: ['run-1'],
    largestAmount: '5',
    largestOverdraft: '1',
  };
  const given: Partial<Record<keyof typeof ids, Scopes>> = {
    scoped: scopes,
    old: UNSCOPED,
    revoked: UNSCOPED,
  };
  const expiresAt = Date.now() + 86_400_000;
  const hash = (): string => randomBytes(32).toString('hex');
  for (const [name, scopes] of Object.entries(given)) {
    const id = ids[name as keyof typeof ids];
    const key = { id, name, role: 'agent' as const, scopes, expiresAt, hash: hash() };
    expectAccepted(await ledger.submit('key_issue', { budgetId, key }));
  }
  const rotation = { keyId: ids.old, newId: ids.next, newHash: hash(), overlapSeconds: 60 };
  expectAccepted(await ledger.submit('key_rotate', rotation));
  expectAccepted(await ledger.submit('key_revoke', { keyId: ids.revoked }));
  return ids;
}

test('a ledger that nobody touched is as its journal says', async () => {
  const report = await audit(database.sql);
  expect(report.differences).toEqual([]);
  const [count] = await database.sql`
    SELECT (SELECT count(*)::int FROM entries) AS entries, (SELECT count(*)::int FROM reservations) AS reservations,
      (SELECT count(*)::int FROM counters) AS counters`;
  expect(report).toMatchObject({ trees: 2, budgets: 10, ...count });
});

test('an empty database is as its journal says', async () => {
  const empty = await createTestDatabase();
  expect(await audit(empty.sql)).toMatchObject({ differences: [], trees: 0, entries: 0 });
  await empty.drop();
});

test('the audit sees one moment of a ledger that goes on', async () => {
  const busy = await createTestDatabase();
  const ledger = new TestLedger(busy.url);
  const root = await ledger.root('1000000');
  let going = true;
  const writers = Array.from({ length: 8 }, async () => {
    while (going)
      await ledger.submit('commit', { reservationId: (await ledger.reserve(root, '1')).id, amount: '1' });
  });
  let entries = 0;
  for (let round = 0; round < 5; round += 1) {
    await ledger.reserve(root, '1');
    const report = await audit(busy.sql);
    expect(report.differences).toEqual([]);
    expect(report.entries).toBeGreaterThan(entries);
    entries = report.entries;
  }
  going = false;
  await Promise.all(writers);
  await ledger.stop();
  await busy.drop();
});

/** SQL in which $agent, $held and so on stand for the UUIDs of the busy tree. */
const uuids = (statement: string): string => {
  const ids: Record<string, string> = { ...tree, ...tree.envelopes, ...tree.reservations, ...keys } as never;
  return statement.replace(/\$(\w+)/g, (_, name: string) => `'${uuidOf(ids[name]!)}'`);
};

/** One row for each kind of thing that a table can say and the journal does not. */
const ROWS: [what: string, statement: string][] = [
  ['version of the budget', 'UPDATE budgets SET version = version + 1 WHERE id = $agent'],
  ['head of the budget', `UPDATE budgets SET head = sha256('x') WHERE id = $agent`],
  [
    'allocated of the budget',
    'UPDATE budgets SET allocated = allocated + 1, guarantee = guarantee + 1, ceiling = ceiling + 1 WHERE id = $root',
  ],
  [
    'reserved of the budget',
    'UPDATE budgets SET reserved = reserved - 1, spent = spent + 1 WHERE id = $agent',
  ],
  [
    'delegated of the budget',
    'UPDATE budgets SET delegated = delegated - 1, spent = spent + 1 WHERE id = $root',
  ],
  ['spent of the budget', 'UPDATE budgets SET spent = spent + 1 WHERE id = $root'],
  [
    'overdraft of the budget',
    'ALTER TABLE budgets DROP CONSTRAINT budgets_overdraft; UPDATE budgets SET overdraft = overdraft + 1 WHERE id = $debtor',
  ],
  ['name of the budget', `UPDATE budgets SET name = 'other' WHERE id = $agent`],
  [
    'state of the budget',
    `UPDATE budgets SET state = 'active', stopped_from_above = false WHERE id = $agent`,
  ],
  ['stopped_from_above of the budget', 'UPDATE budgets SET stopped_from_above = false WHERE id = $agent'],
  ['guarantee of the budget', 'UPDATE budgets SET guarantee = guarantee - 1 WHERE id = $agent'],
  ['ceiling of the budget', 'UPDATE budgets SET ceiling = ceiling + 1 WHERE id = $agent'],
  ['revision of the budget', 'UPDATE budgets SET revision = revision + 1 WHERE id = $agent'],
  ['policy of the budget', 'UPDATE budgets SET policy = NULL, policy_from_above = false WHERE id = $agent'],
  ['policy_from_above of the budget', 'UPDATE budgets SET policy_from_above = false WHERE id = $agent'],
  ['metadata of the budget', `UPDATE budgets SET metadata = '{"shard": "2"}' WHERE id = $agent`],
  [
    'created_at of the budget',
    `UPDATE budgets SET created_at = created_at - interval '1 ms' WHERE id = $agent`,
  ],
  [
    'changed_at of the budget',
    `UPDATE budgets SET changed_at = changed_at + interval '1 ms' WHERE id = $agent`,
  ],
  [
    'parent of the budget',
    'UPDATE budgets SET parent_id = $debtor, path = ARRAY[$root, $debtor]::uuid[] WHERE id = $agent',
  ],
  ['path of the budget', 'UPDATE budgets SET path = ARRAY[$debtor, $team]::uuid[] WHERE id = $agent'],
  ['budget', `UPDATE budgets SET id = '00000000-0000-7000-8000-000000000000' WHERE id = $debtor`],
  ['entry', `UPDATE budgets SET id = 'ffffffff-0000-7000-8000-000000000000' WHERE id = $debtor`],
  ['entry', 'DELETE FROM budgets WHERE id = $debtor'],
  ['budget', 'DELETE FROM trees WHERE id = $root'],
  ['scale of the tree', 'UPDATE trees SET scale = 6 WHERE id = $root'],
  ['currency of the tree', `UPDATE trees SET currency = 'EUR' WHERE id = $root`],
  ['timezone of the tree', `UPDATE trees SET timezone = 'Asia/Tokyo' WHERE id = $root`],
  ['creation_key of the tree', 'UPDATE trees SET creation_key = gen_random_uuid() WHERE id = $root'],
  ['creation_key of the tree', 'UPDATE trees SET creation_key = NULL WHERE id = $root'],
  [
    'trees created under one key',
    'ALTER TABLE trees DROP CONSTRAINT trees_creation_key_key; UPDATE trees SET creation_key = (SELECT creation_key FROM trees WHERE id = $root)',
  ],
  ['created_at of the tree', `UPDATE trees SET created_at = created_at - interval '1 ms' WHERE id = $root`],

  ['state of the reservation', `UPDATE reservations SET state = 'expired' WHERE id = $released`],
  ['held of the reservation', 'UPDATE reservations SET held = held - 1 WHERE id = $held'],
  ['committed of the reservation', 'UPDATE reservations SET committed = committed + 1 WHERE id = $held'],
  ['refunded of the reservation', 'UPDATE reservations SET refunded = refunded - 1 WHERE id = $refunded'],
  [
    'expires_at of the reservation',
    `UPDATE reservations SET expires_at = expires_at + interval '1 ms' WHERE id = $held`,
  ],
  [
    'settled_at of the reservation',
    `UPDATE reservations SET settled_at = settled_at + interval '1 ms' WHERE id = $late`,
  ],
  ['charges of the reservation', 'UPDATE reservations SET charges = charges[2:] WHERE id = $held'],
  ['amount of the reservation', 'UPDATE reservations SET amount = amount + 1 WHERE id = $held'],
  ['vendor of the reservation', `UPDATE reservations SET vendor = 'other' WHERE id = $held`],
  ['category of the reservation', 'UPDATE reservations SET category = NULL WHERE id = $held'],
  ['runId of the reservation', `UPDATE reservations SET run_id = 'run-2' WHERE id = $held`],
  ['taskId of the reservation', `UPDATE reservations SET task_id = 'task-2' WHERE id = $held`],
  ['reason of the reservation', `UPDATE reservations SET reason = 'none' WHERE id = $held`],
  ['overage of the reservation', `UPDATE reservations SET overage = 'reject' WHERE id = $held`],
  [
    'createdAt of the reservation',
    `UPDATE reservations SET created_at = created_at - interval '1 ms' WHERE id = $held`,
  ],
  ['metadata of the reservation', `UPDATE reservations SET metadata = '{"step": "2"}' WHERE id = $held`],
  ['context of the reservation', `UPDATE reservations SET context = '{}' WHERE id = $held`],
  ['reservation', 'DELETE FROM reservations WHERE id = $committed'],
  ['reservation', 'UPDATE reservations SET id = gen_random_uuid() WHERE id = $committed'],
  ['reservation', 'UPDATE reservations SET budget_id = $root WHERE id = $committed'],
  ['reservation', 'UPDATE reservations SET tree_id = gen_random_uuid() WHERE id = $committed'],

  ['used of the counter', 'UPDATE counters SET used = used + 1 WHERE envelope_id = $daily'],
  ['version of the counter', 'UPDATE counters SET version = version - 1 WHERE envelope_id = $perVendor'],
  ['key of the counter', `UPDATE counters SET key = 'x' WHERE envelope_id = $velocity AND key = 'run-1'`],
  ['metric of the counter', `UPDATE counters SET metric = 'amount' WHERE envelope_id = $velocity`],
  ['envelope_id of the counter', 'UPDATE counters SET envelope_id = $daily WHERE envelope_id = $velocity'],
  [
    'window_start of the counter',
    `UPDATE counters SET window_start = window_start - interval '1 day' WHERE envelope_id = $daily`,
  ],
  [
    'end of the window',
    `UPDATE counters SET window_end = window_start + interval '1 ms' WHERE envelope_id = $daily`,
  ],
  [
    'alerts of the counter',
    'UPDATE counters SET alerts = 0, alert_limit = NULL, alert_passed = NULL WHERE envelope_id = $perVendor',
  ],
  ['alerts of the counter', 'UPDATE counters SET alerts = alerts + 1 WHERE alerts > 0'],
  ['alert_limit of the counter', 'UPDATE counters SET alert_limit = 9 WHERE alerts > 0'],
  ['alert_passed of the counter', 'UPDATE counters SET alert_passed = NOT alert_passed WHERE alerts > 0'],
  ['counter', 'DELETE FROM counters WHERE envelope_id = $velocity'],
  ['counter', `UPDATE counters SET tree_id = gen_random_uuid() WHERE envelope_id = $velocity`],

  ['name of the envelope', `UPDATE envelopes SET name = 'x' WHERE id = $daily`],
  ['window of the envelope', `UPDATE envelopes SET "window" = 'week' WHERE id = $daily`],
  ['timezone of the envelope', `UPDATE envelopes SET timezone = 'Asia/Tokyo' WHERE id = $daily`],
  ['metric of the envelope', `UPDATE envelopes SET metric = 'count' WHERE id = $daily`],
  ['limit of the envelope', 'UPDATE envelopes SET "limit" = "limit" + 1 WHERE id = $velocity'],
  ['match of the envelope', `UPDATE envelopes SET match_vendors = '{acme}' WHERE id = $single`],
  ['per of the envelope', 'UPDATE envelopes SET per = NULL WHERE id = $perVendor'],
  ['scope of the envelope', `UPDATE envelopes SET scope = 'self' WHERE id = $daily`],
  ['onExceed of the envelope', `UPDATE envelopes SET on_exceed = 'deny' WHERE id = $perVendor`],
  ['budgetId of the envelope', 'UPDATE envelopes SET budget_id = $team WHERE id = $daily'],
  ['from_above of the envelope', 'UPDATE envelopes SET from_above = NOT from_above WHERE id = $daily'],
  ['end of the envelope', 'UPDATE envelopes SET deleted_at = NULL WHERE id = $deleted'],
  ['end of the envelope', 'UPDATE envelopes SET deleted_at = created_at WHERE id = $daily'],
  [
    'created_at of the envelope',
    `UPDATE envelopes SET created_at = created_at + interval '1 ms' WHERE id = $daily`,
  ],
  [
    'deleted_at of the envelope',
    `UPDATE envelopes SET deleted_at = deleted_at + interval '1 ms' WHERE id = $deleted`,
  ],
  ['envelope', 'DELETE FROM envelopes WHERE id = $single'],
  [
    'envelope',
    'INSERT INTO envelopes SELECT tree_id, gen_random_uuid(), budget_id, name, "window", timezone, metric, "limit", match_vendors, match_categories, per, scope, on_exceed, created_at, deleted_at FROM envelopes WHERE id = $daily',
  ],

  ['name of the key', `UPDATE api_keys SET name = 'x' WHERE id = $scoped`],
  ['role of the key', `UPDATE api_keys SET role = 'operator' WHERE id = $scoped`],
  ['budget of the key', 'UPDATE api_keys SET budget_id = $root WHERE id = $scoped'],
  ['actions of the key', 'UPDATE api_keys SET actions = NULL WHERE id = $scoped'],
  ['vendors of the key', `UPDATE api_keys SET vendors = '{acme,evil}' WHERE id = $scoped`],
  ['categories of the key', 'UPDATE api_keys SET categories = NULL WHERE id = $scoped'],
  ['runs of the key', `UPDATE api_keys SET runs = '{run-1,run-2}' WHERE id = $scoped`],
  ['holder of the key', `UPDATE api_keys SET holder = 'user:ann' WHERE id = $scoped`],
  ['holder of the key', 'UPDATE api_keys SET holder = NULL WHERE id = $next'],
  ['issued_by of the key', `UPDATE api_keys SET issued_by = '{}' WHERE id = $scoped`],
  ['made_from of the key', 'UPDATE api_keys SET made_from = NULL WHERE id = $next'],
  ['largest_amount of the key', `UPDATE api_keys SET largest_amount = '50' WHERE id = $scoped`],
  ['largest_overdraft of the key', 'UPDATE api_keys SET largest_overdraft = NULL WHERE id = $scoped'],
  ['hash of the key', `UPDATE api_keys SET hash = sha256('mine') WHERE id = $scoped`],
  ['created_at of the key', `UPDATE api_keys SET created_at = created_at - interval '1 ms' WHERE id = $next`],
  ['expires_at of the key', 'UPDATE api_keys SET expires_at = NULL WHERE id = $scoped'],
  ['expires_at of the key', `UPDATE api_keys SET expires_at = expires_at + interval '1 day' WHERE id = $old`],
  ['revoked_at of the key', 'UPDATE api_keys SET revoked_at = NULL WHERE id = $revoked'],
  ['revoked_at of the key', 'UPDATE api_keys SET revoked_at = created_at WHERE id = $scoped'],
  ['key', 'DELETE FROM api_keys WHERE id = $next'],
  [
    'key',
    `INSERT INTO api_keys (id, tree_id, budget_id, name, role, hash)
     VALUES (gen_random_uuid(), $root, $root, 'mine', 'operator', sha256('mine'))`,
  ],
  ['key', 'UPDATE api_keys SET tree_id = gen_random_uuid() WHERE id = $next'],

  ['hash of the entry', `UPDATE entries SET hash = sha256('x') WHERE budget_id = $agent AND version = 3`],
  [
    'hash of the entry',
    `UPDATE entries SET content = replace(content, 'tester', 'nobody') WHERE budget_id = $agent AND version = 3`,
  ],
  ['number of the entry', 'DELETE FROM entries WHERE budget_id = $agent AND version = 3'],
  ['number of the entry', 'DELETE FROM entries WHERE budget_id = $agent AND version = 1'],
  [
    'version of the budget',
    'DELETE FROM entries e USING budgets b WHERE e.budget_id = $agent AND b.id = $agent AND e.version = b.version',
  ],
  ['budget', 'DELETE FROM entries WHERE budget_id = $done'],
  ['column at', `UPDATE entries SET at = at + interval '1 ms' WHERE budget_id = $agent AND version = 3`],
  ['column kind', `UPDATE entries SET kind = 'commit' WHERE budget_id = $agent AND version = 3`],
  ['column denied', 'UPDATE entries SET denied = NOT denied WHERE budget_id = $agent AND version = 3'],
  [
    'column reservation_id',
    'UPDATE entries SET reservation_id = gen_random_uuid() WHERE budget_id = $agent AND version = 3',
  ],
  ['column request_key', 'UPDATE entries SET request_key = NULL WHERE budget_id = $agent AND version = 3'],
  [
    'column request_key',
    'UPDATE entries SET request_key = gen_random_uuid() WHERE budget_id = $agent AND version = 3',
  ],
  [
    'column tick (it goes back)',
    'UPDATE entries SET tick = tick - 1000 WHERE budget_id = $agent AND version = 3',
  ],
  [
    'entries that answer one key',
    'DROP INDEX entries_request_key; UPDATE entries SET request_key = (SELECT request_key FROM entries WHERE budget_id = $agent AND version = 2) WHERE budget_id = $agent AND version = 3',
  ],
];

describe('a table that was changed behind the ledger', () => {
  test.each(ROWS)('%s: %s', async (what, statement) => {
    const differences = await differencesAfter(database.sql, (tx) => tx.unsafe(uuids(statement)).simple());
    expect([...differences.counts.keys()].join('\n')).toContain(what);
  });
});

const onDenied =
  (change: Change): Change =>
  (content) =>
    content.outcome === 'denied' ? change(content) : undefined;

/** One row for each rule of the journal itself, broken in the agent's, with every hash made to fit. */
const JOURNALS: [what: string, change: Change][] = [
  ['version in the content', on('extend', (c) => void (c.version += 1))],
  ['treeId in the content', on('extend', (c) => void (c.treeId = c.budgetId))],
  ['budgetId in the content', on('extend', (c) => void (c.budgetId = c.treeId))],
  ['time of the entry (it goes back)', on('extend', (c) => void (c.at = '2020-01-01T00:00:00.000Z'))],
  ['balances.allocated', on('extend', (c) => void (c.balances.allocated = '99'))],
  ['balances.spent', on('commit', (c) => void (c.deltas.spent = '0.01'))],
  ['balances.available', on('extend', (c) => void (c.balances.available = '0.5'))],
  ['deltas.spent', on('commit', (c) => void (c.deltas.spent = '0.010'))],
  ['kind of the first entry', on('delegate', (c) => void (c.kind = 'create'))],
  ['denial in the content', onDenied((c) => void (c.outcome = 'accepted'))],
  ['charges of a denied entry', onDenied((c) => void (c.charges = []))],
  ['settings.revision', on('resume', (c) => void (c.settings!.revision += 5))],
  ['limits of the budget: guarantee and allocation', on('update', (c) => void (c.settings!.ceiling = '1'))],
  ['limits of the budget: it is allocated', on('update', (c) => void (c.settings!.guarantee = '55'))],
  ['deltas.reserved without a reservation', on('release', (c) => void delete c.reservation)],
  ['reservation.state', on('reserve', (c) => void (c.reservation!.state = 'expired'))],
  ['reservation.state after extend', on('extend', (c) => void (c.reservation!.state = 'released'))],
  ['attribution of the reservation', on('extend', (c) => void (c.reservation!.vendor = 'other'))],
  ['deltas.reserved', on('release', (c) => void (c.reservation!.held = '1'))],
  ['deltas.spent', on('refund', (c) => void (c.reservation!.refunded = '1'))],
  [
    'notice of the passed limit',
    on('reserve', (c) => void c.charges?.forEach((charge) => (charge.limit = '0'))),
  ],
  ['version of the counter', on('release', (c) => void (c.charges = c.charges!.slice(1)))],
  ['used of the counter', on('release', (c) => void (c.charges![0]!.delta = '-19'))],
  ['envelope that is changed', on('envelope_create', (c) => ({ ...c, envelope: undefined }))],
  ['what of an envelope never changes', on('envelope_update', (c) => void (c.envelope!.window = 'day'))],
  ['end of the envelope', on('envelope_delete', (c) => ({ ...c, envelope: undefined }))],
];

describe('a journal that was rewritten by one who knows how', () => {
  test.each(JOURNALS)('%s (case %#)', async (what, change) => {
    let changed = 0;
    const difference = await auditAfter(database.sql, async (tx) => {
      changed = await rewriteJournal(tx, tree.agent, change);
    });
    expect(changed).toBeGreaterThan(0);
    expect(difference?.what).toContain(what);
  });

  test('a counter that is as its charges say, but not as its reservations weigh', async () => {
    const difference = await auditAfter(database.sql, async (tx) => {
      await rewriteJournal(
        tx,
        tree.agent,
        on('release', ({ charges }) => {
          for (const charge of charges!)
            if (charge.counterId!.startsWith(tree.envelopes.daily)) charge.delta = '-19';
        }),
      );
      await tx.unsafe(uuids('UPDATE counters SET used = used + 100 WHERE envelope_id = $daily'));
    });
    expect(difference?.what).toBe('used (the weight of its reservations)');
  });

  test("a parent's journal that gives more than its children's journals got", async () => {
    const more = (text: string, cents: number): string =>
      String((Math.round(Number(text) * 100) + cents) / 100);
    let given = false;
    const difference = await auditAfter(database.sql, async (tx) => {
      await rewriteJournal(tx, tree.root, ({ kind, cause, deltas, balances }) => {
        if (kind === 'delegate' && cause?.budgetId === tree.debtor) {
          deltas.delegated = more(deltas.delegated!, 1);
          given = true;
        }
        if (!given) return;
        balances.delegated = more(balances.delegated, 1);
        balances.available = more(balances.available, -1);
      });
      await tx.unsafe(uuids('UPDATE budgets SET delegated = delegated + 1 WHERE id = $root'));
    });
    expect(difference?.what).toBe("delegated (the sum of the children's allocated)");
  });
});
