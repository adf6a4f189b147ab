import { hash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../../../packages/sdk/src/uuid.js';
import { openWriteClient } from '../../../src/database/connections.js';
import { migrate, readMigrationFiles } from '../../../src/database/migrate.js';
import { suffixOf } from '../../../src/ids/base32.js';
import { newId, uuidOf, uuidText } from '../../../src/ids/ids.js';
import { recalledBatches } from '../../../src/runtime/metrics.js';
import { expectAuditPasses } from '../../support/audited.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { differencesAfter } from '../../support/tamper.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

let database: TestDatabase;
let ledgers: TestLedger[] = [];
beforeEach(async () => (database = await createTestDatabase()));
afterEach(async () => {
  await Promise.all(ledgers.map((one) => one.stop()));
  ledgers = [];
  await database.drop();
});

/** A process that keeps keys with their time since then. */
function ledgerSince(timedKeysSince: number): TestLedger {
  const ledger = new TestLedger(database.url, { timedKeysSince });
  ledgers.push(ledger);
  return ledger;
}

/** Versions of before keep no key with its time, and look for none. */
const oldVersion = () => ledgerSince(Infinity);

const asked = (budgetId: string, amount = '1') => ({ budgetId, amount, reservationId: newId('reservation') });
const reserve = (ledger: TestLedger, budgetId: string, key: string) =>
  ledger.submit('reserve', asked(budgetId), key);

async function isReplayed(ledger: TestLedger, budgetId: string, key: string): Promise<boolean> {
  return expectAccepted(await reserve(ledger, budgetId, key)).replayed;
}

/** Makes a ledger keep a tree, so that it decides on it without a look at the journal. */
async function warm(ledger: TestLedger, budgetId: string): Promise<void> {
  for (let i = 0; i < 40; i += 1)
    if ((await recalledBy(() => ledger.submit('reserve', asked(budgetId, '0')))) > 0) return;
  throw new Error('nothing was decided on what was kept');
}

async function written(): Promise<number> {
  const { values } = await recalledBatches.get();
  return values.find(({ labels }) => labels.outcome === 'written')?.value ?? 0;
}

/** How many batches something had decided and written without a look at the journal. */
async function recalledBy(work: () => Promise<unknown>): Promise<number> {
  const before = await written();
  await work();
  return (await written()) - before;
}

/** How the column keeps a key, worked out by hand. */
const untimed = (key: string): string => uuidText(hash('sha256', `tester\n${key}`, 'hex'));

async function keptOf(key: string): Promise<string[]> {
  const rows = await database.sql<{ kept: string }[]>`
    SELECT request_key::text AS kept FROM entries WHERE content::jsonb #>> '{request,idempotencyKey}' = ${key}`;
  return rows.map(({ kept }) => kept);
}

describe('a key is kept', () => {
  const at = Date.parse('2031-05-06T07:08:09.123Z');
  const uuid = uuidv7(at);
  const digits = uuid.slice(0, 13);

  test.each([
    ['a UUID of version 7', uuid, digits],
    ['one in capitals', uuid.toUpperCase(), digits],
    ['a ULID', suffixOf(uuid).toUpperCase(), digits],
    ['a UUID of version 4', randomUUID(), null],
    ['a UUID of version 7 with something behind it', `${uuid}/1`, null],
    ['a word', 'invoice-17', null],
  ])('with its time in front where it carries one: %s', async (_, key, time) => {
    const ledger = ledgerSince(-Infinity);
    const root = await ledger.root('9');
    expectAccepted(await reserve(ledger, root, key));
    expect(await keptOf(key)).toEqual([(time ?? untimed(key).slice(0, 13)) + untimed(key).slice(13)]);
    expect(await isReplayed(ledger, root, key)).toBe(true);
    expect(await isReplayed(ledgerSince(-Infinity), root, key)).toBe(true);
    await expectAuditPasses(database.sql);
  });

  test('without, of a tree: an older version may make it at the same time', async () => {
    const ledger = ledgerSince(-Infinity);
    const key = uuidv7();
    const id = newId('budget');
    expectAccepted(await ledger.submit('create', { treeId: id, budgetId: id, allocation: '9' }, key));
    expect(await keptOf(key)).toEqual([untimed(key)]);
    await expectAuditPasses(database.sql);
  });
});

describe('while versions of before still write', () => {
  test('keys are kept as these find them, also those of a clock that is ahead', async () => {
    const [old, now] = [oldVersion(), ledgerSince(Date.now() + HOUR)];
    const root = await old.root('99');
    await warm(old, root);
    await warm(now, root);
    for (const key of [uuidv7(), uuidv7(Date.now() + DAY)]) {
      expect(await isReplayed(now, root, key)).toBe(false);
      expect(await keptOf(key)).toEqual([untimed(key)]);
      expect(await isReplayed(old, root, key)).toBe(true);
      expect(await isReplayed(now, root, key)).toBe(true);
    }
    await expectAuditPasses(database.sql);
  });
});

describe('what a version of before has answered', () => {
  const before = Date.now() - 2 * DAY;
  test.each([
    ['a moment after the change', Date.now() - SECOND, Date.now()],
    ['under a key of before the change', Date.now() - HOUR, Date.now() - 2 * HOUR],
    ['under a key of days ago', before, before + DAY + HOUR],
    ['under a key that is ahead of its time', before, Date.now() + HOUR],
  ])('is found %s, by a process that decides on what it kept', async (_, since, time) => {
    const [old, now] = [oldVersion(), ledgerSince(since)];
    const root = await old.root('99');
    const key = uuidv7(time);
    expect(await isReplayed(old, root, key)).toBe(false);
    expect(await keptOf(key)).toEqual([untimed(key)]);
    await warm(now, root);
    expect(await isReplayed(now, root, key)).toBe(true);
    const different = now.submission('reserve', asked(root, '2'), key);
    different.origin.fingerprint = 'another request';
    expect(await now.ledger.submit(different)).toMatchObject({
      rejection: { code: 'idempotency_key_reused' },
    });
    expect(await keptOf(key)).toHaveLength(1);
    await expectAuditPasses(database.sql);
  });

  test('is looked for in a batch as well', async () => {
    const now = ledgerSince(Date.now() - SECOND);
    const root = await now.root('99');
    const key = uuidv7();
    const outcomes = await now.ledger.submitAll(
      [1, 2, 3].map(() => now.submission('reserve', asked(root), key)),
    );
    const replayed = outcomes.map((one) => one.status === 'fulfilled' && expectAccepted(one.value).replayed);
    expect(replayed).toEqual([false, true, true]);
    await expectAuditPasses(database.sql);
  });
});

test('while the moment of the change comes, a request is answered once, whichever process hears of it', async () => {
  const since = Date.now() + SECOND;
  const processes = [ledgerSince(since), ledgerSince(since)];
  const root = await processes[0]!.root('9999');
  const forms = new Set<boolean>();
  for (let round = 0; Date.now() < since + SECOND / 2; round += 1) {
    const key = uuidv7(since + round);
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, i) => reserve(processes[(i + round) % 2]!, root, key)),
    );
    const replayed = outcomes.filter((outcome) => expectAccepted(outcome).replayed);
    expect(replayed).toHaveLength(5);
    const kept = await keptOf(key);
    expect(kept).toHaveLength(1);
    forms.add(kept[0] === untimed(key));
  }
  expect(forms.size).toBe(2);
  await expectAuditPasses(database.sql);
});

