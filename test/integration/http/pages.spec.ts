import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BudgetAnswer, type Client, made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { residentMebibytes } from '../../support/memory.js';
import { Neighbour } from '../../support/neighbour.js';

const MIB = 1024 * 1024;

/** What lives has little room: without it the resident memory is mostly garbage, and as much as each Node likes. */
const HEAP = '--max-old-space-size=256';

interface Page {
  items: { id: string; policy?: object; metadata?: object }[];
  nextCursor: string | null;
}
interface Tree extends BudgetAnswer {
  childrenCount: number;
  truncated: boolean;
  children: Tree[];
}

const CHILDREN = 300;

/** A policy of some 61 KB. */
const policy = (i: number) => ({
  vendors: { deny: Array.from({ length: 980 }, (_, n) => `vendor-${i}-${n}-`.padEnd(59, 'x')) },
});

let fleet: Fleet;
let admin: Client;
let root: string;
let agent: Client;

/** 18 MB of policies. */
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0', NODE_OPTIONS: HEAP });
  admin = fleet.client();
  root = (await admin.root('1000')).id;
  agent = (await admin.issue(root)).client;
  const create = (i: number) =>
    agent.post(`/v1/budgets/${root}/children`, { name: `child ${i}`, guarantee: '0', policy: policy(i) });
  for (let i = 0; i < CHILDREN; i += 20)
    for (const answer of await Promise.all(Array.from({ length: 20 }, (_, n) => create(i + n)))) made(answer);
});
afterAll(async () => {
  await fleet.stop();
});

const bytesOf = (body: unknown): number => Buffer.byteLength(JSON.stringify(body));

/** Pages until there are no more. */
async function pagesOf(client: Client, route: string): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor = '';
  do {
    const page = made(await client.get<Page>(`${route}${cursor}`));
    pages.push(page);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  return pages;
}

describe('lists', () => {
  test('leave out policies and labels', async () => {
    const pages = await pagesOf(agent, `/v1/budgets?parentId=${root}&limit=200`);
    expect(pages.map(({ items }) => items.length)).toEqual([200, 100]);
    expect(pages[0]!.items[0]).not.toHaveProperty('policy');
    expect(pages[0]!.items[0]).not.toHaveProperty('metadata');
    expect(bytesOf(pages[0])).toBeLessThan(MIB / 4);
  });

  test('show them where they are asked for, in pages that end early, and miss nothing', async () => {
    const pages = await pagesOf(
      agent,
      `/v1/budgets?parentId=${root}&limit=200&expand=policy&expand=metadata`,
    );
    for (const page of pages) expect(bytesOf(page)).toBeLessThan(MIB + 1_000);
    expect(pages.length).toBeGreaterThan(15);
    const items = pages.flatMap((page) => page.items);
    expect(new Set(items.map(({ id }) => id)).size).toBe(CHILDREN);
    expect(items[0]).toMatchObject({ policy: policy(CHILDREN - 1), metadata: null });
  });

  test('of entries end early, in both directions', async () => {
    for (const order of ['asc', 'desc']) {
      const pages = await pagesOf(agent, `/v1/budgets/${root}/entries?limit=200&order=${order}`);
      for (const page of pages) expect(bytesOf(page)).toBeLessThan(1.5 * MIB);
      const items = pages.flatMap((page) => page.items) as unknown as { content: { version: number } }[];
      const versions = items.map(({ content }) => content.version);
      const expected = Array.from({ length: versions.length }, (_, i) => i + 1);
      expect(versions).toEqual(order === 'asc' ? expected : expected.reverse());
    }
  });

  test('of reservations show labels where they are asked for', async () => {
    const value = 'x'.repeat(500);
    const metadata = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`label-${i}`, value]));
    const commands = Array.from({ length: 100 }, () => ({
      type: 'reserve',
      idempotencyKey: randomUUID(),
      budgetId: root,
      amount: '0.01',
      metadata,
    }));
    made(await agent.post('/v1/reservations/batch', { commands }));
    const plain = await pagesOf(agent, `/v1/reservations?budgetId=${root}&limit=200`);
    expect(plain.map(({ items }) => items.length)).toEqual([100]);
    expect(plain[0]!.items[0]).not.toHaveProperty('metadata');
    const pages = await pagesOf(agent, `/v1/reservations?budgetId=${root}&limit=200&expand=metadata`);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(bytesOf(page)).toBeLessThan(MIB + 1_000);
    const items = pages.flatMap((page) => page.items);
    expect(items).toHaveLength(100);
    expect(items[99]).toMatchObject({ metadata });
  });
});

test('what waits for approval shows labels where they are asked for', async () => {
  const asking = { approvals: 1, withinSeconds: 600 };
  const { id } = await admin.root('100', {
    envelopes: [{ window: 'transaction', limit: '1', onExceed: 'approve', approve: asking }],
  });
  const asked = (await admin.issue(id)).client;
  const metadata = { label: 'x'.repeat(500) };
  expect((await asked.reserve(id, '2', { metadata })).status).toBe(202);
  const approver = (await admin.issue(id, { role: 'approver' })).client;
  const [plain, labelled] = await Promise.all(
    ['', '?expand=metadata'].map(
      async (query) => made(await approver.get<Page>(`/v1/approvals${query}`)).items,
    ),
  );
  expect(plain).toHaveLength(1);
  expect(plain![0]).not.toHaveProperty('metadata');
  expect(labelled).toMatchObject([{ id: plain![0]!.id, metadata }]);
});

describe('a subtree', () => {
  test('is light, and shows what is asked for as far as it has room', async () => {
    const light = made(await agent.get<Tree>(`/v1/budgets/${root}/tree?limit=1000`));
    expect(bytesOf(light)).toBeLessThan(MIB + 1_000);
    expect([light.children.length, light.childrenCount, light.truncated]).toEqual([
      CHILDREN,
      CHILDREN,
      false,
    ]);
    const heavy = made(await agent.get<Tree>(`/v1/budgets/${root}/tree?limit=1000&expand=policy`));
    expect(bytesOf(heavy)).toBeLessThan(MIB + 100_000);
    expect(heavy.truncated).toBe(true);
    expect(heavy.children.length).toBeGreaterThan(10);
    expect(heavy.children[0]).toMatchObject({ name: 'child 0', policy: policy(0) });
  });

  test('that are asked for and not read take one share, and nothing from others', async () => {
    const neighbour = await Neighbour.start(admin);
    const { hostname, port } = new URL(admin.baseUrl);
    const sockets = Array.from({ length: 60 }, () => {
      const socket = connect({ port: Number(port), host: hostname }).pause();
      socket.on('error', () => undefined);
      socket.write(
        `GET /v1/budgets/${root}/tree?limit=1000&expand=policy HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${agent.key}\r\n\r\n`,
      );
      return socket;
    });
    await neighbour.progress(20);
    await sleep(2_000);
    await neighbour.progress(20);
    // Sixty whole trees would be 3,600 MiB.
    expect(residentMebibytes(fleet.services[0]!.pid).peak).toBeLessThan(500);
    const text = (await admin.get<string>('/metrics')).body;
    const kept = Number(/^purser_request_bytes\{of="answers"\} (\d+)/m.exec(text)?.[1]);
    // A quarter of 64 MiB, and what the turns of one tree can be at when that is reached.
    expect(kept).toBeLessThanOrEqual((16 + 4) * MIB);
    for (const socket of sockets) socket.destroy();
    await neighbour.progress(5);
    await neighbour.stop();
  });
});
