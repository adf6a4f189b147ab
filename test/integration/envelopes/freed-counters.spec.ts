import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { idOf, uuidOf } from '../../../src/ids/ids.js';
import { FIRST_COUNTER, freeCounters } from '../../../src/ledger/sql/free-counters.js';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { ServiceProcess } from '../../support/service.js';
import { auditAfter } from '../../support/tamper.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
});
afterEach(() => expectAuditPasses(fleet.database.sql));
afterAll(() => fleet.stop());

const counted = async (root: string): Promise<Record<string, string>> => {
  const rows = await fleet.database.sql<{ key: string; used: string }[]>`
    SELECT key, used::text FROM counters WHERE tree_id = ${uuidOf(root)} AND metric = 'amount' ORDER BY key`;
  return Object.fromEntries(rows.map(({ key, used }) => [key, used]));
};

/** Frees all that was over and empty so many seconds ago, in steps of a few. */
async function freeAll(limit: number): Promise<number> {
  let freed = 0;
  let place = FIRST_COUNTER;
  for (;;) {
    const step = await freeCounters(fleet.database.sql, place, limit, 0);
    if (step === null) return freed;
    expect(step.looked).toBeLessThanOrEqual(limit);
    freed += step.freed;
    place = step;
  }
}

test('empty counters are freed after their window, and a late cost makes its counter anew', async () => {
  const { id: root } = await admin.root('1000', {
    envelopes: [
      { window: 'minute', limit: '500', per: 'run' },
      { window: 'minute', metric: 'denials', per: 'request', limit: '500', onExceed: 'notify' },
    ],
  });
  // All in one minute, whichever.
  while (new Date().getUTCSeconds() > 45) await sleep(250);
  const reserve = async (runId: string, amount: string) => (await admin.hold(root, amount, { runId })).id;
  const [paid, late, twice] = [
    await reserve('paid', '3'),
    await reserve('late', '3'),
    await reserve('twice', '3'),
  ];
  await admin.post(`/v1/reservations/${paid}/commit`, { amount: '2' });
  for (const id of [late, twice]) await admin.post(`/v1/reservations/${id}/release`);
  const commands = Array.from({ length: 300 }, (_, i) => ({
    type: 'reserve',
    idempotencyKey: randomUUID(),
    budgetId: root,
    amount: i < 200 ? '0' : String(2_000 + i),
    runId: `made-up-${i}`,
  }));
  await admin.send('POST', '/v1/reservations/batch', { commands });
  const { sql } = fleet.database;
  const [before] = await sql`SELECT count(*)::int AS counters FROM counters WHERE tree_id = ${uuidOf(root)}`;
  expect(before).toEqual({ counters: 3 + 200 + 1 + 101 });
  // Nothing of a window under way is touched.
  expect(await freeAll(10_000)).toBe(0);

  const [last] = await sql<{ end: Date }[]>`
    SELECT max(window_end) AS "end" FROM counters WHERE tree_id = ${uuidOf(root)} AND metric <> 'names'`;
  while (Date.now() <= last!.end.getTime() + 500) await sleep(250);
  // That of the names is of the day.
  expect(await freeAll(50)).toBe(2 + 200 + 101);
  expect(await counted(root)).toEqual({ paid: '2000000' });
  await expectAuditPasses(sql);

  const commit = (id: string, amount: string) =>
    admin.post(`/v1/reservations/${id}/commit`, { amount, final: false });
  expect((await commit(late, '1')).status).toBe(200);
  const both = await Promise.all([commit(twice, '1'), commit(twice, '2')]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  await admin.post(`/v1/reservations/${late}/refund`, { amount: '1' });
  expect(await counted(root)).toEqual({ late: '0', paid: '2000000', twice: '3000000' });
  // One that was freed and is needed once more stays.
  expect(await freeAll(50)).toBe(0);
  await expectAuditPasses(sql);
}, 240_000);

test('the audit still misses what is not over, or not empty', async () => {
  const { id: root } = await admin.root('100', { envelopes: [{ window: 'day', limit: '50', per: 'run' }] });
  await admin.hold(root, '1', { runId: 'held' });
  const { id: free } = await admin.hold(root, '1', { runId: 'free' });
  await admin.post(`/v1/reservations/${free}/release`);
  for (const what of [`window_end < now()`, `tree_id = '${uuidOf(root)}' AND key = 'free'`]) {
    const difference = await auditAfter(fleet.database.sql, (tx) =>
      tx.unsafe(`DELETE FROM counters WHERE metric = 'amount' AND ${what}`).simple(),
    );
    expect(difference?.what).toBe('counter');
  }
  const changed = await auditAfter(fleet.database.sql, (tx) =>
    tx.unsafe(`UPDATE counters SET version = version + 1000000000000 WHERE key = 'held'`).simple(),
  );
  expect(changed?.what).toBe('version of the counter');
});

test('a service walks along all counters and frees what is long over, step by step', async () => {
  const { id: root } = await admin.root('100', {
    envelopes: [{ window: 'minute', limit: '50', per: 'run' }],
  });
  const { sql } = fleet.database;
  const [row] = await sql<{ id: string }[]>`SELECT id FROM envelopes WHERE tree_id = ${uuidOf(root)}`;
  const envelope = idOf('envelope', row!.id);
  const hour = 3_600_000;
  const start = new Date(Math.floor(Date.now() / hour) * hour - 2 * hour).toISOString();
  // As a lost write leaves them: the journal has nothing of them.
  await sql`
    INSERT INTO counters (tree_id, id, envelope_id, key, window_start, window_end, metric, used, version)
    SELECT ${uuidOf(root)}, ${`${envelope}/${start}/`}::text || n::text, ${row!.id}, n::text, ${start}::timestamptz,
      ${start}::timestamptz + interval '1 minute', 'amount', 0, 0
    FROM generate_series(1, 3500) AS n`;
  const service = await ServiceProcess.start({ DATABASE_URL: fleet.database.url });
  const left = async () =>
    (await sql`SELECT count(*)::int AS count FROM counters WHERE tree_id = ${uuidOf(root)}`)[0]!
      .count as number;
  while ((await left()) > 0) await sleep(100);
  await service.stop();
}, 120_000);
