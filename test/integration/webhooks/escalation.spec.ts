import type { DeliveryView, WebhookView } from '../../../src/events/webhooks/webhook-view.js';
import { ChannelStandIn } from '../../support/channels.js';
import { Client, made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { untilReadable } from '../../support/readable.js';
import { ServiceProcess } from '../../support/service.js';

// Longer than a busy machine takes to answer three of them.
const AFTER_SECONDS = 12;

let fleet: Fleet;
let admin: Client;
let channel: ChannelStandIn;
let root: string;
let next: WebhookView;

const environment = () => ({
  PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
  PURSER_PAGERDUTY_URL: channel.origin,
});

beforeAll(async () => {
  channel = await ChannelStandIn.start();
  channel.reply = () => ({ status: 202 });
  fleet = await Fleet.start(2, environment());
  admin = fleet.client();
});
afterAll(() => fleet.stop());

beforeEach(async () => {
  channel.posted.length = 0;
  const approve = { approvals: 2, withinSeconds: 3_600 };
  const envelopes = [{ window: 'transaction', limit: '10', onExceed: 'approve', approve }];
  root = (await admin.root('1000', { envelopes })).id;
  await untilReadable(fleet.database.sql);
  next = made(
    await admin.post<WebhookView>('/v1/webhooks', {
      budgetId: root,
      kind: 'pager_duty',
      pagerDuty: { routingKey: 'R0123456789ABCDEF0123456789ABCDE' },
      escalateAfterSeconds: AFTER_SECONDS,
    }),
  );
});

const ask = async (client = admin): Promise<string> => made(await client.reserve(root, '50')).id;

const deeds = (): string[] => channel.posted.map(({ json }) => `${json.event_action} ${json.dedup_key}`);

const deliveries = async (client = admin): Promise<DeliveryView[]> =>
  made(await client.get<{ items: DeliveryView[] }>(`/v1/webhooks/${next.id}/deliveries`)).items;

const answer = async (id: string, verb: 'approve' | 'reject'): Promise<void> => {
  const { client } = await admin.issue(root, { role: 'approver' });
  made(await client.post(`/v1/reservations/${id}/${verb}`, { ...(verb === 'reject' && { reason: 'no' }) }));
};

it('those who come next hear once of what nobody has decided, and nothing waits behind it', async () => {
  const id = await ask();
  // One of two is no decision.
  await answer(id, 'approve');
  const other = made(await admin.reserve(root, '60')).id;
  await answer(other, 'reject');
  // What came after it on the same budget is there before it.
  await channel.until(() => deeds().length > 0);
  expect(deeds()).toEqual([`resolve purser/${other}`]);
  await channel.until(() => deeds().length > 1);
  expect(deeds()[1]).toBe(`trigger purser/${id}`);
  expect(channel.posted[1]!.json.payload.custom_details.what).toContain(
    `Not decided after ${AFTER_SECONDS} s.`,
  );
  await answer(id, 'approve');
  await channel.until(() => deeds().length > 2);
  expect(deeds()[2]).toBe(`resolve purser/${id}`);
  const all = await deliveries();
  const sent = all.find(({ eventId, state }) => eventId.includes('pending') && state === 'delivered')!;
  const { createdAt } = made(await admin.get<{ createdAt: string }>(`/v1/reservations/${id}`));
  expect(Date.parse(sent.settledAt!) - Date.parse(createdAt)).toBeGreaterThanOrEqual(AFTER_SECONDS * 1000);
});

it('what people have decided in time does not go further', async () => {
  const [approved, rejected, released] = [await ask(), await ask(), await ask()];
  await answer(approved, 'approve');
  await answer(approved, 'approve');
  await answer(rejected, 'reject');
  made(await admin.release(released));
  const late = await ask();
  await channel.until(() => deeds().includes(`trigger purser/${late}`));
  expect(deeds().filter((deed) => deed.startsWith('trigger'))).toEqual([`trigger purser/${late}`]);
  const left = (await deliveries()).filter(({ state }) => state === 'left_out');
  expect(left).toHaveLength(3);
});

it('a change of the time holds for what is asked later, and null is at once', async () => {
  made(await admin.write('PATCH', `/v1/webhooks/${next.id}`, { escalateAfterSeconds: null }));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const id = await ask();
  await channel.until(() => deeds().length > 0);
  expect(deeds()).toEqual([`trigger purser/${id}`]);
  const [delivery] = await deliveries();
  expect(delivery!.state).toBe('delivered');
});

it('it is sent once though the replica dies that had it in mind, and another takes over', async () => {
  const id = await ask();
  for (;;) {
    const [delivery] = await deliveries();
    if (delivery) break;
  }
  await Promise.all(fleet.services.map((service) => service.kill9()));
  expect(deeds()).toEqual([]);
  const another = await ServiceProcess.start({ DATABASE_URL: fleet.database.url, ...environment() });
  await channel.until(() => deeds().length > 0);
  const client = new Client(another.baseUrl);
  for (;;) if ((await deliveries(client)).every(({ state }) => state === 'delivered')) break;
  expect(deeds()).toEqual([`trigger purser/${id}`]);
  await another.stop();
});
