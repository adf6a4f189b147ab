import type { SpendView } from '../../../src/queries/spend-queries.js';
import { made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { addedUp } from '../../support/spend.js';
import { askSpend, spendOf, type SpendQuery } from '../../support/spend-route.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

async function ask(query: SpendQuery, client = admin): Promise<Answer> {
  await addedUp(fleet.database.sql);
  return await askSpend(client, query);
}
const spend = (budgetId: string, query?: SpendQuery) => spendOf(fleet, budgetId, query);
const NAMES: Partial<Record<string, 'childId' | 'runId'>> = { child: 'childId', run: 'runId' };
/** Each group by its names, with what was spent. */
const rows = ({ items, groupBy }: SpendView): unknown[][] =>
  items.map((item) => [...groupBy.map((group) => item[NAMES[group] ?? (group as 'vendor')]), item.spent]);

const child = async (budgetId: string, metadata: object | null = null): Promise<string> => {
  const body = { name: 'child', guarantee: '0', ceiling: '50', metadata };
  return made(await admin.post<{ id: string }>(`/v1/budgets/${budgetId}/children`, body)).id;
};
async function change(budgetId: string, changes: object): Promise<Answer> {
  const { revision } = made(await admin.get<{ revision: number }>(`/v1/budgets/${budgetId}`));
  return await admin.patch(`/v1/budgets/${budgetId}`, changes, { revision });
}

/** A tree of two teams, one of which has a budget below it that says nothing of teams. */
async function teams() {
  const settings = { dimensions: ['team', 'customer'], metadata: { customer: 'house' } };
  const { id: root } = await admin.root('100', settings);
  const [search, ads] = [await child(root, { team: 'search' }), await child(root, { team: 'ads' })];
  const below = await child(search, { colour: 'red' });
  await admin.pay(root, '1', { vendor: 'acme' });
  await admin.pay(search, '2', { vendor: 'acme', metadata: { customer: 'x' } });
  await admin.pay(below, '3', { vendor: 'zeta' });
  await admin.pay(ads, '4', { vendor: 'acme', metadata: { team: 'search', customer: 'x' }, runId: 'run-1' });
  const refunded = await admin.pay(ads, '5', { vendor: 'zeta' });
  made(await admin.post(`/v1/reservations/${refunded}/refund`, { amount: '1.5' }));
  return { root, search, ads, below };
}

test('spend is kept by the label of the reservation, else of the nearest budget, and null is a group', async () => {
  const { root, search, ads } = await teams();
  const byTeam = await spend(root, { groupBy: 'labels.team' });
  expect(rows(byTeam)).toEqual([
    ['ads', '3.5'],
    ['search', '9'],
    [null, '1'],
  ]);
  expect(byTeam.items[0]).toEqual({
    'labels.team': 'ads',
    spent: '3.5',
    refunded: '1.5',
    reserved: '0',
    calls: 1,
    denied: 0,
    usage: {},
  });
  expect(byTeam.total.spent).toBe('13.5');
  expect(rows(await spend(root, { groupBy: ['labels.team', 'labels.customer'] }))).toEqual([
    ['ads', 'house', '3.5'],
    ['search', 'house', '3'],
    ['search', 'x', '6'],
    [null, 'house', '1'],
  ]);
  expect(
    rows(await spend(root, { groupBy: ['labels.team', 'vendor', 'month'] })).map((row) =>
      row.toSpliced(2, 1),
    ),
  ).toEqual([
    ['ads', 'zeta', '3.5'],
    ['search', 'acme', '6'],
    ['search', 'zeta', '3'],
    [null, 'acme', '1'],
  ]);
  expect(rows(await spend(root, { groupBy: ['run', 'labels.team'] }))).toEqual([
    ['run-1', 'search', '4'],
    [null, 'ads', '3.5'],
    [null, 'search', '5'],
    [null, null, '1'],
  ]);
  expect(rows(await spend(root, { groupBy: ['child', 'labels.team'] }))).toEqual([
    [search, 'search', '5'],
    [ads, 'ads', '3.5'],
    [ads, 'search', '4'],
    [null, null, '1'],
  ]);
  const day = (await spend(root, { groupBy: ['day', 'labels.team'] })).items;
  expect(day.map((item) => [item['labels.team'], item.spent])).toEqual(rows(byTeam));
});

test('sums of one value are those of its group, and what is held is among them', async () => {
  const { root, search, ads, below } = await teams();
  await admin.hold(below, '7', { vendor: 'acme' });
  await admin.hold(ads, '6', { metadata: { customer: 'x' } });
  expect(
    (await admin.post('/v1/reservations', { budgetId: below, amount: '99', metadata: { customer: 'y' } }))
      .status,
  ).toBe(402);
  const { items } = await spend(root, { groupBy: ['labels.team', 'labels.customer'] });
  expect(
    items.map((item) => [item['labels.team'], item['labels.customer'], item.reserved, item.denied]),
  ).toEqual([
    ['ads', 'house', '0', 0],
    ['ads', 'x', '6', 0],
    ['search', 'house', '7', 0],
    ['search', 'x', '0', 0],
    ['search', 'y', '0', 1],
    [null, 'house', '0', 0],
  ]);
  const of = async (...labels: string[]) => (await spend(root, { labels })).total;
  expect(await of('team:search')).toMatchObject({ spent: '9', reserved: '7', calls: 3, denied: 1 });
  expect(await of('team:search', 'customer:x')).toMatchObject({ spent: '6', reserved: '0', calls: 2 });
  expect(await of('team:nobody')).toMatchObject({ spent: '0', reserved: '0', calls: 0, denied: 0 });
  expect(rows(await spend(root, { labels: 'team:search', groupBy: ['vendor', 'run'] }))).toEqual([
    ['acme', 'run-1', '4'],
    ['acme', null, '2'],
    ['zeta', null, '3'],
    [null, null, '0'],
  ]);
  // What a budget further up says holds where only what is below is asked about.
  expect(rows(await spend(below, { groupBy: ['labels.team', 'labels.customer'] }))).toEqual([
    ['search', 'house', '3'],
    ['search', 'y', '0'],
  ]);
  expect((await spend(search, { labels: ['team:search', 'customer:house'] })).total).toMatchObject({
    spent: '3',
    reserved: '7',
  });
});

test('another label, and another dimension, holds for what is decided from then on', async () => {
  const { id: root } = await admin.root('100', { metadata: { team: 'a' } });
  await admin.pay(root, '1');
  expect((await ask({ budgetId: root, groupBy: 'labels.team' })).body.errors).toMatchObject([
    { field: 'groupBy', rule: 'dimension' },
  ]);
  expect((await change(root, { dimensions: ['team'] })).body).toMatchObject({
    dimensions: ['team'],
    revision: 2,
  });
  const held = await admin.hold(root, '2');
  await admin.pay(root, '2');
  expect((await change(root, { metadata: { team: 'b' } })).status).toBe(200);
  made(await admin.post(`/v1/reservations/${held.id}/commit`, { amount: '4', overage: 'overdraft' }));
  const expected = [
    ['a', '2'],
    ['b', '4'],
    [null, '1'],
  ];
  expect(rows(await spend(root, { groupBy: 'labels.team' }))).toEqual(expected);
  expect((await change(root, { dimensions: null })).body).not.toHaveProperty('dimensions');
  await admin.pay(root, '8');
  expect((await ask({ budgetId: root, labels: 'team:a' })).body.errors).toMatchObject([
    { field: 'labels', rule: 'dimension' },
  ]);
  expect((await change(root, { dimensions: ['team'] })).status).toBe(200);
  expect(rows(await spend(root, { groupBy: 'labels.team' }))).toEqual([...expected.slice(0, 2), [null, '9']]);
});

test('dimensions are a setting of a root, under its revision and in its journal', async () => {
  const { id: root } = await admin.root('100');
  const below = await child(root);
  expect((await change(below, { dimensions: ['team'] })).body).toMatchObject({
    code: 'not_a_root',
    field: 'dimensions',
  });
  expect(
    (await admin.patch(`/v1/budgets/${root}`, { dimensions: ['team'] }, { revision: 7 })).body.code,
  ).toBe('revision_mismatch');
  made(await change(root, { dimensions: ['team'] }));
  const { items } = (await admin.get(`/v1/budgets/${root}/entries`)).body as {
    items: { content: { kind: string; settings: object } }[];
  };
  const updated = items.find(({ content }) => content.kind === 'update');
  expect(updated?.content.settings).toMatchObject({ dimensions: ['team'] });
  const { client: agent } = await admin.issue(root, { role: 'agent' });
  expect((await agent.patch(`/v1/budgets/${root}`, { dimensions: ['x'] }, { revision: 2 })).status).toBe(403);
});

test.each([
  [[], 'array'],
  [Array.from({ length: 17 }, (_, i) => `d${i}`), 'array'],
  [['team', 'team'], 'unique'],
  [[''], 'dimension'],
  [['with space'], 'dimension'],
  [['té'], 'dimension'],
  [['a,b'], 'dimension'],
  [['x'.repeat(65)], 'dimension'],
  [[7], 'dimension'],
  ['team', 'array'],
])('dimensions %j are refused by their rule', async (dimensions, rule) => {
  const { id: root } = await admin.root('1');
  const { status, body } = await change(root, { dimensions });
  expect([status, body]).toMatchObject([400, { code: 'validation_failed', errors: [{ rule }] }]);
});

test('names that every object has, and values of any kind, are what they are', async () => {
  const dimensions = ['__proto__', 'constructor', 'toString', '2024', '-', 'a.b/c'];
  const { id: root } = await admin.root('100', { dimensions, metadata: { '-': 'dash' } });
  await admin.pay(root, '1');
  await admin.pay(root, '2', {
    metadata: { toString: '=cmd()', 2024: "'; DROP TABLE budgets; --", 'a.b/c': '' },
  });
  await admin.pay(root, '3', { metadata: { 'a.b/c': '🦊'.repeat(250), constructor: 'null' } });
  const group = async (name: string) => rows(await spend(root, { groupBy: `labels.${name}` }));
  expect(await group('__proto__')).toEqual([[null, '6']]);
  expect(await group('constructor')).toEqual([
    ['null', '3'],
    [null, '3'],
  ]);
  expect(await group('toString')).toEqual([
    ['=cmd()', '2'],
    [null, '4'],
  ]);
  expect(await group('2024')).toEqual([
    ["'; DROP TABLE budgets; --", '2'],
    [null, '4'],
  ]);
  expect(await group('-')).toEqual([['dash', '6']]);
  expect(await group('a.b/c')).toEqual([
    ['', '2'],
    ['🦊'.repeat(128), '3'],
    [null, '1'],
  ]);
  expect((await spend(root, { labels: 'a.b/c:' })).total.spent).toBe('2');
  const { id } = await admin.hold(root, '9', { metadata: { 'a.b/c': '🦊'.repeat(250) } });
  expect((await spend(root, { labels: `a.b/c:${'🦊'.repeat(128)}` })).total).toMatchObject({
    spent: '3',
    reserved: '9',
  });
  made(await admin.post(`/v1/reservations/${id}/release`));
});

test('labels that an entry does not repeat are kept all the same', async () => {
  const { id: root } = await admin.root('100', { dimensions: ['zone'] });
  const metadata = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`a${i}`, 'x'.repeat(400)]));
  await admin.pay(root, '1', { metadata: { ...metadata, zone: 'north' } });
  expect(
    (
      await admin.post('/v1/reservations', {
        budgetId: root,
        amount: '999',
        metadata: { ...metadata, zone: 'south' },
      })
    ).status,
  ).toBe(402);
  const { items } = await spend(root, { groupBy: 'labels.zone' });
  expect(items.map((item) => [item['labels.zone'], item.spent, item.denied])).toEqual([
    ['north', '1', 0],
    ['south', '0', 1],
  ]);
});

