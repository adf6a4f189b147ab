import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../src/ids/ids.js';
import { made, tally } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start(2);
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const envelope = { window: 'lifetime', metric: 'denials', per: 'request', limit: '3', onExceed: 'pause' };

test('the same request at once, over two processes: one too many pauses, once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id: root } = await fleet.client().root('100', { envelopes: [envelope] });
    const { id: agent } = await fleet.client().child(root, '5');
    const answers = await fleet.atOnce(40, (client) => client.reserve(agent, '50', { vendor: 'acme' }));
    expect(tally(answers)).toEqual({ '402 insufficient_funds': 4, '423 budget_paused': 36 });
    const counters = await fleet.database.sql<{ key: string; used: number }[]>`
      SELECT key, used::int FROM counters WHERE tree_id = ${uuidOf(root)} ORDER BY key`;
    expect(counters).toEqual([
      { key: '', used: 1 },
      { key: `${agent} 50 acme -`, used: 4 },
    ]);
    const pauses = await fleet.database.sql`
      SELECT 1 FROM entries WHERE tree_id = ${uuidOf(root)} AND kind = 'pause'`;
    expect(pauses).toHaveLength(1);
  }
});

test('different denied requests do not add up, and others still pass', async () => {
  const { id: root } = await fleet.client().root('100', { envelopes: [envelope] });
  const answers = await fleet.atOnce(60, (client, i) =>
    client.reserve(root, i % 3 === 0 ? '1' : String(200 + (i % 20))),
  );
  expect(tally(answers)).toEqual({ '201': 20, '402 insufficient_funds': 40 });
  expect(made(await fleet.client().get<{ state: string }>(`/v1/budgets/${root}`)).state).toBe('active');
});
