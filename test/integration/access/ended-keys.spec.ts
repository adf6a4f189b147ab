import { request as httpRequest, type ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { KeyDto } from '../../../src/api/keys/key.dto.js';
import { KEY_KEPT_MS } from '../../../src/core/keys.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { codeOf, made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// A key may end while what was sent with it waits to be decided: then it does nothing any more.

let fleet: Fleet;
let here: Client;
let there: Client;

beforeAll(async () => {
  // With one lane a tree that waits for its locks holds up all others of its process.
  fleet = await Fleet.start(2, { PURSER_LANES: '1' });
  [here, there] = [fleet.client(0), fleet.client(1)];
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

/** Holds the row of a budget, as a slow writer would, until the answer is called. */
async function locked(budgetId: string): Promise<() => Promise<void>> {
  let free = (): void => undefined;
  let began = (): void => undefined;
  const isLocked = new Promise<void>((resolve) => (began = resolve));
  const held = fleet.database.sql.begin(async (sql) => {
    await sql`SELECT FROM budgets WHERE id = ${uuidOf(budgetId)} FOR UPDATE`;
    began();
    await new Promise<void>((resolve) => (free = resolve));
  });
  await isLocked;
  return async () => {
    free();
    await held;
  };
}

/** Waits until the first process has so many commands that are not decided. */
async function undecided(count: number): Promise<void> {
  for (;;) {
    const text = (await here.get<string>('/metrics')).body;
    const waiting = /^purser_queue_commands (\d+)$/m.exec(text)?.[1];
    if (waiting === undefined) throw new Error('there is no such metric');
    if (Number(waiting) >= count) return;
    await sleep(20);
  }
}

type NewKey = KeyDto & { secret: string };
const ENDINGS: Record<string, (key: NewKey) => Promise<unknown>> = {
  'is revoked on another replica': async ({ id }) => made(await there.write('DELETE', `/v1/keys/${id}`)),
  'is rotated without an overlap': async ({ id }) =>
    made(await there.post(`/v1/keys/${id}/rotate`, { overlapSeconds: 0 })),
  expires: async ({ expiresAt }) => {
    const isOver = async (): Promise<boolean> => {
      const [row] = await fleet.database.sql<{ over: boolean }[]>`
        SELECT clock_timestamp() > ${expiresAt}::timestamptz AS over`;
      return row!.over;
    };
    while (!(await isOver())) await sleep(50);
  },
};

test.each(Object.entries(ENDINGS))(
  'a key that %s does nothing of what still waits in the queue',
  async (ending, end) => {
    const [busy, root] = [await here.root('1'), await here.root('100')];
    const child = await here.child(root.id, '50');
    const expiresAt = ending === 'expires' ? new Date(Date.now() + 4_000).toISOString() : undefined;
    const issue = () =>
      here.post<NewKey>(`/v1/budgets/${root.id}/keys`, { name: 'a', role: 'agent', expiresAt });
    const key = made(await issue());
    const agent = here.as(key.secret);
    const [paid, kept] = [made(await agent.reserve(child.id, '5')), made(await agent.reserve(child.id, '7'))];

    const free = await locked(busy.id);
    const before = here.reserve(busy.id, '1');
    await undecided(1);
    const reserve = { type: 'reserve', idempotencyKey: 'one', budgetId: child.id, amount: '2' };
    const waiting = [
      agent.reserve(child.id, '3'),
      agent.commit(paid.id, '5'),
      agent.release(kept.id),
      agent.post('/v1/decisions', { budgetId: child.id, amount: '1' }),
      agent.post(`/v1/budgets/${child.id}/children`, { name: 'c', guarantee: '1' }),
      agent.post<{ results: Answer[] }>('/v1/reservations/batch', { commands: [reserve] }),
    ];
    await undecided(1 + waiting.length);
    await end(key);
    await sleep(KEY_KEPT_MS + 100);
    await free();

    expect(codeOf(await before)).toBe('201');
    const answers = await Promise.all(waiting);
    const batch = answers.pop() as Answer<{ results: Answer[] }>;
    expect([...answers, ...batch.body.results].map(codeOf)).toEqual(waiting.map(() => '403 forbidden'));
    expect(answers.map(({ body }) => body.scope)).toEqual(answers.map(() => 'expiresAt'));
    // Nothing but the holds that were there before.
    expect(await here.budget(child.id)).toMatchObject({
      balances: { reserved: '12', spent: '0', delegated: '0' },
    });
    expect(codeOf(await agent.get('/v1/principal'))).toBe('401 unauthenticated');
  },
);

/** A request of which the head has been read, and half of its body. */
async function halfSent(route: string, secret: string, body: string): Promise<ClientRequest> {
  const headers = {
    authorization: `Bearer ${secret}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'idempotency-key': 'half-sent',
    expect: '100-continue',
  };
  const sending = httpRequest(here.baseUrl + route, { method: 'POST', headers });
  sending.flushHeaders();
  await new Promise((resolve, reject) => sending.once('continue', resolve).once('error', reject));
  sending.write(body.slice(0, 10));
  return sending;
}

const statusOf = (sending: ClientRequest): Promise<number> =>
  new Promise((resolve, reject) =>
    sending
      .once('response', (response) => {
        response.resume();
        resolve(response.statusCode!);
      })
      .once('error', reject),
  );

test('a key that is revoked while a body is on its way does nothing with it', async () => {
  const root = await here.root('100');
  const issued = { name: 'op', role: 'operator' };
  const keys = [
    made(await here.post<NewKey>(`/v1/budgets/${root.id}/keys`, issued)),
    made(await here.post<NewKey>(`/v1/budgets/${root.id}/keys`, issued)),
  ] as const;
  for (const { secret } of keys) made(await here.as(secret).get('/v1/principal'));
  const bodies = {
    '/v1/reservations': JSON.stringify({ budgetId: root.id, amount: '1' }),
    '/v1/webhooks': JSON.stringify({ budgetId: root.id, url: 'https://example.com/hook' }),
  };
  const finish = async (secret: string, end: () => Promise<unknown>): Promise<number[]> => {
    const sending = await Promise.all(
      Object.entries(bodies).map(
        async ([route, body]) => [await halfSent(route, secret, body), body] as const,
      ),
    );
    await end();
    await sleep(KEY_KEPT_MS + 100);
    const statuses = Promise.all(sending.map(([one]) => statusOf(one)));
    for (const [one, body] of sending) one.end(body.slice(10));
    return await statuses;
  };
  const [revoked, other] = keys;
  expect(await finish(other.secret, () => Promise.resolve())).toEqual([201, 201]);
  const revoke = async () => made(await here.write('DELETE', `/v1/keys/${revoked.id}`));
  expect(await finish(revoked.secret, revoke)).toEqual([401, 401]);
});
