import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { made, type Client } from '../../support/client.js';
import { EventStream } from '../../support/event-stream.js';
import { Fleet } from '../../support/fleet.js';
import { residentMebibytes } from '../../support/memory.js';
import { Neighbour } from '../../support/neighbour.js';

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1, {
    PURSER_EVENT_STREAMS: '40',
    PURSER_REQUESTS_PER_SECOND: '0',
    NODE_OPTIONS: undefined,
  });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
});

/** Opens as many streams with a key as it may, up to a number. */
async function openAll(
  client: Client,
  wanted: number,
): Promise<{ streams: EventStream[]; refused: string[] }> {
  const streams: EventStream[] = [];
  const refused: string[] = [];
  for (let i = 0; i < wanted; i += 1)
    await EventStream.open(client.baseUrl, '', undefined, client.key).then(
      (stream) => streams.push(stream),
      (error: Error) => refused.push(/^(\d+).*"code":"(\w+)"/.exec(error.message)?.slice(1).join(' ') ?? ''),
    );
  return { streams, refused };
}

const kinds = (refused: readonly string[]): string[] => [...new Set(refused)];

test('a tree with many keys has its share, however many it mints', async () => {
  const root = await admin.root('100');
  const agent = (await admin.issue(root.id)).client;
  const own = await openAll(agent, 6);
  // A tenth of 40 for one key.
  expect([own.streams.length, kinds(own.refused)]).toEqual([4, ['429 too_much_at_once']]);
  const minted = await Promise.all(
    Array.from({ length: 9 }, async (_, i) => {
      const body = { name: `child ${i}`, guarantee: '0', key: { name: 'child' } };
      const child = await agent.post<{ key: { secret: string } }>(`/v1/budgets/${root.id}/children`, body);
      return admin.as(made(child).key.secret);
    }),
  );
  const all = [...own.streams];
  for (const key of minted) {
    const { streams, refused } = await openAll(key, 5);
    all.push(...streams);
    expect(kinds(refused)).toEqual(['429 too_much_at_once']);
  }
  // A quarter of 40 for one tree at the most.
  expect(all.length).toBeLessThanOrEqual(10);

  const others = await Promise.all(
    [1, 2, 3, 4].map(async () => (await admin.issue((await admin.root('1')).id, { role: 'agent' })).client),
  );
  const theirs = await Promise.all(others.map((other) => openAll(other, 3)));
  for (const { streams } of theirs) expect(streams).toHaveLength(3);
  for (const stream of [...all, ...theirs.flatMap(({ streams }) => streams)]) await stream.close();
});

test('when all trees have their shares, operators without a budget still find a stream', async () => {
  const streams: EventStream[] = [];
  const refused: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const opened = await openAll(
      (await admin.issue((await admin.root('1')).id, { role: 'agent' })).client,
      4,
    );
    streams.push(...opened.streams);
    refused.push(...opened.refused);
  }
  expect([streams.length, kinds(refused)]).toEqual([36, ['503 overloaded']]);
  const admins = await openAll(admin, 5);
  expect([admins.streams.length, kinds(admins.refused)]).toEqual([4, ['503 overloaded']]);
  for (const stream of [...streams, ...admins.streams]) await stream.close();
});

/** Asks for a stream and never reads of it. */
function unread(client: Client): Socket {
  const { hostname, port } = new URL(client.baseUrl);
  const socket = connect({ port: Number(port), host: hostname }).pause();
  socket.on('error', () => undefined);
  socket.write(`GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${client.key}\r\n\r\n`);
  return socket;
}

test('streams that nobody reads do not collect what happens', async () => {
  const root = await admin.root('1000000');
  const keys = await Promise.all([1, 2, 3].map(async () => (await admin.issue(root.id)).client));
  const sockets = keys.flatMap((key) => [1, 2, 3].map(() => unread(key)));
  const reader = await EventStream.open(admin.baseUrl, `?budgetId=${root.id}`);
  const neighbour = await Neighbour.start(admin);
  const value = 'x'.repeat(500);
  const metadata = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`label-${i}`, value]));
  const before = residentMebibytes(fleet.services[0]!.pid).now;
  // 64 MB of entries.
  for (let i = 0; i < 40; i += 1) {
    const commands = Array.from({ length: 100 }, () => ({
      type: 'reserve',
      idempotencyKey: randomUUID(),
      budgetId: root.id,
      amount: '1',
      metadata,
    }));
    made(await keys[0]!.post('/v1/reservations/batch', { commands }));
  }
  await reader.until(
    (events) => events.filter(({ type }) => type === 'reservation.reserved').length === 4_000,
  );
  await neighbour.progress(10);
  expect(residentMebibytes(fleet.services[0]!.pid).now - before).toBeLessThan(350);
  for (const socket of sockets) socket.destroy();
  await reader.close();
  await neighbour.stop();
});
