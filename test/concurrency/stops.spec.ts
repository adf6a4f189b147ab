import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntryContent } from '../../src/core/entries.js';
import { uuidOf } from '../../src/ids/ids.js';
import { made } from '../support/client.js';
import { cost, earlyInMinute, eventually } from '../support/costs.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterAll(() => fleet.stop());

const BUDGETS = 36;

/** What happened to the state of a budget, in its order: `stop`, `purser` or `admin` who resumed it. */
async function statesOf(budgetId: string): Promise<string[]> {
  const rows = await fleet.database.sql<{ content: string }[]>`
    SELECT content FROM entries WHERE budget_id = ${uuidOf(budgetId)} ORDER BY version`;
  return rows.flatMap(({ content }) => {
    const { kind, by, settings } = JSON.parse(content) as EntryContent;
    if (kind === 'resume') return [by];
    return kind === 'commit' && settings?.state === 'paused' ? ['stop'] : [];
  });
}

/**
 * Budgets that were stopped until one minute ends. About that moment, on two processes, a person resumes some, a cost above
 * another limit stops some for good, and the rest meets both.
 */
test('a stop, its end and a resume at one moment: each counts once, and the last decides', async () => {
  const ends = await earlyInMinute();
  const stopped = await fleet.atOnce(BUDGETS, async (client) => {
    const root = await client.root('100', {
      envelopes: [
        { window: 'minute', limit: '5' },
        { window: 'lifetime', limit: '20' },
      ],
    });
    const [first, second] = [
      made(await client.reserve(root.id, '1')),
      made(await client.reserve(root.id, '1')),
    ];
    made(await cost(client, first.id, '9'));
    const budget = await client.budget(root.id);
    expect(budget).toMatchObject({ state: 'paused', pausedUntil: new Date(ends).toISOString() });
    return { id: root.id, second: second.id };
  });
  await sleep(ends - 400 - Date.now());
  await fleet.atOnce(BUDGETS, async (client, i) => {
    const { id, second } = stopped[i]!;
    await sleep(25 * i);
    const resume = () => client.post(`/v1/budgets/${id}/resume`, { reason: 'looked at' });
    const stop = () => cost(fleet.client(i + 1), second, '30');
    const racers = [[resume], [stop], [resume, stop], [stop, resume]][i % 4]!;
    for (const answer of await Promise.all(racers.map((race) => race()))) expect(answer.status).toBe(200);
  });
  await eventually(async () => {
    const [row] = await fleet.database.sql<{ n: number }[]>`
      SELECT count(*)::int AS n FROM budgets WHERE paused_until IS NOT NULL`;
    return row!.n === 0;
  });
  for (const [i, { id }] of stopped.entries()) {
    const states = await statesOf(id);
    const last = states.at(-1) === 'stop' ? 'paused' : 'active';
    expect(await fleet.client().budget(id)).toMatchObject({ state: last, pausedUntil: null });
    if (i % 4 === 0) expect(['stop admin', 'stop purser admin']).toContain(states.join(' '));
    if (i % 4 === 1) expect(['stop stop', 'stop purser stop']).toContain(states.join(' '));
    expect(states.filter((who) => who === 'purser').length).toBeLessThanOrEqual(1);
  }
  await fleet.expectAuditPasses();
});
