import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fleet } from '../../../test/support/fleet.js';
import type { Answer, Request } from '../src/calls.js';
import { Coalescer } from '../src/coalesce.js';
import { ConnectionError, DeniedError, PurserError } from '../src/errors.js';
import { Http } from '../src/http.js';
import { Money } from '../src/money.js';
import { Purser } from '../src/purser.js';
import type { Sender } from '../src/transport.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(1)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

/** What is sent at last. */
class Watched implements Sender {
  readonly sent: Request[] = [];

  constructor(private readonly sender: Sender) {}

  send(request: Request): Promise<Answer> {
    this.sent.push(request);
    return this.sender.send(request);
  }

  get paths(): string[] {
    return this.sent.map(({ path }) => path.replace('/v1/reservations', ''));
  }
}

let watched: Watched;
let joined: Coalescer;
let budgetId: string;
beforeEach(async () => {
  const { baseUrl, key } = fleet.client();
  watched = new Watched(new Http({ url: baseUrl, key }));
  joined = new Coalescer(watched);
  budgetId = (await fleet.client().root('10')).id;
});

const reserve = (fields: object = {}, sending: object = {}): Request => ({
  method: 'post',
  path: '/v1/reservations',
  body: { budgetId, amount: '1', ...fields },
  ...sending,
});

const settle = (command: string, id: string, body: object = {}): Request => ({
  method: 'post',
  path: `/v1/reservations/{id}/${command}`,
  params: { id },
  body,
});

/** An answer by its status, a refusal by its code. */
const outcomes = async (asked: Promise<Answer>[]): Promise<unknown[]> =>
  (await Promise.allSettled(asked)).map((one) =>
    one.status === 'fulfilled'
      ? one.value.status
      : one.reason instanceof PurserError
        ? one.reason.code
        : (one.reason as unknown),
  );

const idOf = ({ body }: Answer): string => (body as { id: string }).id;

test('what is asked in one turn goes as one request, with an answer and an error for each', async () => {
  const later = Promise.resolve().then(() => Promise.resolve());
  const asked = [
    ...Array.from({ length: 9 }, (_, i) => joined.send(reserve({ runId: `run-${i}` }))),
    joined.send(reserve({ amount: '5' })),
    later.then(() => joined.send(reserve())),
  ];
  expect(await outcomes(asked)).toEqual([...Array.from({ length: 9 }, () => 201), 'insufficient_funds', 201]);
  expect(watched.paths).toEqual(['/batch']);
  const held = await asked[3]!;
  expect(held).toMatchObject({ replayed: false, body: { runId: 'run-3', state: 'held' } });
  await expect(asked[9]).rejects.toMatchObject({ name: 'DeniedError', largestAdmissible: '1', status: 402 });

  const settled = [
    joined.send(settle('commit', idOf(held), { amount: '0.5' })),
    joined.send(settle('release', idOf(await asked[0]!))),
    joined.send(settle('commit', idOf(await asked[1]!), { amount: '0.25', final: false })),
    joined.send({
      ...reserve(),
      path: '/v1/budgets/{id}/charges',
      params: { id: budgetId },
      body: { vendor: 'a', amount: '0.1' },
    }),
    joined.send(settle('refund', 'rsv_01k9v3p0a1b2c3d4e5f6g7h8j9', { amount: '1' })),
  ];
  expect(await outcomes(settled)).toEqual([200, 200, 200, 201, 'not_found']);
  expect(watched.paths).toEqual(['/batch', '/batch']);
  expect((await fleet.client().budget(budgetId)).balances).toMatchObject({ spent: '0.85', reserved: '7.75' });
});

test('each has its own idempotency key, which serves alone and together', async () => {
  const both = () => ['a', 'b'].map((idempotencyKey) => joined.send(reserve({}, { idempotencyKey })));
  const first = await Promise.all(both());
  const again = await Promise.all(both());
  const alone = await joined.send(reserve({}, { idempotencyKey: 'a' }));
  expect(again.map(idOf)).toEqual(first.map(idOf));
  expect([...again, alone].map(({ replayed }) => replayed)).toEqual([true, true, true]);
  expect(idOf(alone)).toBe(idOf(first[0]!));
  expect(watched.paths).toEqual(['/batch', '/batch', '']);
});

test('one that is not well made is refused for its own field, and keeps no other from passing', async () => {
  const asked = Array.from({ length: 10 }, (_, i) =>
    joined.send(reserve({ amount: i === 6 ? 'much' : '0.1' })),
  );
  const found = await outcomes(asked);
  expect(found).toEqual(Array.from({ length: 10 }, (_, i) => (i === 6 ? 'validation_failed' : 201)));
  await expect(asked[6]).rejects.toMatchObject({ errors: [{ field: 'amount' }] });
  expect(watched.sent.length).toBeLessThan(10);
});

