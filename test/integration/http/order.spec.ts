import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Browser } from '../../support/browser.js';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { customerOf, eventsOf, meteredTree, setMeters, untilOf } from '../../support/meters.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  // Nobody listens there: meter events wait.
  fleet = await Fleet.start(1, {
    PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
    PURSER_STRIPE_URL: 'http://127.0.0.1:9',
  });
  admin = fleet.client();
});
afterAll(() => fleet.stop());

interface Item {
  id: string;
  share: string;
  settledAt: string;
  approval: { deadline: string };
  content: { version: number; at: string; budgetId: string };
}

/** A list with things in it, as many as `MADE` at least, and some more that are made while it is read. */
interface Made {
  route: string;
  write: () => Promise<unknown>;
}

interface List {
  /** What the document says. */
  order: string;
  make: () => Promise<Made>;
  /** Whether one item comes before another. */
  isBefore: (a: Item, b: Item) => boolean;
  name?: (item: Item) => string;
  /** Whether what is made later comes behind what is there; in front of it otherwise. */
  growsAtEnd?: true;
}

const MADE = 6;
const NEWEST_FIRST = 'the newest first, by their ids, which are made when a request arrives.';
const BUDGETS = `${NEWEST_FIRST} With \`order=asc\` the oldest first.`;
const RESERVATIONS = `${NEWEST_FIRST} With \`order=asc\` the oldest first, with \`orderBy=settledAt\` by the time of settlement and then by id.`;

const times = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

/** Reservations of one moment: a batch is one decision after the other at one time. */
const batch = async (client: Client, budgetId: string, amounts: string[]): Promise<void> => {
  const commands = amounts.map((amount, n) => ({
    type: 'reserve',
    budgetId,
    amount,
    idempotencyKey: `${budgetId}/${n}`,
  }));
  const { results } = made(await client.send('POST', '/v1/reservations/batch', { commands }));
  for (const { status } of results as { status: number }[]) expect([201, 202]).toContain(status);
};

const isNewer = (a: Item, b: Item): boolean => a.id > b.id;

async function approvals(): Promise<Made> {
  const asking = (limit: string, withinSeconds: number) => ({
    window: 'transaction',
    limit,
    onExceed: 'approve',
    approve: { approvals: 1, withinSeconds },
  });
  const { id: root } = await admin.root('1000', { envelopes: [asking('1', 900), asking('10', 60)] });
  const { client: agent } = await admin.issue(root);
  await batch(agent, root, ['2', '2', '20', '2', '20', '20', '2']);
  const write = () => agent.post('/v1/reservations', { budgetId: root, amount: '2' });
  return { route: `/v1/approvals?budgetId=${root}`, write };
}

async function webhook(): Promise<string> {
  const { id: budgetId } = await admin.root('100');
  const asked = { url: 'http://127.0.0.1:9/', budgetId, types: ['budget.closed'] };
  return made(await admin.post('/v1/webhooks', asked)).id as string;
}

async function entries(order: 'asc' | 'desc'): Promise<Made> {
  const { id: root } = await admin.root('100');
  await batch(admin, root, Array<string>(MADE).fill('1'));
  return { route: `/v1/budgets/${root}/entries?order=${order}`, write: () => admin.hold(root, '1') };
}

/** Reservations of one moment, some settled at one time. */
async function reservations(query: string): Promise<Made> {
  const { id: root } = await admin.root('100');
  await batch(admin, root, Array<string>(MADE).fill('1'));
  const { items } = made(await admin.get<{ items: Item[] }>(`/v1/reservations?budgetId=${root}`));
  const commands = items.map(({ id }, n) => ({
    type: 'release',
    reservationId: id,
    idempotencyKey: `release-${n}`,
  }));
  made(await admin.send('POST', '/v1/reservations/batch', { commands }));
  const write = async () => admin.release((await admin.hold(root, '1')).id);
  return { route: `/v1/reservations?budgetId=${root}${query}`, write };
}

/** Children of one budget. */
async function budgets(query: string): Promise<Made> {
  const { id: root } = await admin.root('100');
  const child = () => admin.post(`/v1/budgets/${root}/children`, { name: 'child', guarantee: '1' });
  (await times(MADE, child)).forEach(made);
  return { route: `/v1/budgets?parentId=${root}${query}`, write: child };
}

