import { setImmediate as turnOfTheLoop, setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { WriteClient } from '../database/connections.js';
import { newId, uuidOf } from '../ids/ids.js';
import { ApprovalWaiters } from './approval-waiters.js';

const FOREVER = 60_000;
const TREE = newId('budget');
/** Of a caller who stays. */
const staying = (): AbortSignal => new AbortController().signal;
const inTree = (id: string) => ({ id, treeId: TREE });

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(1);
};

/** Waiters on a database in which only these reservations are decided, the queries that it is asked, and its news. */
function waiters(decided: string[], isAway = (): boolean => false) {
  const asked: string[][] = [];
  const followers = new Set<() => void>();
  const link = {
    use: async <T>(work: (sql: WriteClient) => Promise<T>): Promise<T> => {
      const unsafe = (_: string, [ids = '']: string[]) => ({
        execute: () => rowsOf(ids.slice(1, -1).split(',')),
      });
      return await work({ unsafe } as unknown as WriteClient);
    },
  };
  const rowsOf = (uuids: string[]): Promise<{ id: string }[]> => {
    asked.push(uuids);
    if (isAway()) return Promise.reject(new Error('away'));
    const known = decided.map(uuidOf);
    return Promise.resolve(uuids.filter((uuid) => known.includes(uuid)).map((id) => ({ id })));
  };
  const next = (treeId: string | null) => {
    expect(treeId).toBe(uuidOf(TREE));
    let wake = (): void => undefined;
    const news = new Promise<void>((resolve) => (wake = resolve));
    followers.add(wake);
    return { news, forget: () => followers.delete(wake) };
  };
  const announce = async (): Promise<void> => {
    for (const wake of [...followers]) wake();
    await turnOfTheLoop();
    await turnOfTheLoop();
  };
  return { asked, decided, followers, announce, waiters: new ApprovalWaiters(link, { next }) };
}

test('all who wait share one query for each news, and nobody asks when nobody waits', async () => {
  const [one, other] = [newId('reservation'), newId('reservation')];
  const { asked, decided, followers, announce, waiters: all } = waiters([]);
  const waiting = Promise.all(
    Array.from({ length: 100 }, (_, i) => all.wait(inTree(i % 2 ? one : other), FOREVER, staying())),
  );
  await until(() => asked.length === 1);
  expect(asked[0]).toHaveLength(2);
  await announce();
  await until(() => asked.length === 2);
  decided.push(one, other);
  await announce();
  await waiting;
  expect(asked).toHaveLength(3);
  expect(followers.size).toBe(0);
  await announce();
  expect(asked).toHaveLength(3);
});

test('a decision that came before the wait is found without news', async () => {
  const id = newId('reservation');
  const { waiters: all } = waiters([id]);
  await all.wait(inTree(id), FOREVER, staying());
});

test('a database that was away is asked again', async () => {
  const id = newId('reservation');
  let isAway = true;
  const { asked, waiters: all } = waiters([id], () => isAway);
  const waiting = all.wait(inTree(id), FOREVER, staying());
  await until(() => asked.length === 1);
  isAway = false;
  await waiting;
  expect(asked).toHaveLength(2);
});

test('a wait ends with its time, with its caller, and with the service', async () => {
  const id = newId('reservation');
  const { followers, waiters: all } = waiters([], () => true);
  await all.wait(inTree(id), 20, staying());
  const gone = new AbortController();
  const left = all.wait(inTree(id), FOREVER, gone.signal);
  const stopped = all.wait(inTree(id), FOREVER, staying());
  gone.abort();
  await left;
  all.stop();
  await stopped;
  await all.wait(inTree(id), FOREVER, staying());
  expect(followers.size).toBe(0);
});
