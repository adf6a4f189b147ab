import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
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
  // The time that is left is the one thing that is not repeated.
  const texts = answers.map(({ body }) => JSON.stringify({ ...body, remainingTtlMs: null }));
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
