import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ReservationDto } from '../../src/api/reservations/reservation.dto.js';
import { isSuccess, tally, type Answer, type Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const TIMES = 50;

/** Sends the same request 50 times at once; all have to get the same answer, and one of them the first. */
async function sendTogether<T extends { id: string }>(
  status: number,
  request: (client: Client, key: string) => Promise<Answer<T>>,
): Promise<T> {
  const key = randomUUID();
  const answers = await fleet.atOnce(TIMES, (client) => request(client, key));
  expect(tally(answers)).toEqual({ [status]: TIMES });
  const replays = answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
  expect(replays).toHaveLength(TIMES - 1);
  // Nothing happens in between: the answers differ only in the time that is left, and in being a replay.
  const texts = answers.map(({ body }) =>
    JSON.stringify({ ...body, remainingTtlMs: null, replay: undefined }),
  );
  expect(new Set(texts).size).toBe(1);
  return answers[0]!.body;
}

test('a reservation and its commit', async () => {
  const { id } = await fleet.client().root('1000');
  const rounds = 5;
  for (let round = 0; round < rounds; round += 1) {
    const held = await sendTogether(201, (client, key) => client.reserve(id, '7', {}, { key }));
    await sendTogether(200, (client, key) => client.commit(held.id, '5', { key }));
    expect(await fleet.historyOf(held.id)).toEqual(['reserve', 'commit']);
  }
  expect(await fleet.client().budget(id)).toMatchObject({
    balances: { reserved: '0', spent: String(5 * rounds) },
    version: 1 + 2 * rounds,
  });
});

test('a root, a child of it and its funding', async () => {
  const root = await sendTogether(201, (client, key) =>
    client.post('/v1/budgets', { name: 'once', currency: 'USD', allocation: '9' }, { key }),
  );
  const child = await sendTogether(201, (client, key) =>
    client.post(`/v1/budgets/${root.id}/children`, { name: 'once', guarantee: '4' }, { key }),
  );
  await sendTogether(200, (client, key) =>
    client.post(`/v1/budgets/${root.id}/fund`, { amount: '1' }, { key }),
  );
  expect(await fleet.client().budget(root.id)).toMatchObject({
    balances: { allocated: '10', delegated: '4' },
  });
  const made = await fleet.database.sql`SELECT id FROM budgets WHERE name = 'once'`;
  expect(made).toHaveLength(2);
  expect((await fleet.client().budget(child.id)).version).toBe(1);
});

test('a repeated reserve shows what is left, while the other process settles it', async () => {
  const { id: budgetId } = await fleet.client().root('100000');
  const TURNS = 25;
  const seen: string[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const key = randomUUID();
    const { body: held } = await fleet.client(0).reserve(budgetId, '10', {}, { key });
    const commits = Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        fleet.client(i).post<Replayed>(`/v1/reservations/${held.id}/commit`, { amount: '2', final: false }),
      ),
    );
    const replays = await fleet.atOnce(
      10,
      (client) => client.reserve(budgetId, '10', {}, { key }) as Promise<Answer<Replayed>>,
    );
    await commits;
    for (const { body } of replays) {
      // One moment: what is held and paid adds up, and no other reservation is there to spend from the budget.
      expect([body.state, Number(body.held) + Number(body.committed)]).toEqual(['held', 10]);
      expect(Number(body.budget.available)).toBe(100_000 - 10 * (turn + 1));
      expect(body.budget.version).toBe(2 + turn * 7 + Number(body.committed) / 2);
      expect(body.replay.answer).toMatchObject({ held: '10', committed: '0' });
      seen.push(body.committed);
    }
    await fleet.client().release(held.id);
  }
  expect(seen).toHaveLength(TURNS * 10);
});

interface Replayed extends ReservationDto {
  replay: { answer: ReservationDto };
}

test('one key for two different requests at once: one is answered, the other is refused', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { id } = await fleet.client().root('100');
    const key = randomUUID();
    const answers = await fleet.atOnce(20, (client, i) =>
      client.reserve(id, (i + round) % 3 === 0 ? '1' : '2', {}, { key }),
    );
    const { '201': answered = 0, '422 idempotency_key_reused': refused = 0 } = tally(answers);
    expect(answered + refused).toBe(20);
    const ids = new Set(answers.filter(isSuccess).map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect((await fleet.client().budget(id)).version).toBe(2);
  }
});
