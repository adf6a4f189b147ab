import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Worker } from './worker.js';

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(1);
};

test('work goes on after a failure, which is told, and pauses as it says', async () => {
  let times = 0;
  const told: unknown[] = [];
  const work = async (): Promise<number | undefined> => {
    times += 1;
    if (times === 1) throw new Error('first');
    return await Promise.resolve(times === 2 ? 1 : 600_000);
  };
  const worker = new Worker(work, 2, (error) => told.push(error));
  worker.start(0);
  await until(() => times === 3);
  expect(told.map(String)).toEqual(['Error: first']);
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
