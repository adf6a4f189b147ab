import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { envelopeInput } from '../../support/core.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let one: TestLedger;
let other: TestLedger;

beforeAll(async () => {
  database = await createTestDatabase();
  one = new TestLedger(database.url);
  other = new TestLedger(database.url);
});

afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});

const balances = async (id: string) => {
  const [row] = await database.sql`
    SELECT allocated::int, reserved::int, delegated::int, spent::int, overdraft::int, state, version::int
    FROM budgets WHERE id = ${uuidOf(id)}`;
  return row!;
};

/** Sessions that wait for a lock. */
const lockWaits = async (): Promise<number> => {
  const [row] = await database.sql<[{ waiting: number }]>`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row.waiting;
};

const entriesOf = async (id: string) => {
  const rows =
    await database.sql`SELECT content FROM entries WHERE budget_id = ${uuidOf(id)} ORDER BY version`;
  return rows.map(
    (row) => JSON.parse(row.content as string) as { kind: string; outcome: string; version: number },
  );
};

describe('from delegation to settlement', () => {
  test('money goes down the tree on demand and comes back', async () => {
    const root = await one.root('100');
    const team = await one.child(root, '0', { ceiling: '80' });
    const agent = await one.child(team, '10', { ceiling: '60' });
    const held = await one.reserve(agent, '40');
    expect(held.status).toBe('accepted');
    expect(await balances(root)).toMatchObject({ allocated: 100, delegated: 40 });
    expect(await balances(team)).toMatchObject({ allocated: 40, delegated: 40 });
    expectAccepted(await other.submit('commit', { reservationId: held.id, amount: '25' }));
    expect(await balances(agent)).toMatchObject({ allocated: 25, spent: 25, reserved: 0 });
    expect(await balances(root)).toMatchObject({ delegated: 25 });
    expectAccepted(await one.submit('close', { budgetId: team }));
    expect(await balances(agent)).toMatchObject({ state: 'closed', allocated: 25 });
    expect((await entriesOf(agent)).map((entry) => entry.kind)).toEqual([
      'delegate',
      'reserve',
      'commit',
      'close',
    ]);
  });

  test('what was settled in the same batch, or before by another ledger, is closed whole', async () => {
    const root = await one.root('100');
    const team = await one.child(root, '50');
    const agent = await one.child(team, '0', { ceiling: '50' });
    const [held] = await Promise.all([
      one.reserve(agent, '5'),
      other.reserve(agent, '6'),
      one.reserve(team, '7'),
    ]);
    expect(await one.submit('close', { budgetId: team, holds: 'refuse' })).toMatchObject({
      rejection: { code: 'holds_live' },
    });
    // Everything that comes meanwhile is either closed with the rest or denied.
    const late = Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).reserve(agent, '1')));
    expectAccepted(await other.submit('close', { budgetId: team }));
    await late;
    expect(await balances(team)).toMatchObject({ state: 'closed', reserved: 0, allocated: 0 });
    expect(await balances(agent)).toMatchObject({ state: 'closed', reserved: 0, allocated: 0 });
    expect(await balances(root)).toMatchObject({ delegated: 0 });
    expect(await one.submit('release', { reservationId: held.id })).toMatchObject({
      rejection: { code: 'reservation_state' },
    });
  });

  test('an envelope made in a batch counts what comes after it in the same batch', async () => {
    const root = await one.root('100');
    const envelope = envelopeInput({ id: newId('envelope'), window: 'day', limit: '10' });
    const [made, first, second] = await Promise.all([
      one.submit('envelope_create', { budgetId: root, ifRevision: 1, envelope }),
      one.reserve(root, '6'),
      one.reserve(root, '6'),
    ]);
    expectAccepted(made);
    expectAccepted(first);
    expect(second).toMatchObject({
      status: 'denied',
      denial: { code: 'envelope_exceeded', largestAdmissible: '4' },
    });
    expectAccepted(
      await other.submit('envelope_update', { envelopeId: envelope.id, ifRevision: 2, limit: '5' }),
    );
    expect(await one.reserve(root, '1')).toMatchObject({
      status: 'denied',
      denial: { largestAdmissible: '0' },
    });
    expectAccepted(await one.submit('envelope_delete', { envelopeId: envelope.id, ifRevision: 3 }));
    expectAccepted(await other.reserve(root, '90'));
  });
});

describe('idempotency', () => {
  test('the same key answers once: in one batch, later, and from another ledger', async () => {
    const root = await one.root('100');
    const key = randomUUID();
    const same = (ledger: TestLedger) =>
      ledger.submit('reserve', { budgetId: root, amount: '10', reservationId: newId('reservation') }, key);
    const answers = await Promise.all([same(one), same(one), same(other), same(other), same(one)]);
    answers.push(await same(other));
    const ids = new Set(answers.map((answer) => expectAccepted(answer).entry.reservation?.id));
    expect(ids.size).toBe(1);
    expect(answers.filter((answer) => answer.status === 'accepted' && !answer.replayed)).toHaveLength(1);
    expect(await balances(root)).toMatchObject({ reserved: 10, version: 2 });
  });

  test('one key makes one tree, however many ask at once', async () => {
    const key = randomUUID();
    const create = (ledger: TestLedger) => {
      const id = newId('budget');
      return ledger.submit('create', { treeId: id, budgetId: id, allocation: '5' }, key);
    };
    const answers = await Promise.all([one, other, one, other, one, other].map(create));
    expect(new Set(answers.map((answer) => expectAccepted(answer).entry.budgetId)).size).toBe(1);
  });

  test('a key cannot be used for something else, and a denial leaves it free', async () => {
    const root = await one.root('10');
    const key = randomUUID();
    const reserve = (amount: string) =>
      one.submit('reserve', { budgetId: root, amount, reservationId: newId('reservation') }, key);
    expect(await reserve('11')).toMatchObject({ status: 'denied' });
    expectAccepted(await reserve('10'));
    expect(await one.submit('fund', { budgetId: root, amount: '1' }, key)).toMatchObject({
      rejection: { code: 'idempotency_key_reused' },
    });
  });
});

describe('several ledgers on one database', () => {
  test('of many who want the last five, exactly five get it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const root = await one.root('5');
      const asked = Array.from({ length: 10 }, (_, i) => (i % 2 ? one : other).reserve(root, '1'));
      const outcomes = await Promise.all(asked);
      expect(outcomes.filter((outcome) => outcome.status === 'accepted')).toHaveLength(5);
      expect(await balances(root)).toMatchObject({ reserved: 5, version: 11 });
    }
  });

  test('leaves share the envelope above them', async () => {
    const root = await one.root('1000', {
      envelopes: [envelopeInput({ id: newId('envelope'), window: 'month', limit: '20' })],
    });
    const leaves = await Promise.all(Array.from({ length: 6 }, () => one.child(root, '100')));
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, i) => (i % 2 ? one : other).reserve(leaves[i % 6]!, '1')),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'accepted')).toHaveLength(20);
  });

  test('commands that come while a batch waits for locks are decided with it, in order', async () => {
    const root = await one.root('100');
    const child = await one.child(root, '10');
    let free = (): void => undefined;
    let isLocked = false;
    const held = database.sql.begin(async (sql) => {
      await sql`SELECT FROM budgets WHERE id = ${uuidOf(root)} FOR UPDATE`;
      isLocked = true;
      await new Promise<void>((resolve) => (free = resolve));
    });
    while (!isLocked) await sleep(5);
    const funded = one.submit('fund', { budgetId: root, amount: '1' });
    while ((await lockWaits()) === 0) await sleep(5);
    const reserved = [one.reserve(root, '1'), one.reserve(root, '2'), one.reserve(child, '3')];
    free();
    await held;
    const [fund, first, second] = (await Promise.all([funded, ...reserved])).map(
      (outcome) => expectAccepted(outcome).entry,
    );
    // A batch has one clock.
    expect([first!.at, second!.at]).toEqual([fund!.at, fund!.at]);
    expect([first!.version, second!.version]).toEqual([1, 2].map((n) => fund!.version + n));
  });
});

describe('turns', () => {
  /** How many entries each batch wrote: a batch has one clock, and reads it from the database. */
  const batchesOf = async (treeId: string): Promise<number[]> => {
    const rows = await database.sql<{ entries: number }[]>`
      SELECT count(*)::int AS entries FROM entries
      WHERE tree_id = ${uuidOf(treeId)} AND kind = 'reserve' GROUP BY at ORDER BY at`;
    return rows.map(({ entries }) => entries);
  };

  test('a batch ends with the command that fills it; the rest comes next, in order', async () => {
    const small = new TestLedger(database.url, { batchLimit: 8 });
    const root = await small.root('100');
    const team = await small.child(root, '0', { ceiling: '100' });
    const agent = await small.child(team, '0', { ceiling: '100' });
    // Each draws on two ancestors, and writes an entry on each of the three.
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => small.reserve(agent, '1')));
    expect(outcomes.map((outcome) => expectAccepted(outcome).entry.version)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 2),
    );
    const batches = await batchesOf(root);
    expect(batches.reduce((sum, entries) => sum + entries, 0)).toBe(60);
    expect(Math.max(...batches)).toBeLessThan(8 + 3);
    expect(await balances(agent)).toMatchObject({ reserved: 20 });
    await small.stop();
  });

  test('a tree whose locks are waited for holds up no other', async () => {
    const [held, ...others] = await Promise.all(Array.from({ length: 9 }, () => one.root('100')));
    let free = (): void => undefined;
    let isLocked = false;
    const lock = database.sql.begin(async (sql) => {
      await sql`SELECT FROM budgets WHERE id = ${uuidOf(held!)} FOR UPDATE`;
      isLocked = true;
      await new Promise<void>((resolve) => (free = resolve));
    });
    while (!isLocked) await sleep(5);
    let answered = false;
    const waiting = one.reserve(held!, '1').finally(() => (answered = true));
    while ((await lockWaits()) === 0) await sleep(5);
    for (let round = 0; round < 3; round += 1)
      for (const outcome of await Promise.all(others.map((id) => one.reserve(id, '1'))))
        expectAccepted(outcome);
    expect(answered).toBe(false);
    free();
    await lock;
    expectAccepted(await waiting);
  });

  test('one tree fills its share of the queue, and others are still admitted', async () => {
    const small = new TestLedger(database.url, { queueLimit: 10 });
    const [greedy, modest] = [await small.root('100'), await small.root('100')];
    const asked = Array.from({ length: 8 }, () => small.reserve(greedy, '1'));
    const other = small.reserve(modest, '1');
    const settled = await Promise.allSettled(asked);
    expectAccepted(await other);
    const refused = settled.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const { reason } of refused) expect(String(reason)).toContain('of this tree');
    // What was answered gives its places back.
    expectAccepted(await small.reserve(greedy, '1'));
    expect(await balances(greedy)).toMatchObject({ reserved: 6 });
    await small.stop();
  });
});

describe('what goes wrong', () => {
  test('a command that cannot be written fails alone', async () => {
    await database.sql`ALTER TABLE reservations ADD CONSTRAINT poison CHECK (vendor IS DISTINCT FROM 'poison')`;
    const root = await one.root('100');
    const outcomes = await Promise.allSettled([
      one.reserve(root, '1'),
      one.reserve(root, '1', { vendor: 'poison' }),
      one.reserve(root, '1'),
    ]);
    await database.sql`ALTER TABLE reservations DROP CONSTRAINT poison`;
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await balances(root)).toMatchObject({ reserved: 2 });
  });

  test('the journal cannot be changed', async () => {
    for (const statement of ['UPDATE entries SET kind = kind', 'DELETE FROM entries', 'TRUNCATE entries'])
      await expect(database.sql.unsafe(statement)).rejects.toThrow('append-only');
  });

  test('more commands than the queue takes are turned away, whole', async () => {
    const small = new TestLedger(database.url, { queueLimit: 3 });
    const root = await one.root('10');
    const submissions = Array.from({ length: 4 }, () =>
      small.submission('reserve', { budgetId: root, amount: '1', reservationId: newId('reservation') }),
    );
    await expect(small.ledger.submitAll(submissions)).rejects.toThrow('Too many commands');
    expect(await small.ledger.submitAll(submissions.slice(0, 3))).toHaveLength(3);
    await small.stop();
    await expect(small.ledger.submit(submissions[3]!)).rejects.toThrow('stopping');
  });

  test('holds expire by themselves, and late work is still recorded', async () => {
    const root = await one.root('10');
    const held = await one.reserve(root, '4', { ttlSeconds: 1 });
    while ((await balances(root)).reserved > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await entriesOf(root)).filter((entry) => entry.kind === 'expire')).toHaveLength(1);
    expectAccepted(await other.submit('commit', { reservationId: held.id, amount: '3' }));
    expect(await balances(root)).toMatchObject({ spent: 3, reserved: 0 });
  });
});
