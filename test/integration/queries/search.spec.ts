import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EntryContent } from '../../../src/core/entries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client, type Issued } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

interface Found {
  content: EntryContent;
  budget?: { id: string };
  reservation?: { id: string; state: string } | null;
}
interface FoundPage {
  items: Found[];
  nextCursor: string | null;
}

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
});
afterAll(() => fleet.stop());

const page = async (query: string, client = admin): Promise<FoundPage> =>
  made(await client.get<FoundPage>(`/v1/entries?${query}`));

/** All pages of a search from one on. */
async function pagesOf(query: string, first?: FoundPage): Promise<FoundPage[]> {
  const pages = [first ?? (await page(query))];
  for (let { nextCursor } = pages[0]!; nextCursor !== null; { nextCursor } = pages.at(-1)!)
    pages.push(await page(`${query}&cursor=${nextCursor}`));
  return pages;
}

const search = async (query: string): Promise<EntryContent[]> =>
  (await pagesOf(query)).flatMap(({ items }) => items.map(({ content }) => content));

const nameOf = ({ budgetId, version }: EntryContent): string => `${budgetId} ${version}`;
const namesOf = (entries: readonly EntryContent[]): string[] => entries.map(nameOf);

describe('a busy tree', () => {
  let root: string;
  let team: string;
  let agent: Issued;
  let settled: string;
  let all: EntryContent[];

  beforeAll(async () => {
    root = (await admin.root('100')).id;
    team = (await admin.child(root, '50')).id;
    agent = await admin.issue(team);
    const { client } = agent;
    const call = { vendor: 'acme', runId: 'run-1' };
    settled = (await client.hold(team, '5', call)).id;
    const failed = { outcome: { type: 'failed' } };
    const part = { amount: '1', final: false, externalId: 'first', ...failed };
    made(await client.post(`/v1/reservations/${settled}/commit`, part));
    made(await client.post(`/v1/reservations/${settled}/commit`, { amount: '2', externalId: 'last' }));
    made(await admin.post(`/v1/reservations/${settled}/refund`, { amount: '1' }));
    const words = { vendor: 'other', type: 'failed', externalId: 'first', by: 'acme', runId: 'run-1' };
    await client.hold(team, '1', { vendor: 'globex', context: words });
    expect((await client.reserve(team, '500', call)).status).toBe(402);
    await admin.hold(root, '1', { vendor: 'acme' });
    const own = await Promise.all(
      [root, team].map(async (id) => made(await admin.get(`/v1/budgets/${id}/entries?limit=200`))),
    );
    all = own.flatMap(({ items }) => items.map(({ content }: Found) => content)).sort(byTime);
  });

  const byTime = (a: EntryContent, b: EntryContent): number =>
    a.at.localeCompare(b.at) || a.budgetId.localeCompare(b.budgetId) || a.version - b.version;
  const within = async (query: string): Promise<string[]> =>
    namesOf(await search(`budgetId=${root}${query}`));
  const where = (matches: (content: EntryContent) => boolean): string[] => namesOf(all.filter(matches));
  const purposeOf = ({ reservation, requested }: EntryContent): Record<string, unknown> =>
    reservation ?? requested ?? {};

  const MIDDLE = () => all[Math.floor(all.length / 2)]!.at;
  const FILTERS: [string, () => string, (content: EntryContent) => boolean][] = [
    ['nothing', () => '', () => true],
    ['kinds', () => '&kind=commit&kind=refund', ({ kind }) => kind === 'commit' || kind === 'refund'],
    ['kinds with a comma', () => '&kind=reserve,refund', ({ kind }) => /^re(serve|fund)$/.test(kind)],
    ['outcome', () => '&outcome=denied', ({ outcome }) => outcome === 'denied'],
    ['accepted', () => '&outcome=accepted', ({ outcome }) => outcome === 'accepted'],
    ['code', () => '&code=insufficient_funds', ({ denial }) => denial?.code === 'insufficient_funds'],
    ['principal', () => `&principal=${agent.id}`, ({ by }) => by === agent.id],
    ['vendor', () => '&vendor=acme', (content) => purposeOf(content).vendor === 'acme'],
    ['run', () => '&runId=run-1', (content) => purposeOf(content).runId === 'run-1'],
    ['externalId', () => '&externalId=first', ({ reservation }) => reservation?.externalId === 'first'],
    [
      'outcomeType',
      () => '&outcomeType=failed',
      ({ reservation }) => reservation?.outcome?.type === 'failed',
    ],
    ['reservation', () => `&reservationId=${settled}`, ({ reservation }) => reservation?.id === settled],
    [
      'reservation and externalId',
      () => `&reservationId=${settled}&externalId=last`,
      ({ reservation }) => reservation?.id === settled && reservation.externalId === 'last',
    ],
    ['from', () => `&from=${MIDDLE()}`, ({ at }) => at >= MIDDLE()],
    ['to', () => `&to=${MIDDLE()}`, ({ at }) => at < MIDDLE()],
    [
      'several at once',
      () => '&vendor=acme&kind=reserve&outcome=accepted&runId=run-1',
      (c) => c.kind === 'reserve' && c.outcome === 'accepted' && purposeOf(c).runId === 'run-1',
    ],
  ];

  test.each(FILTERS)('is searched by %s', async (_, query, matches) => {
    const expected = where(matches);
    expect(expected.length).toBeGreaterThan(0);
    expect(await within(query())).toEqual(expected);
    expect(await within(`${query()}&order=desc`)).toEqual(expected.toReversed());
    expect(await within(`${query()}&limit=1`)).toEqual(expected);
  });

  test('is searched in one budget alone, or in all below it', async () => {
    const of = (id: string): string[] => where(({ budgetId }) => budgetId === id);
    expect(await within('&scope=self')).toEqual(of(root));
    for (const scope of ['', '&scope=self'])
      expect(namesOf(await search(`budgetId=${team}${scope}`))).toEqual(of(team));
    expect(await search(`budgetId=${root}&scope=self&reservationId=${settled}`)).toEqual([]);
    expect(await search(`budgetId=${root}&scope=self&externalId=last`)).toEqual([]);
  });

  test('shows budgets and reservations where it is asked for them', async () => {
    const { items } = await page(`budgetId=${root}&kind=commit,delegate&expand=budget,reservation`);
    const shown = items.map(({ content, budget, reservation }) => {
      const state = reservation && [reservation.id, reservation.state];
      return [content.kind, budget?.id, state];
    });
    const commit = ['commit', team, [settled, 'committed']];
    expect(shown).toEqual([['delegate', root, null], ['delegate', team, null], commit, commit]);
    for (const part of ['budget', 'reservation'])
      expect((await page(`budgetId=${root}&kind=commit`)).items[0]).not.toHaveProperty(part);
  });

  test('is not shown above the reach of a key', async () => {
    expect(await agent.client.get(`/v1/entries?budgetId=${root}`)).toMatchObject({ status: 404 });
    const seen = (await page(`budgetId=${team}`, agent.client)).items.map(({ content }) => content);
    expect(namesOf(seen)).toEqual(where(({ budgetId }) => budgetId === team));
  });

  test('is found without its name: all that a key reaches, and of the admin everything as it was recorded', async () => {
    const { items } = await page('order=desc&limit=200', agent.client);
    const own = where(({ budgetId }) => budgetId === team);
    expect(namesOf(items.map(({ content }) => content))).toEqual(own.toReversed());
    const { id: other } = await admin.root('5', { name: 'other' });
    const everything = namesOf(await search(''));
    expect(everything.toSorted()).toEqual([...namesOf(all), `${other} 1`].toSorted());
    expect(everything.at(-1)).toBe(`${other} 1`);
    for (const id of [root, team]) {
      const its = everything.filter((name) => name.startsWith(id));
      expect(its).toEqual(where(({ budgetId }) => budgetId === id));
    }
    expect(namesOf(await search('limit=1'))).toEqual(everything);
    expect(namesOf(await search('order=desc&limit=2'))).toEqual(everything.toReversed());
  });

  test.each([
    ['kind=commit,refund', ({ kind }: EntryContent) => kind === 'commit' || kind === 'refund'],
    ['outcome=denied', ({ outcome }: EntryContent) => outcome === 'denied'],
    ['externalId=first', ({ reservation }: EntryContent) => reservation?.externalId === 'first'],
  ])('is searched without its name: %s', async (query, matches) => {
    const expected = where(matches);
    expect(expected.length).toBeGreaterThan(0);
    expect(namesOf(await search(query)).toSorted()).toEqual(expected.toSorted());
  });

  test('has what happened to one reservation, whoever looks without its name', async () => {
    const its = where(({ reservation }) => reservation?.id === settled);
    for (const client of [admin, agent.client])
      for (const limit of [1, 200]) {
        const read = await page(`reservationId=${settled}&limit=${limit}`, client);
        expect(namesOf(read.items.map(({ content }) => content))).toEqual(its.slice(0, limit));
      }
    const { nextCursor } = await page(`reservationId=${settled}&limit=1`);
    expect(await search(`reservationId=${settled}&cursor=${nextCursor}`)).toHaveLength(its.length - 1);
    expect(await search('reservationId=rsv_01k9v3p0a1b2c3d4e5f6g7h8j9')).toEqual([]);
  });

  test('has no bill together with others', async () => {
    const answer = await admin.send('GET', '/v1/entries?profile=focus', undefined, { accept: 'text/csv' });
    expect([answer.status, answer.body]).toMatchObject([400, { errors: [{ field: 'budgetId' }] }]);
  });

  test.each([
    ['from=2026-11-02T00:00:00Z&to=2026-11-02T00:00:00Z', 'to'],
    ['kind=commit,nothing', 'kind'],
    ['code=nothing', 'code'],
    ['scope=tree', 'scope'],
    ['expand=envelopes', 'expand'],
    ['cursor=c2VhcmNoIGFzYzox', 'cursor'],
    ['tag=x', 'tag'],
  ])('refuses %s and names the field', async (query, field) => {
    const { status, body } = await admin.get(`/v1/entries?budgetId=${root}&${query}`);
    expect([status, body.errors?.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  test('a cursor is no good in the other direction', async () => {
    const { nextCursor } = await page(`budgetId=${root}&limit=1`);
    const { status } = await admin.get(`/v1/entries?budgetId=${root}&order=desc&cursor=${nextCursor}`);
    expect(status).toBe(400);
    // Nor in another search.
    expect((await admin.get(`/v1/entries?cursor=${nextCursor}`)).status).toBe(400);
    const { nextCursor: ofAll } = await page('limit=1');
    expect((await admin.get(`/v1/entries?budgetId=${root}&cursor=${ofAll}`)).status).toBe(400);
  });
});

/** Copies the newest entry of a budget: so many, the first at a time, one after another millisecond. */
const copies = (sql: Fleet['database']['sql'], budgetId: string, count: number, at: string) => sql`
  INSERT INTO entries (tree_id, budget_id, version, at, kind, denied, content, hash)
  SELECT tree_id, budget_id, version + n, ${at}::timestamptz + n * interval '1 ms', kind, denied, content, hash
  FROM (SELECT * FROM entries WHERE budget_id = ${uuidOf(budgetId)} ORDER BY version DESC LIMIT 1) newest,
    generate_series(1, ${count}::int) n`;

test.each([
  ['asc', 'a tree'],
  ['desc', 'a tree'],
  ['desc', 'everything'],
])('an entry that is committed later is in no page, or in its place: %s, in %s', async (order, where) => {
  const { id: root } = await admin.root('100');
  for (let i = 0; i < 6; i += 1) await admin.hold(root, '1');
  const all = `${where === 'a tree' ? `budgetId=${root}&` : ''}order=${order}`;
  const before = namesOf(await search(all));
  const query = `${all}&limit=2`;
  const seen: FoundPage[] = [];
  await fleet.database.sql.begin(async (tx) => {
    // Earlier and later than where the pages stand, and not to be seen yet.
    await copies(tx as never, root, 3, '2020-01-01T00:00:00Z');
    seen.push(await page(query));
    seen.push(await page(`${query}&cursor=${seen[0]!.nextCursor}`));
  });
  const rest = await pagesOf(query, await page(`${query}&cursor=${seen[1]!.nextCursor}`));
  const versions = (pages: FoundPage[]): string[] =>
    pages.flatMap(({ items }) => items.map(({ content }) => nameOf(content)));
  expect(versions([...seen, ...rest])).toEqual(before);
  expect((await search(all)).length).toBe(before.length + 3);
});

test('what was answered before a search is found, while others write without an end', async () => {
  const { id: root } = await admin.root('1000');
  let ended = false;
  const writer = async (): Promise<void> => {
    const { id: other } = await admin.root('1000');
    while (!ended) await admin.release((await admin.hold(other, '1')).id);
  };
  const writers = [writer(), writer(), writer()];
  for (let i = 0; i < 30; i += 1) {
    const { id } = await admin.hold(root, '1');
    const found = await search(`budgetId=${root}&reservationId=${id}`);
    expect(found.map(({ kind }) => kind)).toEqual(['reserve']);
  }
  ended = true;
  await Promise.all(writers);
});

test('a page looks at so many entries, and the next goes on behind them', async () => {
  const { id: root } = await admin.root('100');
  const { id: small } = await admin.child(root, '10');
  const { id: large } = await admin.child(root, '10');
  const vendor = { vendor: 'rare' };
  const first = await admin.hold(small, '1', vendor);
  await admin.hold(large, '1');
  await copies(fleet.database.sql, large, 45_000, new Date(Date.now() - 10_000).toISOString());
  await fleet.database.sql`UPDATE budgets SET version = version + 45000 WHERE id = ${uuidOf(large)}`;
  await fleet.database.sql`ANALYZE entries`;
  const reservations = (pages: FoundPage[]): (string | undefined)[] =>
    pages.flatMap(({ items }) => items.map(({ content }) => content.reservation?.id));
  for (const order of ['asc', 'desc']) {
    const pages = await pagesOf(`budgetId=${root}&vendor=rare&order=${order}`);
    expect(pages).toHaveLength(3);
    expect(reservations(pages)).toEqual([first.id]);
    for (const time of ['', '&from=2026-01-01T00:00:00Z']) {
      const everywhere = await pagesOf(`vendor=rare&order=${order}${time}`);
      expect([everywhere.length > 2, reservations(everywhere)]).toEqual([true, [first.id]]);
    }
    // What is little, or has an index of its own, is found at once.
    const few = [`budgetId=${small}&vendor=rare`, `budgetId=${root}&reservationId=${first.id}`];
    for (const query of few)
      expect(reservations(await pagesOf(`${query}&order=${order}`))).toContain(first.id);
    for (const query of few) expect(await pagesOf(`${query}&order=${order}`)).toHaveLength(1);
    expect(await pagesOf(`budgetId=${root}&outcome=denied&order=${order}`)).toHaveLength(1);
  }
  const whole = await pagesOf(`budgetId=${large}&limit=200`);
  const versions = whole.flatMap(({ items }) => items).length;
  expect(versions).toBeGreaterThan(45_000);
});
