import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { addedUp } from '../../support/spend.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(() => fleet.stop());

const child = async (budgetId: string): Promise<string> =>
  (await admin.post(`/v1/budgets/${budgetId}/children`, { name: 'child', guarantee: '5', ceiling: '50' }))
    .body.id as string;
test('a budget shows what its subtree spent and holds, closed budgets included', async () => {
  const { id: root } = await admin.root('100');
  const first = await child(root);
  const [below, closed] = [await child(first), await child(first)];
  await admin.pay(root, '1');
  await admin.pay(below, '2');
  await admin.pay(closed, '3');
  await admin.post(`/v1/budgets/${closed}/close`);
  await admin.hold(below, '0.5');
  await admin.post('/v1/reservations', { budgetId: first, amount: '99' });
  await addedUp(fleet.database.sql);

  const ofFirst = { spent: '5', reserved: '0.5', calls: 2, denied: 1 };
  const ofBelow = { spent: '2', reserved: '0.5', calls: 1, denied: 0 };
  const ofRoot = { spent: '6', reserved: '0.5', calls: 3, denied: 1 };
  for (const [id, subtree] of [
    [root, ofRoot],
    [first, ofFirst],
    [below, ofBelow],
  ] as const)
    expect((await admin.get(`/v1/budgets/${id}`)).body.subtree).toEqual(subtree);
  expect((await admin.get(`/v1/budgets/${root}`)).body.own).toEqual({ calls: 1, denied: 0 });
  expect((await admin.get(`/v1/budgets/${first}`)).body.own).toEqual({ calls: 0, denied: 1 });
  // The second level is not shown, and counts all the same.
  const { body } = await admin.get(`/v1/budgets/${root}/tree?depth=1`);
  expect(body).toMatchObject({ subtree: ofRoot, children: [{ id: first, subtree: ofFirst, children: [] }] });
});

test('amounts are those of this moment, and counts are not known while spend is made anew', async () => {
  const { id: root } = await admin.root('100');
  const { sql } = fleet.database;
  await sql.begin(async (tx) => {
    await tx`SELECT FROM spend_place FOR UPDATE`;
    await admin.pay(root, '1');
    expect((await admin.get(`/v1/budgets/${root}`)).body.subtree).toEqual({
      spent: '1',
      reserved: '0',
      calls: 0,
      denied: 0,
    });
  });
  await addedUp(sql);
  let body;
  do {
    await sql`UPDATE spend_place SET format = 0`;
    ({ body } = await admin.get(`/v1/budgets/${root}`));
  } while (body.subtree.calls !== null);
  expect(body.subtree).toEqual({ spent: '1', reserved: '0', calls: null, denied: null });
  expect(body.own).toEqual({ calls: null, denied: null });
  await addedUp(sql);
  expect((await admin.get(`/v1/budgets/${root}`)).body.subtree.calls).toBe(1);
});
