import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { IDLE, Worker } from './worker.js';

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(1);
};

test('work goes on after a failure, which is reported, and pauses as it says', async () => {
  let times = 0;
  const reported: unknown[] = [];
  const work = async (): Promise<number | undefined> => {
    times += 1;
    if (times === 1) throw new Error('first');
    return await Promise.resolve(times === 2 ? 1 : 600_000);
  };
  const worker = new Worker(work, 2, (error) => reported.push(error));
  worker.start(0);
  await until(() => times === 3);
  expect(reported.map(String)).toEqual(['Error: first']);
  await worker.stop();
});

test('a stop waits for the work under way, and nothing begins afterwards', async () => {
  let times = 0;
  let finish = (): void => undefined;
  const work = (): Promise<undefined> =>
    new Promise((resolve) => {
      times += 1;
      finish = () => resolve(undefined);
    });
  const worker = new Worker(work, 1, () => undefined);
  worker.start();
  await until(() => times === 1);
  let isStopped = false;
  const stopping = worker.stop().then(() => (isStopped = true));
  await sleep(5);
  expect([isStopped, worker.isStopped]).toEqual([false, true]);
  finish();
  await stopping;
  worker.start();
  await sleep(5);
  expect(times).toBe(1);
});

test('work that rests is done again only when it is woken, even while it is about to rest', async () => {
  let times = 0;
  let during = (): void => undefined;
  const worker = new Worker(
    async () => {
      times += 1;
      await Promise.resolve();
      during();
      return IDLE;
    },
    600_000,
    () => undefined,
  );
  worker.wake();
  await until(() => times === 1);
  await sleep(5);
  expect(times).toBe(1);
  during = () => {
    during = () => undefined;
    worker.wake();
  };
  worker.wake(1);
  await until(() => times === 3);
  await sleep(5);
  expect(times).toBe(3);
  await worker.stop();
});

test('a wake brings the next time forward, and never puts it off', async () => {
  let times = 0;
  const worker = new Worker(
    () => {
      times += 1;
      return Promise.resolve(undefined);
    },
    600_000,
    () => undefined,
  );
  worker.start();
  worker.wake(1);
  worker.wake(600_000);
  await until(() => times === 1);
  worker.wake();
  await until(() => times === 2);
  await worker.stop();
});
