import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidOf } from '../../../src/ids/ids.js';
import type { SpendItem } from '../../../src/queries/spend-queries.js';
import { codeOf, made, type Client } from '../../support/client.js';
import { eventually } from '../../support/costs.js';
import { allPages, beginExport, csv, exported, isWhole, ndjson, type Row } from '../../support/exports.js';
import { Fleet } from '../../support/fleet.js';
import { addedUp } from '../../support/spend.js';

/** Groups of the large tree: more than the buffers of any connection. */
const COUNT = 60_000;

let fleet: Fleet;
let admin: Client;
let root: string;
let large: string;
let begun: Socket[] = [];

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
  root = await family();
  large = await manyRuns();
  await addedUp(fleet.database.sql);
});
afterEach(async () => {
  for (const socket of begun) socket.destroy();
  begun = [];
  await eventually(async () => (await sessions()).length === 0);
});
afterAll(() => fleet.stop());

/** Two teams with what is paid by a price, refunded, held and denied, and names that a spreadsheet would run. */
async function family(): Promise<string> {
  const { id } = await admin.root('100', { dimensions: ['team', 'customer'], metadata: { team: '=1+1' } });
  const child = (await admin.child(id, '50', { metadata: { team: 'ads, "b"' } })).id;
  const charges = [{ unit: 'input_tokens', amount: '1', per: 1_000_000 }];
  const price = { vendor: 'acme', item: '-model', charges };
  const { revision } = await admin.budget(id);
  made(await admin.write('PUT', `/v1/budgets/${id}/prices`, price, { revision }));
  const usage = { input_tokens: 250_000 };
  const held = made(
    await admin.post<{ id: string }>('/v1/reservations', {
      budgetId: id,
      vendor: 'acme',
      item: '-model',
      usage,
    }),
  );
  made(await admin.post(`/v1/reservations/${held.id}/commit`, { usage }));
  await admin.pay(id, '3', { vendor: 'zeta', runId: '@run', metadata: { customer: 'x; "y"' } });
  const refunded = await admin.pay(child, '2', { vendor: 'acme' });
  made(await admin.post(`/v1/reservations/${refunded}/refund`, { amount: '0.5' }));
  await admin.hold(child, '4', { category: 'search' });
  expect((await admin.reserve(child, '5000')).body.code).toBe('insufficient_funds');
  return id;
}

/** A tree whose sums have very many runs of this month, copies of one. */
async function manyRuns(): Promise<string> {
  const { id } = await admin.root('100');
  await admin.pay(id, '1', { runId: 'first' });
  await addedUp(fleet.database.sql);
  const uuid = uuidOf(id);
  await fleet.database.sql`
    INSERT INTO spend_keys (tree_id, kind, id, run_id, principal)
    SELECT tree_id, kind, md5(n::text)::uuid, 'run-' || lpad(n::text, 100, '0'), principal
    FROM spend_keys, generate_series(1, ${COUNT}::int) n WHERE tree_id = ${uuid} AND kind = 1`;
  await fleet.database.sql`
    INSERT INTO spend_cells (tree_id, budget_id, grain, quarter, key_id, spent, refunded, calls, denied)
    SELECT tree_id, budget_id, grain, quarter, md5(n::text)::uuid, spent, refunded, calls, denied
    FROM spend_cells, generate_series(1, ${COUNT}::int) n WHERE tree_id = ${uuid} AND grain = 1`;
  return id;
}

/** What the sessions of exports are about. */
const sessions = async (): Promise<string[]> =>
  (
    await fleet.database.sql<{ state: string }[]>`
      SELECT state FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'purser export'`
  ).map(({ state }) => state);

/** Whole days around now, so that it does not matter when they begin. */
const day = (from: number): string =>
  `${new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
const TIMES = `from=${day(-2)}&to=${day(5)}`;

const route = (budgetId: string, ...groups: string[]): string =>
  `/v1/spend?budgetId=${budgetId}&${TIMES}${groups.map((group) => `&groupBy=${group}`).join('')}`;
const byRun = (): string => route(large, 'run');

async function begin(asked: string, client = admin): Promise<Socket> {
  const { socket, status } = await beginExport(client, asked);
  begun.push(socket);
  expect(status).toBe(200);
  return socket;
}

const QUESTIONS = [
  [],
  ['vendor', 'item'],
  ['child', 'category'],
  ['budget', 'run', 'principal'],
  ['month', 'day', 'hour'],
  ['code', 'vendor'],
  ['labels.team', 'labels.customer', 'vendor'],
];

describe.each(QUESTIONS.map((groups) => ({ groups })))('spend by $groups', ({ groups }) => {
  test('as NDJSON has the groups and sums of the pages', async () => {
    const items = await allPages<SpendItem>(admin, `${route(root, ...groups)}&limit=2`);
    expect(await ndjson<SpendItem>(admin, route(root, ...groups))).toEqual(items);
  });

  test('as CSV has the groups and sums of the pages', async () => {
    const items = await allPages<SpendItem>(admin, route(root, ...groups));
    const rows = await csv(admin, route(root, ...groups));
    expect(rows).toEqual(items.map(rowOf));
    expect(Object.keys(rows[0]!)).toEqual(Object.keys(items[0]!));
  });
});

const rowOf = (item: SpendItem): Row =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => {
      if (typeof value === 'object' && value !== null) return [name, JSON.stringify(value)];
      const text = String(value ?? '');
      return [name, /^[=@]|^-m/.test(text) ? `'${text}` : text];
    }),
  );

