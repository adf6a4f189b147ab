import { expect, test } from '@jest/globals';
import { different } from './difference.js';
import { Differences } from './differences.js';
import { reportText } from './report.js';

const counts = {
  trees: 2,
  budgets: 10,
  entries: 120_000,
  reservations: 40_000,
  counters: 31,
  milliseconds: 2_400,
};

const reportOf = (differences: Differences): string =>
  reportText({
    ...counts,
    found: differences.count,
    kinds: differences.counts,
    differences: differences.listed(),
  });

test('a good report says so and how fast it was', () => {
  expect(reportOf(new Differences())).toBe(`Every balance, hold and counter is what the journal says.

  trees               2
  budgets            10
  entries       120,000
  reservations   40,000
  counters           31
  time             2.40 s
  rate           50,000 entries/s
`);
});

test('a failed audit counts each kind, and shows where each difference is and both sides of it', () => {
  const differences = new Differences();
  const place = { treeId: 'budget_a', budgetId: 'budget_b', version: 7 };
  differences.add(different(place, 'balances.spent', '5', null).difference);
  differences.add(different({ keyId: 'key_a' }, 'role of the key', 'agent', 'operator').difference);
  expect(reportOf(differences)).toContain(`The tables are NOT what the journal says: 2 differences.

  1  balances.spent
  1  role of the key

Difference: balances.spent
  tree         budget_a
  budget       budget_b
  version      7
  journal says 5
  table says   nothing

Difference: role of the key
  key          key_a
  journal says agent
  table says   operator

  trees               2
`);
});

test('of many differences a hundred are listed, and the rest is counted', () => {
  const differences = new Differences();
  for (let i = 0; i < 1_234; i += 1) differences.add(different({}, 'name', i, '').difference);
  const text = reportOf(differences);
  expect(text.match(/^Difference: /gm)).toHaveLength(100);
  expect(text).toContain('\n\n  1,234  name\n\n');
  expect(text).toContain('\n\nand 1,134 more\n\n');
});
