import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { made } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

const PROCESSES = 3;
const CLIENTS = 60;

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(PROCESSES)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

interface Reserved {
  id: string;
  committed: string;
}

const TIERS = [
  { above: 50, amount: '0.07' },
  { above: 150, amount: '0.05' },
];
const price = {
  vendor: 'acme',
  item: 'lookup',
  charges: [{ unit: 'call', amount: '0.10', over: 'lifetime', tiers: TIERS }],
};

const millionths = (amount: string): number => Math.round(Number(amount) * 1_000_000);

/** What so many calls cost, one after the other. */
function graduated(calls: number): number {
  let cost = 0;
  for (let call = 0; call < calls; call += 1) cost += call < 50 ? 100_000 : call < 150 ? 70_000 : 50_000;
  return cost;
}

const reserve = (client: Fleet['clients'][number], budgetId: string, call: number) =>
  client.post<Reserved>('/v1/reservations', { budgetId, vendor: 'acme', item: 'lookup', usage: { call } });

test('calls that many processes pay for at once cost what they would one after the other', async () => {
  const root = await fleet.client().root('1000');
  const children = await Promise.all([1, 2].map((i) => fleet.client(i).child(root.id, '200')));
  made(await fleet.client().write('PUT', `/v1/budgets/${root.id}/prices`, price, { revision: 1 }));
  const budgets = [root.id, ...children.map(({ id }) => id)];
  let calls = 0;
  const committed = await fleet.atOnce(CLIENTS, async (client, i) => {
    const call = 1 + (i % 7);
    calls += call;
    const { id } = made(await reserve(client, budgets[i % budgets.length]!, call));
    const other = fleet.client(i + 1);
    // In two parts: the second report is of the whole.
    made(await other.post(`/v1/reservations/${id}/commit`, { usage: { call: 1 }, final: false }));
    const paid = made(await client.post<Reserved>(`/v1/reservations/${id}/commit`, { totalUsage: { call } }));
    return millionths(paid.committed);
  });
  expect(committed.reduce((sum, one) => sum + one, 0)).toBe(graduated(calls));
});

test('a price that changes meanwhile is paid by nobody who reserved before', async () => {
  const root = await fleet.client().root('1000');
  const flat = (amount: string) => ({ ...price, charges: [{ unit: 'call', amount }] });
  made(await fleet.client().write('PUT', `/v1/budgets/${root.id}/prices`, flat('1'), { revision: 1 }));
  const [, ...paid] = await Promise.all([
    fleet.client().write('PUT', `/v1/budgets/${root.id}/prices`, flat('2'), { revision: 2 }),
    ...Array.from({ length: CLIENTS }, async (_, i) => {
      const client = fleet.client(i);
      const held = made(
        await client.post<Reserved & { amount: string; price: { priceId: string } }>('/v1/reservations', {
          budgetId: root.id,
          vendor: 'acme',
          item: 'lookup',
          usage: { call: 1 },
        }),
      );
      const { committed } = made(
        await client.post<Reserved>(`/v1/reservations/${held.id}/commit`, { usage: { call: 1 } }),
      );
      return { priceId: held.price.priceId, amount: held.amount, committed };
    }),
  ]);
  const prices = new Map(paid.map(({ priceId, amount }) => [priceId, amount]));
  expect(prices.size).toBeLessThanOrEqual(2);
  for (const { priceId, amount, committed } of paid) {
    expect(amount).toBe(prices.get(priceId));
    expect(committed).toBe(amount);
  }
});
