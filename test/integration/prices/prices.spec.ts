import { made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start(1);
});
afterAll(() => fleet.stop());

interface ShownPrice {
  id: string;
  budgetId: string;
  endedAt: string | null;
}
interface Reserved {
  id: string;
  amount: string;
  committed: string;
  state: string;
  usage: object | null;
  price: Record<string, string> | null;
  externalId: string | null;
}

const rocket = {
  vendor: 'acme',
  item: 'rocket-1',
  charges: [
    { unit: 'input_tokens', amount: '2.5', per: 1_000_000 },
    { unit: 'cache_read_tokens', amount: '1.25', per: 1_000_000 },
    { unit: 'output_tokens', amount: '10', per: 1_000_000 },
  ],
};

const set = (budgetId: string, revision: number, price: object = rocket) =>
  fleet.client().write<ShownPrice>('PUT', `/v1/budgets/${budgetId}/prices`, price, { revision });
const reserve = (budgetId: string, usage: object, more: object = {}) =>
  fleet
    .client()
    .post<Reserved>('/v1/reservations', { budgetId, vendor: 'acme', item: 'rocket-1', usage, ...more });
const commit = (id: string, body: object) =>
  fleet.client().post<Reserved>(`/v1/reservations/${id}/commit`, body);
const inForce = (budgetId: string, vendor: string, item: string) =>
  fleet
    .client()
    .get<Record<string, unknown>>(`/v1/prices?budgetId=${budgetId}&vendor=${vendor}&item=${item}`);

test('usage is reserved and paid by the price in force, to the unit', async () => {
  const root = await fleet.client().root('100');
  made(await set(root.id, 1));
  const held = made(await reserve(root.id, { input_tokens: 1_200, output_tokens: 800 }));
  expect(held).toMatchObject({ amount: '0.011', state: 'held', usage: null });
  expect(held.price).toMatchObject({ budgetId: root.id });
  const usage = { input_tokens: 1_201, cache_read_tokens: 1_000, output_tokens: 212 };
  // 201 at 2.5, 1,000 at 1.25 and 212 at 10 for a million: 0.0038725, rounded up.
  const paid = made(await commit(held.id, { usage, externalId: 'chatcmpl-1' }));
  expect(paid).toMatchObject({ committed: '0.003873', state: 'committed', usage, externalId: 'chatcmpl-1' });
  await fleet.expectAuditPasses();
});

test('a reservation is paid by the price that it was made under, whatever comes after', async () => {
  const root = await fleet.client().root('100');
  const first = made(await set(root.id, 1));
  const held = made(await reserve(root.id, { input_tokens: 1_000_000 }));
  const dearer = { ...rocket, charges: [{ unit: 'input_tokens', amount: '5', per: 1_000_000 }] };
  const second = made(await set(root.id, 2, dearer));
  expect(made(await fleet.client().get<ShownPrice>(`/v1/prices/${first.id}`)).endedAt).not.toBeNull();
  expect(made(await reserve(root.id, { input_tokens: 1_000_000 })).amount).toBe('5');
  expect(made(await commit(held.id, { usage: { input_tokens: 1_000_000 } })).committed).toBe('2.5');
  const gone = await fleet
    .client()
    .write<ShownPrice>('DELETE', `/v1/prices/${second.id}`, undefined, { revision: 3 });
  expect(made(gone).endedAt).not.toBeNull();
  expect(await reserve(root.id, { input_tokens: 1 })).toMatchObject({
    status: 422,
    body: { code: 'price_unknown', field: 'item' },
  });
  await fleet.expectAuditPasses();
});

