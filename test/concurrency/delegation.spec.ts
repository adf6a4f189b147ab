import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isSuccess, tally, type BudgetAnswer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const DEPTH = 16;

test('delegations at once give away what the parent has, and no more', async () => {
  const root = await fleet.client().root('100');
  const answers = await fleet.atOnce(50, (client) =>
    client.post(`/v1/budgets/${root.id}/children`, { name: 'agent', guarantee: '3' }),
  );
  expect(tally(answers)).toEqual({ '201': 33, '402 insufficient_funds': 17 });
  expect(await fleet.client().budget(root.id)).toMatchObject({
    balances: { delegated: '99', available: '1' },
  });
});

test('delegations, reservations and closings of one parent at once add up', async () => {
  const root = await fleet.client().root('100');
  const first = await fleet.atOnce(10, (client) => client.child(root.id, '5'));
  const [closed, delegated, reserved] = await Promise.all([
    fleet.atOnce(10, (client, i) => client.post(`/v1/budgets/${first[i]!.id}/close`)),
    fleet.atOnce(20, (client) =>
      client.post(`/v1/budgets/${root.id}/children`, { name: 'x', guarantee: '4' }),
    ),
    fleet.atOnce(20, (client) => client.reserve(root.id, '3')),
  ]);
  expect(tally(closed)).toEqual({ '200': 10 });
  const { '201': children = 0, '402 insufficient_funds': without = 0 } = tally(delegated);
  const { '201': holds = 0, '402 insufficient_funds': denied = 0 } = tally(reserved);
  expect([children + without, holds + denied]).toEqual([20, 20]);
  expect(await fleet.client().budget(root.id)).toMatchObject({
    balances: {
      delegated: String(4 * children),
      reserved: String(3 * holds),
      available: String(100 - 4 * children - 3 * holds),
    },
  });
});

test('a refusing close and a reservation at once: only one of them succeeds', async () => {
  const outcomes: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    const { id } = await fleet.client().root('10');
    const [closed, reserved] = await Promise.all([
      fleet.client(round).post(`/v1/budgets/${id}/close`, { holds: 'refuse' }),
      fleet.client(round + 1).reserve(id, '1'),
    ]);
    outcomes.push(
      Object.keys(tally([closed, reserved]))
        .sort()
        .join(', '),
    );
  }
  const possible = ['200, 423 budget_closed', '201, 409 holds_live'];
  expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
});

/** A line of budgets, each the child of the one before, with an envelope over the subtree of each. */
async function deepLine(
  limitAt: (level: number) => string,
  allowanceAt: (level: number) => object,
): Promise<BudgetAnswer[]> {
  const settings = (level: number) => ({
    ...allowanceAt(level),
    envelopes: [{ window: 'lifetime', limit: limitAt(level) }],
  });
  const line = [await fleet.client().root('2000', { envelopes: settings(0).envelopes })];
  for (let level = 1; level <= DEPTH; level += 1)
    line.push(await fleet.client(level).child(line.at(-1)!.id, '0', settings(level)));
  return line;
}

test.each([
  ['fixed carve-outs', (level: number) => ({ guarantee: String(1900 - 100 * level) })],
  ['budgets that draw all they need', () => ({ ceiling: '900' })],
])('sixteen levels of %s, each with a limit, are charged together', async (_, allowanceAt) => {
  const line = await deepLine((level) => (level === 7 ? '40' : '60'), allowanceAt);
  const [bottom, higher] = [line.at(-1)!.id, line[5]!.id];
  const deep = await fleet.atOnce(70, (client) => client.reserve(bottom, '1'));
  expect(tally(deep)).toEqual({ '201': 40, '402 envelope_exceeded': 30 });
  // Above the narrowest level there is room for more, but what was reserved below it counts there, too.
  const above = await fleet.atOnce(40, (client) => client.reserve(higher, '1'));
  expect(tally(above)).toEqual({ '201': 20, '402 envelope_exceeded': 20 });
  const held = deep.filter(isSuccess);
  const released = await fleet.atOnce(held.length, (client, i) => client.release(held[i]!.body.id));
  expect(tally(released)).toEqual({ '200': 40 });
  for (const { id } of line.slice(6)) {
    const budget = await fleet.client().budget(id);
    expect(budget.balances.reserved).toBe('0');
    expect(budget.envelopes).toMatchObject([{ usage: [{ used: '0' }] }]);
  }
});
