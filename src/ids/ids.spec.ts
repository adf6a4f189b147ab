import { expect, test } from '@jest/globals';
import { followClock, idOf, isId, newId, uuidOf } from './ids.js';

test('ids are TypeIDs of UUIDs of version 7, and sort as they were made', () => {
  const before = Date.now();
  const ids = Array.from({ length: 10_000 }, () => newId('reservation'));
  for (const id of ids) {
    expect(isId('reservation', id)).toBe(true);
    expect(uuidOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  const made = parseInt(uuidOf(ids[0]!).replace('-', '').slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThan(before + 1_000);
});

test("ids follow the database's clock, not that of the process", () => {
  const later = Date.now() + 86_400_000;
  followClock(later);
  const made = parseInt(uuidOf(newId('reservation')).replace('-', '').slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(later);
  expect(made).toBeLessThan(later + 3_600_000);
  followClock(Date.now());
});

test('an id and its UUID lead to each other', () => {
  const uuid = '01893726-efee-7f02-8fbf-9f2b7bc2f910';
  expect(idOf('budget', uuid)).toBe('budget_01h4vjdvzefw18zfwz5dxw5y8g');
  expect(uuidOf('budget_01h4vjdvzefw18zfwz5dxw5y8g')).toBe(uuid);
});
