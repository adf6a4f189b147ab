import { Money, type Spend } from '@purser/sdk';
import { hashKey, queryOptions, useQuery } from '@tanstack/react-query';
import type { ChartPoint, ChartSeries } from '../design/chart-values.js';
import type { LoadedProps } from '../design/loaded.js';
import { useGroupNames } from './group-value.js';
import { onlyOf, paramsOf, valueIn, type Period, type SpendAsk, type SpendRow } from './spend-ask.js';
import { asked, periodKey, periodsOf, type TimeSpan } from './spend-times.js';
import { largestIn, readAllSpend } from './use-spend.js';

/** How many values of a group have a series of their own. */
const MOST_PARTS = 5;

/** What is drawn of a question. */
export interface SeriesAsk {
  readonly ask: SpendAsk;
  readonly budgetId: string;
  readonly period: Period;
  readonly span: TimeSpan;
  readonly zone: string;
  /** The group whose values have a series each, and the rows that say which cost most; what is left of the whole is one more. */
  readonly parts: { readonly group: string; readonly rows: readonly SpendRow[] } | null;
  /** Drawn as a line: the whole, in another span, each period above the one that it is compared with. */
  readonly before: TimeSpan | null;
}

interface SpendSeries {
  readonly points: readonly ChartPoint[];
  readonly series: readonly ChartSeries[];
}

type SeriesQuery = LoadedProps<SpendSeries>['query'] & {
  /** It is the answer before, with other parts, until the present one is there. */
  readonly isOld: boolean;
};

/** Answers that belong together: nothing is drawn before all of them are there. */
interface SeriesAnswer {
  readonly values: readonly string[];
  readonly whole: Spend;
  readonly each: readonly Spend[];
  readonly before: Spend | null;
}

const askedIn = (ask: SpendAsk, span: TimeSpan, period: Period): SpendAsk => ({
  ...ask,
  ...asked(span),
  groupBy: period,
});

/**
 * The whole and its parts are one query. What is left of the whole has to be worked out from answers of one moment: with parts that are
 * still asked for, or are those of a refresh before, their money would stand under another name.
 */
function seriesQuery({ ask, budgetId, period, span, parts, before }: SeriesAsk) {
  const question = {
    whole: askedIn(ask, span, period),
    budgetId,
    group: parts?.group ?? null,
    before: before && askedIn(ask, before, period),
  };
  const narrowed = (parts ? largestIn(parts.rows, parts.group, MOST_PARTS) : []).flatMap((value) => {
    const only = parts && onlyOf(question.whole, parts.group, value);
    return only ? [{ value, only }] : [];
  });
  const values = narrowed.map(({ value }) => value);
  return queryOptions({
    queryKey: ['get', '/v1/spend', question, 'series', values],
    queryFn: async ({ signal }): Promise<SeriesAnswer> => {
      const read = (one: SpendAsk) => readAllSpend(paramsOf(one, one.budgetId ?? budgetId), signal);
      const [whole, theirs, ...each] = await Promise.all([
        read(question.whole),
        question.before && read(question.before),
        ...narrowed.map(({ only }) => read(only)),
      ]);
      return { values, whole, each, before: theirs };
    },
    // Other parts cost most now: the question is the same, and its answer before is whole.
    placeholderData: (answer, query) =>
      hashKey([query?.queryKey[2]]) === hashKey([question]) ? answer : undefined,
  });
}

/** Spend over time, by the values of a group: asked for value by value, so that it is exact however many there are. */
export function useSpendSeries(series: SeriesAsk): SeriesQuery {
  const { data, isError, error, refetch, isPlaceholderData } = useQuery(seriesQuery(series));
  const nameOf = useGroupNames(series.parts?.group ?? '', data?.values ?? []);
  return {
    data: data && seriesOf(series, data, nameOf),
    isError,
    error,
    refetch,
    isOld: isPlaceholderData,
  };
}

function seriesOf(
  { period, span, zone, before }: SeriesAsk,
  answer: SeriesAnswer,
  nameOf: (value: string) => string,
): SpendSeries {
  const points = periodsOf(period, span, zone);
  const keys = points.map(({ key }) => key);
  const all = spentIn(answer.whole, period, keys);
  const each = answer.values.flatMap((value, i) => {
    const part = answer.each[i];
    return part ? [{ key: value, name: nameOf(value), values: spentIn(part, period, keys) }] : [];
  });
  const rest = all.map((amount, i) => amount.subtract(Money.sum(each.map((one) => one.values[i] ?? 0))));
  const series: ChartSeries[] = [...each];
  if (each.length === 0) series.push({ key: 'all', name: 'Spent', values: all });
  else if (rest.some((amount) => !amount.isZero))
    series.push({ key: 'rest', name: 'All others', values: rest, isRest: true });
  if (before && answer.before) {
    const theirs = periodsOf(period, before, zone).map(({ key }) => key);
    series.push(lineOf(answer.before, spentIn(answer.before, period, theirs), points.length));
  }
  return { points, series };
}

/** What was spent in a span before, each period at the place of the one that it is compared with. */
const lineOf = (answer: Spend, amounts: readonly Money[], points: number): ChartSeries => ({
  key: 'before',
  name: 'The period before',
  look: 'dashed',
  values: Array.from({ length: points }, (_, i) => amounts[i] ?? null),
  total: answer.total.spent,
});

/** What was spent in each of some periods: an answer leaves out those without spend. */
function spentIn(answer: Spend, period: Period, keys: readonly string[]): Money[] {
  const spent = new Map(
    answer.items.map((row) => [periodKey(period, valueIn(row, period) ?? ''), Money.of(row.spent)]),
  );
  return keys.map((key) => spent.get(key) ?? Money.zero);
}
