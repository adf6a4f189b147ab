import {
  groupsAfter,
  onlyOf,
  paramsOf,
  withoutFilter,
  type SpendRow,
} from '../../../packages/console/src/parts/spend-ask.js';
import { spanOf } from '../../../packages/console/src/parts/spend-times.js';
import { orderedLines, spendLines } from '../../../packages/console/src/pages/spend/spend-lines.js';
import { spendSearch } from '../../../packages/console/src/pages/spend/spend-search.js';

const sums = { refunded: '0', reserved: '0', calls: 1, denied: 0, usage: {} };
const row = (names: object, spent: string) => ({ ...names, spent, ...sums }) as SpendRow;
const november = spanOf({ from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' });
const october = spanOf({ from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' });

test('days of two months are compared by their place, and those without a counterpart stay', () => {
  const loaded = { zone: 'UTC', isWhole: true };
  const lines = spendLines(
    { ...loaded, span: november, rows: [row({ day: '2026-11-01' }, '1'), row({ day: '2026-11-02' }, '2')] },
    { ...loaded, span: october, rows: [row({ day: '2026-10-02' }, '20'), row({ day: '2026-10-31' }, '31')] },
    ['day'],
  );
  expect(lines.map(({ values, sums, before }) => [values[0], sums.spent, before?.spent])).toEqual([
    ['2026-11-01', '1', '0'],
    ['2026-11-02', '2', '20'],
    ['2026-10-31', '0', '31'],
  ]);
});

test('what of the period before is not loaded is unknown, and not zero', () => {
  const rows = [row({ vendor: 'a' }, '1'), row({ vendor: null }, '2')];
  const before = { zone: 'UTC', span: october, rows: [row({ vendor: null }, '5')], isWhole: false };
  const lines = spendLines({ zone: 'UTC', span: november, rows, isWhole: true }, before, ['vendor']);
  expect(lines.map((line) => line.before?.spent)).toEqual([undefined, '5']);
});

test('lines are ordered by exact amounts, and what has no name comes last', () => {
  const spent = ['0.10000000000000001', '0.1', '10', '9'];
  const rows = spent.map((amount, i) => row({ vendor: ['b', null, 'a', 'c'][i] }, amount));
  const lines = spendLines({ zone: 'UTC', span: november, rows, isWhole: true }, null, ['vendor']);
  const by = (sort: string) => orderedLines(lines, sort, ['vendor']).map((line) => line.sums.spent);
  expect(by('spent')).toEqual(['0.1', '0.10000000000000001', '9', '10']);
  expect(by('-spent')).toEqual(['10', '9', '0.10000000000000001', '0.1']);
  expect(by('vendor')).toEqual(['10', '0.10000000000000001', '9', '0.1']);
  expect(by('nothing')).toEqual(spent);
});

test('the address has the names of the API, repeated or with commas, and what is no question is left out', () => {
  expect(
    spendSearch({
      budgetId: 'b',
      groupBy: ['vendor', 'day'],
      runId: 7,
      labels: 'team:x',
      compare: 'yes',
      pages: -1,
      x: 1,
    }),
  ).toEqual({ budgetId: 'b', groupBy: 'vendor,day', runId: '7', labels: ['team:x'] });
  const ask = { groupBy: 'vendor,vendor,labels.team,day,hour', code: 'made_up', vendor: 'acme' };
  expect(paramsOf(ask, 'b')).toEqual({
    budgetId: 'b',
    groupBy: ['vendor', 'labels.team', 'day'],
    vendor: 'acme',
  });
  expect(paramsOf({ groupBy: '' }, 'b')).toEqual({ budgetId: 'b' });
});

test('a question is narrowed to a value, and widened again', () => {
  const ask = { budgetId: 'b', groupBy: 'vendor' };
  const narrowed = onlyOf(ask, 'vendor', 'acme')!;
  expect(narrowed).toEqual({ ...ask, vendor: 'acme' });
  expect(groupsAfter(ask, 'vendor')).toBe('item');
  expect(withoutFilter(narrowed, 'vendor')).toEqual(ask);
  const labelled = onlyOf({ ...ask, labels: ['team:a:b'] }, 'labels.customer', 'x')!;
  expect(labelled.labels).toEqual(['team:a:b', 'customer:x']);
  expect(withoutFilter(labelled, 'labels.team').labels).toEqual(['customer:x']);
  expect(onlyOf(ask, 'labels.team', 'c')!.labels).toEqual(['team:c']);
  expect(onlyOf(ask, 'child', 'c')).toEqual({ ...ask, budgetId: 'c' });
  expect(groupsAfter({ groupBy: 'child,day' }, 'child')).toBe('child,day');
  expect(groupsAfter({ groupBy: 'run' }, 'run')).toBe('vendor');
  expect(groupsAfter({ groupBy: 'vendor,day' }, 'day')).toBe('vendor,hour');
});
