import { expect, test } from '@jest/globals';
import { different, expectSame } from './difference.js';
import { Differences, MAX_DIFFERENCES } from './differences.js';

/** As many differences as asked for of each kind, one kind after the other. */
function found(kinds: Record<string, number>): Differences {
  const differences = new Differences();
  for (const [what, count] of Object.entries(kinds))
    for (let i = 0; i < count; i += 1) differences.add(different({ version: i }, what, i, 'x').difference);
  return differences;
}

const tally = (differences: Differences): Record<string, number> => {
  const listed: Record<string, number> = {};
  for (const { what } of differences.listed()) listed[what] = (listed[what] ?? 0) + 1;
  return listed;
};

test('a check ends at its difference, and the next one is made', () => {
  const differences = new Differences();
  expect(differences.check(() => expectSame({}, 'a', 1, 2))).toBe(false);
  expect(differences.check(() => expectSame({}, 'b', 1, 1))).toBe(true);
  expect(differences.check(() => expectSame({}, 'c', null, 1))).toBe(false);
  expect(differences.listed().map(({ what }) => what)).toEqual(['a', 'c']);
  expect(differences.count).toBe(2);
});

test('an error that is no difference is not taken for one', () => {
  const differences = new Differences();
  const broken = (): never => {
    throw new RangeError('the audit itself');
  };
  expect(() => differences.check(broken)).toThrow('the audit itself');
  expect(differences.count).toBe(0);
});

test('a few are all listed, kind by kind', () => {
  expect(tally(found({ a: 2, b: 3 }))).toEqual({ a: 2, b: 3 });
});

test('many of one kind do not hide another', () => {
  const differences = found({ many: 5_000, one: 1, few: 30 });
  expect(tally(differences)).toEqual({ many: MAX_DIFFERENCES - 31, one: 1, few: 30 });
  expect(differences.count).toBe(5_031);
  expect(Object.fromEntries(differences.counts)).toEqual({ many: 5_000, one: 1, few: 30 });
});

test('the first of a kind are listed', () => {
  const differences = found({ many: 5_000 });
  expect(differences.listed().map(({ version }) => version)).toEqual([...Array(MAX_DIFFERENCES).keys()]);
});

test('more kinds than there is room for: as many as there is', () => {
  const kinds = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`kind ${i}`, 2]));
  expect(found(kinds).listed()).toHaveLength(MAX_DIFFERENCES);
});
