import { expect, test } from '@jest/globals';
import { Rates } from './rates.js';

/** A clock that stands still, in milliseconds. */
const clock = () => {
  const state = { now: 0 };
  return { state, read: () => state.now };
};

test('so many a second, one by one', () => {
  const { state, read } = clock();
  const rates = new Rates(10, read);
  const taken = Array.from({ length: 12 }, () => rates.take('a', 1).allowed);
  expect(taken.filter(Boolean)).toHaveLength(10);
  expect(rates.take('a', 1)).toEqual({ allowed: false, left: 0, wait: 1, reset: 1 });
  expect(rates.take('b', 1).allowed).toBe(true);
  state.now = 100;
  expect(rates.take('a', 1).allowed).toBe(true);
  expect(rates.take('a', 1).allowed).toBe(false);
});

test('many at once pass together and are paid for afterwards', () => {
  const { state, read } = clock();
  const rates = new Rates(5, read);
  expect(rates.take('a', 1_000)).toMatchObject({ allowed: true, left: 0, wait: 200 });
  // Others of the same moment do not pass with it.
  expect(rates.take('a', 1_000).allowed).toBe(false);
  state.now = 199_000;
  expect(rates.take('a', 1)).toMatchObject({ allowed: false, wait: 1 });
  state.now = 200_000;
  expect(rates.take('a', 1).allowed).toBe(true);
});

test('in a long time nobody passes more than the rate, its first second, and what came at once', () => {
  const { state, read } = clock();
  const rates = new Rates(50, read);
  let passed = 0;
  for (let i = 0; i < 20_000; i += 1) {
    state.now = i * 5;
    const commands = 1 + ((i * 7919) % 40);
    if (rates.take('a', commands).allowed) passed += commands;
  }
  expect(passed).toBeLessThanOrEqual(50 * 100 + 50 + 40);
  expect(passed).toBeGreaterThan(50 * 99);
});
