import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { expectAuditPasses } from '../support/audited.js';
import { Client, made, tally, type Answer } from '../support/client.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Load } from '../support/load.js';
import { ServiceProcess } from '../support/service.js';
import { TcpProxy, type Cut } from '../support/tcp-proxy.js';

let database: TestDatabase;
let proxy: TcpProxy;
let service: ServiceProcess;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await TcpProxy.start(database.url);
  service = await ServiceProcess.start({ DATABASE_URL: proxy.url });
  client = new Client(service.baseUrl);
});
afterEach(() => expectAuditPasses(database.sql));
afterAll(async () => {
  await service.kill9();
  await proxy.stop();
  await database.drop();
});

/** The guarded write of a batch, and the end of the transaction around it where settings change. */
const WRITE = /write_budgets/;
const COMMIT = /^commit$/i;
const CUTS: Cut[] = ['before it arrives', 'before the answer comes back'];

/** Makes a request whose write loses its connection, and the same again; expects one effect and one answer. */
async function cutAndAskAgain<T>(
  statement: RegExp,
  cut: Cut,
  request: (key: string) => Promise<Answer<T>>,
): Promise<T> {
  const key = randomUUID();
  const sprung = proxy.cutOn(statement, cut);
  const first = await request(key);
  await sprung;
  // The caller sees nothing of it: the service finds out by the key what became of the write, and goes on.
  const again = await request(key);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(withoutReplay(again)).toEqual(withoutReplay(first));
  return first.body;
}

/** What was answered, but for what a replay says besides; the time that is left has gone on meanwhile. */
function withoutReplay<T>(answer: Answer<T>): T {
  return { ...made(answer), remainingTtlMs: 0, replay: undefined };
}

describe.each(CUTS)('a connection that is cut %s', (cut) => {
  test('in the middle of reserving, paying and giving back', async () => {
    const { id } = await client.root('100', { envelopes: [{ window: 'lifetime', limit: '50' }] });
    const one = await cutAndAskAgain(WRITE, cut, (key) => client.reserve(id, '10', {}, { key }));
    await cutAndAskAgain(WRITE, cut, (key) => client.commit(one.id, '4', { key }));
    const other = await cutAndAskAgain(WRITE, cut, (key) => client.reserve(id, '7', {}, { key }));
    await cutAndAskAgain(WRITE, cut, (key) => client.release(other.id, { key }));
    expect(await client.budget(id)).toMatchObject({
      balances: { reserved: '0', spent: '4' },
      version: 5,
      envelopes: [{ usage: [{ used: '4' }] }],
    });
  });

  test.each([
    ['the write', WRITE],
    ['the commit', COMMIT],
  ])('in the middle of changing settings, at %s', async (_, statement) => {
    const within = <T>(request: (key: string) => Promise<Answer<T>>) =>
      cutAndAskAgain(statement, cut, request);
    const settings = { name: 'root', currency: 'USD', allocation: '100' };
    const root = await within((key) => client.post('/v1/budgets', settings, { key }));
    const path = `/v1/budgets/${root.id}`;
    const delegation = { name: 'child', guarantee: '10' };
    const child = await within((key) => client.post(`${path}/children`, delegation, { key }));
    await within((key) => client.post(`${path}/fund`, { amount: '5' }, { key }));
    const envelope = { window: 'day', limit: '9' };
    await within((key) => client.post(`${path}/envelopes`, envelope, { key, revision: 1 }));
    await within((key) => client.post(`/v1/budgets/${child.id}/close`, {}, { key }));
    expect(await client.budget(root.id)).toMatchObject({
      balances: { allocated: '105', delegated: '0' },
      envelopes: [{ limit: '9' }],
    });
  });
});

test('after a kill before the answer, a retry on another replica answers', async () => {
  const victim = await ServiceProcess.start({ DATABASE_URL: proxy.url });
  const { id } = await client.root('100');
  // It knows the budget, so that the next thing it does is to write.
  const asked = new Client(victim.baseUrl);
  made(await asked.reserve(id, '1'));
  const key = randomUUID();
  const sprung = proxy.cutOn(WRITE, 'before the answer comes back');
  const lost = asked.reserve(id, '10', {}, { key }).catch(() => undefined);
  await sprung.then(() => victim.kill9());
  const first = await lost;
  const again = await client.reserve(id, '10', {}, { key });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  if (first) expect(again.body.id).toBe(first.body.id);
  expect(await client.budget(id)).toMatchObject({ balances: { reserved: '11' }, version: 3 });
});

test('connections are cut again and again under load', async () => {
  const { id } = await client.root('1000000', { scale: 0 });
  const load = new Load(() => [client], id);
  for (let round = 0; round < 20; round += 1) {
    await load.acknowledge(10);
    if (round % 4 === 0) proxy.cutAll();
    else if (round % 4 === 1) proxy.cutAfterBytes(100 + 997 * round);
    else await proxy.cutOn(WRITE, CUTS[Math.floor(round / 2) % 2]!);
  }
  await load.acknowledge(50);
  await load.stop();
  load.expectOnlyUnavailable();
  expect(load.broken).toBe(0);
  await load.expectAnsweredOnce(database.sql);
});

test('reading goes on, too, or says that it cannot', async () => {
  const { id } = await client.root('10');
  const answers: Answer[] = [];
  let reading = true;
  const readers = Array.from({ length: 4 }, async () => {
    while (reading) answers.push(await client.get(`/v1/budgets/${id}`));
  });
  for (let round = 0; round < 10; round += 1) {
    await sleep(50);
    proxy.cutAll();
  }
  reading = false;
  await Promise.all(readers);
  // The service's log has the reason of anything else.
  const { '200': fine = 0, '503 unavailable': unavailable = 0, ...others } = tally(answers);
  const reasons = service.output.split('\n').filter((line) => line.includes('unexpected error'));
  expect({ others, reasons }).toEqual({ others: {}, reasons: [] });
  expect(fine + unavailable).toBe(answers.length);
  expect((await client.get(`/v1/budgets/${id}`)).status).toBe(200);
});
