import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isSuccess, made, tally, type Answer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { Reservers } from '../support/reservers.js';

// Whoever is told that a setting has changed may rely on it: no reservation that is asked for later, of whichever
// process, is decided under the old one.

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const ROUNDS = 3;
/** Enough for every client to have asked each process, and more. */
const MANY = 40;

/** A root, a budget below it and a leaf below that, with clients that reserve from the leaf. */
async function busyLeaf(rootSettings: Record<string, unknown> = {}) {
  const root = await fleet.client().root('1000000', rootSettings);
  const middle = await fleet.client(1).child(root.id, '0', { ceiling: '500000' });
  const leaf = await fleet.client().child(middle.id, '0', { ceiling: '400000' });
  return { root, middle, leaf, reservers: new Reservers(fleet, leaf.id) };
}

const all = (answers: readonly Answer[], name: string): void =>
  expect(tally(answers)).toEqual({ [name]: answers.length });

test('freeze and resume of an ancestor', async () => {
  const { root, leaf, reservers } = await busyLeaf();
  for (let round = 0; round < ROUNDS; round += 1) {
    await reservers.morePass(MANY);
    made(await fleet.client(round).post(`/v1/budgets/${root.id}/freeze`));
    all(await reservers.next(MANY), '423 budget_frozen');
    made(await fleet.client(round + 1).post(`/v1/budgets/${root.id}/resume`));
    all(await reservers.next(MANY), '201');
  }
  await reservers.stop();
  const { balances } = await fleet.client().budget(leaf.id);
  expect(balances.reserved).toBe(String(reservers.passed.length));
});

test('close, with commits of what it releases', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { root, middle, leaf, reservers } = await busyLeaf();
    await reservers.morePass(MANY);
    const some = reservers.passed.slice(0, 10);
    const [closed, ...commits] = await Promise.all([
      fleet.client(round).post(`/v1/budgets/${middle.id}/close`),
      ...some.map((answer, i) => fleet.client(i).commit(answer.body.id, '1')),
    ]);
    expect(closed.status).toBe(200);
    all(await reservers.next(MANY), '423 budget_closed');
    await reservers.stop();
    const { '200': paid = 0, '409 reservation_state': tooLate = 0 } = tally(commits);
    expect(paid + tooLate).toBe(10);
    const held = `/v1/reservations?state=held&subtree=true&budgetId=${root.id}`;
    expect((await fleet.client().get(held)).body).toMatchObject({ items: [] });
    const spent = String(paid);
    const shut = { allocated: spent, reserved: '0', available: '0' };
    expect(await fleet.client().budget(leaf.id)).toMatchObject({
      state: 'closed',
      balances: { ...shut, spent },
    });
    expect(await fleet.client().budget(middle.id)).toMatchObject({ state: 'closed', balances: shut });
    expect(await fleet.client().budget(root.id)).toMatchObject({ balances: { delegated: spent } });
  }
});

test('a close that refuses live holds closes all or nothing', async () => {
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

test('a narrowed ceiling', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { middle, leaf, reservers } = await busyLeaf();
    await reservers.morePass(MANY);
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

test('a lowered and raised limit of an envelope', async () => {
  const envelopes = [{ window: 'lifetime', limit: '400000' }];
  const { root, leaf, reservers } = await busyLeaf({ envelopes });
  const [envelope] = root.envelopes!;
  let revision = 1;
  const change = async (client: number, limit: string): Promise<void> => {
    const answer = await fleet
      .client(client)
      .patch(`/v1/envelopes/${envelope!.id}`, { limit }, { revision: revision++ });
    expect(answer.status).toBe(200);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    await reservers.morePass(MANY);
    await change(round, '5');
    all(await reservers.next(MANY), '402 envelope_exceeded');
    await change(round + 1, '400000');
    all(await reservers.next(MANY), '201');
  }
  await reservers.stop();
  const { balances } = await fleet.client().budget(leaf.id);
  expect(balances.reserved).toBe(String(reservers.passed.length));
});

test('a policy that comes to forbid what is asked for', async () => {
  const { middle, reservers } = await busyLeaf();
  await reservers.morePass(MANY);
  const path = `/v1/budgets/${middle.id}`;
  const onlyOne = { policy: { vendors: { allow: ['openai'] } } };
  made(await fleet.client(1).patch(path, onlyOne, { revision: 1 }));
  all(await reservers.next(MANY), '403 vendor_not_allowed');
  made(await fleet.client().patch(path, { policy: null }, { revision: 2 }));
  all(await reservers.next(MANY), '201');
  await reservers.stop();
});
