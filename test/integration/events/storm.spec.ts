import { randomUUID } from 'node:crypto';
import { newId } from '../../../src/ids/ids.js';
import { made, type Client } from '../../support/client.js';
import { EventStream } from '../../support/event-stream.js';
import { Fleet } from '../../support/fleet.js';
import { untilReadable } from '../../support/readable.js';
import { Receiver } from '../../support/receiver.js';

// Much at once: more than a page in one transaction, and more than a webhook has in memory.

const ENVIRONMENT = { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' };

let fleet: Fleet;
let receiver: Receiver;
beforeAll(async () => {
  fleet = await Fleet.start(2, ENVIRONMENT);
  receiver = await Receiver.start();
});
afterAll(() => fleet.stop());

const reserveMany = async (client: Client, budgetId: string, count: number): Promise<void> => {
  const commands = Array.from({ length: count }, () => ({
    type: 'reserve',
    idempotencyKey: randomUUID(),
    budgetId,
    amount: '1',
  }));
  made(await client.post('/v1/reservations/batch', { commands }));
};

const inOrder = (versions: number[]): number[] => [...new Set(versions)].sort((a, b) => a - b);

it('ten thousand entries are streamed from both replicas, all and in order', async () => {
  const root = await fleet.client().root('100000');
  const streams = await Promise.all(
    fleet.services.map(({ baseUrl }) => EventStream.open(baseUrl, `?budgetId=${root.id}`)),
  );
  for (let i = 0; i < 10; i += 2) await fleet.atOnce(2, (client) => reserveMany(client, root.id, 1_000));
  await Promise.all(
    streams.map(async (stream) => {
      await stream.until((events) => events.length >= 10_000);
      const versions = stream.events.map(({ data }) => data.version).filter((version) => version > 1);
      expect(versions).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 2));
      await stream.close();
    }),
  );
});

it('all events of one transaction are sent, however many pages they take', async () => {
  const client = fleet.client();
  const root = await client.root('100000');
  const children = await Promise.all([1, 2, 3].map(() => client.child(root.id, '1000')));
  for (const { id } of children) await reserveMany(client, id, 300);
  await untilReadable(fleet.database.sql);
  const stream = await EventStream.open(fleet.services[1]!.baseUrl, `?budgetId=${root.id}`);
  const url = receiver.url;
  const hook = made(await client.post<{ id: string }>('/v1/webhooks', { budgetId: root.id, url }));
  made(await client.post(`/v1/budgets/${root.id}/close`));
  const ended = (events: { type: string }[]) => events.filter(({ type }) => type === 'budget.closed').length;
  await stream.until((events) => ended(events) === 4);
  expect(stream.events.filter(({ type }) => type === 'reservation.released')).toHaveLength(900);
  await stream.close();
  await receiver.until(() => ended(receiver.taken) === 4);
  for (const { id } of children) {
    const versions = receiver.versionsOf(id);
    expect(inOrder(versions)).toEqual([...new Set(versions)]);
    expect(new Set(versions).size).toBeGreaterThanOrEqual(301);
  }
  await client.write('DELETE', `/v1/webhooks/${hook.id}`);
});

it('a webhook that is deleted while it delivers sends no more, and leaves nothing behind', async () => {
  const client = fleet.client();
  const root = await client.root('100000');
  await untilReadable(fleet.database.sql);
  const { url } = receiver;
  const hook = made(await client.post<{ id: string }>('/v1/webhooks', { budgetId: root.id, url }));
  const other = made(await client.post<{ id: string }>('/v1/webhooks', { budgetId: root.id, url }));
  const slow: (() => void)[] = [];
  receiver.behave = (response) => void slow.push(() => response.writeHead(204).end());
  await reserveMany(client, root.id, 500);
  await receiver.until(() => slow.length > 0);
  // Asked of either replica: the one that delivers, or the other.
  for (const [i, { id }] of [hook, other].entries())
    made(await fleet.client(i).write('DELETE', `/v1/webhooks/${id}`));
  receiver.behave = Receiver.well;
  for (const answer of slow) answer();
  for (;;) {
    const before = receiver.got.length;
    // Two looks of a replica at what it holds.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    if (receiver.got.length === before) break;
  }
  const left = await fleet.database.sql<{ n: number }[]>`select count(*)::int as n from webhook_deliveries`;
  expect(left).toEqual([{ n: 0 }]);
  for (const service of fleet.services) expect(service.output).not.toContain('events met an error');
});

it('streams that come and go leave nothing behind', async () => {
  const root = await fleet.client().root('100');
  const { baseUrl } = fleet.services[0]!;
  for (let round = 0; round < 20; round += 1) {
    const streams = await Promise.all(
      Array.from({ length: 10 }, () => EventStream.open(baseUrl, `?budgetId=${root.id}`)),
    );
    await Promise.all(streams.map((stream) => stream.close()));
  }
  const open = async () =>
    /purser_event_streams (\d+)/.exec(await (await fetch(`${baseUrl}/metrics`)).text())?.[1];
  while ((await open()) !== '0') await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await fleet.client().get(`/v1/events?budgetId=${newId('budget')}`)).status).toBe(404);
});
