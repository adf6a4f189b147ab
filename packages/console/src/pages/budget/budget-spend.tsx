import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api } from '../../api/client.js';
import { Chart } from '../../design/chart.js';
import { EmptyState } from '../../design/empty-state.js';
import { ErrorState } from '../../design/error-state.js';
import { Section } from '../../design/page.js';
import { Skeleton } from '../../design/skeleton.js';
import { useBudgetNames } from '../../parts/names.js';
import { useBudget } from './budget-context.js';
import { BudgetFuture } from './budget-future.js';
import { aboutThat } from './forecast.js';
import { dayText, daysAhead, tickText } from './spend-days.js';
import { SPEND_DAYS, USUAL_GROUPS, spendChoice, type SpendBy, type SpendChoice } from './spend-groups.js';
import { SpentGroups } from './spent-groups.js';
import { useForecast, type FutureOfBudget } from './use-forecast.js';
import { useSpendGroups, type SpentByGroup } from './use-spend-groups.js';
import styles from './budget-spend.module.css';

const route = getRouteApi('/signed-in/budgets/$id/');

const USUAL: SpendChoice = { by: 'vendor', days: 30 };

/** What a budget and all below it spend, day by day, and how that goes on. */
export function BudgetSpend() {
  const budget = useBudget();
  const now = useMemo(() => new Date(), []);
  const choice = { ...USUAL, ...route.useSearch() };
  const { future, failed } = useForecast(budget, now);
  const { spent, failed: failedGroups } = useSpendGroups(budget, choice, now);
  const error = failed ?? failedGroups;
  return (
    <Section title="Spend" aside={<Choices choice={choice} />}>
      {error && <ErrorState error={error.error} retry={error.refetch} />}
      <BudgetFuture budget={budget} future={future} />
      {spent ? (
        <SpendChart spent={spent} choice={choice} future={future} />
      ) : (
        !error && <Skeleton lines={8} label="Loading spend" />
      )}
    </Section>
  );
}

/** The dimensions of a tree are settings of its root: they are known where the key reaches it. */
function useDimensions(): readonly string[] {
  const { id, treeId, dimensions, ancestors } = useBudget();
  const { data } = api.useQuery(
    'get',
    '/v1/budgets/{id}',
    { params: { path: { id: treeId } } },
    { enabled: id !== treeId && ancestors[0]?.id === treeId, staleTime: 5 * 60_000 },
  );
  return (id === treeId ? dimensions : data?.dimensions) ?? [];
}

function Choices({ choice }: { readonly choice: SpendChoice }) {
  const navigate = route.useNavigate();
  const dimensions = useDimensions();
  const choose = (next: Record<string, unknown>): void =>
    void navigate({ search: spendChoice({ ...choice, ...next }), replace: true, resetScroll: false });
  const groups: readonly (readonly [SpendBy, string])[] = [
    ...USUAL_GROUPS.map((by) => [by, by] as const),
    ...dimensions.map((name) => [`labels.${name}`, name] as const),
  ];
  return (
    <div className={styles.choices}>
      <label>
        by{' '}
        <select value={choice.by} onChange={({ target }) => choose({ by: target.value })}>
          {groups.map(([by, name]) => (
            <option key={by} value={by}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        over{' '}
        <select value={choice.days} onChange={({ target }) => choose({ days: target.value })}>
          {SPEND_DAYS.map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface SpendChartProps {
  readonly spent: SpentByGroup;
  readonly choice: SpendChoice;
  readonly future: FutureOfBudget | undefined;
}

function SpendChart({ spent, choice: { by }, future }: SpendChartProps) {
  const budget = useBudget();
  const { currency, scale, timezone } = budget;
  const names = useBudgetNames(by === 'child' ? spent.series.flatMap(({ value }) => value ?? []) : []);
  const nameOf = (value: string | null, i: number): string =>
    value === null
      ? spent.series.length === 1
        ? 'all'
        : 'all others'
      : by === 'child'
        ? (names[i] ?? value)
        : value;
  const ahead = future ? daysAhead(spent.days, future.monthEnd, timezone) : [];
  const aDay = future?.forecast && aboutThat(future.forecast.aDay, scale);
  if (spent.series.length === 0)
    return <EmptyState text={`Nothing was spent in the last ${spent.days.length} days.`} />;
  return (
    <>
      <Chart
        label={`Spent by ${by.replace('labels.', '')} and day`}
        currency={currency}
        scale={scale}
        points={[...spent.days, ...ahead].map((day) => ({ name: dayText(day), tick: tickText(day) }))}
        series={[
          ...spent.series.map(({ value, spent: amounts }, i) => ({
            key: value ?? '',
            name: nameOf(value, i),
            values: [...amounts, ...ahead.map(() => null)],
            isRest: value === null,
          })),
          ...(aDay && ahead.length > 0
            ? [
                {
                  key: 'at this rate',
                  name: 'at this rate',
                  values: [...spent.days.map(() => null), ...ahead.map(() => aDay)],
                  look: 'dashed' as const,
                  total: null,
                },
              ]
            : []),
        ]}
      />
      <SpentGroups spent={spent} by={by} />
    </>
  );
}
