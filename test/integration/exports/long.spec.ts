import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../../src/ids/ids.js';
import { Client, codeOf, made } from '../../support/client.js';
import { eventually } from '../../support/costs.js';
import { beginExport, isWhole, ndjson } from '../../support/exports.js';
import { Fleet } from '../../support/fleet.js';
import { Neighbour } from '../../support/neighbour.js';
import { scrape } from '../../support/scrape.js';
import { ServiceProcess } from '../../support/service.js';

/** Entries of the tree, some 30 MiB: more than the buffers of any connection. */
const COUNT = 20_000;
const MIB = 1024 * 1024;

/** For how long a key is remembered, and twice as long as an export goes on without a look at it. */
const KEPT_MS = 1_500;

let fleet: Fleet;
let admin: Client;
let root: string;
let route: string;
let begun: Socket[] = [];

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
  root = await longTree();
  route = `/v1/entries?budgetId=${root}`;
});
afterEach(async () => {
  for (const socket of begun) socket.destroy();
  begun = [];
  await eventually(async () => (await answerBytes()) === 0);
});
afterAll(() => fleet.stop());

/** A tree with so many entries, copies of one but for the last, whose content can be another. */
async function longTree(last?: string): Promise<string> {
  const { id } = await admin.root('100');
  await admin.hold(id, '1', { reason: 'long '.repeat(100).trim() });
  await fleet.database.sql`
    INSERT INTO entries (tree_id, budget_id, version, at, kind, denied, content, hash, tick)
    SELECT tree_id, budget_id, version + 1000000 + n, at + n * interval '1 ms', kind, denied,
      CASE WHEN n = ${COUNT} AND ${last !== undefined} THEN ${last ?? ''} ELSE content END, hash, 0
    FROM (SELECT * FROM entries WHERE budget_id = ${uuidOf(id)} ORDER BY version DESC LIMIT 1) newest,
      generate_series(1, ${COUNT}::int) n`;
  return id;
}

async function begin(client = admin, asked = route, accept?: string): Promise<Socket> {
  const { socket, status } = await beginExport(client, asked, accept);
  begun.push(socket);
  expect(status).toBe(200);
  return socket;
}

/** What the service keeps of answers that nobody has read. */
async function answerBytes(): Promise<number> {
  return (await scrape(`${admin.baseUrl}/metrics`)).get('purser_request_bytes{of="answers"}')!;
}

test('has every row', async () => {
  const rows = await ndjson<{ content: { version: number } }>(admin, route);
  // The budget's own beginning, the hold, and the copies.
  expect(rows).toHaveLength(COUNT + 2);
});

test('waits for its reader, holds a page and the next for it, and is whole when it is read', async () => {
  const sockets = [await begin(), await begin()];
  await eventually(async () => (await answerBytes()) > 2 * MIB);
  expect(await answerBytes()).toBeLessThanOrEqual(5 * MIB);
  expect(await Promise.all(sockets.map(isWhole))).toEqual([true, true]);
});

/** Two who may read a tree: one of them alone leaves a place to the other. */
const auditors = async (budgetId: string): Promise<Client[]> =>
  (await Promise.all([1, 2].map(() => admin.issue(budgetId, { role: 'auditor' })))).map(
    ({ client }) => client,
  );

/** A tree with 12 MiB in few entries, and two who may read it. */
async function wideTree(): Promise<{ id: string; clients: Client[]; route: string }> {
  const { id } = await admin.root('100');
  await fleet.database.sql`
    INSERT INTO entries (tree_id, budget_id, version, at, kind, denied, content, hash, tick)
    SELECT tree_id, budget_id, version + 1000000 + n, at + n * interval '1 ms', kind, denied,
      left(content, -1) || ',"wide":"' || repeat('x', 20000) || '"}', hash, 0
    FROM entries, generate_series(1, 600) n WHERE budget_id = ${uuidOf(id)}`;
  return { id, clients: await auditors(id), route: `/v1/entries?budgetId=${id}` };
}

test('as many as may go on at once find room, and none ends for want of it', async () => {
  const trees = await Promise.all(Array.from({ length: 8 }, wideTree));
  for (let i = 0; i < 4; i += 1)
    for (const { clients, route: asked } of trees) await begin(clients[i % 2], asked);
  expect(await answerBytes()).toBeLessThanOrEqual(48 * MIB);
  await trees[0]!.clients[0]!.budget(trees[0]!.id);
  expect(await Promise.all(begun.slice(-2).map(isWhole))).not.toContain(false);
});

test('ends when its reader hangs up', async () => {
  const socket = await begin();
  await eventually(async () => (await answerBytes()) > 0);
  socket.destroy();
  await eventually(async () => (await answerBytes()) === 0);
});

test('is broken off where its reader does not read', async () => {
  const socket = await begin();
  await eventually(async () => fleet.services[0]!.output.includes('the reader of an export does not read'));
  expect(await isWhole(socket)).toBe(false);
});

test('is broken off where its reader may no longer read', async () => {
  const key = await admin.issue(root, { role: 'auditor' });
  const socket = await begin(key.client);
  made(await admin.write('DELETE', `/v1/keys/${key.id}`));
  await sleep(KEPT_MS);
  expect(await isWhole(socket)).toBe(false);
});

test('is broken off where something goes wrong in the middle', async () => {
  const socket = await begin(admin, `/v1/entries?budgetId=${await longTree('no JSON')}`, 'text/csv');
  expect(await isWhole(socket)).toBe(false);
  await eventually(async () => fleet.services[0]!.output.includes('an export was broken off'));
});

test('is broken off where the service stops', async () => {
  const service = await ServiceProcess.start({ DATABASE_URL: fleet.database.url });
  const { socket } = await beginExport(new Client(service.baseUrl), route);
  await service.stop();
  expect(await isWhole(socket)).toBe(false);
});

test('four go on at once in one tree, three of one key, and others are not kept from theirs', async () => {
  const [client, colleague] = (await auditors(root)) as [Client, Client];
  const other = await admin.root('100');
  const others = (await admin.issue(other.id)).client;
  await Promise.all(Array.from({ length: 3 }, () => begin(client)));
  const refused = await client.send('GET', route, undefined, { accept: 'text/csv' });
  await begin(colleague);
  expect(codeOf(await colleague.send('GET', route, undefined, { accept: 'text/csv' }))).toBe(
    '429 too_much_at_once',
  );
  expect([codeOf(refused), Number(refused.headers.get('retry-after'))]).toEqual(['429 too_much_at_once', 10]);
  expect(await ndjson(others, `/v1/entries?budgetId=${other.id}`)).not.toHaveLength(0);
  // Pages are read in turn with all others.
  expect((await client.get(route)).status).toBe(200);
  const neighbour = await Neighbour.start(admin);
  await neighbour.progress(10);
  const reading = begun.map(isWhole);
  await neighbour.progress(10);
  expect(await Promise.all(reading)).toEqual([true, true, true, true]);
  await neighbour.stop();
  await eventually(
    async () =>
      (await client.send('GET', `${route}&outcome=denied`, undefined, { accept: 'text/csv' })).status === 200,
  );
});
