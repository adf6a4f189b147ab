import { codeOf, made, type Client } from '../../support/client.js';
import { cost, dismiss, settle } from '../../support/costs.js';
import { Fleet } from '../../support/fleet.js';

// Costs above limits through the API: who may record them, and what becomes of those who may not.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const claimedOn = async (budgetId: string): Promise<string[]> => {
  const route = `/v1/reservations?budgetId=${budgetId}&subtree=true&claimed=true`;
  return made(await admin.get<{ items: { id: string }[] }>(route)).items.map(({ id }) => id);
};
const ENVELOPES = [
  { window: 'day', limit: '100', onExceed: 'approve', approve: { approvals: 2, withinSeconds: 60 } },
  { window: 'day', limit: '200' },
];

test('an agent with an empty reservation passes no limit or approval: the cost is a claim', async () => {
  const root = await admin.root('1000', { envelopes: ENVELOPES });
  const agent = await admin.issue(root.id);
  const { id } = made(await agent.client.reserve(root.id, '0'));
  expect(codeOf(await agent.client.commit(id, '900'))).toBe('402 envelope_exceeded');
  const claimed = await cost(agent.client, id, '900');
  expect(claimed.status).toBe(202);
  expect(claimed.body).toMatchObject({
    state: 'committed',
    committed: '100',
    claim: { amount: '800', by: agent.id, limits: [{ exceededBy: '800' }, { exceededBy: '700' }] },
  });
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active', balances: { spent: '100' } });
  expect(await claimedOn(root.id)).toEqual([id]);
  expect(codeOf(await settle(agent.client, id))).toBe('403 forbidden');
  expect(codeOf(await dismiss(agent.client, id))).toBe('403 forbidden');
  expect(codeOf(await settle(admin, id, { amount: '801' }))).toBe('409 claim_exceeded');

  const bounded = await admin.issue(root.id, { role: 'operator', scopes: { largestOverdraft: '5' } });
  expect(codeOf(await settle(bounded.client, id))).toBe('403 overdraft_bound');
  const part = made(await settle(bounded.client, id, { amount: '5' }));
  expect(part).toMatchObject({ committed: '105', overdrawn: '5', claim: { amount: '795' } });
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active' });

  expect(made(await settle(admin, id))).toMatchObject({ committed: '900', claim: null });
  const stopped = await admin.budget(root.id);
  const resets = new Date();
  resets.setUTCHours(24, 0, 0, 0);
  expect(stopped).toMatchObject({ state: 'paused', pausedUntil: resets.toISOString() });
  expect(await claimedOn(root.id)).toEqual([]);
  expect(codeOf(await settle(admin, id))).toBe('409 reservation_state');
});

test('a bulk request settles one claim and dismisses another, once', async () => {
  const root = await admin.root('1000', { envelopes: [{ window: 'transaction', limit: '10' }] });
  const { client } = await admin.issue(root.id);
  const claimed = async (): Promise<string> => {
    const { id } = made(await client.reserve(root.id, '0'));
    expect(await cost(client, id, '30')).toMatchObject({ status: 202, body: { claim: { amount: '20' } } });
    return id;
  };
  const [paid, dropped] = [await claimed(), await claimed()];
  const commands = [
    { type: 'claim_settle', idempotencyKey: `part-${paid}`, reservationId: paid, amount: '5' },
    { type: 'claim_settle', idempotencyKey: `rest-${paid}`, reservationId: paid },
    { type: 'claim_dismiss', idempotencyKey: `drop-${dropped}`, reservationId: dropped, reason: 'not ours' },
    { type: 'claim_dismiss', idempotencyKey: `late-${paid}`, reservationId: paid, reason: 'not ours' },
  ];
  const send = async () => made(await admin.send('POST', '/v1/reservations/batch', { commands })).results;
  const settled = { id: paid, committed: '30', claim: null };
  expect(await send()).toMatchObject([
    { status: 200, body: { id: paid, committed: '15', claim: { amount: '15' } } },
    { status: 200, body: settled },
    { status: 200, body: { id: dropped, committed: '10', claim: null } },
    { status: 409, body: { code: 'reservation_state' } },
  ]);
  expect(await send()).toMatchObject([
    { status: 200, body: { ...settled, replay: { status: 200, answer: { committed: '15' } } } },
    { status: 200, body: { ...settled, replay: { status: 200 } } },
    { status: 200, body: { id: dropped, committed: '10', claim: null, replay: { status: 200 } } },
    { status: 409, body: { code: 'reservation_state' } },
  ]);
  expect((await admin.budget(root.id)).balances.spent).toBe('40');
  expect(await claimedOn(root.id)).toEqual([]);
});

test('a small overrun of an honest estimate passes, with the right and without', async () => {
  const root = await admin.root('1000', { envelopes: ENVELOPES });
  for (const fields of [{}, { scopes: { actions: ['reserve', 'overdraft'] } }]) {
    const { client } = await admin.issue(root.id, fields);
    const { id } = made(await client.reserve(root.id, '1'));
    expect(made(await cost(client, id, '1.1'))).toMatchObject({
      committed: '1.1',
      claim: null,
      overdrawn: '0',
    });
  }
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active' });
});

