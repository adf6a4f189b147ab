import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { made, tally, type Answer, type Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

/** Connections of one agent, each with a batch of so many commands under way without a pause. */
const FLOODERS = 24;
const BATCH = 1_000;

/** Others, who reserve one by one. */
const TENANTS = 4;
const REQUESTS = 12;

/** Batches of the flooder that may be answered while one request of another tenant is under way. */
const MOST_BATCHES = 4;

let fleet: Fleet;

// The rate limit would slow the flooder down before the queue does.
beforeAll(async () => (fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' })));
afterAll(() => fleet.stop());

const agentOf = async (budgetId: string): Promise<Client> => {
  const body = { name: 'agent', role: 'agent' };
  const { secret } = made(
    await fleet.client().post<{ secret: string }>(`/v1/budgets/${budgetId}/keys`, body),
  );
  return fleet.client().as(secret);
};

test('an agent that sends batch after batch holds up no other tenant', async () => {
  const { id: flooded } = await fleet.client().root('1');
  const agent = await agentOf(flooded);
  let flooding = true;
  let batches = 0;
  const refused: Answer[] = [];
  const flood = async (): Promise<void> => {
    while (flooding) {
      const commands = Array.from({ length: BATCH }, () => ({
        type: 'reserve',
        idempotencyKey: randomUUID(),
        budgetId: flooded,
        amount: '5',
      }));
      const answer = await agent.send<{ results: unknown[] }>('POST', '/v1/reservations/batch', { commands });
      if (answer.status === 200) batches += 1;
      else refused.push(answer);
    }
  };
  const floods = Array.from({ length: FLOODERS }, flood);

  const passed: number[] = [];
  const answers: Answer[] = [];
  const work = async (): Promise<void> => {
    const { id } = await fleet.client().root('100');
    const tenant = await agentOf(id);
    for (let i = 0; i < REQUESTS; i += 1) {
      const before = batches;
      answers.push(await tenant.reserve(id, '1'));
      passed.push(batches - before);
    }
  };
  await Promise.all(Array.from({ length: TENANTS }, work));
  flooding = false;
  await Promise.all(floods);

  expect(tally(answers)).toEqual({ '201': TENANTS * REQUESTS });
  expect(Math.max(...passed)).toBeLessThanOrEqual(MOST_BATCHES);
  // The flooder runs into its own share of the queue, and is answered when to come again.
  expect(batches).toBeGreaterThan(0);
  expect(Object.keys(tally(refused))).toEqual(['503 overloaded']);
  for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  await fleet.expectAuditPasses();
}, 300_000);
