import { describe, expect, test } from '@jest/globals';
import {
  decodeApproval,
  decodeUuid,
  decodeVersion,
  encodeCursor,
  MalformedCursorError,
  PAGE_BYTES,
  readPage,
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

/** A list of numbers, and how many were read at once. */
const numbers = (count: number, view: (row: number) => unknown) => {
  const pieces: number[] = [];
  const list = {
    kind: 'entries asc' as const,
    read: (after: number | null, wanted: number) => {
      pieces.push(wanted);
      const begin = after ?? 0;
      return Promise.resolve(
        Array.from({ length: Math.min(wanted, count - begin) }, (_, i) => begin + i + 1),
      );
    },
    position: String,
    views: (rows: readonly number[]) => rows.map(view),
  };
  return { pieces, list };
};

test.each([
  [0, 2, [], null],
  [2, 2, [10, 20], null],
  [3, 2, [10, 20], '2'],
])('of %i a page of %i has a cursor as long as there is more', async (count, limit, items, position) => {
  const { list } = numbers(count, (row) => row * 10);
  const nextCursor = position && encodeCursor('entries asc', position);
  expect(await readPage(limit, list)).toEqual({ items, nextCursor });
});

test('a long page is read in pieces, and whole', async () => {
  const { list, pieces } = numbers(1_000, (row) => row);
  const { items, nextCursor } = await readPage(200, list);
  expect(items).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  expect(nextCursor).toBe(encodeCursor('entries asc', '200'));
  expect(Math.max(...pieces)).toBeLessThan(60);
});

test('a page that would become too large ends early, and the next goes on behind it', async () => {
  const { list, pieces } = numbers(100, (row) => `${row}`.padEnd(100_000));
  const { items, nextCursor } = await readPage(200, list);
  expect(items).toHaveLength(10);
  expect(nextCursor).toBe(encodeCursor('entries asc', '10'));
  expect(pieces).toHaveLength(1);
});

test('an item that is larger than a page is a page', async () => {
  const { list } = numbers(2, () => 'x'.repeat(2 * PAGE_BYTES));
  expect(await readPage(5, list)).toMatchObject({ nextCursor: encodeCursor('entries asc', '1') });
});
