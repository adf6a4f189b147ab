import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, made } from '../../support/client.js';
import { purser } from '../../support/command.js';
import { createEmptyDatabase } from '../../support/database.js';
import { Fleet } from '../../support/fleet.js';
import { customerOf, eventsOf, meteredTree, metersOf, setMeters, untilOf } from '../../support/meters.js';
import { ServiceProcess } from '../../support/service.js';
import { StripeStandIn } from '../../support/stripe.js';

const CALLS = { customerLabel: 'customer', meters: [{ eventName: 'calls', measure: 'calls' }] };

let folder: string;
let stripe: StripeStandIn;
let fleet: Fleet;
let target: Awaited<ReturnType<typeof createEmptyDatabase>>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'purser-meters-'));
  stripe = await StripeStandIn.start();
  fleet = await Fleet.start(1, { PURSER_STRIPE_URL: stripe.origin });
  target = await createEmptyDatabase();
});
afterAll(async () => {
  await fleet.stop();
  await target.drop();
  await rm(folder, { recursive: true });
});

test('a database that was restored bills nothing until somebody says so, and then nothing twice', async () => {
  const client = fleet.client();
  const root = await meteredTree(client);
  const { id: childId } = await customerOf(client, root, 'cus_one');
  const charge = async (to: Client) =>
    made(await to.post(`/v1/budgets/${childId}/charges`, { vendor: 'acme', amount: '1' }));
  const put = async (to: Client, state: string) =>
    made(await to.write('PUT', `/v1/budgets/${root.id}/meters`, { ...CALLS, state }));
  const events = (of: Client, state: string, count: number) =>
    untilOf(
      () => eventsOf(of, root.id, state),
      ({ length }) => length >= count,
    );
  await setMeters(fleet, root.id, { ...CALLS, apiKey: 'rk_test_51ForTheTestsOfOneRunOnly' });
  // One that was sent, one that waits, and one that was not read yet.
  await charge(client);
  await events(client, 'delivered', 1);
  stripe.behave = () => 'key';
  await charge(client);
  await events(client, 'pending', 1);
  await put(client, 'paused');
  await charge(client);
  const file = path.join(folder, 'backup');
  expect(await purser(['backup', file], { DATABASE_URL: fleet.database.url })).toMatchObject({ code: 0 });
  expect(await purser(['restore', file], { DATABASE_URL: target.url })).toMatchObject({ code: 0 });
  // The service that the backup was taken of goes on.
  stripe.behave = () => 'take';
  await put(client, 'active');
  await events(client, 'delivered', 3);

  const copy = await ServiceProcess.start({ DATABASE_URL: target.url, PURSER_STRIPE_URL: stripe.origin });
  const restored = new Client(copy.baseUrl);
  expect(await metersOf(restored, root.id)).toMatchObject({ state: 'paused', pauseReason: 'restored' });
  const sent = stripe.got.length;
  await charge(restored);
  expect((await eventsOf(restored, root.id, 'pending')).map(({ maybeSentAt }) => maybeSentAt)).toEqual([
    expect.any(String),
  ]);
  expect(stripe.got.length).toBe(sent);
  await put(restored, 'active');
  const delivered = await events(restored, 'delivered', 4);
  expect(new Set(delivered.map(({ identifier }) => identifier)).size).toBe(4);
  expect([stripe.refusedAgain.length, stripe.sumOf('calls', 'cus_one')]).toEqual([2, 4]);
  await copy.stop();
});
