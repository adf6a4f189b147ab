import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../src/ids/ids.js';
import { expectAuditPasses } from '../support/audited.js';
import { Client, made } from '../support/client.js';
import { cost, earlyInMinute, eventually } from '../support/costs.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ServiceProcess } from '../support/service.js';

let database: TestDatabase;
const running: ServiceProcess[] = [];
async function start(): Promise<Client> {
  const service = await ServiceProcess.start({ DATABASE_URL: database.url });
  running.push(service);
  return new Client(service.baseUrl);
}

beforeAll(async () => void (database = await createTestDatabase()));
afterAll(async () => {
  await Promise.all(running.map((service) => service.kill9()));
  await database.drop();
});

/** Who resumed a budget, in order. */
async function resumedBy(budgetId: string): Promise<string[]> {
  const rows = await database.sql<{ by: string }[]>`
    SELECT content::jsonb ->> 'by' AS by FROM entries
    WHERE budget_id = ${uuidOf(budgetId)} AND kind = 'resume' ORDER BY version`;
  return rows.map(({ by }) => by);
}

test('a service is killed between a stop and its end: the next one resumes the budgets, once', async () => {
  const client = await start();
  const ends = await earlyInMinute();
  const stopped: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const root = await client.root('100', { envelopes: [{ window: 'minute', limit: '5' }] });
    const { id } = made(await client.reserve(root.id, '1'));
    made(await cost(client, id, '9'));
    stopped.push(root.id);
  }
  // A person was earlier with one of them.
  const [resumed, ...others] = stopped as [string, ...string[]];
  made(await client.post(`/v1/budgets/${resumed}/resume`, { reason: 'looked at' }));
  await running[0]!.kill9();
  await sleep(Math.max(0, ends + 500 - Date.now()));
  expect(await database.sql`SELECT count(*)::int AS n FROM budgets WHERE state = 'paused'`).toEqual([
    { n: 11 },
  ]);

  const [one] = await Promise.all([start(), start()]);
  await eventually(async () =>
    (await Promise.all(others.map((id) => one.budget(id)))).every(({ state }) => state === 'active'),
  );
  expect(await resumedBy(resumed)).toEqual(['admin']);
  for (const id of others) {
    expect(await resumedBy(id)).toEqual(['purser']);
    made(await one.reserve(id, '1'));
  }
  await expectAuditPasses(database.sql);
});
