import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { PrismaClient } from '../generated/prisma/client.js';
import { newId, uuidOf } from '../ids/ids.js';
import { ApprovalWaiters } from './approval-waiters.js';

const FOREVER = 60_000;
/** Of a caller who stays. */
const staying = (): AbortSignal => new AbortController().signal;

/** Waiters on a database in which only these reservations are decided, and the queries that it is asked. */
function waiters(decided: string[], fails = false) {
  const asked: string[][] = [];
  const query = (_: TemplateStringsArray, uuids: string[]): Promise<{ id: string }[]> => {
    asked.push(uuids);
    if (fails) return Promise.reject(new Error('away'));
    const known = decided.map(uuidOf);
    return Promise.resolve(uuids.filter((uuid) => known.includes(uuid)).map((id) => ({ id })));
  };
  return { asked, decided, waiters: new ApprovalWaiters({ $queryRaw: query } as unknown as PrismaClient) };
}

test('all who wait share one query, and nobody asks when nobody waits', async () => {
  const [one, other] = [newId('reservation'), newId('reservation')];
  const { asked, decided, waiters: all } = waiters([]);
  const waiting = Promise.all(
    Array.from({ length: 100 }, (_, i) => all.wait(i % 2 ? one : other, FOREVER, staying())),
  );
  await sleep(600);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThanOrEqual(3);
  expect(asked[0]).toHaveLength(2);
  decided.push(one, other);
  await waiting;
  const { length } = asked;
  await sleep(600);
  expect(asked).toHaveLength(length);
});

test('a wait ends with its time, with its caller, and with the service', async () => {
  const id = newId('reservation');
  const { waiters: all } = waiters([], true);
  await all.wait(id, 20, staying());
  const gone = new AbortController();
  const left = all.wait(id, FOREVER, gone.signal);
  const stopped = all.wait(id, FOREVER, staying());
  gone.abort();
  await left;
  all.stop();
  await stopped;
  await all.wait(id, FOREVER, staying());
});
