import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tally } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterAll(() => fleet.stop());

const ROUNDS = 30;

test('exactly five of ten agents get the last five credits, every time', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id } = await fleet.client(round).root('5');
    const answers = await fleet.atOnce(10, (client) => client.reserve(id, '1'));
    expect(tally(answers)).toEqual({ '201': 5, '402 insufficient_funds': 5 });
    expect(await fleet.client(round).budget(id)).toMatchObject({
      balances: { reserved: '5', available: '0' },
      version: 11,
    });
  }
  await fleet.expectAuditPasses();
});

test('the same holds for children that draw on one parent', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const root = await fleet.client(round).root('5');
    const agents = await fleet.atOnce(10, (client) => client.child(root.id, '0', { ceiling: '3' }));
    const answers = await fleet.atOnce(10, (client, i) => client.reserve(agents[i]!.id, '1'));
    expect(tally(answers)).toEqual({ '201': 5, '402 insufficient_funds': 5 });
    expect(await fleet.client(round).budget(root.id)).toMatchObject({
      balances: { delegated: '5', available: '0' },
    });
  }
  await fleet.expectAuditPasses();
});
