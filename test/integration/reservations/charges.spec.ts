import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// Cost that nobody reserved for, through the API: on two services that share a database.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

interface Charged {
  id: string;
  state: string;
  committed: string;
  occurredAt: string | null;
  createdAt: string;
  claim: { amount: string } | null;
}

const charge = (client: Client, budgetId: string, body: object, options: { key?: string } = {}) =>
  client.post<Charged>(`/v1/budgets/${budgetId}/charges`, body, options);

const found = async (query: string): Promise<string[]> =>
  made(await admin.get<{ items: Charged[] }>(`/v1/reservations?${query}`)).items.map(({ id }) => id);

test('a charge is paid at once, found by its name, and refunded', async () => {
  const root = await admin.root('100', { envelopes: [{ window: 'month', limit: '50' }] });
  const occurredAt = new Date(Date.now() - 40 * 86_400_000).toISOString();
  const line = { amount: '12.5', vendor: 'openai', externalId: 'line-1', occurredAt, reason: 'October' };
  const answer = await charge(admin, root.id, { ...line, metadata: { team: 'research' } }, { key: 'line-1' });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    state: 'committed',
    amount: '0',
    held: '0',
    committed: '12.5',
    occurredAt,
    externalId: 'line-1',
    metadata: { team: 'research' },
    claim: null,
  });
  const again = await charge(admin, root.id, { ...line, metadata: { team: 'research' } }, { key: 'line-1' });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body).toMatchObject({ id: answer.body.id, committed: '12.5' });
  expect(await found(`budgetId=${root.id}&vendor=openai&externalId=line-1`)).toEqual([answer.body.id]);
  expect(made(await admin.get<Charged>(`/v1/reservations/${answer.body.id}`))).toMatchObject({ occurredAt });
  made(await admin.post(`/v1/reservations/${answer.body.id}/refund`, { amount: '2.5' }));
  // It counts in the month in which it is recorded, whenever it happened.
  expect(await admin.budget(root.id)).toMatchObject({
    balances: { spent: '10' },
    envelopes: [{ usage: [{ used: '10' }] }],
  });
});

test('what a vendor names once is charged once in a tree, through whichever service and budget', async () => {
  const root = await admin.root('100');
  const child = await admin.child(root.id, '50');
  const clients = [fleet.client(0), fleet.client(1)];
  const line = { amount: '1', vendor: 'acme', externalId: 'line-7' };
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) => charge(clients[i % 2]!, i % 3 === 0 ? child.id : root.id, line)),
  );
  const accepted = answers.filter(({ status }) => status === 201);
  expect(accepted).toHaveLength(1);
  for (const answer of answers) {
    if (answer.status === 201) continue;
    expect(codeOf(answer)).toBe('409 charge_exists');
    expect(answer.body).toMatchObject({ field: 'externalId', reservationId: accepted[0]!.body.id });
  }
  expect(await found(`budgetId=${root.id}&subtree=true&externalId=line-7`)).toEqual([accepted[0]!.body.id]);
  // Another vendor may use the same name, and so may another tree.
  made(await charge(admin, root.id, { ...line, vendor: 'other' }));
  made(await charge(admin, (await admin.root('100')).id, line));
});

test('what a commit has paid under a name is not charged again', async () => {
  const root = await admin.root('100');
  const held = made(await admin.reserve(root.id, '5', { vendor: 'acme' }));
  made(await admin.post(`/v1/reservations/${held.id}/commit`, { amount: '4', externalId: 'req-1' }));
  const twice = await charge(admin, root.id, { amount: '4', vendor: 'acme', externalId: 'req-1' });
  expect(codeOf(twice)).toBe('409 charge_exists');
  expect(twice.body).toMatchObject({ reservationId: held.id });
  // Whoever does not reach the first does not learn its id.
  const child = await admin.child(root.id, '10');
  const outsider = await admin.issue(child.id, { role: 'operator' });
  const hidden = await charge(outsider.client, child.id, {
    amount: '4',
    vendor: 'acme',
    externalId: 'req-1',
  });
  expect(codeOf(hidden)).toBe('409 charge_exists');
  expect(hidden.body).not.toHaveProperty('reservationId');
});

