import { EVERYTHING } from '../../../src/core/matches/match.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openReadClient } from '../../../src/database/read-client.js';
import type { PrismaClient } from '../../../src/generated/prisma/client.js';
import { windowAt } from '../../../src/core/windows.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { BudgetQueries, type BudgetFilter } from '../../../src/queries/budget-queries.js';
import { MalformedCursorError } from '../../../src/queries/page.js';
import { busyTree, type BusyTree } from '../../support/busy-tree.js';
import { envelopeInput } from '../../support/core.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let ledger: TestLedger;
let prisma: PrismaClient;
let queries: BudgetQueries;
let tree: BusyTree;
let other: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new TestLedger(database.url);
  prisma = openReadClient(database.url, 4);
  queries = new BudgetQueries(prisma);
  tree = await busyTree(ledger);
  other = await ledger.root('7', { name: 'other' });
});

afterAll(async () => {
  await Promise.all([ledger.stop(), prisma.$disconnect()]);
  await database.drop();
});

const listed = async (filter: Omit<BudgetFilter, 'limit'>) =>
  (await queries.list({ limit: 100, ...filter })).items.map(({ id }) => id);

describe('list', () => {
  test('shows all budgets, the newest first, each as it stands', async () => {
    const { items, nextCursor } = await queries.list({ limit: 100, expand: ['policy'] });
    expect(items.map(({ id }) => id)).toEqual([
      other,
      tree.debtor,
      tree.done,
      tree.agent,
      tree.team,
      tree.root,
    ]);
    expect(nextCursor).toBeNull();
    expect(items[3]).toMatchObject({
      parentId: tree.team,
      treeId: tree.root,
      depth: 2,
      name: 'agent 1',
      state: 'frozen',
      currency: 'USD',
      guarantee: '3',
      ceiling: '60',
      policy: { vendors: { deny: ['evil'] } },
      balances: { reserved: '8.25', spent: '11.26' },
    });
  });

  test.each<[string, () => Omit<BudgetFilter, 'limit'>, () => string[]]>([
    ['children', () => ({ parentId: tree.team }), () => [tree.done, tree.agent]],
    ['children in a state', () => ({ parentId: tree.root, state: 'paused' }), () => [tree.debtor]],
    ['children of nothing', () => ({ parentId: newId('budget') }), () => []],
    ['children of what is no id', () => ({ parentId: 'x' }), () => []],
    ['roots', () => ({ rootsOnly: true }), () => [other, tree.root]],
    ['a state', () => ({ state: 'closed' }), () => [tree.done]],
    ['a debt', () => ({ overdrawn: true }), () => [tree.debtor]],
    ['a debt in another state', () => ({ overdrawn: true, state: 'active' }), () => []],
    ['no debt', () => ({ overdrawn: false, parentId: tree.team }), () => [tree.done, tree.agent]],
    ['what is open', () => ({ parentId: tree.team, openOnly: true }), () => [tree.agent]],
    ['a name', () => ({ name: 'team' }), () => [tree.team]],
    ['part of a name, in whatever case', () => ({ q: 'EA' }), () => [tree.team]],
    ['part of a ref', () => ({ q: '-1/' }), () => [tree.done, tree.agent]],
    [
      'part of either, under a budget',
      () => ({ q: 'e', within: tree.team }),
      () => [tree.done, tree.agent, tree.team],
    ],
    ['what Postgres could read as a pattern', () => ({ q: '_' }), () => []],
    ['what Postgres could read as any text', () => ({ q: '%' }), () => []],
    ['what Postgres could read as an escape', () => ({ q: '\\' }), () => []],
    ['a label', () => ({ metadata: { owner: 'ops' } }), () => [tree.root]],
    ['a label that is a number', () => ({ metadata: { attempt: '3' } }), () => [tree.root]],
    ['a label that is true', () => ({ metadata: { live: 'true' } }), () => [tree.team]],
    ['a label with a comma', () => ({ metadata: { 'per,haps': 'yes' } }), () => [tree.team]],
    ['several labels', () => ({ metadata: { owner: 'ops', attempt: '4' } }), () => []],
    ['a label like an injection', () => ({ metadata: { "'; --": '"{}' } }), () => []],
  ])('filters by %s', async (_, filter, expected) => {
    expect(await listed(filter())).toEqual(expected());
  });

  test('the oldest come first where that is asked for, and each order has cursors of its own', async () => {
    const first = await queries.list({ limit: 1, parentId: tree.team, order: 'asc' });
    const cursor = first.nextCursor!;
    const second = await queries.list({ limit: 1, parentId: tree.team, order: 'asc', cursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([tree.agent, tree.done]);
    expect(second.nextCursor).toBeNull();
    await expect(queries.list({ limit: 1, cursor })).rejects.toThrow(MalformedCursorError);
  });

  test('shows what lies under each of several trees, as reads of one do', async () => {
    const { items } = await queries.list({ limit: 100, expand: ['subtree'] });
    expect(items.map(({ id }) => id)).toEqual(await listed({}));
    for (const { id, subtree, childrenCount, openChildrenCount } of items) {
      const one = await queries.tree(id, 0, 1);
      expect([id, subtree, childrenCount, openChildrenCount]).toEqual([
        id,
        one!.subtree,
        one!.childrenCount,
        one!.openChildrenCount,
      ]);
    }
    expect(items.find(({ id }) => id === tree.team)).toMatchObject({
      childrenCount: 2,
      openChildrenCount: 1,
      subtree: { spent: (await queries.get(tree.team))!.subtree.spent },
    });
  });

  test('shows those above each, and none above what the reader reaches', async () => {
    const above = async (reach?: string) => {
      const seen = reach === undefined ? {} : { reach, within: reach };
      const { items } = await queries.list({ limit: 100, expand: ['ancestors'], ...seen });
      return Object.fromEntries(
        items.map(({ name, ancestors }) => [name, ancestors!.map((one) => one.name)]),
      );
    };
    const all = { other: [], debtor: ['fleet'], 'agent 1': ['fleet', 'team'], done: ['fleet', 'team'] };
    expect(await above()).toEqual({ ...all, team: ['fleet'], fleet: [] });
    expect(await above(tree.team)).toEqual({ 'agent 1': ['team'], done: ['team'], team: [] });
  });

  test('goes on after each page, filters included', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await queries.list({ limit: 2, ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(await listed({}));
    const first = await queries.list({ limit: 1, parentId: tree.team });
    const second = await queries.list({ limit: 1, parentId: tree.team, cursor: first.nextCursor! });
    expect(second).toMatchObject({ items: [{ id: tree.agent }], nextCursor: null });
  });

  test.each(['', 'x', 'AAAA', Buffer.from('budgets:1').toString('base64url'), 'é', `${'A'.repeat(5_000)}`])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(queries.list({ limit: 1, cursor })).rejects.toThrow(MalformedCursorError);
    },
  );
});

describe('get', () => {
  test('has the use of every envelope in its current window', async () => {
    const root = await queries.get(tree.root);
    expect(root).toMatchObject({ id: tree.root, name: 'fleet', metadata: { owner: 'ops', attempt: 3 } });
    const [daily] = root!.envelopes;
    const day = daily!.usage[0]!;
    expect(daily).toMatchObject({
      id: tree.envelopes.daily,
      limit: '60',
      match: { vendors: null, categories: null },
      usage: [{ key: null, used: '23.51', remaining: '36.49' }],
      usageTruncated: false,
    });
    expect(Date.parse(day.resetsAt!) - Date.parse(day.windowStart!)).toBe(86_400_000);

    const team = await queries.get(tree.team);
    expect(team!.envelopes.map(({ id }) => id)).toEqual([tree.envelopes.perVendor, tree.envelopes.single]);
    expect(team!.envelopes[0]!.usage.map(({ key, used }) => [key, used])).toEqual([
      ['acme', '17.51'],
      ['other', '1.5'],
      ['', '0.5'],
    ]);
    expect(team!.envelopes[1]).toMatchObject({ match: { vendors: ['acme', 'other'] }, usage: [] });

    // What was deleted is not shown; a lifetime never resets.
    const agent = await queries.get(tree.agent);
    expect(agent!.envelopes.map(({ id }) => id)).toEqual([tree.envelopes.velocity]);
    expect(agent!.envelopes[0]!.usage).toContainEqual({
      key: 'run-1',
      used: '4',
      remaining: '4',
      windowStart: null,
      resetsAt: null,
    });
  });

  test('lists the largest of many keys, and an untouched window at zero', async () => {
    const [perRun, hourly] = [newId('envelope'), newId('envelope')];
    const root = await ledger.root('1000000', {
      envelopes: [
        envelopeInput({ id: perRun, window: 'month', limit: '500', per: 'run' }),
        envelopeInput({
          id: hourly,
          window: 'hour',
          limit: '5',
          match: { ...EVERYTHING, vendors: ['nobody'] },
        }),
      ],
    });
    await Promise.all(
      Array.from({ length: 150 }, (_, i) => ledger.reserve(root, String(i), { runId: `run/${i}` })),
    );
    const { envelopes } = (await queries.get(root))!;
    expect(envelopes[0]!.usageTruncated).toBe(true);
    expect(envelopes[0]!.usage).toHaveLength(100);
    expect(envelopes[0]!.usage[0]).toMatchObject({ key: 'run/149', used: '149', remaining: '351' });
    expect(envelopes[1]!.usage).toMatchObject([{ key: null, used: '0', remaining: '5' }]);
  });

  test('names those above it as far as somebody reaches, from the top down', async () => {
    const [root, team] = [
      { id: tree.root, name: 'fleet', state: 'active' },
      { id: tree.team, name: 'team', state: 'active' },
    ];
    expect((await queries.get(tree.root))!.ancestors).toEqual([]);
    expect((await queries.get(tree.agent))!.ancestors).toEqual([root, team]);
    expect((await queries.get(tree.agent, tree.team))!.ancestors).toEqual([team]);
    expect((await queries.get(tree.agent, tree.agent))!.ancestors).toEqual([]);
  });

  test.each(['', 'x', 'budget_', 'rsv_01h455vb4pex5vsknk084sn02q', newId('budget')])(
    'finds nothing under %j',
    async (id) => {
      expect(await queries.get(id)).toBeNull();
      expect(await queries.tree(id, 1, 1)).toBeNull();
    },
  );
});

describe('countedWindows', () => {
  /** An envelope that was made so long ago, with counters of windows that are over. */
  async function counted(
    fields: object,
    ago: string,
    counters: [start: string, key: string, used: number][],
  ) {
    const id = newId('envelope');
    const root = await ledger.root('1000', {
      scale: 2,
      timezone: 'Europe/Berlin',
      envelopes: [envelopeInput({ id, window: 'day', limit: '50', ...fields })],
    });
    await database.sql`UPDATE envelopes SET created_at = now() - ${ago}::interval WHERE id = ${uuidOf(id)}`;
    for (const [start, key, used] of counters)
      await database.sql`
        INSERT INTO counters (tree_id, id, envelope_id, key, window_start, window_end, metric, used, version)
        VALUES (${uuidOf(root)}, ${`${id}/${start}/${key}`}, ${uuidOf(id)}, ${key}, ${start}, 'infinity', 'amount', ${used}, 1)`;
    return { id, root };
  }

  test('has the windows since the limit was made, the oldest first, and what each counted', async () => {
    const today = windowAt('day', 'Europe/Berlin', Date.now());
    const before = windowAt('day', 'Europe/Berlin', today.start - 1);
    const start = new Date(before.start).toISOString();
    const { id, root } = await counted({}, '30 hours', [[start, '', 1234]]);
    expectAccepted(await ledger.reserve(root, '7.5'));
    const found = (await queries.countedWindows(id, '', 30))!;
    expect(found).toMatchObject({ envelopeId: id, key: null });
    const spans = found.windows.map(({ from, to }) => [from, to]);
    expect(spans.slice(-2)).toEqual(
      [before, today].map(({ start, end }) => [new Date(start).toISOString(), new Date(end).toISOString()]),
    );
    expect(spans.length).toBeLessThanOrEqual(3);
    expect(found.windows.slice(-2).map(({ used }) => used)).toEqual(['12.34', '7.5']);
    expect((await queries.countedWindows(id, '', 1))!.windows).toEqual(found.windows.slice(-1));
  });

  test('has the counter that is asked for, of a limit with one for each vendor', async () => {
    const { id, root } = await counted({ window: 'lifetime', per: 'vendor' }, '1 day', []);
    expectAccepted(await ledger.reserve(root, '2', { vendor: 'acme' }));
    expectAccepted(await ledger.reserve(root, '3', { vendor: null }));
    const used = async (key: string) => (await queries.countedWindows(id, key, 30))!.windows;
    expect(await used('acme')).toEqual([{ from: null, to: null, used: '2' }]);
    expect(await used('')).toEqual([{ from: null, to: null, used: '3' }]);
    expect(await used('other')).toEqual([{ from: null, to: null, used: '0' }]);
  });

  test('has none of a limit for each transaction, and finds nothing that is not there', async () => {
    const { id } = await counted({ window: 'transaction' }, '1 day', []);
    expect((await queries.countedWindows(id, '', 30))!.windows).toEqual([]);
    expect(await queries.countedWindows(newId('envelope'), '', 30)).toBeNull();
    expect(await queries.countedWindows('x', '', 30)).toBeNull();
    expect(await queries.countedWindows(tree.envelopes.deleted, '', 30)).toBeNull();
  });
});

describe('tree', () => {
  test('nests the whole subtree', async () => {
    const whole = await queries.tree(tree.root, 32, 1_000);
    expect(whole).toMatchObject({
      id: tree.root,
      childrenCount: 2,
      truncated: false,
      children: [
        { id: tree.team, childrenCount: 2, children: [{ id: tree.agent, depth: 2 }, { id: tree.done }] },
        { id: tree.debtor, childrenCount: 0, truncated: false, children: [] },
      ],
    });
  });

  test.each([
    [0, 1_000, 0, true],
    [1, 1_000, 2, false],
    [32, 2, 1, true],
    [32, 1, 0, true],
  ])('ends at depth %i and after %i budgets', async (depth, limit, children, truncated) => {
    const part = await queries.tree(tree.root, depth, limit);
    expect(part).toMatchObject({ childrenCount: 2, truncated });
    expect(part!.children).toHaveLength(children);
    for (const child of part!.children) expect(child.children).toEqual([]);
  });

  test('shows the oldest of many children', async () => {
    const root = await ledger.root('100');
    const children: string[] = [];
    for (let i = 0; i < 30; i += 1) children.push(await ledger.child(root, '1'));
    const part = await queries.tree(root, 2, 11);
    expect(part).toMatchObject({ childrenCount: 30, truncated: true });
    expect(part!.children.map(({ id }) => id)).toEqual(children.slice(0, 10));
  });
});
