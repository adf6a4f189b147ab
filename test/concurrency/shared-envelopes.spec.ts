import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { made, tally } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(3)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

// Windows that never turn: a test that runs over midnight must not see two.
const envelope = (limit: string, more: object = {}) => ({ window: 'lifetime', limit, ...more });

/** A root with these envelopes, and six leaves on different levels below it with more than enough money. */
async function leavesUnder(envelopes: object[]): Promise<{ root: string; leaves: string[] }> {
  const root = (await fleet.client().root('100000', { envelopes })).id;
  const [left, right] = await fleet.atOnce(2, (client) => client.child(root, '30000'));
  const lower = await fleet.client(2).child(left!.id, '9000');
  const parents = [root, left!.id, left!.id, right!.id, lower.id, lower.id];
  const leaves = await fleet.atOnce(6, (client, i) => client.child(parents[i]!, '1000'));
  return { root, leaves: leaves.map(({ id }) => id) };
}

async function usageOf(budgetId: string): Promise<Record<string, string>> {
  const { envelopes } = await fleet.client().budget(budgetId);
  const [first] = envelopes as unknown as { usage: { key: string | null; used: string }[] }[];
  return Object.fromEntries(first!.usage.map(({ key, used }) => [key ?? '', used]));
}

test('many leaves that spend at once, through all processes, stop at the limit above them', async () => {
  const { root, leaves } = await leavesUnder([envelope('50')]);
  const answers = await fleet.atOnce(120, (client, i) => client.reserve(leaves[i % 6]!, '1'));
  expect(tally(answers)).toEqual({ '201': 50, '402 envelope_exceeded': 70 });
  expect(await usageOf(root)).toEqual({ '': '50' });

  // What is given back can be taken again, by anybody, and to the last unit.
  const held = answers.filter(({ status }) => status === 201).slice(0, 20);
  const [released, again] = await Promise.all([
    Promise.all(held.map((answer, i) => fleet.client(i).release(made(answer).id))),
    fleet.atOnce(60, (client, i) => client.reserve(leaves[i % 6]!, '1')),
  ]);
  const last = await fleet.atOnce(60, (client, i) => client.reserve(leaves[i % 6]!, '1'));
  expect(tally(released)).toEqual({ '200': 20 });
  expect(tally([...again, ...last])).toEqual({ '201': 20, '402 envelope_exceeded': 100 });
  expect(await usageOf(root)).toEqual({ '': '50' });
});

test('every vendor has a counter of its own, shared by all leaves', async () => {
  const { root, leaves } = await leavesUnder([envelope('10', { per: 'vendor' })]);
  const vendors = ['openai', 'anthropic', 'mistral', 'google'];
  const answers = await fleet.atOnce(120, (client, i) =>
    client.reserve(leaves[i % 6]!, '1', { vendor: vendors[Math.floor(i / 6) % 4] }),
  );
  expect(tally(answers)).toEqual({ '201': 40, '402 envelope_exceeded': 80 });
  expect(await usageOf(root)).toEqual(Object.fromEntries(vendors.map((vendor) => [vendor, '10'])));
});

test('a count is shared in the same way, and each leaf has its own limit besides', async () => {
  const { root, leaves } = await leavesUnder([envelope('40', { metric: 'count' })]);
  const [leaf] = leaves;
  const added = await fleet
    .client()
    .post(`/v1/budgets/${leaf}/envelopes`, envelope('3', { scope: 'self' }), { revision: 1 });
  expect(added.status).toBe(201);
  const own = await fleet.atOnce(20, (client) => client.reserve(leaf!, '1'));
  expect(tally(own)).toEqual({ '201': 3, '402 envelope_exceeded': 17 });
  const others = await fleet.atOnce(100, (client, i) => client.reserve(leaves[1 + (i % 5)]!, '2.5'));
  expect(tally(others)).toEqual({ '201': 37, '402 count_exceeded': 63 });
  expect(await usageOf(root)).toEqual({ '': '40' });
});

test('a first window is begun once, however many processes begin it', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { id } = await fleet.client(round).root('100', { envelopes: [envelope('4')] });
    const answers = await fleet.atOnce(9, (client) => client.reserve(id, '1'));
    expect(tally(answers)).toEqual({ '201': 4, '402 envelope_exceeded': 5 });
  }
});
