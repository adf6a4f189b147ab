import { expect, test } from '@jest/globals';
import { DatabaseClock } from './database-clock.js';

const NOON = Date.parse('2026-01-15T12:00:00Z');

test('the clock goes on from the last reading, for a minute', () => {
  let elapsed = 0;
  const clock = new DatabaseClock(() => elapsed);
  expect(clock.now()).toBeNull();
  clock.note(NOON);
  elapsed = 59_999.7;
  expect(clock.now()).toBe(NOON + 59_999);
  elapsed = 60_001;
  expect(clock.now()).toBeNull();
});

test('a reading that comes late sets nothing back, and a clock that was set is followed', () => {
  let elapsed = 1_000;
  const clock = new DatabaseClock(() => elapsed);
  clock.note(NOON);
  elapsed += 50;
  clock.note(NOON - 20);
  expect(clock.now()).toBe(NOON + 50);
  elapsed += 59_990;
  expect(clock.now()).toBe(NOON + 60_040);
  elapsed -= 59_990;
  clock.note(NOON + 80);
  expect(clock.now()).toBe(NOON + 80);
  clock.note(NOON - 3_600_000);
  expect(clock.now()).toBe(NOON - 3_600_000);
});
