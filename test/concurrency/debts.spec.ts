import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { made } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;

beforeAll(async () => void (fleet = await Fleet.start(2)));
afterAll(() => fleet.stop());

const ROUNDS = 40;

/** A debt and the money for it, made at the same moment by two processes, each knowing nothing of the other. */
test('a debt and the money for it never miss each other', async () => {
  const rounds = await fleet.atOnce(ROUNDS, async (client, i) => {
    const root = await client.root('10', { scale: 0 });
    const team = await client.child(root.id, '0', { ceiling: '100' });
    const debtor = await client.child(team.id, '0', { ceiling: '100' });
    const { id } = made(await client.reserve(debtor.id, '10'));
    return { root, team, debtor, id, i };
  });
  await fleet.atOnce(ROUNDS * 2, (client, n) => {
    const { root, id } = rounds[n >> 1]!;
    // Each round's two commands go to different processes.
    return n % 2 === 0
      ? client.post(`/v1/reservations/${id}/commit`, { amount: '15', overage: 'overdraft' })
      : client.post(`/v1/budgets/${root.id}/fund`, { amount: '5' });
  });
  for (const { root, team, debtor } of rounds) {
    const [top, between, owed] = await Promise.all(
      [root, team, debtor].map(({ id }) => fleet.client().budget(id)),
    );
    expect(top!.balances).toMatchObject({ allocated: '15', delegated: '15', available: '0' });
    expect(between!.balances).toMatchObject({ allocated: '15', overdraft: '0' });
    expect(owed!.balances).toMatchObject({ allocated: '15', overdraft: '0', spent: '15' });
  }
  await fleet.expectAuditPasses();
});

/** The debtor waits for a higher ceiling above it and for money above that: they come at once, from both sides. */
test('a raised ceiling and money at the same moment pay the debt that needs both', async () => {
  const rounds = await fleet.atOnce(ROUNDS, async (client) => {
    const root = await client.root('10', { scale: 0 });
    const team = await client.child(root.id, '0', { ceiling: '10' });
    const debtor = await client.child(team.id, '0', { ceiling: '100' });
    const { id } = made(await client.reserve(debtor.id, '10'));
    made(await client.post(`/v1/reservations/${id}/commit`, { amount: '15', overage: 'overdraft' }));
    return { root, team, debtor };
  });
  await fleet.atOnce(ROUNDS * 2, async (client, n) => {
    const { root, team } = rounds[n >> 1]!;
    return made(
      n % 2 === 0
        ? await client.patch(`/v1/budgets/${team.id}`, { ceiling: '50' }, { revision: team.revision })
        : await client.post(`/v1/budgets/${root.id}/fund`, { amount: '5' }),
    );
  });
  for (const { debtor } of rounds)
    expect((await fleet.client().budget(debtor.id)).balances).toMatchObject({
      allocated: '15',
      overdraft: '0',
    });
  await fleet.expectAuditPasses();
});
