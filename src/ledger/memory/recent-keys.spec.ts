import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { uuidText } from '../../ids/ids.js';
import { RecentKeys } from './recent-keys.js';

const keyOf = (i: number): string => uuidText(createHash('sha256').update(String(i)).digest('hex'));

test('the newest are remembered, and others are taken for them next to never', () => {
  const atLeast = 1_000;
  const keys = new RecentKeys(atLeast);
  for (let i = 0; i < 10_500; i += 1) {
    keys.add(keyOf(i));
    for (const back of [0, 1, 500, atLeast - 1]) if (back <= i) expect(keys.has(keyOf(i - back))).toBe(true);
  }
  const taken = Array.from({ length: 8_000 }, (_, i) => keyOf(i)).filter((key) => keys.has(key));
  expect(taken.length).toBeLessThanOrEqual(2);
  const strangers = Array.from({ length: 20_000 }, (_, i) => keyOf(1_000_000 + i)).filter((key) =>
    keys.has(key),
  );
  expect(strangers.length).toBeLessThanOrEqual(2);
});

test('a key whose end is zero is remembered like others', () => {
  const keys = new RecentKeys(10);
  const key = '01234567-89ab-7cde-8f01-234500000000';
  expect(keys.has(key)).toBe(false);
  keys.add(key);
  expect(keys.has(key)).toBe(true);
});
