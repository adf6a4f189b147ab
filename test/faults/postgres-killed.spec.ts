import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findLedgerDatabase } from '../../src/cli/ledger-database.js';
import { readConfig } from '../../src/runtime/config.js';
import { openWriteClient } from '../../src/database/connections.js';
import { expectAuditPasses } from '../support/audited.js';
import { Client } from '../support/client.js';
import { newDataFolder, postgresPid } from '../support/data-folders.js';
import { Load } from '../support/load.js';
import { startMortalPostgres, type MortalPostgres } from '../support/mortal-postgres.js';
import { ServiceProcess } from '../support/service.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/** No answer may take longer, whatever becomes of Postgres. */
const BOUND_MS = 40_000;

async function expectAllThere(load: Load, url: string): Promise<void> {
  const sql = openWriteClient(url, 2);
  await load.expectAnsweredOnce(sql);
  await expectAuditPasses(sql);
  await sql.end();
}

let postgres: MortalPostgres;
let proxy: TcpProxy;
beforeAll(async () => {
  postgres = await startMortalPostgres();
  proxy = await TcpProxy.start(postgres.url);
});
afterAll(async () => {
  await proxy.stop();
  await postgres.stop();
});

test('Postgres is killed under load: acknowledged writes survive, and services recover', async () => {
  const start = () => ServiceProcess.start({ DATABASE_URL: proxy.url });
  const services = await Promise.all([start(), start()]);
  const clients = services.map(({ baseUrl }) => new Client(baseUrl));
  const root = await clients[0]!.root('1000000', { scale: 0 });
  const load = new Load(() => clients, root.id);
  for (let round = 0; round < 2; round += 1) {
    await load.acknowledge(150);
    await postgres.kill();
    // Long enough for attempts to fail that began when it was gone already.
    await sleep(500);
    await postgres.revive();
    proxy.pointAt(postgres.url);
    await load.acknowledge(150);
  }
  await load.stop();
  load.expectOnlyUnavailable();
  expect(load.broken).toBe(0);
  expect(load.slowest).toBeLessThan(BOUND_MS);
  await expectAllThere(load, postgres.url);
  for (const service of services) expect(await service.stop()).toEqual({ code: 0, signal: null });
});

test("the service's own Postgres is killed under load: the service starts it again", async () => {
  const folder = await newDataFolder();
  const service = await ServiceProcess.start({ PURSER_DATA_DIR: folder });
  const client = new Client(service.baseUrl);
  const root = await client.root('1000000', { scale: 0 });
  const load = new Load(() => [client], root.id);
  await load.acknowledge(150);
  process.kill((await postgresPid(folder))!, 'SIGKILL');
  await load.acknowledge(150);
  await load.stop();
  load.expectOnlyUnavailable();
  expect(load.broken).toBe(0);
  expect(load.slowest).toBeLessThan(BOUND_MS);
  expect(service.stdout).toContain('it is being started again');
  const own = await findLedgerDatabase(readConfig({ PURSER_DATA_DIR: folder }));
  await expectAllThere(load, own.url);
  expect(await service.stop()).toEqual({ code: 0, signal: null });
});