test('an agent charges where it is allowed to, and claims what lies above the limits', async () => {
  const root = await admin.root('100', { envelopes: [{ window: 'day', limit: '10' }] });
  const plain = await admin.issue(root.id);
  expect(codeOf(await charge(plain.client, root.id, { amount: '1', vendor: 'acme' }))).toBe('403 forbidden');
  const actions = ['read', 'reserve', 'charge'];
  const agent = await admin.issue(root.id, { scopes: { actions, vendors: ['acme'] } });
  const part = await charge(agent.client, root.id, { amount: '12', vendor: 'acme' });
  expect(part.status).toBe(202);
  expect(part.body).toMatchObject({ state: 'committed', committed: '10', claim: { amount: '2' } });
  const whole = await charge(agent.client, root.id, { amount: '3', vendor: 'acme', externalId: 'w' });
  expect(whole.status).toBe(202);
  expect(whole.body).toMatchObject({ state: 'released', committed: '0', claim: { amount: '3' } });
  expect(codeOf(await agent.client.commit(whole.body.id, '1'))).toBe('409 reservation_state');
  const outside = await charge(agent.client, root.id, { amount: '1', vendor: 'other' });
  expect(codeOf(outside)).toBe('403 scope_vendor');
  const asked = await charge(agent.client, root.id, { amount: '1', vendor: 'acme', overage: 'available' });
  expect(codeOf(asked)).toBe('402 envelope_exceeded');
  expect(await admin.budget(root.id)).toMatchObject({ state: 'active', balances: { spent: '10' } });
  made(await admin.post(`/v1/reservations/${whole.body.id}/claim/settle`, {}));
  expect(made(await admin.get<Charged>(`/v1/reservations/${whole.body.id}`))).toMatchObject({
    state: 'committed',
    committed: '3',
  });
});

test('usage is rated by the price of when it happened', async () => {
  const root = await admin.root('100');
  const price = (amount: string) => ({ vendor: 'acme', item: 'call', charges: [{ unit: 'call', amount }] });
  const put = (amount: string, revision: number) =>
    admin.write<{ from: string }>('PUT', `/v1/budgets/${root.id}/prices`, price(amount), { revision });
  const first = made(await put('1', 1));
  const second = made(await put('2', 2));
  const used = { vendor: 'acme', item: 'call', usage: { call: 3 } };
  const earlier = made(await charge(admin, root.id, { ...used, occurredAt: first.from }));
  expect(earlier).toMatchObject({ committed: first.from === second.from ? '6' : '3', usage: { call: 3 } });
  expect(made(await charge(admin, root.id, used))).toMatchObject({ committed: '6' });
  const before = new Date(Date.parse(first.from) - 1).toISOString();
  const unknown = await charge(admin, root.id, { ...used, occurredAt: before });
  expect(codeOf(unknown)).toBe('422 price_unknown');
  expect(codeOf(await charge(admin, root.id, { ...used, usage: { lap: 1 } }))).toBe('422 invalid_usage');
});

test('a batch has charges beside all else', async () => {
  const root = await admin.root('100');
  const line = { type: 'charge', budgetId: root.id, amount: '1', vendor: 'acme', externalId: 'b-1' };
  const commands = ['k1', 'k2', 'k1'].map((idempotencyKey) => ({ ...line, idempotencyKey }));
  const { results } = made(
    await admin.send<{ results: { status: number; replayed?: boolean }[] }>(
      'POST',
      '/v1/reservations/batch',
      { commands },
    ),
  );
  expect(results.map(({ status }) => status)).toEqual([201, 409, 201]);
  expect(results[2]).toMatchObject({ replayed: true });
});

const FUTURE = '2099-01-01T00:00:00Z';
const LONG_AGO = '2001-01-01T00:00:00Z';
const INVALID = '400 validation_failed';

test.each<{ what: string; body: object; code: string }>([
  { what: 'without a vendor', body: { vendor: undefined }, code: INVALID },
  { what: 'without a cost', body: { amount: undefined }, code: INVALID },
  { what: 'with an overage that only a hold has', body: { overage: 'reject' }, code: INVALID },
  { what: 'with a time that is none', body: { occurredAt: 'yesterday' }, code: INVALID },
  { what: 'of the future', body: { occurredAt: FUTURE }, code: '400 invalid_time' },
  { what: 'of long ago', body: { occurredAt: LONG_AGO }, code: '400 invalid_time' },
  { what: 'finer than the tree', body: { amount: '0.00000001' }, code: '400 invalid_amount' },
  { what: 'below zero', body: { amount: '-1' }, code: INVALID },
  { what: 'with a name that has blanks', body: { externalId: 'a b' }, code: INVALID },
])('a charge $what is refused', async ({ body, code }) => {
  const root = await admin.root('100');
  const answer = await charge(admin, root.id, { amount: '1', vendor: 'acme', ...body });
  expect(codeOf(answer)).toBe(code);
  expect(await admin.budget(root.id)).toMatchObject({ balances: { spent: '0' } });
});
