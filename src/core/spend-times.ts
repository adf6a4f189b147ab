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

/**
 * How finely sums are kept. Days and months are those of the tree's time zone. What is asked for is put together of as few
 * sums as it can be.
 */
export const GRAINS = {
  quarter: { number: 0, by: 'all', window: null },
  runDay: { number: 1, by: 'run', window: 'day' },
  day: { number: 2, by: 'plain', window: 'day' },
  month: { number: 3, by: 'plain', window: 'month' },
  labelDay: { number: 4, by: 'labels', window: 'day' },
  labelledMonth: { number: 5, by: 'labelled', window: 'month' },
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

/** The grains to put a time together of, the coarsest first, before quarters. */
const COARSE: Record<KeptBy, Grain[]> = {
  all: [],
  run: ['runDay'],
  plain: ['month', 'day'],
  labels: ['labelDay'],
  labelled: ['labelledMonth'],
};

/**
 * The sums that add up to periods that follow one another (milliseconds since the epoch, on whole quarters): whole months
 * and days of the tree's zone where they fit into one period, quarters for the rest. A period is never cut across by a sum.
 */
export function rangesOf(
  periods: readonly { start: number; end: number }[],
  zone: string,
  by: KeptBy,
): SpendRange[] {
  const ranges: SpendRange[] = [];
  for (const { start, end } of periods)
    for (const range of split(start, end, zone, COARSE[by])) {
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
