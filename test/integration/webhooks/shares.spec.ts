import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DeliveryDto, WebhookDto } from '../../../src/api/webhooks/webhook.dto.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, tally, type Client } from '../../support/client.js';
import { eventually } from '../../support/costs.js';
import { Fleet } from '../../support/fleet.js';
import { Receiver } from '../../support/receiver.js';

/** A quarter of 8 requests. */
const SHARE = 2;

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1, {
    PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
    PURSER_WEBHOOK_REQUESTS: '8',
    PURSER_WEBHOOK_TIMEOUT_SECONDS: '5',
  });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
});

/** A tree with an operator. */
async function tenant(): Promise<{ id: string; operator: Client }> {
  const { id } = await admin.root('1000000');
  return { id, operator: (await admin.issue(id, { role: 'operator' })).client };
}

const webhook = async (operator: Client, url: string): Promise<WebhookDto> =>
  made(await operator.post<WebhookDto>('/v1/webhooks', { url }));

/** A receiver that answers nothing, and the most requests that it had at once. */
async function silentReceiver(): Promise<{ receiver: Receiver; most: () => number }> {
  const receiver = await Receiver.start();
  let [now, most] = [0, 0];
  receiver.behave = (response) => {
    most = Math.max(most, ++now);
    response.on('close', () => (now -= 1));
  };
  return { receiver, most: () => most };
}

const reserveMany = async (
  { id, operator }: { id: string; operator: Client },
  count: number,
): Promise<void> => {
  const commands = Array.from({ length: count }, () => ({
    type: 'reserve',
    idempotencyKey: randomUUID(),
    budgetId: id,
    amount: '1',
  }));
  made(await operator.post('/v1/reservations/batch', { commands }));
};

/** How many reservations a receiver has heard of. A new webhook may also hear of what came shortly before it. */
const heardOf = (receiver: Receiver): number =>
  receiver.taken.filter(({ type }) => type === 'reservation.reserved').length;

test('twenty webhooks with a silent receiver hold up nobody else', async () => {
  const { receiver, most } = await silentReceiver();
  const [greedy, modest] = [await tenant(), await tenant()];
  for (let i = 0; i < 20; i += 1) await webhook(greedy.operator, receiver.url);
  const good = await Receiver.start();
  await webhook(modest.operator, good.url);
  await reserveMany(greedy, 100);
  await receiver.until(() => receiver.got.length >= SHARE);
  await reserveMany(modest, 60);
  await good.until(() => heardOf(good) === 60);
  // All of them came while the others had not even had two requests each.
  expect(receiver.got.length).toBeLessThan(40);
  expect(most()).toBeLessThanOrEqual(SHARE);
  receiver.stop();
  good.stop();
});

test('pings are few at a time, and delay nobody else', async () => {
  const { receiver, most } = await silentReceiver();
  const [greedy, modest] = [await tenant(), await tenant()];
  const { id } = await webhook(greedy.operator, receiver.url);
  const good = await Receiver.start();
  const other = await webhook(modest.operator, good.url);
  const pings = await Promise.all(
    Array.from({ length: 100 }, () => greedy.operator.post<DeliveryDto>(`/v1/webhooks/${id}/test`)),
  );
  const counts = tally(pings);
  expect(Object.keys(counts).sort()).toEqual(['201', '429 too_much_at_once']);
  // Some may be made, and make room for others, meanwhile.
  expect(counts['201']).toBeLessThan(20);
  expect(Number(pings.find(({ status }) => status === 429)?.headers.get('retry-after'))).toBeGreaterThan(0);
  made(await modest.operator.post(`/v1/webhooks/${other.id}/test`));
  await reserveMany(modest, 20);
  await good.until(() => heardOf(good) === 20 && good.taken.some(({ type }) => type === 'webhook.ping'));
  expect(most()).toBeLessThanOrEqual(SHARE);
  receiver.stop();
  good.stop();
});

