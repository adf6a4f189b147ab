import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectAuditPasses } from '../support/audited.js';
import { Client, made, tally, type Answer } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Load } from '../support/load.js';
import { ServiceProcess } from '../support/service.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/** Nothing may be waited for longer, whatever does not answer. */
const BOUND_MS = 40_000;

let database: TestDatabase;
let proxy: TcpProxy;
let service: ServiceProcess;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await TcpProxy.start(database.url);
  service = await ServiceProcess.start({ DATABASE_URL: proxy.url });
  client = new Client(service.baseUrl);
});
afterAll(async () => {
  await service.kill9();
  await proxy.stop();
  await database.drop();
});

test('a database that falls silent: requests end in 503 within the bound, and the service recovers', async () => {
  const root = await client.root('1000000', { scale: 0 });
  const known = made(await client.reserve(root.id, '3'));
  // A budget and a reservation that this process has not met: where they are has to be asked first.
  const elsewhere = await ServiceProcess.start({ DATABASE_URL: database.url });
  const other = new Client(elsewhere.baseUrl);
  const strange = await other.root('100');
  const stranger = made(await other.reserve(strange.id, '3'));
  const load = new Load(() => [client], root.id, 8);
  await load.acknowledge(50);

  proxy.goSilent();
  await sleep(100);
  const keys = Array.from({ length: 4 }, () => randomUUID());
  const writes = (): Promise<Answer>[] => [
    client.reserve(strange.id, '1', {}, { key: keys[0] }),
    client.commit(known.id, '2', { key: keys[1] }),
    client.commit(stranger.id, '2', { key: keys[2] }),
    client.post(`/v1/budgets/${strange.id}/fund`, { amount: '1' }, { key: keys[3] }),
  ];
  const reads = () => [
    client.get(`/v1/budgets/${root.id}`),
    client.get(`/v1/budgets/${root.id}/entries`),
    client.get(`/v1/reservations?budgetId=${root.id}`),
    client.get(`/v1/spend?budgetId=${root.id}`),
    // With a session of its own.
    client.send('GET', `/v1/spend?budgetId=${root.id}`, undefined, { accept: 'text/csv' }),
    // More than the pool has connections for: they wait in line for one.
    ...Array.from({ length: 10 }, () => client.get(`/v1/budgets/${root.id}/statements/2026-01`)),
  ];
  const started = performance.now();
  const answers = await Promise.all([...writes(), ...reads()]);
  expect(performance.now() - started).toBeLessThan(BOUND_MS);
  expect(tally(answers)).toEqual({ '503 unavailable': answers.length });
  for (const { headers } of answers) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await client.get('/readyz')).toMatchObject({ status: 503 });
  expect((await client.get('/livez')).status).toBe(200);

  proxy.speakAgain();
  await load.acknowledge(50);
  await load.stop();
  load.expectOnlyUnavailable();
  expect(load.broken).toBe(0);
  expect(load.slowest).toBeLessThan(BOUND_MS);
  while ((await client.get('/readyz')).status !== 200) await sleep(100);
  expect(tally(await Promise.all([...writes(), ...reads()]))).toEqual({ '200': 18, '201': 1 });
  expect(await client.budget(strange.id)).toMatchObject({
    balances: { allocated: '101', reserved: '1', spent: '2' },
    version: 5,
  });
  await elsewhere.stop();
  await expectAuditPasses(database.sql);
});
