import { setTimeout as sleep } from 'node:timers/promises';
import type { SpendView } from '../../../src/queries/spend-queries.js';
import { made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { addedUp } from '../../support/spend.js';
import { askSpend, spendOf, type SpendQuery } from '../../support/spend-route.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(() => fleet.stop());

const ask = (query: SpendQuery) => askSpend(admin, query);
const spend = (budgetId: string, query?: SpendQuery) => spendOf(fleet, budgetId, query);
const child = async (budgetId: string, guarantee: string): Promise<string> =>
  (await admin.post(`/v1/budgets/${budgetId}/children`, { name: 'child', guarantee, ceiling: '50' })).body
    .id as string;

/** A root with two children, one of which has a child of its own. */
async function family() {
  const { id: root } = await admin.root('100');
  const [first, second] = [await child(root, '10'), await child(root, '10')];
  const grandchild = await child(first, '5');
  await admin.pay(root, '1', { vendor: 'acme', category: 'search', runId: 'run-1' });
  await admin.pay(first, '2', { vendor: 'acme', runId: 'run-1' });
  const refunded = await admin.pay(grandchild, '3', { vendor: 'zeta', runId: 'run-2' });
  await admin.post(`/v1/reservations/${refunded}/refund`, { amount: '0.5' });
  await admin.hold(second, '4', { vendor: 'zeta' });
  expect(
    (await admin.post('/v1/reservations', { budgetId: second, amount: '99', vendor: 'evil' })).status,
  ).toBe(402);
  return { root, first, second, grandchild };
}

test('spend is grouped by child, everything below rolled up, and the budget’s own without one', async () => {
  const { root, first, second } = await family();
  const { items, total, currency, timezone, groupBy } = await spend(root, { groupBy: 'child' });
  expect({ currency, timezone, groupBy }).toEqual({ currency: 'USD', timezone: 'UTC', groupBy: ['child'] });
  expect(items).toEqual([
    { childId: first, spent: '4.5', refunded: '0.5', reserved: '0', calls: 2, denied: 0, usage: {} },
    { childId: second, spent: '0', refunded: '0', reserved: '4', calls: 0, denied: 1, usage: {} },
    { childId: null, spent: '1', refunded: '0', reserved: '0', calls: 1, denied: 0, usage: {} },
  ]);
  expect(total).toEqual({ spent: '5.5', refunded: '0.5', reserved: '4', calls: 3, denied: 1, usage: {} });
});

test('three groups at once each have their name, and null where there is none', async () => {
  const { root } = await family();
  const { items } = await spend(root, { groupBy: ['category', 'code', 'run'] });
  expect(
    items.map(({ category, code, runId, spent, denied }) => [category, code, runId, spent, denied]),
  ).toEqual([
    ['search', null, 'run-1', '1', 0],
    [null, 'insufficient_funds', null, '0', 1],
    [null, null, 'run-1', '2', 0],
    [null, null, 'run-2', '2.5', 0],
    [null, null, null, '0', 0],
  ]);
});

test('who committed is the principal, and what is held has none', async () => {
  const { root } = await family();
  const { items } = await spend(root, { groupBy: 'principal' });
  expect(items.map(({ principal, spent, reserved }) => [principal, spent, reserved])).toEqual([
    ['admin', '5.5', '0'],
    [null, '0', '4'],
  ]);
});

test('one value alone has the sums of its group, whatever else is asked for', async () => {
  const { root, first } = await family();
  const total = async (query: SpendQuery, budgetId = root) => {
    const { spent, reserved, denied } = (await spend(budgetId, query)).total;
    return [spent, reserved, denied];
  };
  expect(await total({ vendor: 'zeta' })).toEqual(['2.5', '4', 0]);
  expect(await total({ vendor: 'zeta' }, first)).toEqual(['2.5', '0', 0]);
  expect(await total({ vendor: 'acme', runId: 'run-1' })).toEqual(['3', '0', 0]);
  expect(await total({ vendor: 'acme', category: 'search' })).toEqual(['1', '0', 0]);
  expect(await total({ vendor: 'acme', item: 'anvil' })).toEqual(['0', '0', 0]);
  // What is held was recorded by nobody, and denied for no reason.
  expect(await total({ principal: 'admin' })).toEqual(['5.5', '0', 1]);
  expect(await total({ code: 'insufficient_funds' })).toEqual(['0', '0', 1]);
  const { items } = await spend(root, { groupBy: ['child', 'vendor'], runId: 'run-1' });
  expect(items.map(({ childId, vendor, spent }) => [childId, vendor, spent])).toEqual([
    [first, 'acme', '2'],
    [null, 'acme', '1'],
  ]);
  const byDay = (await spend(root, { groupBy: 'day', vendor: 'acme' })).items;
  expect(byDay.map(({ spent }) => spent)).toEqual(['3']);
});

test('a budget is grouped by budgets of its own subtree alone', async () => {
  const { first, grandchild } = await family();
  const { items, total } = await spend(first, { groupBy: 'budget' });
  expect(items.map(({ budgetId, spent }) => [budgetId, spent])).toEqual([
    [first, '2'],
    [grandchild, '2.5'],
  ]);
  expect(total.spent).toBe('4.5');
});

test('without a group there is one sum, and of a budget that spent nothing it is zero', async () => {
  const { id: budgetId } = await admin.root('100');
  const nothing = { spent: '0', refunded: '0', reserved: '0', calls: 0, denied: 0, usage: {} };
  const { items, total, nextCursor } = await spend(budgetId);
  expect({ items, total, nextCursor }).toEqual({ items: [nothing], total: nothing, nextCursor: null });
  expect((await spend(budgetId, { groupBy: 'vendor' })).items).toEqual([]);
});

test('the month under way is meant where no time is, in the time zone of the tree', async () => {
  const { id: budgetId } = await admin.root('100', { timezone: 'Asia/Kathmandu' });
  const { from, to, timezone } = await spend(budgetId);
  expect(timezone).toBe('Asia/Kathmandu');
  for (const time of [from, to]) expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T18:15:00\.000Z$/);
  expect(Date.parse(from)).toBeLessThan(Date.now());
  expect(Date.parse(to)).toBeGreaterThan(Date.now());
});

