import { tickOf } from '../../../src/core/events.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWriteClient } from '../../../src/database/connections.js';
import { Feed, type EventBatch } from '../../../src/events/feed.js';
import { Pulse } from '../../../src/events/pulse.js';
import { startOfTick, type EntryPlace } from '../../../src/events/sql/read-entries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { ResilientClient } from '../../../src/database/resilient-client.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let link: ResilientClient;
let pulse: Pulse;
let feed: Feed;
const faults: unknown[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  link = new ResilientClient(() => openWriteClient(database.url, 4, { enable_sort: 'off' }));
  pulse = new Pulse(link, (error) => faults.push(error));
  feed = new Feed(link, pulse);
});
afterAll(async () => {
  await pulse.stop();
  await link.close();
  await database.drop();
  expect(faults).toEqual([]);
});

const BEGINNING = startOfTick(1n);

/** Everything that can be read from a place on. */
async function readAll(after: EntryPlace = BEGINNING): Promise<EventBatch> {
  const all: EventBatch = { events: [], place: after, last: false };
  while (!all.last) {
    const page = await feed.read(null, all.place, ['*']);
    all.events.push(...page.events);
    all.place = page.place;
    all.last = page.last;
  }
  return all;
}

/** The follower reads what no running transaction of the server can add to: others of this run may have some open. */
async function untilRead(ids: (events: EventBatch['events']) => boolean): Promise<EventBatch['events']> {
  for (;;) {
    const { events } = await readAll();
    if (ids(events)) return events;
    await sleep(50);
  }
}

/** Fails unless the events of each budget come in the order of its versions, none twice. */
function expectInOrder(events: EventBatch['events']): void {
  const versions = new Map<string, number>();
  for (const { data } of events) {
    expect(data.version).toBeGreaterThanOrEqual(versions.get(data.budgetId) ?? 0);
    versions.set(data.budgetId, data.version);
  }
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
}

const journalOf = async (): Promise<number> => {
  const [row] = await database.sql<{ n: number }[]>`select count(*)::int as n from entries`;
  return row!.n;
};

it('a follower misses nothing of writers that commit at the same time', async () => {
  const ledgers = [1, 2, 3].map(() => new TestLedger(database.url));
  const roots = await Promise.all(ledgers.map((ledger) => ledger.root('1000000')));
  const controller = new AbortController();
  const followed: EventBatch['events'] = [];
  const following = (async () => {
    for await (const item of feed.follow(null, { place: BEGINNING, behind: null }, ['*'], controller.signal))
      if (typeof item !== 'string') followed.push(...item);
  })();
  // Every ledger writes every tree, so that they get in each other's way and take locks.
  for (let round = 0; round < 25; round += 1)
    await Promise.all(
      ledgers.flatMap((ledger, i) =>
        roots.flatMap((root) => [
          ledger.reserve(root, String(1 + i)),
          ledger.reserve(root, '1', { vendor: 'a' }),
        ]),
      ),
    );
  const entries = await journalOf();
  while (followed.length < entries) await sleep(20);
  controller.abort();
  await following;
  expect(followed).toHaveLength(entries);
  expectInOrder(followed);
  await Promise.all(ledgers.map((ledger) => ledger.stop()));
});

it('entries wait for older transactions that can still write, and none is missed', async () => {
  const ledger = new TestLedger(database.url);
  const root = await ledger.root('100');
  await untilRead((events) => events.some(({ data }) => data.budgetId === root));
  const { place } = await readAll();

  let commit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (commit = resolve));
  let begun: () => void = () => undefined;
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  const slow = database.sql.begin(async (tx) => {
    await tx`select pg_current_xact_id()`;
    begun();
    await held;
  });
  await beginning;
  const { id } = await ledger.reserve(root, '1');
  expect((await readAll(place)).events.filter(({ data }) => data.budgetId === root)).toEqual([]);
  commit();
  await slow;
  const events = await untilRead((all) => all.some(({ data }) => data.entry.reservation?.id === id));
  expectInOrder(events);
  await ledger.stop();
});

