import { expect, test } from '@jest/globals';
import { candidates } from './metadata.js';

test.each<[string, unknown[]]>([
  ['ops', ['ops']],
  ['', ['']],
  ['3', ['3', 3]],
  ['-1.5', ['-1.5', -1.5]],
  ['0', ['0', 0]],
  ['true', ['true', true]],
  ['false', ['false', false]],
  ['null', ['null']],
  ['007', ['007']],
  ['1e3', ['1e3']],
  ['NaN', ['NaN']],
  ['12345678901234567890', ['12345678901234567890']],
])('%j may stand for %j', (text, values) => {
  expect(candidates(text)).toEqual(values);
});