test('what is held counts where now is asked for, and not in the past', async () => {
  const { root } = await family();
  const past = await spend(root, { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' });
  expect(past.total).toEqual({ spent: '0', refunded: '0', reserved: '0', calls: 0, denied: 0, usage: {} });
  const future = await spend(root, {
    from: '2026-01-01T00:00:00Z',
    to: '2100-01-01T00:00:00Z',
    groupBy: 'vendor',
  });
  expect(future.total.reserved).toBe('4');
});

test('pages go on behind the last group, whatever is written meanwhile', async () => {
  const { id: root } = await admin.root('100');
  const vendors = ['a', 'b', 'c', 'd', 'e'];
  for (const vendor of vendors) await admin.pay(root, '1', { vendor });
  await admin.pay(root, '1');
  const seen: unknown[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string | string[]> = { groupBy: ['vendor', 'month', 'run'], limit: '2' };
    if (cursor !== null) query['cursor'] = cursor;
    const page: SpendView = await spend(root, query);
    expect(page.total.calls).toBeGreaterThanOrEqual(6);
    seen.push(...page.items.map(({ vendor }) => vendor));
    cursor = page.nextCursor;
    // Before and within what was answered, and of what is still to come.
    await admin.pay(root, '1', { vendor: 'a' });
    await admin.pay(root, '1', { vendor: 'aa' });
    await admin.pay(root, '1', { vendor: 'e' });
  } while (cursor !== null);
  expect(seen).toEqual([...vendors, null]);
});

test('a cursor of another question is refused', async () => {
  const { root, first } = await family();
  const { nextCursor } = await spend(root, { groupBy: 'vendor', limit: '1' });
  const others: Record<string, string>[] = [
    { budgetId: root, groupBy: 'run', cursor: nextCursor! },
    { budgetId: first, groupBy: 'vendor', cursor: nextCursor! },
    { budgetId: root, groupBy: 'vendor', timezone: 'Europe/Berlin', cursor: nextCursor! },
    { budgetId: root, groupBy: 'vendor', vendor: 'acme', cursor: nextCursor! },
    { budgetId: root, groupBy: 'vendor', cursor: Buffer.from('[[],1,2,[]]').toString('base64url') },
  ];
  for (const query of others)
    expect((await ask(query)).body.errors).toMatchObject([{ field: 'cursor', rule: 'cursor' }]);
});

test.each([
  [{ from: '2026-11-01T00:07:00Z' }, 'from', 'quarter'],
  [{ to: '2100-11-01T00:00:01Z' }, 'to', 'quarter'],
  [{ from: '2026-11-02T00:00:00Z', to: '2026-11-02T00:00:00Z' }, 'to', 'after_from'],
  [{ from: '2100-11-02T00:00:00Z' }, 'from', 'after_from'],
  [{ from: '2020-01-01T00:00:00Z', groupBy: 'hour' }, 'to', 'periods'],
  [{ from: 'yesterday' }, 'from', 'instant'],
  [{ timezone: 'Europe/Nowhere' }, 'timezone', 'time_zone'],
  [{ groupBy: 'colour' }, 'groupBy', 'groups'],
  [{ groupBy: ['day', 'day'] }, 'groupBy', 'groups'],
  [{ groupBy: ['day', 'vendor', 'run', 'child'] }, 'groupBy', 'groups'],
  [{ limit: '0' }, 'limit', 'integer'],
])('%j is refused by its field and rule', async (query, field, rule) => {
  const { id: budgetId } = await admin.root('100');
  const { body } = await ask({ budgetId, ...query });
  expect(body).toMatchObject({ code: 'validation_failed', errors: [{ field, rule }] });
});

test('what lies outside of a key is not found, and neither is what is not there', async () => {
  const { root, first, second } = await family();
  const { client: auditor } = await admin.issue(first, { role: 'auditor' });
  await addedUp(fleet.database.sql);
  for (const id of [root, second, 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8'])
    expect((await auditor.get(`/v1/spend?budgetId=${id}`)).status).toBe(404);
  expect(made(await auditor.get<SpendView>(`/v1/spend?budgetId=${first}`)).total.spent).toBe('4.5');
});

test('while the sums are made anew the answer is a 503 that says when to come back', async () => {
  const { root } = await family();
  const { sql } = fleet.database;
  // Another process has the place, so that nobody goes on.
  await sql.begin(async (tx) => {
    await tx`UPDATE spend_place SET format = 0`;
  });
  let answer: Answer;
  for (
    answer = await ask({ budgetId: root });
    answer.status !== 503;
    answer = await ask({ budgetId: root })
  ) {
    await sql`UPDATE spend_place SET format = 0`;
    await sleep(1);
  }
  expect(answer.body.code).toBe('unavailable');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await spend(root)).total.spent).toBe('5.5');
});

test('an answer says as of when it is: what was decided before is in it', async () => {
  const { id: root } = await admin.root('100');
  await admin.pay(root, '1', { vendor: 'acme' });
  const { sql } = fleet.database;
  const { asOf } = await spend(root);
  await sql.begin(async (tx) => {
    await tx`SELECT FROM spend_place FOR UPDATE`;
    await admin.pay(root, '2', { vendor: 'acme' });
    const { body } = await ask({ budgetId: root });
    const [entry] = await sql`SELECT at FROM entries ORDER BY at DESC LIMIT 1`;
    expect(body.total.spent).toBe('1');
    expect(Date.parse(body.asOf)).toBeLessThanOrEqual((entry!.at as Date).getTime());
    expect(Date.parse(body.asOf)).toBeGreaterThanOrEqual(Date.parse(asOf));
  });
  expect((await spend(root)).total.spent).toBe('3');
});

test('spend by item shows what was used by unit, and a refund takes nothing of it away', async () => {
  const { id: root } = await admin.root('100');
  const charges = [{ unit: 'input_tokens', amount: '1', per: 1_000 }];
  const revision = (await admin.get(`/v1/budgets/${root}`)).body.revision as number;
  for (const [i, item] of ['large', 'small'].entries())
    made(
      await admin.write(
        'PUT',
        `/v1/budgets/${root}/prices`,
        { vendor: 'acme', item, charges },
        { revision: revision + i },
      ),
    );
  for (const [item, tokens] of [
    ['large', 1_000],
    ['large', 500.5],
    ['small', 2_000],
  ] as const) {
    const asked = { budgetId: root, vendor: 'acme', item, usage: { input_tokens: tokens } };
    const { id } = made(await admin.post<{ id: string }>('/v1/reservations', asked));
    for (const totalUsage of [{ input_tokens: 100 }, { input_tokens: tokens }])
      made(await admin.post(`/v1/reservations/${id}/commit`, { totalUsage, final: false }));
    if (item === 'small') made(await admin.post(`/v1/reservations/${id}/refund`, { amount: '2' }));
  }
  await admin.pay(root, '1', { vendor: 'acme', item: 'large' });
  await admin.pay(root, '1');
  const { items, total } = await spend(root, { groupBy: ['item', 'vendor', 'month'] });
  expect(items.map(({ item, vendor, spent, usage }) => [item, vendor, spent, usage])).toEqual([
    ['large', 'acme', '2.5005', { input_tokens: '1500.5' }],
    ['small', 'acme', '0', { input_tokens: '2000' }],
    [null, null, '1', {}],
  ]);
  expect(total.usage).toEqual({ input_tokens: '3500.5' });
  expect((await spend(root, { groupBy: 'run' })).items.map(({ usage }) => usage)).toEqual([total.usage]);
});
