import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isSuccess, made, tally, type Answer, type Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const ROUNDS = 20;

interface Disputed {
  refunded: string;
  dispute: { amount: string; at: string; state: string };
}

const on = (client: Client, id: string, what: string, body: object = {}): Promise<Answer<Disputed>> =>
  client.post<Disputed>(`/v1/reservations/${id}/${what}`, body);

/** A call of 10 that was paid, an agent who can dispute it, and a budget of its own. */
async function paid(): Promise<{ root: string; agent: Client; id: string }> {
  const admin = fleet.client();
  const root = await admin.root('1000');
  const { client: agent } = await admin.issue(root.id);
  const { id } = await agent.hold(root.id, '10');
  made(await agent.commit(id, '10'));
  return { root: root.id, agent, id };
}

const get = async (id: string): Promise<Disputed> =>
  made(await fleet.client().get<Disputed>(`/v1/reservations/${id}`));

/** Sends all at once, each round in another order: the one that is sent first would mostly win. */
async function race(round: number, racers: (() => Promise<Answer<Disputed>>)[]): Promise<Answer<Disputed>[]> {
  const turned = racers.map((_, i) => (i + round) % racers.length);
  const answers = await Promise.all(turned.map((i) => racers[i]!()));
  return racers.map((_, i) => answers[turned.indexOf(i)]!);
}

test('a dispute is answered or withdrawn once, whoever is first', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { root, agent, id } = await paid();
    const opened = made(await on(agent, id, 'dispute', { amount: '6', reason: 'bad' }));
    const openedAt = opened.dispute.at;
    const [one, other] = [fleet.client(0), fleet.client(1)];
    const answers = await race(round, [
      () => on(one, id, 'dispute/uphold', { openedAt }),
      () => on(other, id, 'dispute/uphold', { openedAt, amount: '5' }),
      () => on(other, id, 'dispute/reject', { openedAt, reason: 'no' }),
      () => on(fleet.client(round).as(agent.key), id, 'dispute/withdraw'),
    ]);
    expect(tally(answers)).toEqual({ '200': 1, '409 reservation_state': 3 });
    const [state, refunded] = [
      ['upheld', '6'],
      ['upheld', '5'],
      ['rejected', '0'],
      ['withdrawn', '0'],
    ][answers.findIndex(isSuccess)]!;
    expect(await get(id)).toMatchObject({ refunded, dispute: { amount: '0', state } });
    const { balances } = await fleet.client().budget(root);
    expect(balances.spent).toBe(String(10 - Number(refunded)));
  }
});

test('a dispute is opened once, whoever asks', async () => {
  const { id } = await paid();
  const answers = await fleet.atOnce(24, (client) => on(client, id, 'dispute', { reason: 'bad' }));
  expect(tally(answers)).toEqual({ '200': 1, '409 dispute_exists': 23 });
});

test('refunds beside an answer: no more comes back than was paid, and nothing twice', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { root, agent, id } = await paid();
    const opened = made(await on(agent, id, 'dispute', { reason: 'bad' }));
    const openedAt = opened.dispute.at;
    const [one, other] = [fleet.client(0), fleet.client(1)];
    const refund = (client: Client) => () => on(client, id, 'refund', { amount: '4' });
    const answers = await race(round, [
      refund(one),
      () => on(other, id, 'dispute/uphold', { openedAt }),
      refund(other),
      () => on(one, id, 'dispute/uphold', { openedAt, amount: '4' }),
      refund(other),
    ]);
    const { refunded, dispute } = await get(id);
    const history = await fleet.historyOf(id);
    const refunds = history.filter((kind) => kind === 'refund').length;
    const upheld = history.filter((kind) => kind === 'dispute_uphold').length;
    expect(refunds + upheld).toBe(answers.filter(isSuccess).length);
    // Three refunds leave something of it, or are too many: one of the answers always comes through.
    expect(upheld).toBe(1);
    expect(Number(refunded)).toBeLessThanOrEqual(10);
    expect(dispute).toMatchObject({ amount: '0', state: 'upheld' });
    expect((await fleet.client().budget(root)).balances.spent).toBe(String(10 - Number(refunded)));
  }
});