const settlementOf = ({ settledAt, id }: Item): string => `${settledAt} ${id}`;

/** Entries of two budgets, some at one time. */
async function searched(order: 'asc' | 'desc'): Promise<Made> {
  const { id: root } = await admin.root('100');
  const { id: child } = await admin.child(root, '50');
  for (const budgetId of [child, root]) await batch(admin, budgetId, ['1', '1', '1']);
  return { route: `/v1/entries?budgetId=${root}&order=${order}`, write: () => admin.hold(child, '1') };
}

const SEARCHED =
  'the oldest first, by their time; those of the same time by the id of their budget, and by version. Without a budget, for callers who reach all trees, as they were recorded. With `order=desc` from the newest back.';
const entryName = ({ content }: Item): string => `${content.budgetId} ${content.version}`;
const entryPlace = ({ content }: Item): string =>
  `${content.at} ${content.budgetId} ${String(content.version).padStart(6, '0')}`;
const versionOf = ({ content }: Item): number => content.version;
const ENTRIES = 'as they were written, by version; with `order=desc` from the newest back.';

const LISTS: Record<string, List> = {
  listBudgets: {
    order: BUDGETS,
    isBefore: isNewer,
    make: () => budgets(''),
  },
  'listBudgets, the oldest first': {
    order: BUDGETS,
    isBefore: (a, b) => a.id < b.id,
    growsAtEnd: true,
    make: () => budgets('&order=asc'),
  },
  listReservations: {
    order: RESERVATIONS,
    isBefore: isNewer,
    make: () => reservations(''),
  },
  'listReservations, the oldest first': {
    order: RESERVATIONS,
    isBefore: (a, b) => a.id < b.id,
    growsAtEnd: true,
    make: () => reservations('&order=asc'),
  },
  'listReservations, settled last first': {
    order: RESERVATIONS,
    isBefore: (a, b) => settlementOf(a) > settlementOf(b),
    make: () => reservations('&orderBy=settledAt'),
  },
  'listReservations, settled first first': {
    order: RESERVATIONS,
    isBefore: (a, b) => settlementOf(a) < settlementOf(b),
    growsAtEnd: true,
    make: () => reservations('&orderBy=settledAt&order=asc'),
  },
  listApprovals: {
    order: 'the earliest deadline first; of those with the same deadline the oldest, by their ids.',
    isBefore: (a, b) =>
      a.approval.deadline < b.approval.deadline ||
      (a.approval.deadline === b.approval.deadline && a.id < b.id),
    growsAtEnd: true,
    make: approvals,
  },
  listEntries: {
    order: ENTRIES,
    isBefore: (a, b) => versionOf(a) < versionOf(b),
    growsAtEnd: true,
    name: (item) => String(versionOf(item)),
    make: () => entries('asc'),
  },
  'listEntries, backwards': {
    order: ENTRIES,
    isBefore: (a, b) => versionOf(a) > versionOf(b),
    name: (item) => String(versionOf(item)),
    make: () => entries('desc'),
  },
  searchEntries: {
    order: SEARCHED,
    isBefore: (a, b) => entryPlace(a) < entryPlace(b),
    growsAtEnd: true,
    name: entryName,
    make: () => searched('asc'),
  },
  'searchEntries, backwards': {
    order: SEARCHED,
    isBefore: (a, b) => entryPlace(a) > entryPlace(b),
    name: entryName,
    make: () => searched('desc'),
  },
  listFullestEnvelopes: {
    order:
      'the fullest first; of those of the same share the oldest envelope, by its id, and then by the key.',
    isBefore: (a, b) =>
      Number(a.share) > Number(b.share) || (Number(a.share) === Number(b.share) && a.id < b.id),
    growsAtEnd: true,
    make: async () => {
      const { id: root } = await admin.root('100');
      const used = async (amount: string) => {
        const { id } = await admin.child(root, '5', { envelopes: [{ window: 'lifetime', limit: '9' }] });
        return await admin.hold(id, amount);
      };
      for (const amount of ['2', '3', '4', '3', '5', '2']) await used(amount);
      return { route: `/v1/envelopes?budgetId=${root}`, write: () => used('1') };
    },
  },
  listKeys: {
    order: NEWEST_FIRST,
    isBefore: isNewer,
    make: async () => {
      const route = `/v1/budgets/${(await admin.root('100')).id}/keys`;
      const issue = () => admin.post(route, { name: 'key', role: 'agent' });
      (await times(MADE, issue)).forEach(made);
      return { route, write: issue };
    },
  },
  listWebhooks: {
    order: NEWEST_FIRST,
    isBefore: isNewer,
    make: async () => {
      await times(MADE, webhook);
      return { route: '/v1/webhooks', write: webhook };
    },
  },
  listDeliveries: {
    order: NEWEST_FIRST,
    isBefore: isNewer,
    make: async () => {
      const id = await webhook();
      const ping = () => admin.post(`/v1/webhooks/${id}/test`);
      (await times(MADE, ping)).forEach(made);
      return { route: `/v1/webhooks/${id}/deliveries`, write: ping };
    },
  },
  listSessions: {
    order: NEWEST_FIRST,
    isBefore: isNewer,
    make: async () => {
      const open = () => new Browser(admin.baseUrl).signIn(admin.key);
      (await times(MADE, open)).forEach(made);
      return { route: '/v1/sessions', write: open };
    },
  },
  listMeterEvents: {
    order: NEWEST_FIRST,
    isBefore: isNewer,
    make: async () => {
      const root = await meteredTree(admin);
      const { id } = await customerOf(admin, root, 'cus_one');
      await setMeters(fleet, root.id);
      let charges = 0;
      // Waits until both events of a charge are there: they are made after it.
      const write = async () => {
        made(await admin.post(`/v1/budgets/${id}/charges`, { vendor: 'acme', amount: '0.01' }));
        charges += 1;
        await untilOf(
          () => eventsOf(admin, root.id, 'pending'),
          ({ length }) => length >= 2 * charges,
        );
      };
      for (let n = 0; n < MADE; n += 2) await write();
      return { route: `/v1/budgets/${root.id}/meters/events`, write };
    },
  },
};

