import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Fleet } from '../../../test/support/fleet.js';
import { PurserError } from '../src/errors.js';
import { EventStream, PATIENCE, type FollowOptions, type Opener, type Patience } from '../src/follow.js';
import { Http } from '../src/http.js';
import type { Event } from '../src/types.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(1)));
afterAll(() => fleet.stop());

const QUICK: Patience = { silenceMs: 60_000, beginMs: 60_000, pauseMs: 1, longestPauseMs: 20 };

function follow(
  options: FollowOptions,
  fetch?: typeof globalThis.fetch,
  key = fleet.client().key,
): EventStream {
  return new EventStream(new Http({ url: fleet.client().baseUrl, key, fetch }), options, QUICK);
}

/** The reasons of the holds in the next so many events. */
async function reasons(stream: EventStream, count: number): Promise<(string | null | undefined)[]> {
  const found: (string | null | undefined)[] = [];
  for await (const { data } of stream) if (found.push(data.entry.reservation?.reason) >= count) break;
  return found;
}

/** Makes holds one after the other; answers their reasons. */
async function hold(budgetId: string, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, i) => `hold ${i}`);
  for (const reason of names) await fleet.client().hold(budgetId, '0.01', { reason });
  return names;
}

test('events come as they are decided, of the types and the budget that were asked for', async () => {
  const { id: budgetId } = await fleet.client().root('100');
  const { id: other } = await fleet.client().root('100');
  const stream = follow({ budgetId, after: 'start', types: ['reservation.*', 'budget.created'] });
  const first = await stream.next();
  expect(first.value).toMatchObject({ type: 'budget.created', data: { budgetId } });
  expect(stream.place).toBe((first.value as Event).id);
  const next = stream.next();
  await fleet.client().hold(other, '1');
  await fleet.client().hold(budgetId, '1');
  expect((await next).value).toMatchObject({ type: 'reservation.reserved', data: { budgetId } });
  await stream.return();
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('a process that comes back goes on behind the event that it kept', async () => {
  const { id: budgetId } = await fleet.client().root('100');
  const stream = follow({ budgetId, after: 'start', types: ['reservation.*'] });
  const names = await hold(budgetId, 5);
  expect(await reasons(stream, 2)).toEqual(names.slice(0, 2));
  const again = follow({ budgetId, after: stream.place, types: ['reservation.*'] });
  expect(await reasons(again, 3)).toEqual(names.slice(2));
});

test('a stream that is cut anywhere, over and over, hands out each event once and in order', async () => {
  const { id: budgetId } = await fleet.client().root('100');
  let opened = 0;
  const cutting: typeof fetch = async (input, init) => {
    opened += 1;
    // No connection, no answer worth the name, and a body that breaks after some bytes.
    if (opened % 3 === 0) throw new TypeError('fetch failed');
    if (opened % 5 === 0) return new Response('<html>bad gateway', { status: 502 });
    const response = await fetch(input, init);
    let left = 200 + Math.random() * 20_000;
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk.subarray(0, Math.ceil(left)));
        if ((left -= chunk.length) <= 0) controller.error(new TypeError('terminated'));
      },
    });
    return new Response(response.body!.pipeThrough(cut), response);
  };
  const lost: unknown[] = [];
  const stream = follow(
    { budgetId, after: 'start', types: ['reservation.*'], onLost: (e) => lost.push(e) },
    cutting,
  );
  const [names, found] = await Promise.all([hold(budgetId, 150), reasons(stream, 150)]);
  expect(found).toEqual(names);
  expect(lost.length).toBeGreaterThan(3);
  expect(opened).toBe(lost.length + 1);
});