it('a transaction that began first and wrote last is read last', async () => {
  const ledger = new TestLedger(database.url);
  const root = await ledger.root('100');
  const uuid = uuidOf(root);
  let go: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (go = resolve));
  let begun: () => void = () => undefined;
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  // As a batch under row locks does: it has its id before it gets the lock, and writes after others have.
  const last = database.sql.begin(async (tx) => {
    await tx`select pg_current_xact_id()`;
    begun();
    await released;
    await tx`
      insert into entries (tree_id, budget_id, version, at, kind, denied, content, hash)
      select tree_id, budget_id, 3, at, kind, denied, replace(content, '"version":2', '"version":3'), hash
      from entries where budget_id = ${uuid} and version = 2`;
  });
  await beginning;
  await ledger.reserve(root, '1');
  go();
  await last;
  const events = await untilRead((all) => all.filter(({ data }) => data.budgetId === root).length === 3);
  expect(events.filter(({ data }) => data.budgetId === root).map(({ data }) => data.version)).toEqual([
    1, 2, 3,
  ]);
  await ledger.stop();
});

it('goes on right behind an event, and only within its scope', async () => {
  const ledger = new TestLedger(database.url);
  const root = await ledger.root('100');
  const child = await ledger.child(root, '10');
  const other = await ledger.root('100');
  await ledger.reserve(child, '1');
  await ledger.reserve(root, '1');
  const mine = (events: EventBatch['events']) => events.filter(({ data }) => data.treeId === root);
  const events = mine(await untilRead((all) => mine(all).length === 4));
  const scope = (await feed.scopeOf(root))!;
  for (const [i, { id }] of events.entries()) {
    const start = (await feed.behind(scope, id))!;
    const controller = new AbortController();
    const rest: string[] = [];
    if (i < events.length - 1)
      for await (const some of feed.follow(scope, start, ['*'], controller.signal)) {
        if (typeof some !== 'string') rest.push(...some.map((event) => event.id));
        if (rest.length >= events.length - 1 - i) break;
      }
    expect(rest).toEqual(events.slice(i + 1).map((event) => event.id));
  }
  const below = (await feed.scopeOf(child))!;
  const created = events.find(({ type }) => type === 'budget.created')!;
  expect(await feed.behind(below, created.id)).toBeNull();
  expect(await feed.behind(null, created.id.replace('created', 'closed'))).toBeNull();
  expect(await feed.behind(null, created.id.replace('_1_', '_99_'))).toBeNull();
  expect((await feed.read(below, BEGINNING, ['*'])).events.every(({ data }) => data.budgetId === child)).toBe(
    true,
  );
  expect(await feed.scopeOf(other)).not.toBeNull();
  expect(await feed.scopeOf('budget_01k9v3n8h2f0g9x7m4q5r6s7t8')).toBeNull();
  await ledger.stop();
});

it('a follower without events moves its place on, past what does not concern it', async () => {
  const ledger = new TestLedger(database.url);
  const root = await ledger.root('100');
  const scope = (await feed.scopeOf(root))!;
  await untilRead((all) => all.some(({ data }) => data.treeId === root));
  const controller = new AbortController();
  const places: string[] = [];
  const events: string[] = [];
  const following = (async () => {
    const start = await feed.now();
    for await (const item of feed.follow(scope, start, ['reservation.released'], controller.signal, 20))
      if (typeof item === 'string') places.push(item);
      else events.push(...item.map(({ type }) => type));
  })();
  while (places.length === 0) await sleep(10);
  const passed = await ledger.reserve(root, '1');
  const [entry] = await database.sql<{ tick: bigint }[]>`
    SELECT tick FROM entries WHERE reservation_id = ${uuidOf(passed.id)}`;
  // Each of its own tick, so that there is something to move past, however long others keep it from being read.
  while (tickOf(places.at(-1)!)! <= entry!.tick) await ledger.reserve(root, '1');
  expect(events).toEqual([]);
  const ticks = places.map((id) => tickOf(id)!);
  expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => Number(a - b)));
  // From its newest place on only what comes later is sent.
  const later = await ledger.reserve(root, '2');
  const from = (await feed.behind(scope, places.at(-1)!))!;
  controller.abort();
  await following;
  const rest: (string | undefined)[] = [];
  for await (const item of feed.follow(scope, from, ['*'], new AbortController().signal)) {
    if (typeof item === 'string') continue;
    rest.push(...item.map(({ data }) => data.entry.reservation?.id));
    if (rest.includes(later.id)) break;
  }
  expect(rest).not.toContain(passed.id);
  expect(await feed.behind(scope, 'place_900000000000000000')).toBeNull();
  await ledger.stop();
});