interface Operation {
  operationId: string;
  description?: string;
  responses: Record<string, { content?: { 'application/json'?: { schema: { $ref?: string } } } }>;
}

test('every list of the document says its order', async () => {
  const { body: document } = await admin.get('/openapi.json');
  const operations = Object.values(document.paths as Record<string, Record<string, Operation>>).flatMap(
    (methods) => Object.values(methods),
  );
  const isPage = ({ responses }: Operation): boolean => {
    const name = responses['200']?.content?.['application/json']?.schema.$ref?.split('/').at(-1);
    return 'nextCursor' in (document.components.schemas[name ?? '']?.properties ?? {});
  };
  const stated = (one: Operation) => /(?:^| )Order: (.+)$/.exec(one.description ?? '')?.[1];
  expect(Object.fromEntries(operations.filter(isPage).map((one) => [one.operationId, stated(one)]))).toEqual(
    Object.fromEntries(Object.entries(LISTS).map(([name, { order }]) => [name.split(',')[0], order])),
  );
});

test.each(Object.entries(LISTS))(
  '%s: items come in that order, each once, while others are made',
  async (_, { make, isBefore, growsAtEnd, name = ({ id }) => id }) => {
    const { route, write } = await make();
    const read = async (query: string): Promise<{ items: Item[]; nextCursor: string | null }> =>
      made(await admin.get(`${route}${route.includes('?') ? '&' : '?'}${query}`));
    const before = (await read('limit=200')).items.map(name);
    expect(before.length).toBeGreaterThanOrEqual(MADE);
    const seen: Item[] = [];
    let cursor: string | null = null;
    let writes = 0;
    do {
      const page = await read(`limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items);
      cursor = page.nextCursor;
      // Where new items come last a reader would never be done.
      if (writes++ < 3) await write();
    } while (cursor !== null);
    const names = seen.map(name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((one) => before.includes(one))).toEqual(before);
    for (const [n, item] of seen.entries())
      if (n > 0) expect([n, isBefore(seen[n - 1]!, item)]).toEqual([n, true]);
    const after = (await read('limit=200')).items.map(name);
    expect(after.length).toBeGreaterThanOrEqual(before.length + 3);
    const there = growsAtEnd ? after.slice(0, before.length) : after.slice(-before.length);
    expect(there).toEqual(before);
  },
);
