import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../../src/generated/prisma/client.js';
import { ReservationQueries } from '../../../src/queries/reservation-queries.js';
import { made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

let fleet: Fleet;
let admin: Client;
let root: string;
let team: string;
let agent: string;
/** With the agent's and with the team's own key. */
let asAgent: Client;
let asTeam: Client;
let waiting: string;
let held: string;

const ASKING = {
  name: 'one person',
  window: 'day',
  limit: '10',
  onExceed: 'approve',
  approve: { approvals: 1, withinSeconds: 3_600 },
};

const child = async (parentId: string, name: string, envelopes: object[]) =>
  made(
    await admin.post(`/v1/budgets/${parentId}/children`, {
      name,
      guarantee: '0',
      ceiling: '80',
      envelopes,
      key: { name: `key of ${name}` },
    }),
  );

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
  root = (
    await admin.root('100', {
      name: 'company',
      envelopes: [{ name: 'a month', window: 'month', limit: '90' }],
    })
  ).id;
  const above = await child(root, 'research', [ASKING]);
  team = above.id;
  asTeam = admin.as(above.key.secret);
  const below = await child(team, 'coder', [{ window: 'hour', limit: '50', per: 'vendor' }]);
  agent = below.id;
  asAgent = admin.as(below.key.secret);
  held = (await admin.hold(agent, '4', { vendor: 'openai' })).id;
  const wish = { budgetId: agent, amount: '20', vendor: 'openai' };
  const asked = await asAgent.post('/v1/reservations', wish);
  expect(asked.status).toBe(202);
  waiting = asked.body.id as string;
});
afterAll(() => fleet.stop());

const read = (route: string): Promise<Answer> => admin.get(route);

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
  const budgetsOf = async (client: Client, route: string): Promise<string[]> => {
    const { status, body } = await client.get(route);
    expect(status).toBe(200);
    const item = body.items?.find((one: { id: string }) => one.id === waiting) ?? body;
    return item.envelopes.map((one: { budgetId: string }) => one.budgetId);
  };
  for (const route of [
    `/v1/reservations/${waiting}?expand=envelopes`,
    '/v1/reservations?expand=envelopes',
    `/v1/reservations?budgetId=${agent}&expand=envelopes`,
  ]) {
    expect(await budgetsOf(asTeam, route)).toEqual([team, agent]);
    expect(await budgetsOf(asAgent, route)).toEqual([agent]);
  }
  expect((await asAgent.get(`/v1/reservations/${waiting}?${PARTS}`)).body.budget.id).toBe(agent);
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
  const { id: top } = await admin.root('100', {
    name: 'other',
    envelopes: [{ ...ASKING, name: 'short-lived' }],
  });
  const { id } = (await admin.post('/v1/reservations', { budgetId: top, amount: '11' })).body;
  const before = (await read(`/v1/reservations/${id as string}?expand=envelopes`)).body;
  const route = `/v1/envelopes/${before.envelopes[0].id as string}`;
  made(await admin.write('DELETE', route, undefined, { revision: 1 }));
  const after = (await read(`/v1/reservations/${id as string}?expand=envelopes`)).body;
  expect([after.envelopes, after.approval.envelopeNames]).toEqual([[], ['short-lived']]);
});

test('a page is read with as many statements whether it has one reservation or fifty', async () => {
  const { id: top } = await admin.root('100', { name: 'busy', envelopes: [{ window: 'day', limit: '99' }] });
  for (let n = 0; n < 50; n += 1) await admin.hold(top, '1');
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: fleet.database.url }),
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
