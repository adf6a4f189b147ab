import { Money, type Budget, type Spend } from '@purser/sdk';
import { useQueries } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { dayOf } from '../../design/times.js';
import { dayStart, daysAfter } from '../../design/zoned.js';
import { dearest, groupOf, lessAll, questionOf, spentByDay, type SpendChoice } from './spend-groups.js';

/** How many groups are drawn apart; all others are one. */
const MOST_SERIES = 5;

/** How many groups are asked for: the API shows no more at once. */
const MOST_GROUPS = 200;

/** A group of spend, by its value: a vendor, a child, a team. */
export interface SpentGroup {
  /** Null for what has no such value. */
  readonly value: string | null;
  readonly sums: Spend['items'][number];
}

interface SpentSeries {
  /** Null for all that is not drawn apart. */
  readonly value: string | null;
  readonly spent: readonly Money[];
}

export interface SpentByGroup {
  /** From the first to today. */
  readonly days: readonly string[];
  readonly series: readonly SpentSeries[];
  /** The dearest first. */
  readonly groups: readonly SpentGroup[];
  /** Whether there are more groups than those. */
  readonly hasMore: boolean;
  readonly total: Spend['total'];
}

/** What a budget and all below it spent in the last days, by day and by group. */
export function useSpendGroups({ id, timezone }: Budget, { by, days: count }: SpendChoice, now: Date) {
  const today = dayOf(now, timezone);
  const days = Array.from({ length: count }, (_, i) => daysAfter(today, i + 1 - count));
  const from = new Date(dayStart(days[0] ?? today, timezone)).toISOString();
  const limit = MOST_GROUPS;
  const all = api.useQuery('get', '/v1/spend', {
    params: { query: { budgetId: id, from, groupBy: ['day'], limit } },
  });
  const grouped = api.useQuery('get', '/v1/spend', {
    params: { query: { budgetId: id, from, groupBy: [by], limit } },
  });
  const groups = dearest(grouped.data?.items ?? []).map((sums) => ({ value: groupOf(sums, by), sums }));
  const apart = groups
    .filter(({ sums }) => !Money.of(sums.spent).isZero)
    .flatMap(({ value }) => {
      const question = value === null ? null : questionOf(by, value, id);
      return value === null || question === null ? [] : [{ value, question }];
    })
    .slice(0, MOST_SERIES);
  const byDay = useQueries({
    queries: apart.map(({ question }) =>
      api.queryOptions('get', '/v1/spend', {
        params: { query: { ...question, from, groupBy: ['day'], limit } },
      }),
    ),
  });
  const failed = [all, grouped, ...byDay].find(({ isError }) => isError);
  const drawn = byDay.flatMap(({ data }) => (data ? [spentByDay(data, days)] : []));
  if (!all.data || !grouped.data || drawn.length < apart.length) return { failed, spent: undefined };
  const rest = lessAll(spentByDay(all.data, days), drawn);
  const spent: SpentByGroup = {
    days,
    series: [
      ...drawn.map((amounts, i) => ({ value: apart[i]?.value ?? null, spent: amounts })),
      ...(rest.every((amount) => amount.isZero) ? [] : [{ value: null, spent: rest }]),
    ],
    groups,
    hasMore: grouped.data.nextCursor !== null,
    total: grouped.data.total,
  };
  return { failed, spent };
}