test('what is found under the hash of another key is not answered', async () => {
  const ledger = ledgerSince(-Infinity);
  const root = await ledger.root('99');
  const key = uuidv7();
  expectAccepted(await reserve(ledger, root, key));
  for (const [principal, text] of [
    ['tester', uuidv7()],
    ['somebody else', key],
  ] as const) {
    const alike = ledger.submission('reserve', asked(root), text, principal);
    alike.origin.requestKey = untimed(key);
    // As if its hash were the same, whatever the time in front.
    alike.origin.otherRequestKey = (await keptOf(key))[0]!;
    expect(await ledger.ledger.submit(alike)).toMatchObject({
      rejection: { code: 'idempotency_key_reused' },
    });
  }
  expect(await keptOf(key)).toHaveLength(1);
});

test('a day after the change a request with a new key is decided on what was kept', async () => {
  const ledger = ledgerSince(Date.now() - DAY - HOUR);
  const root = await ledger.root('99');
  await warm(ledger, root);
  expect(await recalledBy(() => reserve(ledger, root, uuidv7()).then(expectAccepted))).toBe(1);
  const key = uuidv7();
  expect(await isReplayed(ledger, root, key)).toBe(false);
  // Another process has not seen it: the unique index refuses it.
  const other = ledgerSince(Date.now() - DAY - HOUR);
  await warm(other, root);
  expect(await isReplayed(other, root, key)).toBe(true);
});

test('the audit finds two entries under one key in either form', async () => {
  const [old, blind] = [oldVersion(), ledgerSince(-Infinity)];
  const root = await old.root('99');
  const key = uuidv7();
  expect(await isReplayed(old, root, key)).toBe(false);
  await expectAuditPasses(database.sql);
  expect(await isReplayed(blind, root, key)).toBe(false);
  const { counts } = await differencesAfter(database.sql, () => Promise.resolve());
  expect([...counts.keys()].join('\n')).toContain('entries that answer one key');
});

describe('a database from before', () => {
  const TREE = '0193f5a0-0000-7000-8000-000000000000';

  test.each([
    ['with a tree takes writes of older versions for seven days', true],
    ['without one takes none: they would not find what is kept from now on', false],
  ])('%s', async (_, hasTree) => {
    const empty = await createEmptyDatabase();
    const names = (await readMigrationFiles()).map(({ name }) => name);
    await migrate(
      empty.url,
      undefined,
      names.filter((name) => name < '0047'),
    );
    const sql = openWriteClient(empty.url, 1);
    if (hasTree) await sql`insert into trees values (${TREE}, 'USD', 2, 'UTC', null, now())`;
    expect(await migrate(empty.url)).toContain('0047_timed_keys');
    const [row] = await sql`
      SELECT (extract(epoch FROM timed_keys_since - now()) / 86400)::float8 AS days FROM journal_clock`;
    if (hasTree) {
      expect(row!.days).toBeCloseTo(7, 1);
      expect(await sql`SELECT current_tick() = journal_tick() AS same`).toEqual([{ same: true }]);
      await sql`UPDATE journal_clock SET timed_keys_since = now() + interval '59 minutes'`;
    } else expect(row!.days).toBe(-Infinity);
    await expect(sql`SELECT current_tick()`).rejects.toThrow('too old to write to this database');
    await sql.end();
    await empty.drop();
  });
});

test('a budget is made, and known by its key, whatever the form', async () => {
  const [old, now] = [oldVersion(), ledgerSince(Date.now() - SECOND)];
  const root = await old.root('99');
  const key = uuidv7();
  const make = (ledger: TestLedger) =>
    ledger.submit('delegate', { budgetId: root, childId: newId('budget'), guarantee: '1' }, key);
  const first = expectAccepted(await make(old));
  const again = expectAccepted(await make(now));
  expect([again.replayed, again.budget.id]).toEqual([true, first.budget.id]);
  const rows = await database.sql`SELECT id FROM budgets WHERE parent_id = ${uuidOf(root)}`;
  expect(rows).toHaveLength(1);
});
