import { expect, test } from '@jest/globals';
import { readUnits } from './units.js';

test.each<[unknown, number, bigint | null]>([
  ['0', 6, 0n],
  ['0', 0, 0n],
  ['12', 0, 12n],
  ['12', 2, 1200n],
  ['0.0035', 6, 3500n],
  ['-0.0035', 6, -3500n],
  ['-7', 2, -700n],
  ['1000000000000000000', 0, 10n ** 18n],
  ['99999999999999999999.5', 1, 999999999999999999995n],
  ['1.25', 1, null],
  ['1.5', 0, null],
  ['1.50', 2, null],
  ['1.0', 2, null],
  ['1.', 2, null],
  ['.5', 2, null],
  ['01', 2, null],
  ['-0', 2, null],
  ['+1', 2, null],
  ['1e3', 2, null],
  [' 1', 2, null],
  ['', 2, null],
  [1, 2, null],
  [null, 2, null],
  [undefined, 2, null],
])('%j with %i decimals is %s units', (text, scale, units) => {
  expect(readUnits(text, scale)).toBe(units);
});
