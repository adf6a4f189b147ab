import { expect, test } from '@jest/globals';
import { FairSlots, type GiveBack } from './fair-slots.js';

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes a slot and writes down who got one. */
function taker(slots: FairSlots) {
  const got: string[] = [];
  const held: GiveBack[] = [];
  const take = (name: string, signal?: AbortSignal): void =>
    void slots.take(name, signal).then((giveBack) => {
      got.push(giveBack ? name : `${name} not`);
      if (giveBack) held.push(giveBack);
    });
  const giveBack = async (): Promise<void> => {
    held.shift()!();
    await soon();
  };
  return { got, held, take, giveBack };
}

test('one group leaves room for others, however much it wants', async () => {
  const { got, take } = taker(new FairSlots({ slots: 4, perGroup: 2, waiting: 100 }));
  for (let i = 0; i < 50; i += 1) take('a');
  take('b');
  await soon();
  expect(got).toEqual(['a', 'a', 'b']);
});

test('groups take turns: a newcomer waits for one of each other', async () => {
  const { got, held, take, giveBack } = taker(new FairSlots({ slots: 1, perGroup: 1, waiting: 100 }));
  for (let i = 0; i < 10; i += 1) take('a');
  for (let i = 0; i < 10; i += 1) take('b');
  take('c');
  await soon();
  for (let i = 0; i < 5; i += 1) await giveBack();
  expect(got).toEqual(['a', 'a', 'b', 'c', 'a', 'b']);
  while (held.length > 0) await giveBack();
  expect(got.filter((name) => name === 'a')).toHaveLength(10);
  expect(got.filter((name) => name === 'b')).toHaveLength(10);
});

test('too many of one group do not wait, others do', async () => {
  const slots = new FairSlots({ slots: 1, perGroup: 1, waiting: 2 });
  const { got, take } = taker(slots);
  for (let i = 0; i < 4; i += 1) take('a');
  take('b');
  await soon();
  expect(got).toEqual(['a', 'a not']);
});

test('who leaves the queue is not served, and nobody loses a slot by it', async () => {
  const { got, take, giveBack } = taker(new FairSlots({ slots: 1, perGroup: 1, waiting: 10 }));
  const gone = new AbortController();
  take('a');
  take('b', gone.signal);
  take('b');
  gone.abort();
  take('b', gone.signal);
  await soon();
  expect(got).toEqual(['a', 'b not', 'b not']);
  await giveBack();
  expect(got.at(-1)).toBe('b');
});

test('a line can be longer for who must not be refused', async () => {
  const slots = new FairSlots({ slots: 1, perGroup: 1, waiting: 0 });
  const giveBack = (await slots.take('a'))!;
  expect(await slots.take('a')).toBeNull();
  const next = slots.take('a', undefined, Infinity);
  giveBack();
  expect(await next).not.toBeNull();
});

test('a slot that is given back twice is one slot', async () => {
  const slots = new FairSlots({ slots: 1, perGroup: 1, waiting: 10 });
  const giveBack = (await slots.take('a'))!;
  giveBack();
  giveBack();
  const { got, take } = taker(slots);
  take('b');
  take('c');
  await soon();
  expect(got).toEqual(['b']);
});

test('no more than the slots ever go on, whatever comes in which order', async () => {
  const slots = new FairSlots({ slots: 3, perGroup: 2, waiting: 1_000 });
  const running = new Map<string, number>();
  let all = 0;
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const one = async (): Promise<void> => {
    const name = `group ${random(5)}`;
    const giveBack = (await slots.take(name))!;
    running.set(name, (running.get(name) ?? 0) + 1);
    all += 1;
    expect(all).toBeLessThanOrEqual(3);
    expect(running.get(name)).toBeLessThanOrEqual(2);
    for (let i = random(4); i > 0; i -= 1) await soon();
    running.set(name, running.get(name)! - 1);
    all -= 1;
    giveBack();
  };
  await Promise.all(Array.from({ length: 500 }, one));
  expect(all).toBe(0);
});

test('a waiter that gives up as its group ends and begins anew takes no place of others', async () => {
  const { got, held, take } = taker(new FairSlots({ slots: 1, perGroup: 1, waiting: 10 }));
  const hangUp = new AbortController();
  take('a');
  take('a', hangUp.signal);
  await soon();
  hangUp.abort();
  held.shift()!();
  take('a');
  take('a');
  await soon();
  held.shift()!();
  await soon();
  expect(got).toEqual(['a', 'a', 'a not', 'a']);
});
