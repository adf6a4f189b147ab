import { expect, test } from '@jest/globals';
import { ByteShares } from './byte-shares.js';

const MIB = 1024 * 1024;

test('one holder has its share and no more, whatever is free', () => {
  const shares = new ByteShares(16 * MIB, 4 * MIB);
  shares.take('a', 4 * MIB);
  expect(shares.noRoom('a', 1)).toBe('holder');
  expect(shares.noRoom('b', 4 * MIB)).toBeNull();
  shares.give('a', 1);
  expect(shares.noRoom('a', 1)).toBeNull();
});

test('who holds little finds room when the others have all that they can get', () => {
  const shares = new ByteShares(16 * MIB, 4 * MIB);
  for (const holder of ['a', 'b', 'c']) shares.take(holder, 4 * MIB);
  expect(shares.noRoom('d', 4 * MIB)).toBe('all');
  expect(shares.noRoom('d', 256 * 1024)).toBeNull();
  for (let i = 0; i < 16; i += 1) shares.take(`small ${i}`, 256 * 1024);
  expect(shares.noRoom('d', 1)).toBe('all');
});

test('there is plenty while half of a share, and of everything, is free', () => {
  const shares = new ByteShares(16 * MIB, 4 * MIB);
  shares.take('a', MIB);
  expect([shares.hasPlenty('a', MIB), shares.hasPlenty('a', MIB + 1)]).toEqual([true, false]);
  for (const holder of ['b', 'c', 'd', 'e']) shares.take(holder, 1.5 * MIB);
  expect([shares.hasPlenty('f', MIB), shares.hasPlenty('f', MIB + 1)]).toEqual([true, false]);
});

test('what is given back is gone, to the last byte', () => {
  const shares = new ByteShares(16 * MIB, 4 * MIB);
  const moves = Array.from({ length: 100 }, (_, i) => [`holder ${i % 7}`, 1 + ((i * 7919) % 5_000)] as const);
  for (const [holder, bytes] of moves) shares.take(holder, bytes);
  for (const [holder, bytes] of [...moves].reverse()) shares.give(holder, bytes);
  expect(shares.bytes).toBe(0);
  expect(shares.noRoom('holder 1', 4 * MIB)).toBeNull();
});
