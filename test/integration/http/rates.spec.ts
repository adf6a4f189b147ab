import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../../src/ids/ids.js';
import { made, tally, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { Neighbour } from '../../support/neighbour.js';
import { ofRun, reserveRun } from '../../support/runs.js';

const PER_SECOND = 20;

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: String(PER_SECOND) });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
});

const times = <T>(count: number, request: () => Promise<Answer<T>>): Promise<Answer<T>[]> =>
  Promise.all(Array.from({ length: count }, request));

/** How many answers of 100 were 429: on a slow machine the burst takes more than a second. */
function expectMostRefused(answers: readonly Answer[], others: string): void {
  const counts = tally(answers);
  expect(Object.keys(counts).sort()).toEqual([others, '429 rate_limited'].sort());
  expect(counts['429 rate_limited']).toBeGreaterThanOrEqual(40);
}

test('what a role forbids is counted', async () => {
  const root = await admin.root('100');
  const auditor = (await admin.issue(root.id, { role: 'auditor' })).client;
  expectMostRefused(await times(100, () => auditor.reserve(root.id, '1')), '403 forbidden');
});

test('what is not there is counted: ids, and paths', async () => {
  const { id } = await admin.root('100');
  const stranger = await admin.root('100');
  const one = (await admin.issue(id)).client;
  expectMostRefused(await times(100, () => one.get(`/v1/budgets/${stranger.id}`)), '404 not_found');
  const other = (await admin.issue(id)).client;
  expectMostRefused(await times(100, () => other.get('/v1/nowhere')), '404 route_not_found');
});

test('what is wrong in its form is counted', async () => {
  const { id } = await admin.root('100');
  const agent = (await admin.issue(id)).client;
  expectMostRefused(await times(100, () => agent.reserve(id, 'much')), '400 validation_failed');
});

test('an unknown path is a 404 without a key, and with an unknown one', async () => {
  const statusOf = async (headers: Record<string, string>) =>
    (await fetch(`${admin.baseUrl}/v1/nowhere`, { headers })).status;
  expect(await statusOf({})).toBe(404);
  expect(await statusOf({ authorization: 'Bearer purser_agent_wrong' })).toBe(401);
});

test('a batch counts as its commands: denials in bulk do not fill the journal', async () => {
  const neighbour = await Neighbour.start(admin, 500);
  const root = await admin.root('1');
  const agent = (await admin.issue(root.id)).client;
  const commands = () =>
    Array.from({ length: 1_000 }, () => ({
      type: 'reserve',
      idempotencyKey: randomUUID(),
      budgetId: root.id,
      amount: '5',
    }));
  const started = performance.now();
  const batches = await times(12, () => agent.post('/v1/reservations/batch', { commands: commands() }));
  const single = await agent.reserve(root.id, '5');
  const seconds = (performance.now() - started) / 1000;
  // The first is let in and has to be paid for; whether it is the only one depends on nothing else.
  expect(tally(batches)).toEqual({ '200': 1, '429 rate_limited': 11 });
  expect(single.body.code).toBe('rate_limited');
  const wait = Number(single.headers.get('retry-after'));
  expect(wait).toBeLessThanOrEqual(1_000 / PER_SECOND);
  expect(wait).toBeGreaterThan(1_000 / PER_SECOND - seconds - 2);
  const [row] = await fleet.database.sql<{ denials: number }[]>`
    SELECT count(*)::int AS denials FROM entries WHERE budget_id = ${uuidOf(root.id)} AND denied`;
  expect(row).toEqual({ denials: 1_000 });
  await neighbour.progress(2);
  await neighbour.stop();
});

test('what is done to a whole run counts as its commands', async () => {
  const root = await admin.root('1000');
  const agent = (await admin.issue(root.id)).client;
  await reserveRun(admin, root.id, 'run', 1_000);
  const release = () => ofRun(agent, 'release', 'run', { limit: 1_000 });
  expect(made(await release()).done).toBe(1_000);
  const next = await release();
  expect(next.body.code).toBe('rate_limited');
  expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(1);
});

test('keys that a key mints count with it', async () => {
  const { id } = await admin.root('100');
  const agent = (await admin.issue(id)).client;
  const minted = [];
  for (let i = 0; i < 3; i += 1) {
    const key = { name: `child ${i}` };
    const body = { name: `child ${i}`, guarantee: '0', key };
    const child = await agent.post<{ key: { secret: string } }>(`/v1/budgets/${id}/children`, body);
    minted.push(admin.as(made(child).key.secret));
  }
  const answers = await Promise.all(
    [agent, ...minted].map((client) => times(50, () => client.get('/v1/principal'))),
  );
  // Four keys of their own would have had 80 at once.
  const counts = tally(answers.flat());
  expect(counts['429 rate_limited']).toBeGreaterThan(130);
  expect(counts['200']).toBeGreaterThan(0);
});