test('pages go on behind a label, and a cursor is good for its labels alone', async () => {
  const { id: root } = await admin.root('100', { dimensions: ['team'] });
  for (const team of ['b', 'a', 'é', 'Z']) await admin.pay(root, '1', { metadata: { team } });
  await admin.pay(root, '1');
  const seen: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page: SpendView = await spend(root, {
      groupBy: 'labels.team',
      limit: '2',
      ...(cursor !== null && { cursor }),
    });
    seen.push(...page.items.map((item) => item['labels.team']));
    if (page.nextCursor !== null)
      for (const other of [
        { groupBy: 'vendor' },
        { groupBy: 'labels.team', labels: 'team:a' },
      ] as SpendQuery[])
        expect((await ask({ budgetId: root, ...other, cursor: page.nextCursor })).body.errors).toMatchObject([
          { field: 'cursor' },
        ]);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(['Z', 'a', 'b', 'é', null]);
});

test.each([
  [{ groupBy: 'labels.colour' }, 'groupBy', 'dimension', 'customer'],
  [{ groupBy: ['vendor', 'labels.__proto__'] }, 'groupBy', 'dimension', 'team'],
  [{ labels: 'colour:red' }, 'labels', 'dimension', 'team'],
  [{ groupBy: 'labels.' }, 'groupBy', 'groups', 'labels.'],
  [{ groupBy: 'labels.a b' }, 'groupBy', 'groups', 'labels.'],
  [{ groupBy: ['labels.team', 'labels.team'] }, 'groupBy', 'groups', 'twice'],
  [{ labels: 'team' }, 'labels', 'labels', 'team:research'],
])('%j is refused by its field and rule, and what there is is named', async (query, field, rule, named) => {
  const { id: root } = await admin.root('1', { dimensions: ['team', 'customer'] });
  const { status, body } = await ask({ budgetId: await child(root), ...(query as SpendQuery) });
  expect([status, body]).toMatchObject([
    400,
    {
      code: 'validation_failed',
      errors: [{ field, rule, message: expect.stringContaining(named) as string }],
    },
  ]);
});

test('who sees a child sums up its labels, and no others', async () => {
  const { root, ads } = await teams();
  const { client: auditor } = await admin.issue(ads, { role: 'auditor' });
  expect((await ask({ budgetId: root, groupBy: 'labels.team' }, auditor)).status).toBe(404);
  const { status, body } = await ask({ budgetId: ads, groupBy: 'labels.team' }, auditor);
  expect([status, rows(body as unknown as SpendView)]).toEqual([
    200,
    [
      ['ads', '3.5'],
      ['search', '4'],
    ],
  ]);
});
