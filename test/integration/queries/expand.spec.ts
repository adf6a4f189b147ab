import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../../src/generated/prisma/client.js';
import { ReservationQueries } from '../../../src/queries/reservation-queries.js';
import { ifMatch, TestApi, type Answer } from '../../support/api.js';

let api: TestApi;
let root: string;
let team: string;
let agent: string;
/** Of the agent's and of the team's own key. */
let agentKey: { authorization: string };
let teamKey: { authorization: string };
let waiting: string;
let held: string;

const ASKING = {
  name: 'one person',
  window: 'day',
  limit: '10',
  onExceed: 'approve',
  approve: { approvals: 1, withinSeconds: 3_600 },
};

const made = ({ status, body }: Answer): Answer['body'] => {
  if (status >= 300) throw new Error(JSON.stringify(body));
  return body;
};

const child = async (parentId: string, name: string, envelopes: object[]) =>
  made(
    await api.post(`/v1/budgets/${parentId}/children`, {
      name,
      guarantee: '0',
      ceiling: '80',
      envelopes,
      key: { name: `key of ${name}` },
    }),
  );

beforeAll(async () => {
  api = await TestApi.start();
  root = await api.root({ name: 'company', envelopes: [{ name: 'a month', window: 'month', limit: '90' }] });
  const made = await child(root, 'research', [ASKING]);
  team = made.id;
  teamKey = { authorization: `Bearer ${made.key.secret as string}` };
  const below = await child(team, 'coder', [{ window: 'hour', limit: '50', per: 'vendor' }]);
  agent = below.id;
  agentKey = { authorization: `Bearer ${below.key.secret as string}` };
  held = await api.hold(agent, '4', { vendor: 'openai' });
  const wish = { budgetId: agent, amount: '20', vendor: 'openai' };
  const asked = await api.post('/v1/reservations', wish, agentKey);
  expect(asked.status).toBe(202);
  waiting = asked.body.id as string;
});
afterAll(() => api.stop());

const read = (route: string, key?: object): Promise<Answer> => api.send('GET', route, undefined, { ...key });

test('reads of reservations name their budget, and the envelopes that asked people', async () => {
  const named = { budgetName: 'coder', approval: { envelopeNames: ['one person'] } };
  expect((await read(`/v1/reservations/${waiting}`)).body).toMatchObject(named);
  expect((await read('/v1/approvals')).body.items).toMatchObject([named]);
  const { items } = (await read(`/v1/reservations?budgetId=${agent}`)).body;
  expect(items).toMatchObject([named, { id: held, budgetName: 'coder', approval: null }]);
  for (const item of items) for (const part of ['budget', 'envelopes']) expect(item).not.toHaveProperty(part);
});

const PARTS = 'expand=budget&expand=envelopes';

test.each([
  ['one', () => `/v1/reservations/${waiting}?${PARTS}`],
  ['a list', () => `/v1/reservations?budgetId=${agent}&limit=1&${PARTS}`],
  ['the list of approvals', () => `/v1/approvals?${PARTS}`],
  ['names with commas', () => `/v1/reservations/${waiting}?expand=budget,envelopes`],
])('expand shows the budget, and the envelopes with their counters: %s', async (_, route) => {
  const { status, body } = await read(route());
  const item = body.items?.[0] ?? body;
  expect([status, item.id]).toEqual([200, waiting]);
  expect(item.budget).toMatchObject({ id: agent, name: 'coder', balances: { reserved: '24' } });
  expect(item.envelopes).toMatchObject([
    { name: 'one person', budgetId: team, limit: '10', usage: { key: null, used: '24', remaining: '0' } },
    { name: null, budgetId: agent, usage: { key: 'openai', used: '24', remaining: '26' } },
    { name: 'a month', budgetId: root, limit: '90', usage: { used: '24', remaining: '66' } },
  ]);
  for (const part of ['match', 'approve']) expect(item.envelopes[0]).not.toHaveProperty(part);
});

test('a key sees only envelopes that lie within its reach, in one and in a list', async () => {
  const budgetsOf = async (route: string, key: object): Promise<string[]> => {
    const { status, body } = await read(route, key);
    expect(status).toBe(200);
    const item = body.items?.find((one: { id: string }) => one.id === waiting) ?? body;
    return item.envelopes.map((one: { budgetId: string }) => one.budgetId);
  };
  for (const route of [
    `/v1/reservations/${waiting}?expand=envelopes`,
    '/v1/reservations?expand=envelopes',
    `/v1/reservations?budgetId=${agent}&expand=envelopes`,
  ]) {
    expect(await budgetsOf(route, teamKey)).toEqual([team, agent]);
    expect(await budgetsOf(route, agentKey)).toEqual([agent]);
  }
  expect((await read(`/v1/reservations/${waiting}?${PARTS}`, agentKey)).body.budget.id).toBe(agent);
});

test('what cannot be expanded is a 400 that names what can', async () => {
  for (const [route, parts] of [
    [`/v1/reservations/${held}?expand=metadata`, 'budget or envelopes'],
    [`/v1/reservations/${held}?expand=budget,budget,budget`, 'budget or envelopes'],
    ['/v1/reservations?expand=tree', 'metadata or budget or envelopes'],
    ['/v1/approvals?expand=', 'metadata or budget or envelopes'],
  ] as const) {
    const { status, body } = await read(route);
    expect([status, body.errors]).toEqual([
      400,
      [{ field: 'expand', rule: 'expand', message: `expand must be ${parts}` }],
    ]);
  }
});

test('an envelope that was deleted is shown no more, and its name stays where it asked', async () => {
  const top = await api.root({ name: 'other', envelopes: [{ ...ASKING, name: 'short-lived' }] });
  const { id } = (await api.post('/v1/reservations', { budgetId: top, amount: '11' })).body;
  const before = (await read(`/v1/reservations/${id as string}?expand=envelopes`)).body;
  const route = `/v1/envelopes/${before.envelopes[0].id as string}`;
  made(await api.write('DELETE', route, undefined, ifMatch(1)));
  const after = (await read(`/v1/reservations/${id as string}?expand=envelopes`)).body;
  expect([after.envelopes, after.approval.envelopeNames]).toEqual([[], ['short-lived']]);
});

test('a page is read with as many statements whether it has one reservation or fifty', async () => {
  const top = await api.root({ name: 'busy', envelopes: [{ window: 'day', limit: '99' }] });
  for (let n = 0; n < 50; n += 1) await api.hold(top, '1');
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: api.database.url }),
    log: [{ emit: 'event', level: 'query' }],
  });
  let statements = 0;
  prisma.$on('query', () => (statements += 1));
  const queries = new ReservationQueries(prisma);
  const statementsOf = async (limit: number): Promise<number> => {
    statements = 0;
    const expand = ['budget', 'envelopes'] as const;
    const { items } = await queries.list({ budgetId: top, limit, expand });
    expect(items.map(({ envelopes }) => envelopes?.length)).toEqual(Array(limit).fill(1));
    return statements;
  };
  const [one, fifty] = [await statementsOf(1), await statementsOf(50)];
  await prisma.$disconnect();
  expect([one > 0, fifty]).toEqual([true, one]);
});