it('followers who stand at the same place read it once, and each sees its own subtree', async () => {
  const ledger = new TestLedger(database.url);
  const root = await ledger.root('100');
  const children = await Promise.all([1, 2, 3].map(() => ledger.child(root, '10')));
  const scopes = await Promise.all([root, ...children].map((id) => feed.scopeOf(id)));
  let queries = 0;
  const counted = new Feed(
    {
      use: (work: Parameters<ResilientClient['use']>[0]) => ((queries += 1), link.use(work)),
    } as unknown as ResilientClient,
    pulse,
  );
  const start = { place: (await readAll()).place, behind: null };
  queries = 0;
  const controllers: AbortController[] = [];
  const seen: string[][] = scopes.map(() => []);
  const following = scopes.flatMap((scope, i) =>
    // Many of each.
    [1, 2, 3, 4, 5].map(async () => {
      const controller = new AbortController();
      controllers.push(controller);
      for await (const item of counted.follow(scope, start, ['reservation.*'], controller.signal))
        if (typeof item !== 'string') seen[i]!.push(...item.map(({ data }) => data.entry.reservation!.id));
    }),
  );
  const holds: string[] = [];
  for (const child of children) holds.push((await ledger.reserve(child, '1')).id);
  while (seen[0]!.length < 15) await sleep(20);
  while (seen.slice(1).some((ids) => ids.length < 5)) await sleep(20);
  for (const controller of controllers) controller.abort();
  await Promise.all(following);
  expect(seen.slice(1).map((ids) => [...new Set(ids)])).toEqual(holds.map((id) => [id]));
  expect(seen[0]!.length).toBe(15);
  // Twenty followers: a query for each would be twenty for every look.
  expect(queries).toBeLessThan(20);
  await ledger.stop();
});

it('after a restore into another cluster ticks go on where they were', async () => {
  const restored = await createTestDatabase();
  const ledger = new TestLedger(restored.url);
  const root = await ledger.root('100');
  // What a dump of a cluster with a longer history would have brought.
  await restored.sql`alter table entries disable trigger entries_append_only`;
  await restored.sql`update entries set tick = tick + 1000000000`;
  await restored.sql`alter table entries enable trigger entries_append_only`;
  await restored.sql`select settle_journal_clock()`;
  await restored.sql`select settle_journal_clock()`;
  await ledger.reserve(root, '1');
  const ticks = await restored.sql<{ tick: bigint }[]>`select tick from entries order by budget_id, version`;
  expect(ticks[1]!.tick).toBeGreaterThan(ticks[0]!.tick);
  expect(ticks[1]!.tick - ticks[0]!.tick).toBeLessThan(100_000n);
  const there = new ResilientClient(() => openWriteClient(restored.url, 1));
  const follower = new Feed(there, new Pulse(there, () => undefined));
  while ((await follower.read(null, BEGINNING, ['*'])).events.length < 2) await sleep(50);
  await there.close();
  await ledger.stop();
  await restored.drop();
});

it('a follower reads by the index on ticks, whatever the planner prefers', async () => {
  const sql = openWriteClient(database.url, 1, { enable_sort: 'off' });
  const plan = await sql.unsafe<{ 'QUERY PLAN': string }[]>(
    `explain select tick from entries where tick > 0 and tick >= 5 and tick < (select readable_tick())
       and tree_id = '00000000-0000-0000-0000-000000000001' order by tick, tree_id, budget_id, version limit 10`,
  );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('entries_tick');
  await sql.end();
});
