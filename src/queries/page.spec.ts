import { describe, expect, test } from '@jest/globals';
import {
  decodeApproval,
  decodeUuid,
  decodeVersion,
  encodeCursor,
  MalformedCursorError,
  pageOf,
} from './page.js';

const UUID = '0193f5a0-0000-7000-8000-000000000000';

test('a cursor leads back to its position', () => {
  expect(decodeUuid('budgets', encodeCursor('budgets', UUID))).toBe(UUID);
  expect(decodeVersion('entries desc', encodeCursor('entries desc', '123456'))).toBe(123_456);
  const position = { deadline: 1_763_717_400_000, id: UUID };
  expect(decodeApproval(encodeCursor('approvals', `${position.deadline} ${UUID}`))).toEqual(position);
});

describe('what is no cursor of the list', () => {
  test.each([
    '',
    'x',
    '%%%',
    UUID,
    encodeCursor('reservations', UUID),
    encodeCursor('budgets', ''),
    encodeCursor('budgets', UUID.toUpperCase()),
    encodeCursor('budgets', `${UUID}'`),
    `${encodeCursor('budgets', UUID)}=`,
    ` ${encodeCursor('budgets', UUID)}`,
  ])('%j', (cursor) => {
    expect(() => decodeUuid('budgets', cursor)).toThrow(MalformedCursorError);
  });

  test.each(['0', '-1', '1.5', '1e3', '9999999999999999', 'x'])('version %s', (version) => {
    const cursor = encodeCursor('entries asc', version);
    expect(() => decodeVersion('entries asc', cursor)).toThrow(MalformedCursorError);
  });
});

test.each(['', UUID, `1 ${UUID}x`, `-1 ${UUID}`, '1 x'])('position %j of an approval', (position) => {
  expect(() => decodeApproval(encodeCursor('approvals', position))).toThrow(MalformedCursorError);
});

test('a page has a cursor as long as there is more', () => {
  const page = (rows: number[]) => pageOf(rows, 2, 'entries asc', String, (row) => row * 10);
  expect(page([])).toEqual({ items: [], nextCursor: null });
  expect(page([1, 2])).toEqual({ items: [10, 20], nextCursor: null });
  expect(page([1, 2, 3])).toEqual({ items: [10, 20], nextCursor: encodeCursor('entries asc', '2') });
});
