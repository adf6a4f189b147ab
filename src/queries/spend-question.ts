import { QUARTER_MS, quarterOf } from '../core/spend-times.js';
import { windowAt, zonedText, type Span } from '../core/windows.js';

/** What spend can be grouped by. `child`: the direct children of the budget asked for, each with all that lies under it. */
export const SPEND_GROUPS = [
  'vendor',
  'category',
  'item',
  'budget',
  'child',
  'run',
  'principal',
  'hour',
  'day',
  'month',
  'code',
] as const;

/** Before the name of a dimension. */
const LABELS = 'labels.';
/** A dimension of the tree, as it is asked for and as answers name it. */
export type LabelGroup = `${typeof LABELS}${string}`;
export type SpendGroup = (typeof SPEND_GROUPS)[number] | LabelGroup;

export const isLabelGroup = (group: SpendGroup): group is LabelGroup => group.startsWith(LABELS);

/** The dimension that a group is of. */
export const dimensionOf = (group: LabelGroup): string => group.slice(LABELS.length);

/** Of which of these a question may ask for one value alone. */
const SPEND_FILTERS = [
  'vendor',
  'category',
  'item',
  'run',
  'principal',
  'code',
] as const satisfies readonly SpendGroup[];
type SpendFilter = (typeof SPEND_FILTERS)[number];
export type SpendFilters = Readonly<Partial<Record<SpendFilter, string>>>;

/** The filters of a question, in their order. */
export const filtersIn = (only: SpendFilters): [SpendFilter, string][] =>
  SPEND_FILTERS.flatMap((filter) => {
    const value = only[filter];
    return value === undefined ? [] : [[filter, value] as [SpendFilter, string]];
  });

/** How many of them one question may combine. */
export const MAX_SPEND_GROUPS = 3;

/** Hours, days or months of one question. */
const MAX_PERIODS = 1_000;

/** The finest first: an hour names its day, a day its month. */
const PERIODS = ['hour', 'day', 'month'] as const;
export type SpendPeriod = (typeof PERIODS)[number];

export const isPeriod = (group: SpendGroup): group is SpendPeriod =>
  (PERIODS as readonly SpendGroup[]).includes(group);

/** What may be wrong with a question: a field of it, and the rule that it breaks. */
export class SpendQuestionError extends Error {
  constructor(
    readonly field: 'from' | 'to' | 'groupBy' | 'labels',
    readonly rule: string,
    message: string,
  ) {
    super(message);
  }
}

/** The month under way, where nothing else was asked for. */
export function timesOf(from: number | undefined, to: number | undefined, zone: string, now: number): Span {
  const month = windowAt('month', zone, now);
  const span = { start: from ?? month.start, end: to ?? month.end };
  for (const [field, at] of [['from', span.start] as const, ['to', span.end] as const])
    if (at % QUARTER_MS !== 0)
      throw new SpendQuestionError(
        field,
        'quarter',
        `${field} must be a whole quarter of an hour, such as 09:15:00Z`,
      );
  if (span.start >= span.end) {
    const field = to === undefined ? 'from' : 'to';
    throw new SpendQuestionError(
      field,
      'after_from',
      'to must be after from (left out: the month under way)',
    );
  }
  return span;
}

/** The periods of a question from its beginning to its end, cut off at both: one, where it has none. */
export function periodsOf({ start, end }: Span, groups: readonly SpendGroup[], zone: string): Span[] {
  const finest = PERIODS.find((period) => groups.includes(period));
  if (finest === undefined) return [{ start, end }];
  const periods: Span[] = [];
  for (let at = start; at < end;) {
    if (periods.length === MAX_PERIODS)
      throw new SpendQuestionError(
        'to',
        'periods',
        `from and to must be at most ${MAX_PERIODS} ${finest}s apart`,
      );
    const next = Math.min(end, windowAt(finest, zone, at).end);
    periods.push({ start: at, end: next });
    at = next;
  }
  return periods;
}

/** The quarters with which the periods of a kind begin that contain these. */
export const beginningsOf = (period: SpendPeriod, zone: string, periods: readonly Span[]): number[] =>
  periods.map(({ start }) => quarterOf(windowAt(period, zone, start).start));

/** How an answer names a period by the quarter with which it begins: hours with the offset of their zone. */
export function periodText(period: SpendPeriod, zone: string, quarter: number): string {
  const text = zonedText(zone, quarter * QUARTER_MS);
  return period === 'hour' ? text : text.slice(0, period === 'day' ? 10 : 7);
}

/** Labels that are asked for are dimensions of the tree, or it is not known what was spent by them. */
export function expectDimensions(
  dimensions: readonly string[],
  groups: readonly SpendGroup[],
  labels: Readonly<Record<string, string>>,
): void {
  const known = dimensions.length > 0 ? `which has ${dimensions.join(', ')}` : 'which has none';
  const expectKnown = (field: 'groupBy' | 'labels', name: string): void => {
    if (!dimensions.includes(name))
      throw new SpendQuestionError(
        field,
        'dimension',
        `${field} must name dimensions of the tree, ${known}: ${name} is none`,
      );
  };
  for (const group of groups) if (isLabelGroup(group)) expectKnown('groupBy', dimensionOf(group));
  for (const name of Object.keys(labels)) expectKnown('labels', name);
}
