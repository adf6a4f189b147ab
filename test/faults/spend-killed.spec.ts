import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectAuditPasses } from '../support/audited.js';
import { Client } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Load } from '../support/load.js';
import { ServiceProcess } from '../support/service.js';
import { addedUp, allSums, expectBalancesAgree, keptSpend, naiveSpend } from '../support/spend.js';

let database: TestDatabase;
let services: ServiceProcess[];
const start = () => ServiceProcess.start({ DATABASE_URL: database.url });

beforeAll(async () => {
  database = await createTestDatabase();
  services = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.kill9()));
  await database.drop();
});

test('services are killed at any moment while they add up spend: each entry is in the sums once', async () => {
  const root = await new Client(services[0]!.baseUrl).root('1000000', { scale: 0 });
  let targets = services.map(({ baseUrl }) => new Client(baseUrl));
  const load = new Load(() => targets, root.id, 8);
  for (let round = 0; round < 4; round += 1) {
    await load.acknowledge(60);
    // At another moment of a step each time.
    await sleep(37 * round);
    const victim = round % 2;
    targets = [new Client(services[1 - victim]!.baseUrl)];
    await services[victim]!.kill9();
    // The sums are made anew in the middle of it, too.
    if (round === 2) await database.sql`UPDATE spend_place SET format = 0`;
    services[victim] = await start();
    targets = services.map(({ baseUrl }) => new Client(baseUrl));
  }
  await load.stop();
  await addedUp(database.sql);
  const kept = await keptSpend(database.sql);
  expect(Object.keys(kept).length).toBeGreaterThan(0);
  expect(kept).toEqual(await naiveSpend(database.sql));
  await expectBalancesAgree(database.sql);
  await expectAuditPasses(database.sql);
});

test('sums that are made anew by services that are killed meanwhile are what they were', async () => {
  await addedUp(database.sql);
  const before = await allSums(database.sql);
  await database.sql`UPDATE spend_place SET format = 0`;
  for (const victim of [0, 1]) {
    await sleep(50 * victim);
    await services[victim]!.kill9();
    services[victim] = await start();
  }
  await addedUp(database.sql);
  expect(await allSums(database.sql)).toEqual(before);
});
