import { expect, test } from '@jest/globals';
import { different, type Difference } from './difference.js';
import { reportText } from './report.js';

const counts = {
  trees: 2,
  budgets: 10,
  entries: 120_000,
  reservations: 40_000,
  counters: 31,
  milliseconds: 2_400,
};

test('a good report says so and how fast it was', () => {
  expect(reportText({ ...counts, difference: null }))
    .toBe(`Every balance, hold and counter is what the journal says.

  trees               2
  budgets            10
  entries       120,000
  reservations   40,000
  counters           31
  time             2.40 s
  rate           50,000 entries/s
`);
});

test('a bad one tells where and what, and both sides of it', () => {
  const place = { treeId: 'budget_a', budgetId: 'budget_b', version: 7 };
  const difference: Difference = different(place, 'balances.spent', '5', null).difference;
  expect(reportText({ ...counts, difference })).toContain(
    `The tables are NOT what the journal says. Difference: balances.spent
  tree         budget_a
  budget       budget_b
  version      7
  journal says 5
  table says   nothing
`,
  );
});
