import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isSuccess, made, tally, type Answer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { fouls, watchWrites } from '../support/referee.js';
import { Reservers } from '../support/reservers.js';

// A client may rely on a setting once the change is answered: no reservation that is asked for later, of whichever
// process, is decided under the old one; nor is one written under it that was asked for before.

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  await watchWrites(fleet.database.sql);
});
afterEach(async () => {
  expect(await fouls(fleet.database.sql)).toEqual([]);
  await fleet.expectAuditPasses();
});
afterAll(() => fleet.stop());

/** In a new tree each: one that two processes write to is soon written under locks, which hide what is between. */
const ROUNDS = 4;
/** Enough for every client to have asked several times. */
const MANY = 40;

/** Who reserves: of budgets with money of their own, above which nothing changes then, or that draw all they need. */
const WAYS = [
  {
    what: 'one process reserves fixed money',
    middle: { guarantee: '5000' },
    leaf: { guarantee: '4000' },
    through: 1,
  },
  {
    what: 'two processes reserve what is drawn',
    middle: { ceiling: '5000' },
    leaf: { ceiling: '4000' },
    through: 2,
  },
];

/** A root, a budget below it and a leaf below that, with clients that reserve from the leaf. */
async function busyLeaf(way: (typeof WAYS)[number], rootSettings: object = {}) {
  const root = await fleet.client().root('10000', { scale: 0, ...rootSettings });
  const middle = await fleet.client().child(root.id, '0', { ...way.middle });
  const leaf = await fleet.client().child(middle.id, '0', { ...way.leaf });
  const reservers = new Reservers(leaf.id, fleet.clients.slice(0, way.through));
  await reservers.morePass(MANY);
  return { root, middle, leaf, reservers };
}

const all = (answers: readonly Answer[], name: string): void =>
  expect(tally(answers)).toEqual({ [name]: answers.length });

describe.each(WAYS)('while $what', (way) => {
  test('an ancestor is frozen and resumed', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { root, leaf, reservers } = await busyLeaf(way);
      made(await fleet.client(1).post(`/v1/budgets/${root.id}/freeze`));
      all(await reservers.next(MANY), '423 budget_frozen');
      made(await fleet.client(round).post(`/v1/budgets/${root.id}/resume`));
      all(await reservers.next(MANY), '201');
      await reservers.stop();
      const { balances } = await fleet.client().budget(leaf.id);
      expect(balances.reserved).toBe(String(reservers.passed.length));
    }
  });

  test('the limit of an envelope above is lowered and raised', async () => {
    const envelopes = [{ window: 'lifetime', limit: '9000' }];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { root, leaf, reservers } = await busyLeaf(way, { envelopes });
      const path = `/v1/envelopes/${root.envelopes![0]!.id}`;
      made(await fleet.client(1).patch(path, { limit: '5' }, { revision: 1 }));
      all(await reservers.next(MANY), '402 envelope_exceeded');
      made(await fleet.client(round).patch(path, { limit: '8000' }, { revision: 2 }));
      all(await reservers.next(MANY), '201');
      await reservers.stop();
      const { balances } = await fleet.client().budget(leaf.id);
      expect(balances.reserved).toBe(String(reservers.passed.length));
    }
  });

  test('a policy above comes to forbid what is asked for', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { middle, reservers } = await busyLeaf(way);
      const path = `/v1/budgets/${middle.id}`;
      const onlyOne = { vendors: { allow: ['openai'] } };
      made(await fleet.client(1).patch(path, { policy: onlyOne }, { revision: 1 }));
      all(await reservers.next(MANY), '403 vendor_not_allowed');
      made(await fleet.client(round).patch(path, { policy: null }, { revision: 2 }));
      all(await reservers.next(MANY), '201');
      await reservers.stop();
    }
  });

  test('the budget above is closed, and what the close releases is paid', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { root, middle, leaf, reservers } = await busyLeaf(way);
      const some = reservers.passed.slice(0, 10);
      const [closed, ...commits] = await Promise.all([
        fleet.client(1).post(`/v1/budgets/${middle.id}/close`),
        ...some.map((answer, i) => fleet.client(i).commit(answer.body.id, '1')),
      ]);
      expect(closed.status).toBe(200);
      all(await reservers.next(MANY), '423 budget_closed');
      await reservers.stop();
      const { '200': paid = 0, '423 budget_closed': tooLate = 0 } = tally(commits);
      expect(paid + tooLate).toBe(10);
      const held = `/v1/reservations?state=held&subtree=true&budgetId=${root.id}`;
      expect((await fleet.client().get(held)).body).toMatchObject({ items: [] });
      const spent = String(paid);
      const balances = { allocated: spent, reserved: '0', available: '0' };
      const shut = { state: 'closed', balances };
      expect(await fleet.client().budget(leaf.id)).toMatchObject({
        ...shut,
        balances: { ...balances, spent },
      });
      expect(await fleet.client().budget(middle.id)).toMatchObject(shut);
      expect(await fleet.client().budget(root.id)).toMatchObject({ balances: { delegated: spent } });
    }
  });
});

test('a ceiling is narrowed while two processes draw up to it', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { middle, leaf, reservers } = await busyLeaf(WAYS[1]!);
    // What is used cannot be taken away, and more is used at every moment: the answer says what would be accepted.
    let ceiling = 1;
    const narrow = () =>
      fleet.client(round).patch(`/v1/budgets/${middle.id}`, { ceiling: String(ceiling) }, { revision: 1 });
    let answer = await narrow();
    for (; answer.status === 409; answer = await narrow()) {
      expect(answer.body.code).toBe('below_used');
      ceiling = Number(answer.body.acceptable) + 60;
    }
    expect(answer.status).toBe(200);
    while (isSuccess((await reservers.next(1))[0]!));
    all(await reservers.next(MANY), '402 insufficient_funds');
    await reservers.stop();
    expect(reservers.passed.length).toBe(ceiling);
    expect((await fleet.client().budget(leaf.id)).balances.reserved).toBe(String(ceiling));
    expect((await fleet.client().budget(middle.id)).balances.allocated).toBe(String(ceiling));
  }
});
