import { Money, type Spend } from '@purser/sdk';
import { isPeriod, valueIn, type SpendRow } from '../../parts/spend-ask.js';
import { periodKey, periodsOf, type TimeSpan } from '../../parts/spend-times.js';

export type SpendSums = Spend['total'];

/** A line of the table: a group, and what it had in the period before. */
export interface SpendLine {
  readonly key: string;
  /** What it is named by, in the order of the groups. */
  readonly values: readonly (string | null)[];
  readonly sums: SpendSums;
  /** Null where it is not loaded. */
  readonly before: SpendSums | null;
}

const NO_SPEND: SpendSums = {
  spent: '0',
  refunded: '0',
  reserved: '0',
  calls: 0,
  denied: 0,
  usage: {},
};

/** Groups of an answer, as far as they are loaded. */
export interface LoadedGroups {
  readonly rows: readonly SpendRow[];
  readonly span: TimeSpan;
  readonly zone: string;
  readonly isWhole: boolean;
}

/** How a group is found in two periods: times by how many come before them. */
function keysOf({ rows, span, zone }: LoadedGroups, groups: readonly string[]): (row: SpendRow) => string {
  if (rows.length === 0) return () => '';
  const places = new Map<string, ReadonlyMap<string, number>>();
  for (const period of groups.filter(isPeriod))
    places.set(period, new Map(periodsOf(period, span, zone).map(({ key }, i) => [key, i])));
  return (row) =>
    JSON.stringify(
      groups.map((group) => {
        const value = valueIn(row, group);
        return isPeriod(group) && value !== null
          ? (places.get(group)?.get(periodKey(group, value)) ?? value)
          : value;
      }),
    );
}

/** Lines of what is asked for and of the period before, which may have groups of its own. */
export function spendLines(
  now: LoadedGroups,
  before: LoadedGroups | null,
  groups: readonly string[],
): SpendLine[] {
  const keyNow = keysOf(now, groups);
  const named = (row: SpendRow): (string | null)[] => groups.map((group) => valueIn(row, group));
  if (!before)
    return now.rows.map((row) => ({ key: keyNow(row), values: named(row), sums: row, before: null }));
  const keyBefore = keysOf(before, groups);
  const theirs = new Map(before.rows.map((row) => [keyBefore(row), row]));
  const missing = before.isWhole ? NO_SPEND : null;
  const lines: SpendLine[] = now.rows.map((row) => {
    const key = keyNow(row);
    return { key, values: named(row), sums: row, before: theirs.get(key) ?? missing };
  });
  if (!now.isWhole) return lines;
  const known = new Set(lines.map(({ key }) => key));
  const gone = [...theirs].filter(([key]) => !known.has(key));
  return [...lines, ...gone.map(([key, row]) => ({ key, values: named(row), sums: NO_SPEND, before: row }))];
}

/** By what lines can be ordered: a sum, the change against the period before, a unit of usage, or a group. */
type SpendOrder = (a: SpendLine, b: SpendLine) => number;

const AMOUNTS = ['spent', 'refunded', 'reserved'] as const;
const COUNTS = ['calls', 'denied'] as const;

const USAGE = 'usage.';
export const columnOfUnit = (unit: string): string => USAGE + unit;

function byColumn(column: string, groups: readonly string[]): SpendOrder | undefined {
  const amount = AMOUNTS.find((name) => name === column);
  if (amount) return (a, b) => Money.of(a.sums[amount]).compare(b.sums[amount]);
  const count = COUNTS.find((name) => name === column);
  if (count) return (a, b) => a.sums[count] - b.sums[count];
  // What is not known stands together, below the smallest.
  if (column === 'before') return byKnown(({ before }) => before && Money.of(before.spent));
  if (column === 'change')
    return byKnown(({ sums, before }) => before && Money.of(sums.spent).subtract(before.spent));
  if (column.startsWith(USAGE)) {
    const used = ({ sums }: SpendLine): string => sums.usage[column.slice(USAGE.length)] ?? '0';
    return (a, b) => Money.of(used(a)).compare(used(b));
  }
  const at = groups.indexOf(column);
  // What has no value comes last, as in answers.
  return at === -1 ? undefined : (a, b) => textOrder(a.values[at] ?? null, b.values[at] ?? null);
}

const byKnown =
  (amountOf: (line: SpendLine) => Money | null): SpendOrder =>
  (a, b) => {
    const [mine, other] = [amountOf(a), amountOf(b)];
    if (mine && other) return mine.compare(other);
    return mine === other ? 0 : mine ? 1 : -1;
  };

function textOrder(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Lines in the order of `spent` or, the largest first, `-spent`; in that of the answer where there is no such column. */
export function orderedLines(
  lines: readonly SpendLine[],
  sort: string,
  groups: readonly string[],
): SpendLine[] {
  const isDown = sort.startsWith('-');
  const order = byColumn(isDown ? sort.slice(1) : sort, groups);
  if (!order) return [...lines];
  return [...lines].sort((a, b) => (isDown ? order(b, a) : order(a, b)));
}

/** Times follow one another; of all else the largest comes first. */
export const usualOrder = (groups: readonly string[]): string =>
  groups[0] !== undefined && isPeriod(groups[0]) ? groups[0] : '-spent';

/** A part of a whole in hundredths with one decimal, rounded: `12.5 %`. */
export function percentText(part: string, whole: string): string {
  const [a, b] = [Number(part), Number(whole)];
  return b > 0 ? `${((a / b) * 100).toFixed(1)} %` : '–';
}
