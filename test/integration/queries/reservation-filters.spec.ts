import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client, type Issued } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

interface Listed {
  id: string;
  budgetId: string;
  state: string;
  vendor: string | null;
  createdAt: string;
  settledAt: string | null;
}
interface ListedPage {
  items: Listed[];
  nextCursor: string | null;
}

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(() => fleet.stop());

/** All pages of a list. */
async function pagesOf(query: string, client = admin): Promise<ListedPage[]> {
  const pages: ListedPage[] = [];
  let cursor = '';
  do {
    const page = made(await client.get<ListedPage>(`/v1/reservations?${query}${cursor}`));
    pages.push(page);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  return pages;
}

const list = async (query: string, client = admin): Promise<Listed[]> =>
  (await pagesOf(query, client)).flatMap(({ items }) => items);
const idsOf = (items: readonly Listed[]): string[] => items.map(({ id }) => id);

describe('reservations of a tree', () => {
  let root: string;
  let agent: Issued;
  let byAgent: string;
  let all: Listed[];

  beforeAll(async () => {
    root = (await admin.root('100')).id;
    const team = (await admin.child(root, '50')).id;
    agent = await admin.issue(team);
    byAgent = (await agent.client.hold(team, '1', { vendor: 'acme' })).id;
    // The word of another key in what is kept of a call is not who asked for it.
    await admin.hold(team, '1', { vendor: 'acme', context: { by: agent.id, credential: agent.id } });
    for (const [i, vendor] of ['acme', 'globex', 'initech', 'globex'].entries()) {
      const { id } = await admin.hold(i % 2 === 0 ? root : team, '1', { vendor });
      made(await (i < 2 ? admin.commit(id, '1') : admin.release(id)));
    }
    await admin.hold(root, '1', { vendor: 'initech' });
    all = await list(`budgetId=${root}&subtree=true`);
    expect(all).toHaveLength(7);
  });

  const createdAt = (n: number) => all[n]!.createdAt;
  const settledTimes = () => all.flatMap(({ settledAt }) => settledAt ?? []).sort();
  const FILTERS: [string, () => string, (one: Listed) => boolean][] = [
    ['states', () => '&state=committed&state=released', ({ state }) => state !== 'held'],
    ['live states', () => '&state=held,pending_approval', ({ state }) => state === 'held'],
    ['vendors', () => '&vendor=acme,globex', ({ vendor }) => vendor === 'acme' || vendor === 'globex'],
    ['a time from which on', () => `&createdFrom=${createdAt(2)}`, (one) => one.createdAt >= createdAt(2)],
    ['a time before which', () => `&createdTo=${createdAt(2)}`, (one) => one.createdAt < createdAt(2)],
    [
      'times of settlement',
      () => `&settledFrom=${settledTimes()[1]}&settledTo=${settledTimes()[3]}`,
      ({ settledAt }) =>
        settledAt !== null && settledAt >= settledTimes()[1]! && settledAt < settledTimes()[3]!,
    ],
    ['the holder who asked', () => `&principal=${agent.id}`, ({ id }) => id === byAgent],
    ['the admin, who asked', () => '&principal=admin', ({ id }) => id !== byAgent],
    [
      'several at once',
      () => '&vendor=acme,initech&state=held&principal=admin',
      ({ id, vendor, state }) => id !== byAgent && vendor !== 'globex' && state === 'held',
    ],
  ];

  test.each(FILTERS)('are listed by %s', async (_, query, matches) => {
    const expected = idsOf(all.filter(matches));
    expect(expected.length).toBeGreaterThan(0);
    const asked = `budgetId=${root}&subtree=true${query()}`;
    expect(idsOf(await list(asked))).toEqual(expected);
    expect(idsOf(await list(`${asked}&limit=1`))).toEqual(expected);
    expect(idsOf(await list(`${asked}&order=asc&limit=2`))).toEqual(expected.toReversed());
    const settled = all.filter((one) => matches(one) && one.settledAt !== null);
    const times = settled.map((one) => `${one.settledAt} ${one.id}`).sort();
    const bySettlement = await list(`${asked}&orderBy=settledAt&order=asc&limit=1`);
    expect(bySettlement.map((one) => `${one.settledAt} ${one.id}`)).toEqual(times);
  });

  test('are listed by the key that was sent, where it took the place of another', async () => {
    const rotated = made(await admin.post<Issued>(`/v1/keys/${agent.id}/rotate`));
    const client = admin.as(rotated.secret!);
    const budgetId = all.find(({ id }) => id === byAgent)!.budgetId;
    const { id } = await client.hold(budgetId, '1');
    expect(idsOf(await list(`principal=${rotated.id}`, client))).toEqual([id]);
    expect(idsOf(await list(`principal=${agent.id}`, client))).toEqual([id, byAgent]);
  });

  test.each([
    ['createdFrom=2026-11-02T00:00:00Z&createdTo=2026-11-01T00:00:00Z', 'createdTo'],
    ['settledFrom=2026-11-02T00:00:00Z&settledTo=2026-11-02T00:00:00Z', 'settledTo'],
    ['state=held,lost', 'state'],
    ['vendor=ACME', 'vendor'],
    ['vendor=', 'vendor'],
    ['orderBy=settledAt', 'budgetId'],
    ['orderBy=amount', 'orderBy'],
    ['order=up', 'order'],
  ])('refuses %s and names the field', async (query, field) => {
    const { status, body } = await admin.get(`/v1/reservations?${query}`);
    expect([status, body.errors?.map((one: { field: string }) => one.field)]).toEqual([400, [field]]);
  });

  test('a cursor of one order is none of another', async () => {
    const [{ nextCursor }] = (await pagesOf(`budgetId=${root}&limit=1`)) as [ListedPage];
    for (const order of ['order=asc', 'orderBy=settledAt']) {
      const { status } = await admin.get(`/v1/reservations?budgetId=${root}&${order}&cursor=${nextCursor}`);
      expect(status).toBe(400);
    }
  });
});

/** Copies a reservation: so many, one made and settled each ten seconds before it, with ids of their times. */
const copies = (id: string, count: number) => fleet.database.sql`
  INSERT INTO reservations
  SELECT copy.*
  FROM reservations r
  CROSS JOIN generate_series(1, ${count}::int) n
  CROSS JOIN LATERAL (SELECT r.created_at - n * interval '10 s' AS at) made
  CROSS JOIN LATERAL (SELECT lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS time) digits
  CROSS JOIN LATERAL jsonb_populate_record(r, jsonb_build_object(
    'id', overlay(overlay(r.id::text placing substr(time, 1, 8) from 1 for 8) placing substr(time, 9, 4) from 10 for 4),
    'created_at', at,
    'settled_at', at)) copy
  WHERE r.id = ${uuidOf(id)}`;

test('a page looks at so many reservations, and the next goes on behind them', async () => {
  const { id: root } = await admin.root('100');
  const { id: small } = await admin.child(root, '10');
  const { id: large } = await admin.child(root, '10');
  const rare = await admin.hold(small, '1', { vendor: 'rare' });
  made(await admin.commit(rare.id, '1'));
  const model = await admin.hold(large, '1');
  made(await admin.release(model.id));
  await copies(model.id, 45_000);
  await fleet.database.sql`UPDATE budgets SET version = version + 90000 WHERE id = ${uuidOf(large)}`;
  await fleet.database.sql`ANALYZE reservations`;
  for (const order of ['asc', 'desc'])
    for (const orderBy of ['createdAt', 'settledAt']) {
      const asked = `subtree=true&order=${order}&orderBy=${orderBy}`;
      const pages = await pagesOf(`budgetId=${root}&vendor=rare&${asked}`);
      expect(pages).toHaveLength(3);
      expect(idsOf(pages.flatMap(({ items }) => items))).toEqual([rare.id]);
      // What is little is found without looking at the rest of the tree.
      const few = await pagesOf(`budgetId=${small}&${asked}`);
      expect(few.map(({ items }) => idsOf(items))).toEqual([[rare.id]]);
    }
  // A time is found without looking at what is younger.
  const day = new Date(Date.parse(rare.createdAt) - 4 * 86_400_000).toISOString();
  for (const range of [`createdTo=${day}`, `settledTo=${day}`, `settledTo=${day}&orderBy=settledAt`]) {
    const { items } = made(
      await admin.get<ListedPage>(`/v1/reservations?budgetId=${large}&${range}&limit=200`),
    );
    expect(items).toHaveLength(200);
    expect(items[0]!.createdAt < day).toBe(true);
  }
  const recent = `createdFrom=${new Date(Date.parse(rare.createdAt) - 9_995_000).toISOString()}`;
  const whole = await list(`budgetId=${large}&limit=200&${recent}`);
  expect(new Set(idsOf(whole)).size).toBe(whole.length);
  expect(whole.length).toBeGreaterThanOrEqual(999);
});