test('the nearest price wins; where none is set, the catalogue is asked', async () => {
  const root = await fleet.client().root('100');
  const child = await fleet.client().child(root.id, '50');
  const cheap = { ...rocket, vendor: 'openai', item: 'gpt-4o', charges: [{ unit: 'call', amount: '0.01' }] };
  expect(made(await inForce(child.id, 'openai', 'gpt-4o'))).toMatchObject({
    price: null,
    catalogue: { provider: 'openai', model: 'gpt-4o' },
  });
  const byCatalogue = made(
    await reserve(child.id, { input_tokens: 1_000_000 }, { vendor: 'openai', item: 'gpt-4o' }),
  );
  expect(byCatalogue.amount).toBe('2.5');
  expect(byCatalogue.price).toMatchObject({ provider: 'openai', model: 'gpt-4o' });
  made(await set(root.id, 1, cheap));
  expect(made(await inForce(child.id, 'openai', 'gpt-4o'))).toMatchObject({
    price: { budgetId: root.id },
    catalogue: null,
  });
  made(await set(child.id, 1, { ...cheap, charges: [{ unit: 'call', amount: '0.02' }] }));
  expect(made(await reserve(child.id, {}, { vendor: 'openai', item: 'gpt-4o' })).amount).toBe('0.02');
  expect(made(await reserve(root.id, {}, { vendor: 'openai', item: 'gpt-4o' })).amount).toBe('0.01');
  // A commit is paid by the catalogue's price all the same.
  expect(made(await commit(byCatalogue.id, { usage: { input_tokens: 400_000 } })).committed).toBe('1');
  await fleet.expectAuditPasses();
});

test('a tree in another currency has no prices but its own', async () => {
  const root = made(
    await fleet.client().post('/v1/budgets', { name: 'root', currency: 'EUR', allocation: '10' }),
  );
  const found = await inForce(root.id, 'openai', 'gpt-4o');
  expect(found).toMatchObject({ status: 422, body: { code: 'price_unknown' } });
  expect(found.body.detail).toContain('the budget in EUR');
});

test('a price that is to hold later changes nothing until then', async () => {
  const root = await fleet.client().root('100');
  made(await set(root.id, 1));
  const later = new Date(Date.now() + 3_600_000).toISOString();
  made(await set(root.id, 2, { ...rocket, from: later, charges: [{ unit: 'call', amount: '9' }] }));
  expect(made(await reserve(root.id, { input_tokens: 1_000_000 })).amount).toBe('2.5');
  const { body } = await fleet.client().get<{ items: ShownPrice[] }>(`/v1/budgets/${root.id}/prices`);
  expect(body.items.map(({ endedAt }) => endedAt)).toEqual([null, null]);
  const past = await set(root.id, 3, { ...rocket, from: '2026-01-01T00:00:00Z' });
  expect(past).toMatchObject({ status: 400, body: { code: 'invalid_price', field: 'from' } });
});

test('a stream reports what it has used so far, as often as it likes and out of order', async () => {
  const root = await fleet.client().root('100');
  made(await set(root.id, 1));
  const { id } = made(await reserve(root.id, { input_tokens: 1_000, output_tokens: 1_000_000 }));
  const report = (output: number, final = false) =>
    commit(id, { totalUsage: { input_tokens: 1_000, output_tokens: output }, final });
  expect(made(await report(100_000)).committed).toBe('1.0025');
  expect(made(await report(300_000)).committed).toBe('3.0025');
  expect(made(await report(200_000)).committed).toBe('3.0025');
  expect(made(await report(300_000)).committed).toBe('3.0025');
  expect(made(await report(400_001, true))).toMatchObject({ committed: '4.00251', state: 'committed' });
  await fleet.expectAuditPasses();
});

test('a total of money never counts twice either', async () => {
  const root = await fleet.client().root('100');
  const { id } = made(await fleet.client().reserve(root.id, '5'));
  for (const total of ['1', '3', '2', '3']) made(await commit(id, { total, final: false }));
  expect(made(await commit(id, { total: '3.5', usage: { call: 2 } }))).toMatchObject({
    committed: '3.5',
    state: 'committed',
    usage: { call: 2 },
  });
  await fleet.expectAuditPasses();
});

