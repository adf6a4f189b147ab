import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { codeOf, made, tally, type BudgetAnswer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

type Child = BudgetAnswer & { existed?: true };

test('concurrent spawns of one ref make one child, which all find', async () => {
  const root = await fleet.client().root('1000');
  for (let round = 0; round < 5; round += 1) {
    const body = { name: 'coder', guarantee: '7', ref: `run-${round}/coder` };
    const answers = await fleet.atOnce(40, (client) =>
      client.post<Child>(`/v1/budgets/${root.id}/children`, body),
    );
    expect(tally(answers)).toEqual({ '200': 39, '201': 1 });
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
    for (const { status, body: child } of answers) expect(child.existed).toBe(status === 200 || undefined);
  }
  expect((await fleet.client().budget(root.id)).balances.delegated).toBe('35');
});

test('spawns of a ref that race its closes never leave two open children', async () => {
  const root = await fleet.client().root('1000');
  const body = { name: 'coder', guarantee: '1', ref: 'coder' };
  const spawn = async (i: number): Promise<void> => {
    const client = fleet.client(i);
    for (let round = 0; round < 10; round += 1) {
      const child = made(await client.post<Child>(`/v1/budgets/${root.id}/children`, body));
      expect(child.ref).toBe('coder');
      if ((round + i) % 2 === 1) continue;
      // Another may have found the same child, and closed it before.
      const closing = await client.post(`/v1/budgets/${child.id}/close`, {});
      expect(['200', '409 budget_state']).toContain(codeOf(closing));
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, i) => spawn(i)));
  const [{ open, all } = { open: 0, all: 0 }] = await fleet.database.sql<{ open: number; all: number }[]>`
    SELECT count(*) FILTER (WHERE state <> 'closed')::int AS open, count(*)::int AS all
    FROM budgets WHERE ref = 'coder'`;
  expect(open).toBeLessThanOrEqual(1);
  expect(all).toBeGreaterThan(1);
});
