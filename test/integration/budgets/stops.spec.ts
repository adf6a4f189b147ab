import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

let fleet: Fleet;
let client: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  client = fleet.client();
});

afterAll(() => fleet.stop());

const stateOf = async (id: string): Promise<string> => (await client.budget(id)).state;
const breaker = { window: 'transaction', limit: '5', onExceed: 'pause' };

test('a paused budget that is frozen goes on with a reason only', async () => {
  const { id } = await client.root('100', { envelopes: [breaker] });
  expect(await client.reserve(id, '6')).toMatchObject({ status: 402 });
  expect(made(await client.post(`/v1/budgets/${id}/freeze`, { reason: 'to be sure' })).state).toBe('paused');
  const silent = await client.post(`/v1/budgets/${id}/resume`, {});
  expect(silent).toMatchObject({ status: 400, body: { code: 'reason_required' } });
  expect(made(await client.post(`/v1/budgets/${id}/resume`, { reason: 'looked at' })).state).toBe('active');
  await fleet.expectAuditPasses();
});

test('a request that something else denies anyway stops nobody', async () => {
  const policy = { vendors: { deny: ['evil'] } };
  const { id } = await client.root('100', { envelopes: [breaker], policy });
  expect(await client.reserve(id, '1000000')).toMatchObject({
    status: 402,
    body: { code: 'insufficient_funds' },
  });
  expect(await client.reserve(id, '6', { vendor: 'evil' })).toMatchObject({ status: 403 });
  expect(await stateOf(id)).toBe('active');
  expect(await client.reserve(id, '6')).toMatchObject({ status: 402, body: { code: 'envelope_exceeded' } });
  expect(await stateOf(id)).toBe('paused');
  await fleet.expectAuditPasses();
});

test('a dry run sees the limits that a reservation would', async () => {
  const most = '1000000000000';
  const root = await client.root(most, {
    envelopes: [{ window: 'lifetime', limit: most, onExceed: 'notify' }],
  });
  const child = await client.child(root.id, '0');
  const { id } = made(await client.reserve(child.id, '0'));
  made(await client.post(`/v1/reservations/${id}/commit`, { amount: most, overage: 'overdraft' }));
  const decided = await client.post('/v1/decisions', { budgetId: root.id, amount: '1' });
  expect(decided).toMatchObject({ status: 409, body: { code: 'amount_overflow' } });
  expect(await client.reserve(root.id, '1')).toMatchObject({
    status: 409,
    body: { code: 'amount_overflow' },
  });
  const nothing = await client.post<{ largestAdmissible: string }>('/v1/decisions', {
    budgetId: root.id,
    amount: '0',
  });
  expect(nothing).toMatchObject({ status: 200, body: { admissible: true, largestAdmissible: '0' } });
});

test('the usage of an envelope shows when more requests are denied than it lists', async () => {
  const { id } = await client.root('1', {
    scale: 2,
    envelopes: [{ window: 'day', metric: 'denials', per: 'request', limit: '3', onExceed: 'notify' }],
  });
  const usage = async () => {
    const { body } = await client.get<{ envelopes: { usage: unknown[]; usageTruncated: boolean }[] }>(
      `/v1/budgets/${id}`,
    );
    return { listed: body.envelopes[0]!.usage.length, truncated: body.envelopes[0]!.usageTruncated };
  };
  for (let i = 0; i < 100; i += 1) await client.reserve(id, String(2 + i));
  expect(await usage()).toEqual({ listed: 100, truncated: false });
  await client.reserve(id, '1000');
  expect(await usage()).toEqual({ listed: 100, truncated: true });
});

test.each([
  ['name', `name = 'other'`],
  ['state', `state = 'frozen'`],
  ['ceiling', 'ceiling = ceiling + 1'],
  ['policy', `policy = '{"vendors": {"deny": ["a"]}}'`],
  ['metadata', `metadata = '{"a": "b"}'`],
  ['revision', 'revision = revision + 1'],
])('a check of a budget finds an edited %s', async (what, change) => {
  const root = await client.root('100', { metadata: { step: '1' } });
  const { id } = await client.child(root.id, '10', {
    ceiling: '50',
    policy: { vendors: { allow: ['acme'] } },
  });
  expect(await client.get(`/v1/budgets/${id}/verify`)).toMatchObject({ body: { valid: true } });
  const { sql } = fleet.database;
  const [row] = await sql.unsafe(
    `SELECT * FROM budgets WHERE parent_id IS NOT NULL ORDER BY budgets.id DESC LIMIT 1`,
  );
  await sql.unsafe(`UPDATE budgets SET ${change} WHERE id = '${row!['id'] as string}'`);
  expect(await client.get(`/v1/budgets/${id}/verify`)).toMatchObject({
    body: { valid: false, firstDifference: { what: `${what} of the budget` } },
  });
});