test('what has no value is null or an empty cell, and numbers below zero stay numbers', async () => {
  const { id } = await admin.root('10');
  await admin.pay(id, '1');
  await addedUp(fleet.database.sql);
  await fleet.database.sql`UPDATE spend_cells SET spent = -spent WHERE tree_id = ${uuidOf(id)}`;
  expect(await ndjson<SpendItem>(admin, route(id, 'item'))).toEqual([
    { item: null, spent: '-1', refunded: '0', reserved: '0', calls: 1, denied: 0, usage: {} },
  ]);
  expect(await exported(admin, route(id, 'item'), 'text/csv')).toBe(
    'item,spent,refunded,reserved,calls,denied,usage\r\n,-1,0,0,1,0,{}\r\n',
  );
});

test('there is a row for each group, however many, as of one moment', async () => {
  const socket = await begin(byRun());
  // What is spent while it is read is not in it, and nothing is open that would hold others back.
  await fleet.database.sql`UPDATE spend_cells SET spent = 0 WHERE tree_id = ${uuidOf(large)}`;
  await eventually(async () => (await sessions()).join() === 'idle');
  const text = await rest(socket);
  expect([...text.matchAll(/"runId":"run-/g)].length).toBeGreaterThan(COUNT * 0.9);
  expect(text).not.toContain('"spent":"0"');
  const after = await ndjson<SpendItem>(admin, byRun());
  expect(after).toHaveLength(COUNT + 1);
  expect(after.every(({ spent }) => spent === '0')).toBe(true);
});

/** What is left of an export. */
async function rest(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  expect(await isWhole(socket)).toBe(true);
  return text;
}

test('as of when it is stands before it', async () => {
  const before = Date.now();
  const { headers } = await admin.send('GET', route(root), undefined, { accept: 'text/csv' });
  const asOf = Date.parse(headers.get('purser-as-of')!);
  expect(asOf).toBeGreaterThan(before - 3_600_000);
  expect(asOf).toBeLessThan(before + 3_600_000);
});

test('is broken off where its session is lost', async () => {
  const socket = await begin(byRun());
  await fleet.database.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'purser export'`;
  expect(await isWhole(socket)).toBe(false);
});

test('two go on at once in one tree, one of one key, and others are not kept from theirs', async () => {
  const { client } = await admin.issue(large, { role: 'auditor' });
  const { client: colleague } = await admin.issue(large, { role: 'auditor' });
  const { client: third } = await admin.issue(large, { role: 'auditor' });
  const ask = (who = client) => who.send('GET', byRun(), undefined, { accept: 'text/csv' });
  const second = await begin(byRun(), client);
  const refused = await ask();
  expect([codeOf(refused), Number(refused.headers.get('retry-after'))]).toEqual(['429 too_much_at_once', 10]);
  await begin(byRun(), colleague);
  expect(codeOf(await ask(third))).toBe('429 too_much_at_once');
  expect(await csv(admin, route(root))).toHaveLength(1);
  expect((await client.get(byRun())).status).toBe(200);
  // One that has ended is no longer counted when its reader sees the end.
  expect(await isWhole(second)).toBe(true);
  for (let i = 0; i < 3; i += 1) expect((await ask()).status).toBe(200);
});

test('what is wrong is refused as a problem, and leaves no session', async () => {
  const refused = async (asked: string, client = admin) => {
    const { status, body } = await client.send('GET', asked, undefined, { accept: 'text/csv' });
    return [status, body.errors?.map(({ field }: { field: string }) => field) ?? body.code];
  };
  expect(await refused(`${route(root)}&limit=5`)).toEqual([400, ['limit']]);
  expect(await refused(`${route(root)}&cursor=abc`)).toEqual([400, ['cursor']]);
  expect(await refused(route(root, 'labels.nobody'))).toEqual([400, ['groupBy']]);
  expect(await refused(`/v1/spend?budgetId=${root}&from=2026-01-01T00:01:00Z`)).toEqual([400, ['from']]);
  const { client } = await admin.issue((await admin.root('1')).id);
  expect(await refused(route(root), client)).toEqual([404, 'not_found']);
  expect((await admin.send('HEAD', route(root), undefined, { accept: 'text/csv' })).status).toBe(200);
});
