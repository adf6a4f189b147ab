import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ReservationDto } from '../../src/api/reservations/reservation.dto.js';
import { type Client, isSuccess, made, tally, type Answer } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { Issuer } from '../support/issuer.js';

let issuer: Issuer;
let fleet: Fleet;
/** By name: the clients of one person, one for each process. */
const people: Record<string, Client[]> = {};

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(2, issuer.environment);
  for (const name of ['ann', 'bob', 'cyd', 'dan']) {
    const token = await issuer.operator(name);
    people[name] = fleet.clients.map((client) => client.as(token));
  }
});
afterEach(() => fleet.expectAuditPasses());
afterAll(async () => {
  await fleet.stop();
  issuer.stop();
});

const as = (name: string, i: number): Client => people[name]![i % 2]!;
const approve = (name: string, i: number, id: string): Promise<Answer<ReservationDto>> =>
  as(name, i).post(`/v1/reservations/${id}/approve`);
const reject = (name: string, i: number, id: string): Promise<Answer<ReservationDto>> =>
  as(name, i).post(`/v1/reservations/${id}/reject`, { reason: 'no' });

/** Reservations on a new root that wait for approval. */
async function pending(count: number, approvals: number, withinSeconds = 600) {
  const rule = { approvals, withinSeconds };
  const envelopes = [{ window: 'lifetime', limit: '0', onExceed: 'approve', approve: rule }];
  const { id: budgetId } = await fleet.client().root('1000', { envelopes });
  const answers = await fleet.atOnce(count, (client) => client.reserve(budgetId, '3', { ttlSeconds: 600 }));
  expect(tally(answers)).toEqual({ '202': count });
  return { budgetId, ids: answers.map((answer) => made(answer).id) };
}

const read = async (id: string): Promise<ReservationDto> =>
  made(await fleet.client().get<ReservationDto>(`/v1/reservations/${id}`));

async function expectHeld(budgetId: string, count: number): Promise<void> {
  const reserved = String(3 * count);
  const budget = await fleet.client().budget(budgetId);
  expect(budget).toMatchObject({ balances: { reserved, available: String(1000 - 3 * count) } });
}

test('approvers at once: as many count as are needed, and each once', async () => {
  const { budgetId, ids } = await pending(20, 2);
  const race = async (id: string, i: number): Promise<void> => {
    const names = ['ann', 'bob', 'ann', 'cyd', 'bob', 'dan'];
    const answers = await Promise.all(names.map((name, n) => approve(name, i + n, id)));
    const { '200': counted, ...others } = tally(answers);
    expect(counted).toBe(2);
    expect(Object.keys(others).every((code) => /^409 (already_approved|reservation_state)$/.test(code))).toBe(
      true,
    );
    const { state, approval } = await read(id);
    expect(state).toBe('held');
    expect(new Set(approval!.given.map(({ by }) => by)).size).toBe(2);
    expect(await fleet.historyOf(id)).toEqual(['reserve', 'approve', 'approve']);
  };
  await Promise.all(ids.map(race));
  await expectHeld(budgetId, 20);
});

test('approve against reject against release: exactly one of them decides', async () => {
  const { budgetId, ids } = await pending(40, 1);
  let held = 0;
  const race = async (id: string, i: number): Promise<void> => {
    const racers: (() => Promise<Answer>)[] = [
      () => approve('ann', i, id),
      () => reject('bob', i + 1, id),
      () => fleet.client(i).release(id),
    ];
    // The one that is sent first would mostly win.
    const answers = await Promise.all(racers.map((_, n) => racers[(n + i) % 3]!()));
    const history = await fleet.historyOf(id);
    if (history.join(' ') === 'reserve approve release') {
      // What was approved first is held, and a hold can be released.
      expect(tally(answers)).toEqual({ '200': 2, '409 reservation_state': 1 });
      return;
    }
    expect(tally(answers)).toEqual({ '200': 1, '409 reservation_state': 2 });
    expect(history).toHaveLength(2);
    if (history[1] === 'approve') held += 1;
  };
  await Promise.all(ids.map(race));
  await expectHeld(budgetId, held);
});