test('a key that is revoked ends its stream with an error', async () => {
  const { id: budgetId } = await fleet.client().root('100');
  const { id, client } = await fleet.client().issue(budgetId);
  const lost: unknown[] = [];
  const stream = follow(
    { types: ['reservation.*'], onLost: (error) => lost.push(error) },
    undefined,
    client.key,
  );
  const next = stream.next();
  while (stream.place === undefined) await sleep(10);
  await fleet.client().write('DELETE', `/v1/keys/${id}`);
  await expect(next).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(lost).toHaveLength(1);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('what the service refuses is thrown at once', async () => {
  const { id: budgetId } = await fleet.client().root('100');
  const refused = async (options: FollowOptions) => await follow(options).next();
  await expect(refused({ budgetId: 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8' })).rejects.toThrow(PurserError);
  await expect(refused({ budgetId, after: 'evt_1' })).rejects.toMatchObject({ code: 'validation_failed' });
});

const EVENT = 'id: evt_1\ndata: {"id":"evt_1"}\n\n';

/** A service that does as the test says, connection by connection. */
class Script implements Opener {
  readonly opened: { query: object; signal: AbortSignal; at: number }[] = [];

  constructor(private readonly say: (connection: number) => (string | Error)[]) {}

  open({ query = {}, signal }: Parameters<Opener['open']>[0]): Promise<Response> {
    this.opened.push({ query, signal: signal!, at: performance.now() });
    const parts = this.say(this.opened.length);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
      pull: (controller) => {
        const part = parts.shift();
        if (part === 'silence') return new Promise(() => undefined);
        if (typeof part === 'string') controller.enqueue(new TextEncoder().encode(part));
        else if (part) controller.error(part);
        else controller.close();
      },
    });
    return Promise.resolve(new Response(body));
  }
}

test('a connection on which nothing is said is given up, and the next begins at its place', async () => {
  // The first says a place and no more; the second is silent; the third has an event.
  const script = new Script((i) =>
    i === 1 ? ['id: place_7\n\n', 'silence'] : i === 2 ? ['silence'] : [EVENT, 'silence'],
  );
  const stream = new EventStream(script, {}, { ...QUICK, silenceMs: 30 });
  expect((await stream.next()).value).toEqual({ id: 'evt_1' });
  expect(script.opened.map(({ query }) => query)).toEqual([{}, { from: 'place_7' }, { from: 'place_7' }]);
  expect(script.opened.slice(0, 2).every(({ signal }) => signal.aborted)).toBe(true);
  await stream.return();
  expect(script.opened[2]!.signal.aborted).toBe(true);
});

test('a service that ends each stream at once is asked less and less often', async () => {
  const ending = new AbortController();
  const waits: number[] = [];
  const script = new Script(() => ['id: place_7\n\n']);
  const onLost = (_: unknown, waitMs: number): void => {
    if (waits.push(waitMs) === 12) ending.abort();
  };
  const stream = new EventStream(script, { onLost, signal: ending.signal }, { ...QUICK, longestPauseMs: 64 });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(waits).toHaveLength(12);
  waits.forEach((waitMs, i) => {
    expect(waitMs).toBeLessThanOrEqual(Math.min(2 ** i, 64));
    expect(waitMs).toBeGreaterThanOrEqual(Math.min(2 ** i, 64) / 2);
  });
});

test('a stream that cannot begin is given up in the end, and one that has begun is not', async () => {
  const gone = new TypeError('fetch failed');
  const never = { open: () => Promise.reject(gone) };
  await expect(new EventStream(never, {}, { ...QUICK, beginMs: 50 }).next()).rejects.toBe(gone);
  let opened = 0;
  const later = new Script(() => [EVENT, gone]);
  const begun: Opener = {
    open: (request) => (++opened === 1 || opened > 30 ? later.open(request) : Promise.reject(gone)),
  };
  const stream = new EventStream(begun, {}, { ...QUICK, beginMs: 50 });
  for (let i = 0; i < 2; i += 1) expect((await stream.next()).value).toEqual({ id: 'evt_1' });
  await stream.return();
});

test('it ends at once while it waits: for an event, for the next connection, before it began', async () => {
  const waiting = new EventStream(new Script(() => ['silence']), {}, QUICK);
  const next = waiting.next();
  await waiting.return();
  expect(await next).toEqual({ done: true, value: undefined });

  const ending = new AbortController();
  const patient = { ...PATIENCE, pauseMs: 3_600_000, longestPauseMs: 3_600_000, beginMs: Infinity };
  const onLost = (): void => void setTimeout(() => ending.abort());
  const paused = new EventStream(new Script(() => []), { signal: ending.signal, onLost }, patient);
  expect(await paused.next()).toEqual({ done: true, value: undefined });

  const script = new Script(() => ['silence']);
  const aborted = new EventStream(script, { signal: AbortSignal.abort() }, QUICK);
  expect(await aborted.next()).toEqual({ done: true, value: undefined });
  expect(script.opened).toEqual([]);
});