test('tiers over a window are counted by the subtree, and each call is charged from where they stand', async () => {
  const root = await fleet.client().root('2000');
  const child = await fleet.client().child(root.id, '1000');
  const tiers = [
    { above: 1_000, amount: '0.07' },
    { above: 10_000, amount: '0.05' },
  ];
  const lookup = {
    vendor: 'acme',
    item: 'lookup',
    charges: [{ unit: 'call', amount: '0.10', over: 'month', tiers }],
  };
  made(await set(root.id, 1, lookup));
  const buy = async (budgetId: string, call: number) => {
    const { id } = made(await reserve(budgetId, { call }, { item: 'lookup' }));
    return made(await commit(id, { usage: { call } })).committed;
  };
  expect(await buy(root.id, 999)).toBe('99.9');
  expect(await buy(child.id, 2)).toBe('0.17');
  // Another price goes on counting where the one before it stood.
  made(await set(root.id, 2, { ...lookup, charges: [{ ...lookup.charges[0], amount: '0.20' }] }));
  expect(await buy(root.id, 1)).toBe('0.07');
  expect(await buy(child.id, 9_000)).toBe('629.96');
  await fleet.expectAuditPasses();
});

test('a limit stops a commit by what its usage costs, and says how much would pass', async () => {
  const root = await fleet.client().root('1');
  made(await set(root.id, 1));
  const { id } = made(await reserve(root.id, { output_tokens: 10_000 }));
  const refused = await commit(id, { usage: { output_tokens: 200_000 } });
  expect(refused).toMatchObject({
    status: 402,
    body: { code: 'insufficient_funds', largestAdmissible: '1' },
  });
  // Nothing of it was counted: the call may be reported as it was.
  expect(made(await commit(id, { usage: { output_tokens: 100_000 } })).committed).toBe('1');
  await fleet.expectAuditPasses();
});

test.each<[title: string, body: object, status: number, code: string, field: string | null]>([
  ['an amount beside usage', { amount: '1', usage: {} }, 400, 'validation_failed', null],
  ['neither amount nor usage', {}, 400, 'validation_failed', null],
  ['a unit without a charge', { usage: { images: 1 } }, 422, 'invalid_usage', 'usage.images'],
  [
    'parts that are more than the whole',
    { usage: { input_tokens: 1, cache_read_tokens: 2 } },
    422,
    'invalid_usage',
    'usage.input_tokens',
  ],
  ['usage without an item', { usage: { call: 1 }, item: null }, 422, 'price_unknown', 'item'],
  ['usage without a vendor', { usage: { call: 1 }, vendor: null }, 422, 'price_unknown', 'vendor'],
  [
    'usage of an item that nobody sells',
    { usage: { call: 1 }, item: 'nothing' },
    422,
    'price_unknown',
    'item',
  ],
  ['a quantity below zero', { usage: { input_tokens: -1 } }, 400, 'validation_failed', null],
  ['a quantity with seven decimals', { usage: { input_tokens: 0.0000001 } }, 400, 'validation_failed', null],
  ['a quantity as text', { usage: { input_tokens: '1' } }, 400, 'validation_failed', null],
])('%s is refused', async (_, body, status, code, field) => {
  const root = await fleet.client().root('1');
  made(await set(root.id, 1));
  const request = { budgetId: root.id, vendor: 'acme', item: 'rocket-1', ...body };
  const refused = await fleet.client().post('/v1/reservations', request);
  expect(refused).toMatchObject({ status, body: { code, ...(field !== null && { field }) } });
});

test('who reserved by usage reports usage, and who named an amount names one', async () => {
  const root = await fleet.client().root('10');
  made(await set(root.id, 1));
  const rated = made(await reserve(root.id, { input_tokens: 10 }));
  expect(await commit(rated.id, { amount: '1' })).toMatchObject({
    status: 422,
    body: { code: 'usage_required', field: 'amount' },
  });
  expect(await commit(rated.id, {})).toMatchObject({
    status: 422,
    body: { code: 'usage_required', field: 'usage' },
  });
  const named = made(await fleet.client().reserve(root.id, '1'));
  expect(await commit(named.id, { usage: { call: 1 } })).toMatchObject({
    status: 422,
    body: { code: 'amount_required', field: 'amount' },
  });
});