test('a cost after a release and after a close is recorded on the nearest open ancestor, as debt where money lacks', async () => {
  const root = await admin.root('100');
  const team = await admin.child(root.id, '0', { ceiling: '60' });
  const child = await admin.child(team.id, '10');
  const [early, late] = [made(await admin.reserve(child.id, '4')), made(await admin.reserve(child.id, '6'))];
  made(await admin.post(`/v1/reservations/${early.id}/release`));
  made(await admin.commit(early.id, '3'));
  made(await admin.post(`/v1/budgets/${child.id}/close`));
  expect(codeOf(await admin.commit(late.id, '6'))).toBe('423 budget_closed');
  const agent = await admin.issue(team.id);
  expect((await cost(agent.client, late.id, '6')).status).toBe(202);
  expect(made(await settle(admin, late.id))).toMatchObject({ state: 'committed', committed: '6' });
  expect(await admin.budget(child.id)).toMatchObject({
    balances: { allocated: '9', spent: '9', overdraft: '0' },
  });
  expect(await admin.budget(team.id)).toMatchObject({ state: 'active', balances: { delegated: '9' } });

  const other = await admin.child(team.id, '10');
  const { id } = made(await admin.reserve(other.id, '10'));
  made(await admin.post(`/v1/budgets/${other.id}/close`));
  made(await admin.reserve(root.id, '91'));
  made(await cost(admin, id, '4'));
  expect(await admin.budget(other.id)).toMatchObject({ balances: { spent: '4', overdraft: '0' } });
  expect(await admin.budget(team.id)).toMatchObject({
    state: 'paused',
    pausedUntil: null,
    balances: { delegated: '13', overdraft: '4' },
  });
});

// The attack as it was made: nothing reserved, nine hundred paid, nobody asked and nothing stopped.
test('a key for amounts of 1 pays 1 of 900, and the rest is a claim', async () => {
  const root = await admin.root('1000', {
    envelopes: [
      {
        window: 'transaction',
        limit: '100',
        onExceed: 'approve',
        approve: { approvals: 2, withinSeconds: 600 },
      },
      { window: 'day', limit: '200' },
    ],
  });
  const agent = await admin.issue(root.id, { scopes: { largestAmount: '1' } });
  const { id } = made(await agent.client.reserve(root.id, '0'));
  expect((await agent.client.commit(id, '900')).status).toBe(403);
  const answer = await cost(agent.client, id, '900');
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ committed: '1', claim: { amount: '899', by: agent.id } });
  expect(answer.body.claim!.limits.map(({ rule, exceededBy }) => [rule, exceededBy])).toEqual([
    ['scope_amount', '899'],
    ['envelope_exceeded', '700'],
    ['envelope_exceeded', '800'],
  ]);
  const after = made(await admin.get<object>(`/v1/budgets/${root.id}`));
  expect(after).toMatchObject({ state: 'active', balances: { spent: '1' } });
  expect(await claimedOn(root.id)).toEqual([id]);
  // A hold of a trifle is no better.
  const small = await admin.issue(root.id, { scopes: { largestAmount: '2' } });
  const other = made(await small.client.reserve(root.id, '0.01'));
  expect(codeOf(await small.client.commit(other.id, '9'))).toBe('403 scope_amount');
  expect((await cost(small.client, other.id, '9')).body).toMatchObject({
    committed: '2',
    claim: { amount: '7' },
  });
  // With the right it is recorded, and stops the budget until somebody has looked.
  made(await settle(admin, id));
  expect(await admin.budget(root.id)).toMatchObject({ state: 'paused', pausedUntil: null });
  expect(codeOf(await agent.client.reserve(root.id, '0'))).toBe('423 budget_paused');
});

test('a repeated request is answered with what has become of its claim', async () => {
  const root = await admin.root('10');
  const { client } = await admin.issue(root.id);
  const { id } = made(await client.reserve(root.id, '10'));
  const asked = { amount: '12', overage: 'overdraft' };
  const repeat = () => client.post(`/v1/reservations/${id}/commit`, asked, { key: 'once' });
  expect(await repeat()).toMatchObject({ status: 202, body: { claim: { amount: '2' } } });
  expect(await repeat()).toMatchObject({
    status: 202,
    body: { claim: { amount: '2' }, replay: { status: 202 } },
  });
  made(await settle(admin, id));
  expect(await repeat()).toMatchObject({
    status: 200,
    body: { committed: '12', claim: null, replay: { status: 202, answer: { claim: { amount: '2' } } } },
  });
});

test('a close does not strand what a call that it let go has cost', async () => {
  const root = await admin.root('10');
  const child = await admin.child(root.id, '2');
  const { id } = made(await admin.reserve(child.id, '1'));
  made(await admin.post(`/v1/budgets/${child.id}/close`, {}));
  expect(made(await cost(admin, id, '0.9'))).toMatchObject({
    state: 'committed',
    committed: '0.9',
    claim: null,
  });
  expect(await admin.budget(child.id)).toMatchObject({
    state: 'closed',
    balances: { allocated: '0.9', spent: '0.9', overdraft: '0' },
  });
  expect(await admin.budget(root.id)).toMatchObject({
    state: 'active',
    balances: { delegated: '0.9', available: '9.1' },
  });
});

test('many reservations, or one batch of them, do not get around a bound', async () => {
  const root = await admin.root('1000', { envelopes: [{ window: 'day', limit: '10' }] });
  const scopes = { actions: ['read', 'reserve', 'overdraft'], largestOverdraft: '2' };
  const { client } = await admin.issue(root.id, { scopes });
  const reserving = Array.from({ length: 20 }, () => client.reserve(root.id, '0'));
  const held = (await Promise.all(reserving)).map((answer) => made(answer).id);
  const commands = held.map((reservationId, i) => ({
    type: 'commit',
    idempotencyKey: `cost-${i}`,
    reservationId,
    amount: '1',
    overage: 'overdraft',
  }));
  type Items = { results: { status: number }[] };
  const { results } = made(await client.post<Items>('/v1/reservations/batch', { commands }));
  expect(results.map(({ status }) => status)).toEqual([
    ...Array<number>(12).fill(200),
    ...Array<number>(8).fill(202),
  ]);
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active', balances: { spent: '12' } });
  expect((await claimedOn(root.id)).length).toBe(8);
});
