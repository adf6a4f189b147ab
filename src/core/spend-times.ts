import { windowAt } from './windows.js';

/** Spend is kept by quarter of an hour: every time zone of today begins its hours on one. */
export const QUARTER_MS = 900_000;

/** The quarter of an hour that contains a time, counted from the epoch: a 32-bit number until the year 6053 or so. */
export const quarterOf = (at: number): number => Math.floor(at / QUARTER_MS);

/**
 * What of a key sums know: all of it; run and principal alone, of which there are many; labels alone, of which there may be
 * as many; all but these (`plain`); or that with labels.
 */
export const KEPT_BY = { all: 0, run: 1, plain: 2, labels: 3, labelled: 4 } as const;
export type KeptBy = keyof typeof KEPT_BY;

/** What sums are of: one budget, or all budgets of a tree together, which are kept as the root's. */
export type SpendScope = 'budget' | 'tree';

/**
 * How finely sums are kept. Days and months are those of the tree's time zone. What is asked for is put together of as few
 * sums as it can be.
 */
export const GRAINS = {
  quarter: { number: 0, of: 'budget', by: 'all', window: null },
  runDay: { number: 1, of: 'budget', by: 'run', window: 'day' },
  day: { number: 2, of: 'budget', by: 'plain', window: 'day' },
  month: { number: 3, of: 'budget', by: 'plain', window: 'month' },
  labelDay: { number: 4, of: 'budget', by: 'labels', window: 'day' },
  labelledMonth: { number: 5, of: 'budget', by: 'labelled', window: 'month' },
  treeDay: { number: 6, of: 'tree', by: 'plain', window: 'day' },
  treeMonth: { number: 7, of: 'tree', by: 'plain', window: 'month' },
  treeLabelDay: { number: 8, of: 'tree', by: 'labels', window: 'day' },
  treeLabelledMonth: { number: 9, of: 'tree', by: 'labelled', window: 'month' },
} as const;
export type Grain = keyof typeof GRAINS;

/** The sum of a grain that a time falls into: the quarter with which it begins. */
export function beginningOf(grain: Grain, zone: string, at: number): number {
  const { window } = GRAINS[grain];
  return quarterOf(window === null ? at : windowAt(window, zone, at).start);
}

/** Sums of one grain: those that begin from `low` on and before `high`, in quarters. */
export interface SpendRange {
  grain: Grain;
  low: number;
  high: number;
}

/** The grains to put a time together of, the coarsest first, before quarters. Runs are of few budgets: there are no sums of them by tree. */
const COARSE: Record<SpendScope, Record<KeptBy, Grain[]>> = {
  budget: {
    all: [],
    run: ['runDay'],
    plain: ['month', 'day'],
    labels: ['labelDay'],
    labelled: ['labelledMonth'],
  },
  tree: {
    all: [],
    run: ['runDay'],
    plain: ['treeMonth', 'treeDay'],
    labels: ['treeLabelDay'],
    labelled: ['treeLabelledMonth'],
  },
};

/**
 * The sums that add up to periods that follow one another (milliseconds since the epoch, on whole quarters): whole months
 * and days of the tree's zone where they fit into one period, quarters for the rest. A period is never cut across by a sum.
 */
export function rangesOf(
  periods: readonly { start: number; end: number }[],
  zone: string,
  by: KeptBy,
  of: SpendScope = 'budget',
): SpendRange[] {
  const ranges: SpendRange[] = [];
  for (const { start, end } of periods)
    for (const range of split(start, end, zone, COARSE[of][by])) {
      const last = ranges.findLast(({ grain }) => grain === range.grain);
      if (last?.high === range.low) last.high = range.high;
      else ranges.push(range);
    }
  return ranges;
}

function split(start: number, end: number, zone: string, [grain, ...finer]: Grain[]): SpendRange[] {
  if (start >= end) return [];
  if (grain === undefined) return [{ grain: 'quarter', low: quarterOf(start), high: quarterOf(end) }];
  const window = GRAINS[grain].window!;
  const first = windowAt(window, zone, start);
  const from = first.start === start ? start : first.end;
  const to = windowAt(window, zone, end).start;
  if (from >= to) return split(start, end, zone, finer);
  return [
    ...split(start, from, zone, finer),
    { grain, low: quarterOf(from), high: quarterOf(to) },
    ...split(to, end, zone, finer),
  ];
}
