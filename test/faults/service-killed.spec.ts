import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Client } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { expectAuditPasses } from '../support/audited.js';
import { Load } from '../support/load.js';
import { ServiceProcess } from '../support/service.js';

let database: TestDatabase;
let services: ServiceProcess[];
const start = () => ServiceProcess.start({ DATABASE_URL: database.url });
const clients = () => services.map(({ baseUrl }) => new Client(baseUrl));

beforeAll(async () => {
  database = await createTestDatabase();
  services = await Promise.all([start(), start()]);
});
afterEach(() => expectAuditPasses(database.sql));
afterAll(async () => {
  await Promise.all(services.map((service) => service.kill9()));
  await database.drop();
});

test('a service is killed under load: acknowledged writes survive, and retries count once', async () => {
  const root = await clients()[0]!.root('1000000', { scale: 0 });
  let targets = clients();
  const load = new Load(() => targets, root.id);
  for (let round = 0; round < 2; round += 1) {
    await load.acknowledge(100);
    const victim = round;
    await services[victim]!.kill9();
    // The other one goes on by itself.
    targets = targets.filter((_, i) => i !== victim);
    await load.acknowledge(50);
    services[victim] = await start();
    targets = clients();
  }
  await load.acknowledge(50);
  await load.stop();
  expect(load.failures).toEqual([]);
  await load.expectAnsweredOnce(database.sql);
});

test('a service that stops under load answers all that it accepted, and ends with code 0', async () => {
  const service = await start();
  const client = new Client(service.baseUrl);
  const root = await client.root('1000000', { scale: 0 });
  const load = new Load(() => [client], root.id, 32);
  await load.acknowledge(300);
  const ending = service.stop();
  await load.acknowledge(0);
  expect(await ending).toEqual({ code: 0, signal: null });
  await load.stop();
  load.expectOnlyUnavailable();
  // All that was done was answered: connections that broke had not been let in.
  expect((await clients()[0]!.budget(root.id)).version).toBe(1 + load.acknowledged);
  expect(service.stdout).not.toContain('broken off');
});
