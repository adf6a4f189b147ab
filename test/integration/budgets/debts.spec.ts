import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, type BudgetAnswer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { differencesAfter } from '../../support/tamper.js';

let fleet: Fleet;
let client: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  client = fleet.client();
});

afterAll(() => fleet.stop());

/** A root of 10 and two pooled children; the first has drawn all of it and owes 5 more. */
async function owing(): Promise<{ root: BudgetAnswer; a: BudgetAnswer; b: BudgetAnswer }> {
  const root = await client.root('10', { scale: 0 });
  const a = await client.child(root.id, '0', { ceiling: '100' });
  const b = await client.child(root.id, '0', { ceiling: '100' });
  const { id: paid } = made(await client.reserve(a.id, '10'));
  made(await client.post(`/v1/reservations/${paid}/commit`, { amount: '15', overage: 'overdraft' }));
  expect((await client.budget(a.id)).balances).toMatchObject({ allocated: '10', overdraft: '5' });
  return { root, a, b };
}

const fund = async (id: string, amount: string) =>
  made(await client.post(`/v1/budgets/${id}/fund`, { amount }));

test('money that comes pays a debt before a sibling can take it', async () => {
  const { root, a, b } = await owing();
  // What is answered is what is left when the debt is paid: a caller acts on that, and on its version.
  const funded = await fund(root.id, '5');
  expect(funded).toMatchObject({ balances: { available: '0', delegated: '15' } });
  const { ancestors: _a, envelopes: _e, own: _o, subtree: _s, ...now } = await client.budget(root.id);
  expect(funded).toEqual(now);
  expect((await client.budget(a.id)).balances).toMatchObject({ allocated: '15', overdraft: '0' });
  expect((await client.budget(root.id)).balances).toMatchObject({ available: '0', delegated: '15' });
  expect(await client.reserve(b.id, '5')).toMatchObject({
    status: 402,
    body: { code: 'insufficient_funds' },
  });
  const { body } = await client.get<{ items: unknown[] }>(`/v1/budgets/${a.id}/entries?order=desc&limit=1`);
  expect(body.items).toMatchObject([
    { content: { kind: 'fund', cause: { budgetId: root.id }, deltas: { allocated: '5', overdraft: '-5' } } },
  ]);
  await fleet.expectAuditPasses();
});

test('a refund or release of a sibling pays it as far as it goes', async () => {
  const root = await client.root('30', { scale: 0 });
  const b = await client.child(root.id, '0', { ceiling: '100' });
  const a = await client.child(root.id, '0', { ceiling: '100' });
  const { id: spent } = made(await client.reserve(b.id, '10'));
  made(await client.commit(spent, '10'));
  const { id: held } = made(await client.reserve(b.id, '10'));
  const { id } = made(await client.reserve(a.id, '10'));
  made(await client.post(`/v1/reservations/${id}/commit`, { amount: '25', overage: 'overdraft' }));
  made(await client.post(`/v1/reservations/${spent}/refund`, { amount: '7' }));
  expect((await client.budget(a.id)).balances).toMatchObject({ allocated: '17', overdraft: '8' });
  made(await client.release(held));
  expect((await client.budget(a.id)).balances).toMatchObject({ allocated: '25', overdraft: '0' });
  expect((await client.budget(root.id)).balances).toMatchObject({ available: '2', delegated: '28' });
  await fleet.expectAuditPasses();
});

test('a higher ceiling draws from a frozen parent only at its resume', async () => {
  const root = await client.root('100', { scale: 0 });
  const child = await client.child(root.id, '10');
  const { id } = made(await client.reserve(child.id, '10'));
  made(await client.post(`/v1/reservations/${id}/commit`, { amount: '25', overage: 'overdraft' }));
  made(await client.post(`/v1/budgets/${root.id}/freeze`, {}));
  const { revision } = await client.budget(child.id);
  const allowance = { guarantee: '12', ceiling: '12' };
  expect(await client.patch(`/v1/budgets/${child.id}`, allowance, { revision })).toMatchObject({
    status: 423,
  });
  made(await client.patch(`/v1/budgets/${child.id}`, { ceiling: '40' }, { revision }));
  expect((await client.budget(child.id)).balances).toMatchObject({ allocated: '10', overdraft: '15' });
  made(await client.post(`/v1/budgets/${root.id}/resume`, {}));
  expect((await client.budget(child.id)).balances).toMatchObject({ allocated: '25', overdraft: '0' });
  await fleet.expectAuditPasses();
});

test('the audit finds a debt that could be paid, but not in a tree where nothing was decided since', async () => {
  const { root, a } = await owing();
  await fund(root.id, '1');
  const { sql } = fleet.database;
  const later = (tick: string) => (tx: typeof sql) =>
    tx.unsafe(`UPDATE journal_clock SET debts_since = ${tick}`);
  // As a database was left by a version that did not pay debts: the money is there, and nobody has drawn it.
  const unpaid = async (tx: typeof sql) => {
    await tx.unsafe(
      `DELETE FROM entries WHERE tree_id = '${uuidOf(root.id)}' AND content LIKE '%"cause"%"kind":"fund"%'`,
    );
  };
  const found = await differencesAfter(sql, async (tx) => unpaid(tx as unknown as typeof sql));
  expect([...found.counts.keys()]).toContain('debt that could be paid');
  const old = await differencesAfter(sql, async (tx) => {
    await later('9e15')(tx as unknown as typeof sql);
    await unpaid(tx as unknown as typeof sql);
  });
  expect([...old.counts.keys()]).not.toContain('debt that could be paid');
  expect((await client.budget(a.id)).balances).toMatchObject({ overdraft: '4' });
});