test('redeliveries are bounded, and delivered ones are no longer counted', async () => {
  const one = await tenant();
  const good = await Receiver.start();
  const { id } = await webhook(one.operator, good.url);
  await reserveMany(one, 120);
  await good.until(() => heardOf(good) === 120);
  const list = async (state: string) => {
    const page = await one.operator.get<{ items: DeliveryDto[] }>(
      `/v1/webhooks/${id}/deliveries?limit=200&state=${state}`,
    );
    return made(page).items;
  };
  while ((await list('delivered')).length < 120) await sleep(100);
  const { receiver } = await silentReceiver();
  made(await one.operator.patch(`/v1/webhooks/${id}`, { url: receiver.url }));
  // The service has heard of it when a ping goes to the silent one: those before go to the good one.
  while (receiver.got.length === 0) {
    await one.operator.post(`/v1/webhooks/${id}/test`);
    await sleep(500);
  }
  const again = (delivery: DeliveryDto) =>
    one.operator.post<DeliveryDto>(`/v1/webhooks/${id}/deliveries/${delivery.id}/redeliver`);
  const answers = await Promise.all((await list('delivered')).map(again));
  const counts = tally(answers);
  expect(counts['429 too_much_at_once']).toBeGreaterThanOrEqual(10);
  expect(counts['200']).toBeLessThanOrEqual(110);
  made(await one.operator.patch(`/v1/webhooks/${id}`, { url: good.url }));
  while ((await list('pending')).length > 0) await sleep(200);
  const [delivered] = await list('delivered');
  expect((await again(delivered!)).status).toBe(200);
  receiver.stop();
  good.stop();
});

test('a webhook is deleted at once, and its deliveries one part after the other', async () => {
  const { id: root, operator } = await tenant();
  const { id } = await webhook(operator, 'http://127.0.0.1:9');
  const [tree, deleted] = [uuidOf(root), uuidOf(id)];
  const { sql } = fleet.database;
  await sql`
    INSERT INTO webhook_deliveries (tree_id, webhook_id, id, event_id, event_type, extra, state, settled_at)
    SELECT ${tree}::uuid, ${deleted}::uuid, gen_random_uuid(), 'evt_' || n, 'webhook.ping', true, 'delivered', now()
    FROM generate_series(1, 12000) n`;
  const [delivery] = made(
    await operator.get<{ items: { id: string }[] }>(`/v1/webhooks/${id}/deliveries`),
  ).items;
  const count = `SELECT count(*)::int AS n FROM webhook_deliveries WHERE webhook_id = $1::uuid`;
  const left = async (by: Pick<typeof sql, 'unsafe'>) =>
    (await by.unsafe<{ n: number }[]>(count, [deleted]))[0]!.n;
  await sql.begin(async (tx) => {
    // Somebody keeps one of them from being deleted.
    await tx`SELECT FROM webhook_deliveries WHERE webhook_id = ${deleted} LIMIT 1 FOR UPDATE`;
    const key = { key: randomUUID() };
    expect(made(await operator.write('DELETE', `/v1/webhooks/${id}`, undefined, key)).state).toBe('deleted');
    const again = await operator.write('DELETE', `/v1/webhooks/${id}`, undefined, key);
    expect([again.status, again.body.state]).toEqual([200, 'deleted']);
    for (const { status } of [
      await operator.get(`/v1/webhooks/${id}`),
      await operator.get(`/v1/webhooks/${id}/deliveries`),
      await operator.write('DELETE', `/v1/webhooks/${id}`),
      await operator.write('PATCH', `/v1/webhooks/${id}`, { state: 'active' }),
      await operator.post(`/v1/webhooks/${id}/deliveries/${delivery!.id}/redeliver`),
    ])
      expect(status).toBe(404);
    expect(made(await operator.get<{ items: [] }>(`/v1/webhooks?budgetId=${root}`)).items).toEqual([]);
    const secrets = await tx`SELECT FROM webhooks WHERE id = ${deleted} AND secret <> ''`;
    expect(secrets).toHaveLength(0);
    // Asked on the connection that holds it, which would be ended if it were idle for long.
    await eventually(async () => (await left(tx)) === 1);
  });
  await eventually(async () => (await sql`SELECT FROM webhooks WHERE id = ${deleted}`).length === 0);
  expect(await left(sql)).toBe(0);
});