test('more than one request can hold are several, whether they are many or large', async () => {
  const many = Array.from({ length: 1_001 }, () => joined.send(reserve({ amount: '0.001' })));
  expect(new Set(await outcomes(many))).toEqual(new Set([201]));
  expect(watched.paths).toEqual(['/batch', '']);
  const context = { text: 'x'.repeat(3_900) };
  const large = Array.from({ length: 600 }, () => joined.send(reserve({ amount: '0.001', context })));
  expect(new Set(await outcomes(large))).toEqual(new Set([201]));
});

test('what cannot be joined goes alone and at once', async () => {
  const [one] = await Promise.all([joined.send(reserve()), sleep(20)]);
  const read = { method: 'get' as const, path: '/v1/reservations/{id}', params: { id: idOf(one) } };
  expect((await joined.send(read)).status).toBe(200);
  const timed = [
    joined.send(reserve({}, { deadlineMs: 5_000 })),
    joined.send(reserve({}, { deadlineMs: 5_000 })),
  ];
  expect(await outcomes(timed)).toEqual([201, 201]);
  expect(watched.paths).toEqual(['', '/{id}', '', '']);
});

test('what is aborted before it is sent is not', async () => {
  const ending = new AbortController();
  const asked = [joined.send(reserve({}, { signal: ending.signal })), joined.send(reserve())];
  const reason = new Error('enough');
  ending.abort(reason);
  expect(await outcomes(asked)).toEqual([reason, 201]);
});

test('paid calls that run at once share requests, and each is settled by its own cost or denied', async () => {
  const paths: string[] = [];
  const { baseUrl, key } = fleet.client();
  const counted: typeof fetch = (input, init) => {
    paths.push(new URL(input).pathname);
    return fetch(input, init);
  };
  const purser = new Purser({ url: baseUrl, key, coalesce: true, fetch: counted });
  const calls = Array.from({ length: 20 }, (_, i) =>
    purser.paid({ budget: budgetId, max: '1', run: `run-${i}` }, async (hold) => {
      await hold.settle({ amount: Money.of('0.01').multiply(i) });
      return i;
    }),
  );
  const found = await Promise.allSettled(calls);
  const paid = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const denied = found.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  expect([paid.length, denied.length]).toEqual([10, 10]);
  for (const error of denied) expect(error).toBeInstanceOf(DeniedError);
  const { items } = await purser.reservations.list({ budgetId, limit: 50 });
  const costs = paid.map((i) => [`run-${i}`, 'committed', Money.of('0.01').multiply(i).toString()]);
  expect(items.map(({ runId, state, committed }) => [runId, state, committed]).sort()).toEqual(costs.sort());
  expect(paths.filter((path) => path !== '/v1/reservations')).toEqual([
    '/v1/reservations/batch',
    '/v1/reservations/batch',
  ]);
});

test('a key that may not reserve settles all the same', async () => {
  const ids = await Promise.all([1, 2].map(async () => (await fleet.client().hold(budgetId, '1')).id));
  const { client } = await fleet.client().issue(budgetId, { scopes: { actions: ['read'] } });
  const reading = new Coalescer(new Http({ url: client.baseUrl, key: client.key }));
  const asked = ids.map((id) => reading.send(settle('release', id)));
  expect(await outcomes(asked)).toEqual(['forbidden', 'forbidden']);
});

test('a lost answer is said to each, with its own key; a single overload is tried again alone', async () => {
  const gone = new Coalescer({ send: () => Promise.reject(new ConnectionError('gone', 'of the batch')) });
  const found = await outcomes(
    ['a', 'b'].map((idempotencyKey) => gone.send(reserve({}, { idempotencyKey }))),
  );
  expect(found).toMatchObject([{ idempotencyKey: 'a' }, { idempotencyKey: 'b' }]);

  const accepted = { outcome: 'accepted', status: 201, replayed: false, body: { id: 'rsv_1' } };
  const problem = { code: 'overloaded', status: 503, detail: 'later', type: '', title: '', requestId: '1' };
  const sent: Request[] = [];
  const busy = new Coalescer({
    send: (request) => {
      sent.push(request);
      const results = [accepted, { outcome: 'problem', status: 503, body: problem }];
      const body = request.path.endsWith('/batch') ? { results } : { id: 'rsv_2' };
      return Promise.resolve({ status: 201, body, replayed: false, requestId: null });
    },
  });
  const keys = ['a', 'b'].map((idempotencyKey) => reserve({}, { idempotencyKey }));
  const answers = await Promise.all(keys.map((request) => busy.send(request)));
  expect(answers.map(idOf)).toEqual(['rsv_1', 'rsv_2']);
  expect(sent[1]).toMatchObject({ path: '/v1/reservations', idempotencyKey: 'b' });
});
