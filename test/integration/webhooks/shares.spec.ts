import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DeliveryDto, WebhookDto } from '../../../src/api/webhooks/webhook.dto.js';
import { made, tally, type Client } from '../../support/client.js';
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
