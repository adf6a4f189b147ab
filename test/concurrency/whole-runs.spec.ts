import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isSuccess, made } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { ofRun, reserveRun, wholeRun } from '../support/runs.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const COUNT = 300;

const historiesOf = (ids: string[]): Promise<string[]> =>
  Promise.all(ids.map(async (id) => (await fleet.historyOf(id)).join(' ')));

test('two releases of a run at once: each reservation is released once', async () => {
  const { id: root } = await fleet.client().root('1000');
  const held = await reserveRun(fleet.client(), root, 'run', COUNT);
  const results = await fleet.atOnce(4, (client, i) =>
    ofRun(client, 'release', 'run', { budgetId: root }, { key: `release-${i}` }),
  );
  const all = results.map(made);
  expect(all.reduce((sum, { done }) => sum + done, 0)).toBe(COUNT);
  for (const { code } of all.flatMap(({ refused }) => refused)) expect(code).toBe('reservation_state');
  expect(new Set(await historiesOf(held))).toEqual(new Set(['reserve release']));
});

test('the same request twice at once: each reservation is released once, and both say that it is', async () => {
  const { id: root } = await fleet.client().root('1000');
  const held = await reserveRun(fleet.client(), root, 'run', COUNT);
  const parts = await fleet.atOnce(4, (client) =>
    wholeRun(client, 'release', 'run', { budgetId: root, limit: 100 }, { key: 'one' }),
  );
  for (const walked of parts) {
    expect(walked.map(({ done }) => done)).toEqual([100, 100, 100]);
    expect(walked.flatMap(({ refused }) => refused)).toEqual([]);
  }
  const first = parts.flat().reduce((sum, { done, replayed }) => sum + done - replayed, 0);
  expect(first).toBe(COUNT);
  expect(new Set(await historiesOf(held))).toEqual(new Set(['reserve release']));
});

test('commits between: what was paid stays paid, and no hold is left', async () => {
  const { id: root } = await fleet.client().root('1000');
  const held = await reserveRun(fleet.client(), root, 'run', COUNT);
  const [parts, ...commits] = await Promise.all([
    wholeRun(fleet.client(), 'release', 'run', { budgetId: root, limit: 50 }),
    ...held.filter((_, i) => i % 3 === 0).map((id, i) => fleet.client(i).commit(id, '1')),
  ]);
  expect(commits.every(isSuccess)).toBe(true);
  const histories = await historiesOf(held);
  const possible = ['reserve release', 'reserve commit', 'reserve release commit'];
  for (const history of histories) expect(possible).toContain(history);
  const released = histories.filter((history) => history.startsWith('reserve release')).length;
  expect(parts.reduce((sum, { done }) => sum + done, 0)).toBe(released);
  const { balances } = await fleet.client().budget(root);
  expect(balances).toMatchObject({ reserved: '0', spent: String(commits.length) });
});

test('expiry between: what is extended lives on, what is not has expired', async () => {
  const { id: root } = await fleet.client().root('1000');
  const held = await reserveRun(fleet.client(), root, 'run', COUNT, 1);
  const parts = await wholeRun(fleet.client(), 'extend', 'run', {
    budgetId: root,
    ttlSeconds: 600,
    limit: 20,
  });
  const done = parts.reduce((sum, part) => sum + part.done, 0);
  const refused = new Set(parts.flatMap((part) => part.refused.map(({ reservationId }) => reservationId)));
  // Whoever was not extended expires within a moment.
  let histories = await historiesOf(held);
  while (histories.includes('reserve')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    histories = await historiesOf(held);
  }
  expect(new Set(histories)).toEqual(
    new Set(
      done === COUNT
        ? ['reserve extend']
        : done === 0
          ? ['reserve expire']
          : ['reserve extend', 'reserve expire'],
    ),
  );
  expect(histories.filter((history) => history === 'reserve extend')).toHaveLength(done);
  held.forEach((id, i) => {
    if (refused.has(id)) expect(histories[i]).toBe('reserve expire');
  });
});
