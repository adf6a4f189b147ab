import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(() => fleet.stop());

const envelopes = (count: number) =>
  Array.from({ length: count }, () => ({ window: 'day', metric: 'count', limit: '0' }));
const child = (parent: string, count: number) =>
  admin.post(`/v1/budgets/${parent}/children`, {
    name: 'c',
    guarantee: '0',
    ceiling: '9',
    envelopes: envelopes(count),
  });

test('at most 64 envelopes lie on the way to a budget, wherever they are added', async () => {
  const { id: root } = await admin.root('100', { envelopes: envelopes(31) });
  const team = (await child(root, 32)).body.id as string;
  expect((await child(team, 2)).body).toMatchObject({ status: 409, code: 'too_many_envelopes' });
  expect((await child(team, 1)).status).toBe(201);
  const add = (id: string) => admin.post(`/v1/budgets/${id}/envelopes`, envelopes(1)[0], { revision: 1 });
  // One more of the root's would be the 65th of the budget two levels below.
  const refused = await add(root);
  expect(refused.body).toMatchObject({ status: 409, code: 'too_many_envelopes' });
  expect(refused.body.detail).toContain('64');
  expect((await child(root, 1)).status).toBe(201);
});

test('delegations by agents leave half of the places to operators, who can make room below', async () => {
  const { id: root } = await admin.root('100');
  const { client: agent } = await admin.issue(root);
  const delegate = (parent: string, count: number) =>
    agent.post<{ id: string }>(`/v1/budgets/${parent}/children`, {
      name: 'c',
      guarantee: '0',
      ceiling: '9',
      envelopes: envelopes(count),
    });
  const team = made(await delegate(root, 16));
  const leaf = made(await delegate(team.id, 16));
  const refused = await delegate(leaf.id, 1);
  expect(refused).toMatchObject({ status: 409, body: { code: 'too_many_envelopes' } });
  expect(refused.body.detail).toContain('at most 32');
  expect((await delegate(root, 32)).status).toBe(201);
  const add = async (id: string) => {
    const { headers } = await admin.get(`/v1/budgets/${id}`);
    const revision = Number(headers.get('etag')!.replaceAll('"', ''));
    return await admin.post(`/v1/budgets/${id}/envelopes`, envelopes(1)[0], { revision });
  };
  for (let n = 0; n < 32; n += 1) expect((await add(root)).status).toBe(201);
  const full = await add(team.id);
  expect(full.body).toMatchObject({ status: 409, code: 'too_many_envelopes' });
  expect(full.body.detail).toContain('can be deleted to make room');
  const { body } = await admin.get(`/v1/budgets/${leaf.id}`);
  const route = `/v1/envelopes/${body.envelopes[0].id}`;
  expect((await admin.write('DELETE', route, undefined, { revision: 1 })).status).toBe(200);
  expect((await add(team.id)).status).toBe(201);
});

test('an envelope above and a child below at the same moment do not both pass', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { id: root } = await admin.root('100', { envelopes: envelopes(31) });
    const team = (await child(root, 32)).body.id as string;
    const answers = await Promise.all([
      admin.post(`/v1/budgets/${root}/envelopes`, envelopes(1)[0], { revision: 1 }),
      child(team, 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  }
});

test('a denial lists 20 violations and counts the rest, and 1,000 of them stay small', async () => {
  const { id: root } = await admin.root('100', { envelopes: envelopes(32) });
  const leaf = (await child(root, 32)).body.id as string;
  const metadata = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`label-${i}`, 'x'.repeat(500)]));
  const commands = Array.from({ length: 1_000 }, () => ({
    type: 'reserve',
    idempotencyKey: randomUUID(),
    budgetId: leaf,
    amount: '50',
  }));
  const one = await admin.post('/v1/reservations', { budgetId: leaf, amount: '50', metadata });
  expect(one.status).toBe(402);
  expect(one.body.violations).toHaveLength(20);
  expect(one.body.violationsOmitted).toBe(45);
  expect(one.body.detail).toContain(' 62 more rules are in the way. Nothing would pass now.');
  const rules = new Set((one.body.violations as { rule: string }[]).map(({ rule }) => rule));
  expect([...rules].sort()).toEqual(['count_exceeded', 'insufficient_funds']);
  const { body } = await admin.send('POST', '/v1/reservations/batch', { commands });
  expect(JSON.stringify(body).length).toBeLessThan(1_000 * 8_192);
  const [largest] = await fleet.database
    .sql`SELECT max(octet_length(content))::int AS bytes FROM entries WHERE denied`;
  expect(largest!.bytes).toBeLessThan(10_240);
});
