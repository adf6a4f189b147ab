import { setTimeout as sleep } from 'node:timers/promises';
import { made, tally, type Answer, type Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { ServiceProcess } from '../support/service.js';

// Costs above limits through the API of two replicas: who may record them, what becomes of those who may not, what stops
// and goes on by itself.

type Shown = {
  id: string;
  state: string;
  committed: string;
  overdrawn: string;
  claim: { amount: string; by: string; limits: { envelopeId?: string; exceededBy?: string }[] } | null;
};
type Key = { id: string; secret: string };

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

async function keyOf(budgetId: string, fields: object = {}): Promise<{ id: string; client: Client }> {
  const asked = { name: 'k', role: 'agent', ...fields };
  const { id, secret } = made(await admin.post<Key>(`/v1/budgets/${budgetId}/keys`, asked));
  return { id, client: admin.as(secret) };
}

const code = ({ status, body }: Answer): string => `${status} ${body.code ?? ''}`.trim();
const cost = (client: Client, id: string, amount: string, more: object = {}) =>
  client.post<Shown>(`/v1/reservations/${id}/commit`, { amount, overage: 'overdraft', ...more });
const settle = (client: Client, id: string, body: object = {}) =>
  client.post<Shown>(`/v1/reservations/${id}/claim/settle`, body);
const dismiss = (client: Client, id: string) =>
  client.post<Shown>(`/v1/reservations/${id}/claim/dismiss`, { reason: 'no cost of ours' });
const claimedOn = async (budgetId: string): Promise<string[]> => {
  const route = `/v1/reservations?budgetId=${budgetId}&subtree=true&claimed=true`;
  return made(await admin.get<{ items: Shown[] }>(route)).items.map(({ id }) => id);
};
async function eventually(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000; i += 1) {
    if (await what()) return;
    await sleep(100);
  }
  throw new Error('it did not come to pass');
}

const ENVELOPES = [
  { window: 'day', limit: '100', onExceed: 'approve', approve: { approvals: 2, withinSeconds: 60 } },
  { window: 'day', limit: '200' },
];

test('an agent with a reservation of nothing gets past no limit and no approval: the cost waits as a claim', async () => {
  const root = await admin.root('1000', { envelopes: ENVELOPES });
  const agent = await keyOf(root.id);
  const { id } = made(await agent.client.reserve(root.id, '0'));
  expect(code(await agent.client.commit(id, '900'))).toBe('402 envelope_exceeded');
  const claimed = await cost(agent.client, id, '900');
  expect(claimed.status).toBe(202);
  expect(claimed.body).toMatchObject({
    state: 'committed',
    committed: '100',
    claim: { amount: '800', by: agent.id, limits: [{ exceededBy: '800' }, { exceededBy: '700' }] },
  });
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active', balances: { spent: '100' } });
  expect(await claimedOn(root.id)).toEqual([id]);
  expect(code(await settle(agent.client, id))).toBe('403 forbidden');
  expect(code(await dismiss(agent.client, id))).toBe('403 forbidden');
  expect(code(await settle(admin, id, { amount: '801' }))).toBe('409 claim_exceeded');

  const bounded = await keyOf(root.id, { role: 'operator', scopes: { largestOverdraft: '5' } });
  expect(code(await settle(bounded.client, id))).toBe('403 overdraft_bound');
  const part = made(await settle(bounded.client, id, { amount: '5' }));
  expect(part).toMatchObject({ committed: '105', overdrawn: '5', claim: { amount: '795' } });
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active' });

  expect(made(await settle(admin, id))).toMatchObject({ committed: '900', claim: null });
  const stopped = await admin.budget(root.id);
  const resets = new Date();
  resets.setUTCHours(24, 0, 0, 0);
  expect(stopped).toMatchObject({ state: 'paused', pausedUntil: resets.toISOString() });
  expect(await claimedOn(root.id)).toEqual([]);
  expect(code(await settle(admin, id))).toBe('409 reservation_state');
});

test('a small overrun of an honest estimate passes, with the right and without', async () => {
  const root = await admin.root('1000', { envelopes: ENVELOPES });
  for (const fields of [{}, { scopes: { actions: ['reserve', 'overdraft'] } }]) {
    const { client } = await keyOf(root.id, fields);
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
  expect(code(await admin.commit(late.id, '6'))).toBe('423 budget_closed');
  const agent = await keyOf(team.id);
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

test('a claim is settled or dismissed once, whatever comes at the same time', async () => {
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    const root = await admin.root('1000');
    const child = await admin.child(root.id, '10');
    const { client } = await keyOf(child.id);
    const { id } = made(await client.reserve(child.id, '10', { ttlSeconds: 1 }));
    expect((await cost(client, id, '12', { final: false })).status).toBe(202);
    const racers = [
      () => settle(fleet.client(0), id),
      () => dismiss(fleet.client(1), id),
      () => settle(fleet.client(1), id),
    ];
    // Whoever is sent first would mostly win; and the hold may have expired by then.
    const [closed, ...answers] = await Promise.all([
      fleet.client(round).post(`/v1/budgets/${child.id}/close`),
      ...racers.map((_, i) => racers[(i + round) % 3]!()),
    ]);
    expect(closed.status).toBe(200);
    expect(tally(answers)).toEqual({ '200': 1, '409 reservation_state': 2 });
    const { committed, claim } = made(await admin.get<Shown>(`/v1/reservations/${id}`));
    expect([committed, claim]).toEqual([
      (await fleet.historyOf(id)).includes('claim_settle') ? '12' : '10',
      null,
    ]);
  }
});

test('a stop ends with its window: once, on two replicas, though one was killed meanwhile', async () => {
  const stopped = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const root = await admin.root('100', { envelopes: [{ window: 'minute', limit: '5' }] });
      const { id } = made(await admin.reserve(root.id, '1'));
      made(await cost(admin, id, '9'));
      return root.id;
    }),
  );
  const [resumed, ...others] = stopped as [string, ...string[]];
  // A person may be earlier.
  made(await admin.post(`/v1/budgets/${resumed}/resume`, { reason: 'looked at' }));
  await fleet.services[1]!.kill9();
  fleet.services[1] = await ServiceProcess.start({ DATABASE_URL: fleet.database.url });
  await eventually(async () =>
    (await Promise.all(others.map((one) => admin.budget(one)))).every(({ state }) => state === 'active'),
  );
  for (const budgetId of [resumed, ...others]) {
    const rows = await fleet.database.sql<{ content: string }[]>`
      SELECT content FROM entries WHERE kind = 'resume' AND content LIKE ${`%${budgetId}%`}`;
    const [first, second] = rows.map(({ content }) => JSON.parse(content) as { by: string; reason: string });
    expect(first?.by).toBe(budgetId === resumed ? 'admin' : 'purser');
    expect(second).toBeUndefined();
  }
});
