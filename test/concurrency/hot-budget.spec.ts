import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isSuccess, made, tally, type Answer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

/** 200 agents on one budget, through four processes. */
const CLIENTS = 200;
const PROCESSES = 4;

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(PROCESSES)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

test('what 200 clients reserve, pay and give back adds up to the unit', async () => {
  const { id } = await fleet.client().root('1000');
  const answers: Answer[] = [];
  let spent = 0;
  let held = 0;
  await fleet.atOnce(CLIENTS, async (client, i) => {
    for (let turn = 0; turn < 4; turn += 1) {
      // Another process than the one that reserved settles: no process knows more than the database.
      const other = fleet.client(i + turn + 1);
      const reserved = await client.reserve(id, '0.000007', { vendor: `vendor-${i % 3}` });
      answers.push(reserved);
      if (turn === 0) {
        held += 7;
      } else if (turn === 1) {
        answers.push(await other.release(made(reserved).id));
      } else {
        answers.push(await other.commit(made(reserved).id, '0.000003'));
        spent += 3;
      }
    }
  });
  expect(tally(answers)).toEqual({ '201': 4 * CLIENTS, '200': 3 * CLIENTS });
  const { balances, version } = await fleet.client(1).budget(id);
  expect(version).toBe(1 + answers.length);
  expect(units(balances.reserved)).toBe(held);
  expect(units(balances.spent)).toBe(spent);
  expect(units(balances.available)).toBe(1_000_000_000 - held - spent);
});

test('when the money runs out among 200 clients, exactly all of it is given out', async () => {
  const { id } = await fleet.client().root('700');
  const answers: Answer[] = [];
  await fleet.atOnce(CLIENTS, async (client) => {
    let answer: Answer;
    do answers.push((answer = await client.reserve(id, '1')));
    while (isSuccess(answer));
  });
  expect(tally(answers)).toEqual({ '201': 700, '402 insufficient_funds': CLIENTS });
  expect(await fleet.client().budget(id)).toMatchObject({ balances: { reserved: '700', available: '0' } });
});

/** Millionths: the tree's scale. */
const units = (amount: string): number => Math.round(Number(amount) * 1e6);