test('a repeated request is answered as the first was, though the price has changed', async () => {
  const root = await fleet.client().root('10');
  made(await set(root.id, 1));
  const body = { budgetId: root.id, vendor: 'acme', item: 'rocket-1', usage: { input_tokens: 1_000_000 } };
  const first = made(await fleet.client().post<Reserved>('/v1/reservations', body, { key: 'once' }));
  made(
    await set(root.id, 2, { ...rocket, charges: [{ unit: 'input_tokens', amount: '5', per: 1_000_000 }] }),
  );
  const again = await fleet.client().post<Reserved>('/v1/reservations', body, { key: 'once' });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body).toMatchObject({ id: first.id, amount: '2.5', price: first.price });
});

test('a dry run says what it would hold, line by line', async () => {
  const root = await fleet.client().root('10');
  made(await set(root.id, 1));
  const { body } = await fleet.client().post<Record<string, unknown>>('/v1/decisions', {
    budgetId: root.id,
    vendor: 'acme',
    item: 'rocket-1',
    usage: { input_tokens: 1_000, cache_read_tokens: 400, output_tokens: 3 },
  });
  expect(body).toMatchObject({
    admissible: true,
    amount: '0.00203',
    rated: {
      lines: [
        { unit: 'input_tokens', quantity: 600, cost: '0.0015' },
        { unit: 'cache_read_tokens', quantity: 400, cost: '0.0005' },
        { unit: 'output_tokens', quantity: 3, cost: '0.00003' },
      ],
    },
  });
});

test('a call is found again by the id that the provider gave it, and by what was bought', async () => {
  const root = await fleet.client().root('10');
  const other = await fleet.client().root('10');
  made(await set(root.id, 1));
  const held = made(await reserve(root.id, { input_tokens: 10 }));
  made(await commit(held.id, { usage: { input_tokens: 9 }, externalId: 'chatcmpl/9+f=3a' }));
  made(await reserve(root.id, { input_tokens: 10 }));
  const found = async (query: string) => {
    const { body } = await fleet.client().get<{ items: Reserved[] }>(`/v1/reservations?${query}`);
    return body.items.map(({ id }) => id);
  };
  const externalId = encodeURIComponent('chatcmpl/9+f=3a');
  expect(await found(`budgetId=${root.id}&externalId=${externalId}`)).toEqual([held.id]);
  expect(await found(`budgetId=${other.id}&externalId=${externalId}`)).toEqual([]);
  expect(await found(`budgetId=${root.id}&externalId=chatcmpl`)).toEqual([]);
  expect(await found(`budgetId=${root.id}&item=rocket-1`)).toHaveLength(2);
  expect(await found(`budgetId=${root.id}&item=rocket-2`)).toEqual([]);
});

test('a bulk request reserves and pays by usage as the single routes do', async () => {
  const root = await fleet.client().root('10');
  made(await set(root.id, 1));
  const one = { budgetId: root.id, vendor: 'acme', item: 'rocket-1', usage: { input_tokens: 1_000_000 } };
  const held = made(await reserve(root.id, { input_tokens: 1_000_000 }));
  const { results } = made(
    await fleet
      .client()
      .post<{ results: { status: number; body: Reserved & { code?: string } }[] }>('/v1/reservations/batch', {
        commands: [
          { type: 'reserve', idempotencyKey: 'a', ...one },
          { type: 'commit', idempotencyKey: 'b', reservationId: held.id, usage: { input_tokens: 400_000 } },
          { type: 'reserve', idempotencyKey: 'c', ...one, item: 'nothing' },
        ],
      }),
  );
  expect(results.map(({ status, body }) => [status, body.amount, body.committed, body.code])).toEqual([
    [201, '2.5', '0', undefined],
    [200, '2.5', '1', undefined],
    [422, undefined, undefined, 'price_unknown'],
  ]);
  await fleet.expectAuditPasses();
});
