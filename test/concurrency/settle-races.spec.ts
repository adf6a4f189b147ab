import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isSuccess, made, tally, type Answer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

async function holds(
  count: number,
  ttlSeconds: number,
  fields: object = {},
): Promise<{ budgetId: string; held: string[] }> {
  const { id } = await fleet.client().root('1000');
  const answers = await fleet.atOnce(count, (client) => client.reserve(id, '3', { ttlSeconds, ...fields }));
  return { budgetId: id, held: answers.map((answer) => made(answer).id) };
}

async function expectSettled(budgetId: string, spent: number): Promise<void> {
  expect(await fleet.client().budget(budgetId)).toMatchObject({
    balances: { reserved: '0', spent: String(spent), available: String(1000 - spent) },
  });
}

test('commit against release: it is paid once, out of the hold or after the release', async () => {
  const { budgetId, held } = await holds(40, 600);
  const race = async (id: string, i: number): Promise<void> => {
    const racers: (() => Promise<Answer>)[] = [
      () => fleet.client(i).commit(id, '2'),
      () => fleet.client(i + 1).release(id),
      () => fleet.client(i + 1).commit(id, '2'),
    ];
    // The one that is sent first would mostly win.
    const started = i % 2 ? racers : racers.reverse();
    const answers = await Promise.all(started.map((send) => send()));
    const history = await fleet.historyOf(id);
    const wasReleased = history.join(' ') === 'reserve release commit';
    if (!wasReleased) expect(history).toEqual(['reserve', 'commit']);
    expect(tally(answers)).toEqual(
      wasReleased ? { '200': 2, '409 reservation_state': 1 } : { '200': 1, '409 reservation_state': 2 },
    );
  };
  await Promise.all(held.map(race));
  await expectSettled(budgetId, 2 * held.length);
});

test('commit against release against expiry: work that was paid is recorded once, whatever came first', async () => {
  const { budgetId, held } = await holds(60, 1);
  const race = async (id: string, i: number): Promise<void> => {
    // The moments are spread around that of expiry.
    await sleep(800 + 10 * i);
    const [commit, release] = await Promise.all([
      fleet.client(i).commit(id, '2'),
      i % 3 ? fleet.client(i + 1).release(id) : undefined,
    ]);
    expect(isSuccess(commit)).toBe(true);
    const released = release !== undefined && isSuccess(release);
    // An expired hold can no longer be released; a commit takes the money again of either.
    const history = await fleet.historyOf(id);
    const possible = released ? ['reserve release commit'] : ['reserve commit', 'reserve expire commit'];
    expect(possible).toContain(history.join(' '));
  };
  await Promise.all(held.map(race));
  await expectSettled(budgetId, 2 * held.length);
});

test('release and extend against expiry: a hold ends once, and one that was extended lives on', async () => {
  const { budgetId, held } = await holds(60, 1);
  const race = async (id: string, i: number): Promise<void> => {
    await sleep(800 + 10 * i);
    const extends_ = i % 2 === 0;
    const path = `/v1/reservations/${id}`;
    const answer = extends_
      ? await fleet.client(i).post(`${path}/extend`, { ttlSeconds: 600 })
      : await fleet.client(i).release(id);
    if (!isSuccess(answer)) {
      expect(answer.body.code).toBe('reservation_state');
      expect(await fleet.historyOf(id)).toEqual(['reserve', 'expire']);
    } else if (extends_) {
      expect(await fleet.historyOf(id)).toEqual(['reserve', 'extend']);
      expect((await fleet.client(i + 1).release(id)).status).toBe(200);
    } else {
      expect(await fleet.historyOf(id)).toEqual(['reserve', 'release']);
    }
  };
  await Promise.all(held.map(race));
  await expectSettled(budgetId, 0);
});

test('commit against release against the end of a promise: one of them settles it', async () => {
  const { budgetId, held } = await holds(40, 1, { onExpiry: 'commit' });
  let spent = 0;
  const race = async (id: string, i: number): Promise<void> => {
    await sleep(800 + 12 * i);
    const answers = await Promise.all([
      i % 2 ? fleet.client(i).commit(id, '2') : fleet.client(i).release(id),
      i % 3 ? fleet.client(i + 1).release(id) : undefined,
    ]);
    let history = await fleet.historyOf(id);
    while (history.length < 2) {
      await sleep(50);
      history = await fleet.historyOf(id);
    }
    const [, ended, late] = history;
    expect(answers.filter((answer) => answer && isSuccess(answer))).toHaveLength(
      ended === 'expire_commit' ? 0 : late ? 2 : 1,
    );
    // What was released can be committed late; what was paid cannot.
    expect(late).toBe(ended === 'release' ? late : undefined);
    spent += ended === 'expire_commit' ? 3 : ended === 'commit' || late ? 2 : 0;
  };
  await Promise.all(held.map(race));
  await expectSettled(budgetId, spent);
});

test('refunds at once give back what was paid, and no more', async () => {
  const { budgetId, held } = await holds(1, 600);
  made(await fleet.client().commit(held[0]!, '3'));
  const refund = { amount: '1' };
  const answers = await fleet.atOnce(10, (client) =>
    client.post(`/v1/reservations/${held[0]}/refund`, refund),
  );
  expect(tally(answers)).toEqual({ '200': 3, '409 refund_exceeds_committed': 7 });
  await expectSettled(budgetId, 0);
});
