import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectAuditPasses } from '../support/audited.js';
import { Client, made } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { customerOf, eventsOf, meteredTree, METERS, metersOf, untilOf } from '../support/meters.js';
import { untilReadable } from '../support/readable.js';
import { ServiceProcess } from '../support/service.js';
import { StripeStandIn, type Deed } from '../support/stripe.js';

let database: TestDatabase;
let stripe: StripeStandIn;
let services: ServiceProcess[];
const start = () => ServiceProcess.start({ DATABASE_URL: database.url, PURSER_STRIPE_URL: stripe.origin });

beforeAll(async () => {
  database = await createTestDatabase();
  stripe = await StripeStandIn.start();
  services = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.kill9()));
  await database.drop();
});

/** What Stripe does with its requests, in turns: most it takes, some it takes and nobody hears of it. */
const DEEDS: Deed[] = ['take', 'lose', 'take', 'crash', 'take', 'take', 'fail', 'take', 'busy', 'take'];

test('services are killed at any moment while they send usage: Stripe counts each entry once', async () => {
  const admin = new Client(services[0]!.baseUrl);
  const root = await meteredTree(admin);
  const customers = await Promise.all(['cus_a', 'cus_b'].map((name) => customerOf(admin, root, name)));
  await untilReadable(database.sql);
  made(await admin.write('PUT', `/v1/budgets/${root.id}/meters`, METERS));
  let n = 0;
  stripe.behave = () => DEEDS[(n += 1) % DEEDS.length]!;
  const usage = { input_tokens: 10, output_tokens: 1 };
  for (let round = 0; round < 6; round += 1) {
    const survivor = new Client(services[(round + 1) % 2]!.baseUrl);
    const before = stripe.got.length;
    for (const [i, { id }] of [...customers, ...customers].entries())
      made(
        await survivor.post(`/v1/budgets/${id}/charges`, {
          ...(i < 2 ? { item: 'model', usage } : { amount: '0.5' }),
          vendor: 'acme',
        }),
      );
    // In the middle of it, at another moment each time: both, so that it is the one that delivers.
    await stripe.until(() => stripe.got.length > before + round);
    await sleep(7 * round);
    await Promise.all(services.map((service) => service.kill9()));
    services = await Promise.all([start(), start()]);
  }
  const client = new Client(services[0]!.baseUrl);
  const wanted = { calls: 12, spent: 6 * (500_000 + 12_000), tokens: 66 };
  await untilOf(
    () => metersOf(client, root.id),
    ({ status }) => status.behindSeconds === 0 && status.delivered >= 2 * (12 + 12 + 6),
  );
  for (const customer of ['cus_a', 'cus_b'])
    expect(
      Object.fromEntries(Object.keys(wanted).map((name) => [name, stripe.sumOf(name, customer)])),
    ).toEqual(wanted);
  expect(stripe.refusedAgain.length).toBeGreaterThan(0);
  expect((await metersOf(client, root.id)).status).toMatchObject({ pending: 0, parked: 0, delivered: 60 });
  const events = await eventsOf(client, root.id, 'delivered');
  expect(new Set(events.map(({ identifier }) => identifier)).size).toBe(events.length);
  await expectAuditPasses(database.sql);
}, 600_000);
