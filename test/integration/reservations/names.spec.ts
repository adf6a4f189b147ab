import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Event } from '../../../src/core/events.js';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { EventStream } from '../../support/event-stream.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(async () => {
  await expectAuditPasses(fleet.database.sql);
  await fleet.stop();
});

interface Agent {
  root: string;
  agent: string;
  key: Client;
}

/** A team with an agent on it; the team's envelopes limit what the agent spends. */
async function team(envelopes: object[], key: object = {}): Promise<Agent> {
  const { id: root } = await admin.root('100', { name: 'research', envelopes });
  const child = await admin.post(`/v1/budgets/${root}/children`, {
    name: 'coder',
    guarantee: '0',
    ceiling: '50',
    key: { name: 'key', ...key },
  });
  expect(child.status).toBe(201);
  return {
    root,
    agent: child.body.id as string,
    key: admin.as(child.body.key.secret as string),
  };
}

const rename = async (budgetId: string, name: string): Promise<void> => {
  const { revision, envelopes } = (await admin.get(`/v1/budgets/${budgetId}`)).body;
  expect(
    (await admin.write('PATCH', `/v1/budgets/${budgetId}`, { name }, { revision: revision as number }))
      .status,
  ).toBe(200);
  const envelope = `/v1/envelopes/${envelopes[0].id as string}`;
  const renamed = await admin.write('PATCH', envelope, { name: `${name} cap` }, { revision: revision + 1 });
  expect(renamed.status).toBe(200);
};

const DAILY = { name: 'daily cap', window: 'day', limit: '20' };

test('a denial names the budgets and envelopes in the way, as they are called then', async () => {
  const { root, agent } = await team([DAILY, { window: 'hour', limit: '20' }]);
  const wish = { budgetId: agent, amount: '60' };
  const denied = await admin.post('/v1/reservations', wish);
  expect([denied.status, denied.body.violations.length]).toEqual([402, 3]);
  const [funds, daily, hourly] = denied.body.violations;
  expect(funds).toMatchObject({ rule: 'insufficient_funds', budgetId: agent, budgetName: 'coder' });
  expect(funds).not.toHaveProperty('envelopeName');
  expect(daily).toMatchObject({ budgetId: root, budgetName: 'research', envelopeName: 'daily cap' });
  expect(hourly).toMatchObject({ budgetId: root, budgetName: 'research', window: 'hour' });
  expect(hourly).not.toHaveProperty('envelopeName');

  await rename(root, 'labs');
  const again = await admin.post('/v1/reservations', wish);
  expect(again.body.violations[1]).toMatchObject({ budgetName: 'labs', envelopeName: 'labs cap' });
  const { items } = (await admin.get(`/v1/budgets/${agent}/entries?kind=reserve`)).body;
  // The journal has the violations; answers add their sentences.
  const recorded = ({ body }: typeof denied): object[] =>
    (body.violations as { message: string }[]).map(({ message: _, ...violation }) => violation);
  expect(items.map((one: { content: { denial: object } }) => one.content.denial)).toMatchObject([
    { violations: recorded(denied) },
    { violations: recorded(again) },
  ]);
});

test('a batch and a dry run name them in the same way', async () => {
  const { agent } = await team([DAILY, { ...DAILY, name: 'watched', limit: '1', onExceed: 'notify' }]);
  const violation = { budgetName: 'research', envelopeName: 'daily cap' };
  const command = { type: 'reserve', budgetId: agent, amount: '21' };
  const batch = await admin.send('POST', '/v1/reservations/batch', {
    commands: [{ ...command, idempotencyKey: 'first' }],
  });
  expect(batch.body.results[0].body.violations).toMatchObject([violation]);
  const decision = await admin.send('POST', '/v1/decisions', { budgetId: agent, amount: '21' });
  expect(decision.body).toMatchObject({
    violations: [violation],
    notices: [{ budgetName: 'research', envelopeName: 'watched' }],
  });
});

test('what a scope of a key denies names the budget that was asked', async () => {
  const { agent, key } = await team([DAILY], { scopes: { largestAmount: '5' } });
  const denied = await key.post('/v1/reservations', { budgetId: agent, amount: '6' });
  expect(denied.status).toBe(403);
  expect(denied.body.violations).toMatchObject([
    { rule: 'scope_amount', budgetId: agent, budgetName: 'coder' },
  ]);
});

test('notices of a hold name the envelopes that they are about, and its replay repeats them', async () => {
  const { root, agent } = await team([{ ...DAILY, onExceed: 'notify' }]);
  const once = { key: 'once' };
  const wish = { budgetId: agent, amount: '21' };
  const first = await admin.post('/v1/reservations', wish, once);
  expect(first.body.notices).toMatchObject([{ budgetName: 'research', envelopeName: 'daily cap' }]);
  await rename(root, 'labs');
  const again = await admin.post('/v1/reservations', wish, once);
  expect(again.body.replay.answer.notices).toEqual(first.body.notices);
});

test('a claim names the limits that were in the way', async () => {
  const { agent, key } = await team([DAILY]);
  const { id: hold } = await admin.hold(agent, '1');
  const cost = { amount: '30', overage: 'overdraft' };
  const paid = await key.post(`/v1/reservations/${hold}/commit`, cost);
  const limits = [{ budgetName: 'research', envelopeName: 'daily cap', exceededBy: '10' }];
  expect([paid.status, paid.body.claim]).toMatchObject([202, { limits }]);
  expect((await admin.get(`/v1/reservations/${hold}`)).body.claim).toMatchObject({ limits });
});

test('events of limits name the envelope and its budget, reached or passed', async () => {
  const watched = { ...DAILY, name: 'watched', limit: '10', onExceed: 'notify' };
  const { root, agent } = await team([DAILY, watched, { window: 'hour', limit: '20' }]);
  const stream = await EventStream.open(admin.baseUrl, `?budgetId=${root}&types=envelope.*`);
  await admin.hold(agent, '20');
  await stream.until((events) => events.length === 2);
  const limitsOf = (type: Event['type']) => stream.events.find((one) => one.type === type)?.data.limits;
  const at = { budgetId: root, budgetName: 'research' };
  expect(limitsOf('envelope.threshold_reached')).toMatchObject([{ ...at, envelopeName: 'watched' }]);
  const exhausted = limitsOf('envelope.exhausted');
  expect(exhausted).toMatchObject([{ ...at, envelopeName: 'daily cap' }, at]);
  expect(exhausted?.[1]).not.toHaveProperty('envelopeName');
  await stream.close();
});
