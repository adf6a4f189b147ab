import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { uuidOf } from '../../../src/ids/ids.js';
import type { Answer, Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { auditAfter } from '../../support/tamper.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
});
afterEach(() => expectAuditPasses(fleet.database.sql));
afterAll(() => fleet.stop());

const ask = (budgetId: string, runId: string | null, amount = '0.01'): Promise<Answer> =>
  admin.post('/v1/reservations', { budgetId, amount, runId });

/** The counter of names of a tree, as a row that can be put back. */
async function withNames(root: string, used: number, work: () => Promise<void>): Promise<void> {
  const { sql } = fleet.database;
  const set = (value: string) =>
    sql`UPDATE counters SET used = ${value} WHERE tree_id = ${uuidOf(root)} AND metric = 'names' RETURNING used`;
  const [before] = await sql<{ used: string }[]>`
    SELECT used FROM counters WHERE tree_id = ${uuidOf(root)} AND metric = 'names'`;
  await set(String(used));
  await work();
  await set(before!.used);
}

test('an envelope takes a bounded number of new names a day, and known names pass', async () => {
  const { id: root } = await admin.root('100', {
    envelopes: [{ window: 'lifetime', limit: '50', per: 'run' }],
  });
  expect((await ask(root, 'run-1')).status).toBe(201);
  await withNames(root, 100_000, async () => {
    const denied = await ask(root, 'run-2');
    expect(denied.body).toMatchObject({
      status: 429,
      code: 'too_many_names',
      largestAdmissible: '0',
      violations: [{ rule: 'too_many_names', key: 'run-2', limit: '100000', used: '100000', remaining: '0' }],
    });
    const [{ resetsAt }] = denied.body.violations;
    expect(resetsAt).toMatch(/T00:00:00.000Z$/);
    expect(denied.body.retryAt).toBe(resetsAt);
    expect(Number(denied.headers.get('retry-after'))).toBeGreaterThan(0);
    const decision = await admin.post('/v1/decisions', { budgetId: root, amount: '0.01', runId: 'run-2' });
    expect(decision.body).toMatchObject({ admissible: false, code: 'too_many_names' });
    expect((await ask(root, 'run-1')).status).toBe(201);
    expect((await ask(root, null)).status).toBe(201);
  });
  expect((await ask(root, 'run-2')).status).toBe(201);
  const { body } = await admin.get(`/v1/budgets/${root}`);
  const keys = (body.envelopes[0].usage as { key: string }[]).map(({ key }) => key);
  expect(keys.sort()).toEqual(['', 'run-1', 'run-2']);
});

test('a name is taken up once, by every envelope that counts it apart', async () => {
  const { id: root } = await admin.root('100', {
    envelopes: [
      { window: 'day', limit: '50', per: 'run' },
      { window: 'month', metric: 'count', limit: '50', per: 'run', onExceed: 'notify' },
    ],
  });
  const commands = Array.from({ length: 60 }, (_, i) => ({
    type: 'reserve',
    idempotencyKey: randomUUID(),
    budgetId: root,
    amount: '0',
    runId: `run-${i % 20}`,
  }));
  await admin.send('POST', '/v1/reservations/batch', { commands });
  const names = await fleet.database.sql`
    SELECT used::int FROM counters WHERE tree_id = ${uuidOf(root)} AND metric = 'names'`;
  expect(names.map(({ used }) => used as number)).toEqual([20, 20]);
});

test('the audit counts the names again', async () => {
  const difference = await auditAfter(fleet.database.sql, (tx) =>
    tx.unsafe(`UPDATE counters SET used = used + 1 WHERE metric = 'names'`).simple(),
  );
  expect(difference?.what).toBe('used of the counter');
});

test('endless different requests are stopped as one, and followed ones each by itself', async () => {
  const limit = { window: 'hour', metric: 'denials', per: 'request', limit: '3', onExceed: 'pause' };
  const { id: root } = await admin.root('100', { envelopes: [limit] });
  const commands = Array.from({ length: 1_000 }, (_, i) => ({
    type: 'reserve',
    idempotencyKey: randomUUID(),
    budgetId: root,
    amount: String(1_000 + i),
  }));
  await admin.send('POST', '/v1/reservations/batch', { commands });
  expect((await admin.get(`/v1/budgets/${root}`)).body.state).toBe('active');
  const codes: string[] = [];
  for (let i = 0; i < 5; i += 1) codes.push((await ask(root, null, '5000')).body.code as string);
  expect(codes).toEqual([...Array.from({ length: 4 }, () => 'insufficient_funds'), 'budget_paused']);
  const counters = await fleet.database.sql`
    SELECT count(*)::int AS count FROM counters WHERE tree_id = ${uuidOf(root)}`;
  expect(counters[0]!.count).toBe(1_002);
});
