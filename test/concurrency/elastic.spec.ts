import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../src/ids/ids.js';
import { isSuccess, made, tally, type Answer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

/** Root 100; under it a team of at most 60; under that six agents, each sure of 2 and of at most 15. */
async function team() {
  const root = await fleet.client().root('100');
  const top = await fleet.client(1).child(root.id, '10', { ceiling: '60' });
  const agents = await fleet.atOnce(6, (client) => client.child(top.id, '2', { ceiling: '15' }));
  return { root: root.id, top: top.id, agents: agents.map(({ id }) => id) };
}

/** Budgets of a tree that, at this moment, are above their ceiling or do not hold what their children were given. */
const wrongBudgets = (treeId: string) => fleet.database.sql`
  SELECT b.id, b.allocated, b.ceiling, b.delegated
  FROM budgets b
  WHERE b.tree_id = ${uuidOf(treeId)} AND (
    b.allocated > b.ceiling OR b.reserved + b.delegated + b.spent > b.allocated
    OR b.delegated <> (
      SELECT coalesce(sum(c.allocated), 0) FROM budgets c WHERE c.tree_id = b.tree_id AND c.parent_id = b.id))`;

const balancesOf = async (id: string) => (await fleet.client().budget(id)).balances;

test('siblings that draw at once take exactly what their parent may have', async () => {
  const { root, top, agents } = await team();
  const answers: Answer[] = [];
  await fleet.atOnce(36, async (client, i) => {
    let answer: Answer;
    do answers.push((answer = await client.reserve(agents[i % 6]!, '1')));
    while (isSuccess(answer));
  });
  expect(tally(answers)).toEqual({ '201': 60, '402 insufficient_funds': 36 });
  expect(await balancesOf(top)).toMatchObject({ allocated: '60', delegated: '60', available: '0' });
  expect(await balancesOf(root)).toMatchObject({ delegated: '60', available: '40' });
  for (const agent of agents) expect(Number((await balancesOf(agent)).reserved)).toBeLessThanOrEqual(15);
  expect(await wrongBudgets(root)).toEqual([]);
});

test('money that siblings draw and give back at once is never lost or doubled', async () => {
  const { root, top, agents } = await team();
  const answers: Answer[] = [];
  let watching = true;
  let spent = 0;
  const watcher = (async () => {
    let looks = 0;
    for (; watching; looks += 1) expect(await wrongBudgets(root)).toEqual([]);
    return looks;
  })();
  await fleet.atOnce(24, async (client, i) => {
    for (let turn = 0; turn < 8; turn += 1) {
      const reserved = await client.reserve(agents[i % 6]!, String(2 + ((i + turn) % 5)));
      answers.push(reserved);
      if (!isSuccess(reserved)) continue;
      const other = fleet.client(i + turn);
      const pays = turn === 0 && i % 8 === 0;
      answers.push(await (pays ? other.commit(made(reserved).id, '1') : other.release(made(reserved).id)));
      if (pays) spent += 1;
    }
  });
  watching = false;
  expect(await watcher).toBeGreaterThan(0);
  const { '201': reserved = 0, '200': settled, ...denied } = tally(answers);
  expect(settled).toBe(reserved);
  expect(Object.keys(denied)).toEqual(denied['402 insufficient_funds'] ? ['402 insufficient_funds'] : []);
  const agentsSpent = await Promise.all(agents.map(async (id) => Number((await balancesOf(id)).spent)));
  expect(agentsSpent.reduce((sum, one) => sum + one, 0)).toBe(spent);
  // Each agent holds its guarantee, or what it spent when that is more; its parent and the root have all the rest.
  const kept = agentsSpent.reduce((sum, one) => sum + Math.max(2, one), 0);
  expect(await balancesOf(top)).toMatchObject({
    allocated: String(Math.max(10, kept)),
    delegated: String(kept),
  });
  expect(await balancesOf(root)).toMatchObject({ delegated: String(Math.max(10, kept)) });
});
