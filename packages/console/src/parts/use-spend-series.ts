import { Money, type Spend } from '@purser/sdk';
import { useQueries } from '@tanstack/react-query';
import type { ChartPoint, ChartSeries } from '../design/chart-values.js';
import { useGroupNames } from './group-value.js';
import { onlyOf, paramsOf, valueIn, type Period, type SpendAsk } from './spend-ask.js';
import { periodKey, periodsOf, type TimeSpan } from './spend-times.js';
import { allSpend } from './use-spend.js';

/** What is drawn of a question. */
export interface SeriesAsk {
  readonly ask: SpendAsk;
  readonly budgetId: string;
  readonly period: Period;
  readonly span: TimeSpan;
  readonly zone: string;
  /** The values of a group that have a series each; what is left of the whole is one more. */
  readonly parts: { readonly group: string; readonly values: readonly string[] } | null;
  /** Drawn as a line: the whole, in another span, each period above the one that it is compared with. */
  readonly before: TimeSpan | null;
}

interface SpendSeries {
  readonly points: readonly ChartPoint[];
  readonly series: readonly ChartSeries[];
  readonly isPending: boolean;
  readonly error: unknown;
}

const askedIn = (ask: SpendAsk, span: TimeSpan, period: Period): SpendAsk => ({
  ...ask,
  from: new Date(span.from).toISOString(),
  to: new Date(span.to).toISOString(),
  groupBy: period,
});

/** Spend over time, by the values of a group: asked for value by value, so that it is exact however many there are. */
export function useSpendSeries({ ask, budgetId, period, span, zone, parts, before }: SeriesAsk): SpendSeries {
  const values = parts?.values ?? [];
  const whole = askedIn(ask, span, period);
  const asks = [
    whole,
    ...values.map((value) => (parts && onlyOf(whole, parts.group, value)) ?? whole),
    ...(before ? [askedIn(ask, before, period)] : []),
  ];
  const answers = useQueries({
    queries: asks.map((one) => allSpend(paramsOf(one, one.budgetId ?? budgetId))),
  });
  const nameOf = useGroupNames(parts?.group ?? '', values);
  const points = periodsOf(period, span, zone);
  const inSpan = (answer: Spend | undefined, keys: readonly string[]): Money[] =>
    spentIn(answer, period, keys);
  const keys = points.map(({ key }) => key);
  const all = inSpan(answers[0]?.data, keys);
  const each = values.map((value, i) => ({
    key: value,
    name: nameOf(value),
    values: inSpan(answers[i + 1]?.data, keys),
  }));
  const rest = all.map((amount, i) => amount.subtract(Money.sum(each.map((one) => one.values[i] ?? 0))));
  const series: ChartSeries[] = [...each];
  if (each.length === 0) series.push({ key: 'all', name: 'Spent', values: all });
  else if (rest.some((amount) => !amount.isZero))
    series.push({ key: 'rest', name: 'All others', values: rest, isRest: true });
  if (before) {
    const answer = answers.at(-1)?.data;
    const theirs = periodsOf(period, before, zone).map(({ key }) => key);
    series.push(lineOf(answer, inSpan(answer, theirs), points.length));
  }
  return {
    points,
    series,
    isPending: answers.some((answer) => answer.isPending),
    error: answers.find((answer) => answer.error)?.error ?? null,
  };
}

/** What was spent in a span before, each period at the place of the one that it is compared with. */
function lineOf(answer: Spend | undefined, amounts: readonly Money[], points: number): ChartSeries {
  return {
    key: 'before',
    name: 'The period before',
    look: 'dashed',
    values: Array.from({ length: points }, (_, i) => amounts[i] ?? null),
    ...(answer && { total: answer.total.spent }),
  };
}

/** What was spent in each of some periods. */
function spentIn(answer: Spend | undefined, period: Period, keys: readonly string[]): Money[] {
  const spent = new Map(
    (answer?.items ?? []).map((row) => [periodKey(period, valueIn(row, period) ?? ''), Money.of(row.spent)]),
  );
  return keys.map((key) => spent.get(key) ?? Money.zero);
}
