import { randomUUID } from 'node:crypto';
import { made, tally, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// Limits for some items of what is bought: models, tools, actions.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.expectAuditPasses();
  await fleet.stop();
});

const LIMIT = { window: 'day', limit: '10', match: { items: ['big-model', 'search'] } };

test('an envelope for items counts these alone, whoever names the amount', async () => {
  const root = await admin.root('100', { envelopes: [LIMIT] });
  const agent = (await admin.issue(root.id)).client;
  const ask = (amount: string, item?: string) => agent.reserve(root.id, amount, { vendor: 'v', item });
  expect(tally(await Promise.all([ask('20'), ask('20', 'small-model')]))).toEqual({ '201': 2 });
  expect((await ask('6', 'big-model')).status).toBe(201);
  const denied = await ask('5', 'search');
  expect(denied.status).toBe(402);
  expect(denied.body).toMatchObject({ code: 'envelope_exceeded', largestAdmissible: '4' });
  expect((await ask('4', 'search')).status).toBe(201);
});

test('an envelope for items counts what is rated', async () => {
  const root = await admin.root('100', { envelopes: [LIMIT] });
  const price = { vendor: 'v', item: 'search', charges: [{ unit: 'call', per: 1, amount: '3' }] };
  made(await admin.write('PUT', `/v1/budgets/${root.id}/prices`, price, { revision: root.revision }));
  const ask = (call: number) =>
    admin.post(`/v1/reservations`, { budgetId: root.id, vendor: 'v', item: 'search', usage: { call } });
  expect((await ask(4)).body).toMatchObject({ code: 'envelope_exceeded' });
  expect((await ask(3)).status).toBe(201);
});

test('items stand in the answer and in the journal only where they are asked for', async () => {
  const root = await admin.root('100', { envelopes: [LIMIT, { window: 'day', limit: '50' }] });
  const { body } = await admin.get<{ envelopes: { match: object }[] }>(`/v1/budgets/${root.id}`);
  const none = { vendors: null, categories: null };
  expect(body.envelopes.map(({ match }) => match)).toEqual([
    { ...none, items: ['big-model', 'search'] },
    none,
  ]);
});

test.each([
  ['none', []],
  ['what is no item', ['a b']],
  ['an item twice', ['x', 'x']],
  ['one item that is no list', 'search'],
  ['more than 1,000', Array.from({ length: 1_001 }, (_, n) => `m${n}`)],
])('a list of items is refused: %s', async (_, items) => {
  const root = await admin.root('100');
  const body = { window: 'day', limit: '10', match: { items } };
  const refused = await admin.post<{ errors: { field: string }[] }>(
    `/v1/budgets/${root.id}/envelopes`,
    body,
    { revision: root.revision },
  );
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ code: 'validation_failed' });
  expect(refused.body.errors[0]?.field).toMatch(/^match\.items/);
});

test('a request without items keeps its fingerprint beside one with them', async () => {
  const root = await admin.root('100');
  const path = `/v1/budgets/${root.id}/envelopes`;
  const options = { revision: root.revision, key: randomUUID() };
  const plain = { window: 'day', limit: '10' };
  expect((await admin.post(path, plain, options)).status).toBe(201);
  expect((await admin.post(path, { ...plain, match: { items: null } }, options)).status).toBe(201);
  expect((await admin.post(path, LIMIT, options)).body).toMatchObject({ code: 'idempotency_key_reused' });
});
