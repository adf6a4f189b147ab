import type { Budget } from '@purser/sdk';
import { Chart } from '../../design/chart.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { groupName } from '../../parts/group-value.js';
import { isPeriod } from '../../parts/spend-ask.js';
import { periodFor, type TimeSpan } from '../../parts/spend-times.js';
import { useSpendSeries } from '../../parts/use-spend-series.js';
import type { LoadedGroups } from './spend-lines.js';
import type { SpendSearch } from './spend-search.js';

export interface SpendChartProps {
  readonly search: SpendSearch;
  readonly budget: Budget;
  readonly zone: string;
  readonly before: TimeSpan | null;
  readonly groups: readonly string[];
  readonly answer: LoadedGroups;
}

/** What is set apart in the chart. Sums of a budget alone, and of what was denied, are no parts that can be asked for. */
const isPart = (group: string): boolean => !isPeriod(group) && group !== 'budget' && group !== 'code';

/** The answer over time, by its first group. */
export function SpendChart({ search, budget, zone, before, groups, answer }: SpendChartProps) {
  const { rows, span } = answer;
  const group = groups.find(isPart);
  const period = groups.find(isPeriod) ?? periodFor(span);
  const query = useSpendSeries({
    ask: search,
    budgetId: budget.id,
    period,
    span,
    zone,
    parts: group === undefined ? null : { group, rows },
    before,
  });
  return (
    <Section title={`By ${period}`}>
      <Loaded query={query} lines={8}>
        {({ points, series }) => (
          <Chart
            label={`Spent by ${group === undefined ? '' : `${groupName(group).toLowerCase()} and `}${period}`}
            points={points}
            series={series}
            currency={budget.currency}
            scale={budget.scale}
            isBusy={query.isOld}
          />
        )}
      </Loaded>
    </Section>
  );
}