test('approve against expiry against reject: nothing is approved late, and the money is in one place', async () => {
  const { budgetId, ids } = await pending(60, 1, 1);
  let held = 0;
  const race = async (id: string, i: number): Promise<void> => {
    await sleep(700 + 10 * i);
    const [first, second] = i % 2 ? ['ann', 'bob'] : ['bob', 'ann'];
    const answers = await Promise.all([approve(first, i, id), reject(second, i + 1, id)]);
    const codes = answers.filter((answer) => !isSuccess(answer)).map(({ body }) => body.code);
    expect(codes.every((code) => code === 'reservation_state' || code === 'approval_too_late')).toBe(true);
    expect(codes.length).toBeGreaterThan(0);
    if (answers.some(isSuccess)) {
      const [, decision] = await fleet.historyOf(id);
      expect(['approve', 'reject']).toContain(decision);
      if (decision === 'approve') held += 1;
      return;
    }
    while ((await read(id)).state === 'pending_approval') await sleep(50);
    expect(await fleet.historyOf(id)).toEqual(['reserve', 'expire']);
    expect(tally([await fleet.client(i).commit(id, '1')])).toEqual({ '409 reservation_state': 1 });
  };
  await Promise.all(ids.map(race));
  await expectHeld(budgetId, held);
});

test('approve while a budget above is frozen: no approval counts that comes after the freeze', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { budgetId, ids } = await pending(20, 1);
    const approving = Promise.all(ids.slice(0, 10).map((id, i) => approve('ann', i, id)));
    made(await fleet.client(round).post(`/v1/budgets/${budgetId}/freeze`));
    const after = await Promise.all(ids.slice(10).map((id, i) => approve('bob', i, id)));
    expect(tally(after)).toEqual({ '423 budget_frozen': 10 });
    const { '200': approved = 0, '423 budget_frozen': denied = 0 } = tally(await approving);
    expect(approved + denied).toBe(10);
    const states = (await Promise.all(ids.map(read))).map(({ state }) => state);
    expect(states.filter((state) => state === 'held')).toHaveLength(approved);
    expect(states.filter((state) => state === 'pending_approval')).toHaveLength(20 - approved);
    made(await fleet.client(round).post(`/v1/budgets/${budgetId}/resume`));
    const again = await Promise.all(ids.slice(10).map((id, i) => approve('bob', i, id)));
    expect(tally(again)).toEqual({ '200': 10 });
    await expectHeld(budgetId, 20);
  }
});

test('resume against a burst: the limit holds, and each resume is answered by one pause at most', async () => {
  const envelopes = [{ window: 'lifetime', limit: '30', onExceed: 'pause' }];
  const { id } = await fleet.client().root('1000', { envelopes });
  const leaves = await fleet.atOnce(4, (client) => client.child(id, '100'));
  let going = true;
  const burst = Promise.all(
    Array.from({ length: 16 }, async (_, i) => {
      const answers: Answer[] = [];
      while (going) answers.push(await fleet.client(i).reserve(leaves[i % 4]!.id, '1'));
      return answers;
    }),
  );
  let resumed = 0;
  for (let round = 0; round < 8; round += 1) {
    while ((await fleet.client().budget(id)).state !== 'paused') await sleep(10);
    made(await fleet.client(round).post(`/v1/budgets/${id}/resume`, { reason: `round ${round}` }));
    resumed += 1;
  }
  while ((await fleet.client().budget(id)).state !== 'paused') await sleep(10);
  going = false;
  const { '201': passed, ...others } = tally((await burst).flat());
  expect(passed).toBe(30);
  expect(Object.keys(others).sort()).toEqual(['402 envelope_exceeded', '423 budget_paused']);
  const pauses = await fleet.database.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM entries WHERE kind = 'pause'`;
  expect(pauses[0]!.count).toBe(resumed + 1);
  expect(others['402 envelope_exceeded']).toBe(resumed + 1);
});
