import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// The limits that are nearest to their end, across all budgets.

interface Full {
  id: string;
  budgetId: string;
  budgetName: string;
  name: string;
  share: string;
  limit: string;
  usage: { key: string | null; used: string; remaining: string; resetsAt: string | null };
  budget?: { currency: string };
}
interface FullPage {
  items: Full[];
  nextCursor: string | null;
  truncated: boolean;
}

let fleet: Fleet;
let admin: Client;
let sql: Fleet['database']['sql'];

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
  ({ sql } = fleet.database);
});
afterAll(() => fleet.stop());

const page = async (query: string, client = admin): Promise<FullPage> =>
  made(await client.get<FullPage>(`/v1/envelopes?${query}`));

const shownOf = ({ name, share, usage: { key } }: Full): string =>
  [name, ...(key === null ? [] : [key]), share].join(' ');
const shown = async (query: string, client = admin): Promise<string[]> =>
  (await page(query, client)).items.map(shownOf);

/** All pages of a list. */
async function throughPages(query: string): Promise<Full[]> {
  const items: Full[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const read = await page(`${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    items.push(...read.items);
    cursor = read.nextCursor;
  }
  return items;
}

describe('two trees', () => {
  let root: string;
  let team: string;
  let other: string;
  let asTeam: Client;
  const all = ['nothing left 9999.9999', 'calls 1', 'vendors acme 0.8', 'a day 0.6333', 'vendors globex 0.1'];

  beforeAll(async () => {
    const daily = { name: 'a day', window: 'day', limit: '30' };
    root = (await admin.root('100', { name: 'company', envelopes: [daily] })).id;
    const limits = [
      { name: 'vendors', window: 'month', limit: '20', per: 'vendor' },
      { name: 'each', window: 'transaction', limit: '18' },
      { name: 'unused', window: 'lifetime', limit: '90', match: { vendors: ['nobody'] } },
    ];
    team = (await admin.child(root, '50', { name: 'research', envelopes: limits })).id;
    asTeam = (await admin.issue(team)).client;
    await admin.hold(team, '16', { vendor: 'acme' });
    await admin.hold(team, '2', { vendor: 'globex' });
    await admin.hold(root, '1');
    other = (
      await admin.root('9', {
        name: 'other',
        currency: 'EUR',
        envelopes: [{ name: 'calls', window: 'lifetime', metric: 'count', limit: '2' }],
      })
    ).id;
    await admin.hold(other, '1');
    await admin.hold(other, '1');
    const notices = { name: 'nothing left', window: 'day', limit: '0', onExceed: 'notify' };
    const { id: third } = await admin.root('9', { envelopes: [notices] });
    await admin.hold(third, '1');
    const { id: ended } = await admin.child(third, '1', {
      envelopes: [{ name: 'of a closed budget', window: 'lifetime', limit: '1' }],
    });
    await admin.pay(ended, '1');
    made(await admin.post(`/v1/budgets/${ended}/close`));
  });

  test('have their limits put in one order, by the part that is used', async () => {
    expect(await shown('')).toEqual(all);
    const { items, truncated, nextCursor } = await page('expand=budget');
    expect([truncated, nextCursor]).toEqual([false, null]);
    expect(items[1]).toMatchObject({
      budgetId: other,
      budgetName: 'other',
      limit: '2',
      usage: { key: null, used: '2', remaining: '0', resetsAt: null },
      budget: { currency: 'EUR' },
    });
    for (const part of ['match', 'approve']) expect(items[1]).not.toHaveProperty(part);
    expect(items[2]?.usage).toMatchObject({ key: 'acme', used: '16', remaining: '4' });
    expect((await page('')).items[0]).not.toHaveProperty('budget');
  });

  test.each([
    ['0.8', 3],
    ['0.8001', 2],
    ['0.6333', 4],
    ['0.6334', 3],
    ['1', 2],
    ['1.0001', 1],
    ['9999.9999', 1],
  ])('are shown from a share on, that share included: %s', async (share, count) => {
    expect(await shown(`shareFrom=${share}`)).toEqual(all.slice(0, count));
  });

  test('are read in pages of any size', async () => {
    for (const limit of [1, 2, 4, 5])
      expect((await throughPages(`limit=${limit}`)).map(shownOf)).toEqual(all);
  });

  test('are shown within the reach of a key, and below a budget', async () => {
    const own = ['vendors acme 0.8', 'vendors globex 0.1'];
    expect(await shown('', asTeam)).toEqual(own);
    expect(await shown(`budgetId=${team}`)).toEqual(own);
    expect(await shown(`budgetId=${root}`)).toEqual([own[0], 'a day 0.6333', own[1]]);
    for (const id of [root, other])
      expect(await page(`budgetId=${id}`, asTeam)).toEqual({ items: [], nextCursor: null, truncated: false });
  });

  test.each([
    ['shareFrom=80%25', 'shareFrom'],
    ['shareFrom=0.80001', 'shareFrom'],
    ['shareFrom=-1', 'shareFrom'],
    ['shareFrom=0.8&shareFrom=0.9', 'shareFrom'],
    ['cursor=ZnVsbGVzdDox', 'cursor'],
    ['expand=match', 'expand'],
    ['budgetId=x', 'budgetId'],
    ['limit=201', 'limit'],
  ])('are not shown for what cannot be asked: %s', async (query, field) => {
    const { status, body } = await admin.get(`/v1/envelopes?${query}`);
    expect([status, body.errors?.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  test('are not shown by what they counted in windows before, nor once they were deleted', async () => {
    const { id, revision } = await admin.root('9', {
      envelopes: [{ name: 'by day', window: 'day', limit: '4' }],
    });
    await admin.hold(id, '4');
    const [{ id: envelope }] = (await page(`budgetId=${id}`)).items as [Full];
    await sql`
      UPDATE counters SET window_start = window_start - interval '2 days', window_end = window_end - interval '2 days'
      WHERE envelope_id = ${uuidOf(envelope)}`;
    expect(await shown(`budgetId=${id}`)).toEqual([]);
    await sql`
      UPDATE counters SET window_start = window_start + interval '2 days', window_end = window_end + interval '2 days'
      WHERE envelope_id = ${uuidOf(envelope)}`;
    expect(await shown(`budgetId=${id}`)).toEqual(['by day 1']);
    made(await admin.write('DELETE', `/v1/envelopes/${envelope}`, undefined, { revision }));
    expect(await shown(`budgetId=${id}`)).toEqual([]);
  });
});

test('the counter of how many requests are followed is no use of a limit', async () => {
  const loops = {
    name: 'loops',
    window: 'hour',
    metric: 'denials',
    limit: '5',
    per: 'request',
    onExceed: 'notify',
  };
  const { id } = await admin.root('1', { envelopes: [loops] });
  for (let i = 0; i < 3; i += 1) expect((await admin.reserve(id, '7', { vendor: 'acme' })).status).toBe(402);
  expect((await admin.reserve(id, '8')).status).toBe(402);
  const requests = [`loops ${id} 7 acme - 0.6`, `loops ${id} 8 - - 0.2`];
  expect(await shown(`budgetId=${id}`)).toEqual(requests);
  expect((await throughPages(`budgetId=${id}&limit=1`)).map(shownOf)).toEqual(requests);
});

/** Copies of the counter of a vendor, with other keys. */
const moreCounters = (envelopeId: string, count: number, ending: string) => sql`
  INSERT INTO counters (tree_id, id, envelope_id, key, window_start, window_end, metric, used, version)
  SELECT tree_id, id || ${ending}::text || n, envelope_id, key || ${ending}::text || n, window_start, window_end, metric, used, version
  FROM counters, generate_series(1, ${count}::int) n 
  WHERE envelope_id = ${uuidOf(envelopeId)} AND key = 'acme'`;

test('of a limit with very many names so many are looked at, and the answer says that there are more', async () => {
  const vendors = { name: 'vendors', window: 'month', limit: '8', per: 'vendor' };
  const { id, envelopes } = await admin.root('100', { envelopes: [vendors] });
  const { id: child } = await admin.child(id, '50', {
    envelopes: [{ name: 'a day', window: 'day', limit: '10' }],
  });
  await admin.hold(child, '1', { vendor: 'acme' });
  const envelope = envelopes![0]!.id;
  await moreCounters(envelope, 1_998, 'a');
  expect((await page(`budgetId=${id}&limit=200`)).truncated).toBe(false);
  expect(await throughPages(`budgetId=${id}&limit=200`)).toHaveLength(2_000);
  await moreCounters(envelope, 1, 'b');
  const full = await throughPages(`budgetId=${id}&limit=200`);
  expect((await page(`budgetId=${id}&limit=1`)).truncated).toBe(true);
  // What lies further down is found all the same.
  expect(full).toHaveLength(2_001);
  expect(full.at(-1)).toMatchObject({ name: 'a day', share: '0.1' });
});
