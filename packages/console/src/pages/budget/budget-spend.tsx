import type { Spend } from '@purser/sdk';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Chart } from '../../design/chart.js';
import { EmptyState } from '../../design/empty-state.js';
import { ErrorState } from '../../design/error-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { groupOfDimension, paramsOf } from '../../parts/spend-ask.js';
import { asked, lastDays, periodsOf, spanOf } from '../../parts/spend-times.js';
import { useDimensions } from '../../parts/use-dimensions.js';
import { useSpendSeries } from '../../parts/use-spend-series.js';
import { allSpend } from '../../parts/use-spend.js';
import { useBudget } from './budget-context.js';
import { BudgetFuture } from './budget-future.js';
import { aboutThat } from './forecast.js';
import { nameOfGroup, SPEND_DAYS, USUAL_GROUPS, spendChoice, type SpendChoice } from './spend-choice.js';
import { SpentGroups } from './spent-groups.js';
import { useForecast, type FutureOfBudget } from './use-forecast.js';
import styles from './budget-spend.module.css';

const route = getRouteApi('/signed-in/budgets/$id/');

const USUAL: SpendChoice = { by: 'vendor', days: 30 };

/** What a budget and all below it spend, day by day, and how that goes on. */
export function BudgetSpend() {
  const budget = useBudget();
  const now = useMemo(() => new Date(), []);
  const choice = { ...USUAL, ...route.useSearch() };
  const { future, failed } = useForecast(budget, now);
  const span = lastDays(now.getTime(), choice.days, budget.timezone);
  const groups = useQuery(allSpend(paramsOf({ ...asked(span), groupBy: choice.by }, budget.id)));
  return (
    <Section title="Spend" aside={<Choices choice={choice} />}>
      {failed && <ErrorState error={failed.error} retry={failed.refetch} />}
      <BudgetFuture budget={budget} future={future} hasFailed={failed !== undefined} />
      <Loaded query={groups} lines={8}>
        {(answer) =>
          answer.items.length === 0 ? (
            <EmptyState text={`Nothing was spent in the last ${choice.days} days.`} />
          ) : (
            <>
              <SpentByDay answer={answer} choice={choice} future={future} />
              <SpentGroups rows={answer.items} hasMore={answer.nextCursor !== null} choice={choice} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function Choices({ choice }: { readonly choice: SpendChoice }) {
  const navigate = route.useNavigate();
  const dimensions = useDimensions(useBudget());
  const choose = (next: Record<string, unknown>): void =>
    void navigate({ search: spendChoice({ ...choice, ...next }), replace: true, resetScroll: false });
  return (
    <div className={styles.choices}>
      <label>
        by{' '}
        <select value={choice.by} onChange={({ target }) => choose({ by: target.value })}>
          {[...USUAL_GROUPS, ...dimensions.map(groupOfDimension)].map((by) => (
            <option key={by} value={by}>
              {nameOfGroup(by)}
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

interface SpentByDayProps {
  readonly answer: Spend;
  readonly choice: SpendChoice;
  readonly future: FutureOfBudget | undefined;
}

/** Each day by its dearest groups, and the days that are left of the month as they will be at this rate. */
function SpentByDay({ answer, choice: { by }, future }: SpentByDayProps) {
  const { id, currency, scale, timezone } = useBudget();
  const span = spanOf(answer);
  const query = useSpendSeries({
    ask: {},
    budgetId: id,
    period: 'day',
    span,
    zone: timezone,
    parts: { group: by, rows: answer.items },
    before: null,
  });
  const rate = future?.forecast && aboutThat(future.forecast.aDay, scale);
  const ahead =
    future && rate ? periodsOf('day', { from: span.to, to: Date.parse(future.monthEnd) }, timezone) : [];
  return (
    <Loaded query={query} lines={8}>
      {({ points, series }) => (
        <Chart
          label={`Spent by ${nameOfGroup(by)} and day`}
          currency={currency}
          scale={scale}
          points={[...points, ...ahead]}
          series={[
            ...series.map((one) => ({ ...one, values: [...one.values, ...ahead.map(() => null)] })),
            ...(rate && ahead.length > 0
              ? [
                  {
                    key: 'at this rate',
                    name: 'at this rate',
                    values: [...points.map(() => null), ...ahead.map(() => rate)],
                    look: 'dashed' as const,
                    total: null,
                  },
                ]
              : []),
          ]}
          isBusy={query.isOld}
        />
      )}
    </Loaded>
  );
}
