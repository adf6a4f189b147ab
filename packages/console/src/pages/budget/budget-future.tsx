import type { Budget } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { Facts } from '../../design/facts.js';
import { Skeleton } from '../../design/skeleton.js';
import { Time } from '../../design/time.js';
import { dayOf } from '../../design/times.js';
import { periodName } from '../../parts/spend-times.js';
import { aboutThat, type Forecast, type SpentWhen } from './forecast.js';
import type { FutureOfBudget } from './use-forecast.js';

export interface BudgetFutureProps {
  readonly budget: Budget;
  readonly future: FutureOfBudget | undefined;
  /** It is not on its way: the error stands above. */
  readonly hasFailed: boolean;
}

/** What the month has come to, what it will come to, and how long the money lasts. */
export function BudgetFuture({ budget, future, hasFailed }: BudgetFutureProps) {
  const { currency, scale, timezone } = budget;
  if (!future) return hasFailed ? null : <Skeleton lines={1} label="Loading the forecast" />;
  const { spent, monthEnd, forecast } = future;
  const lastDay = periodName('day', dayOf(new Date(Date.parse(monthEnd) - 1), timezone), timezone);
  return (
    <>
      <Facts
        facts={[
          ['Spent this month', <Amount key="spent" value={spent} currency={currency} scale={scale} />],
          [
            `Forecast to ${lastDay}`,
            forecast && <About key="month" amount={forecast.month} scale={scale} currency={currency} />,
          ],
          [
            'A day, over the last 7',
            forecast && <About key="day" amount={forecast.aDay} scale={scale} currency={currency} />,
          ],
          [
            'At this rate its money',
            forecast && <RunsOut key="out" when={forecast.runsOut} zone={timezone} />,
          ],
        ]}
      />
      {!forecast && (
        <p className="muted small">It was opened less than a day ago: too little to say how it will go on.</p>
      )}
    </>
  );
}

interface AboutProps {
  readonly amount: Forecast['aDay'];
  readonly scale: number;
  readonly currency: string;
}

/** An estimate: what is no more exact than that does not look as if it were. */
function About({ amount, scale, currency }: AboutProps) {
  return (
    <>
      about <Amount value={aboutThat(amount, scale)} currency={currency} scale={scale} />
    </>
  );
}

const LASTS: Readonly<Record<Extract<SpentWhen, string>, string>> = {
  now: 'has run out',
  never: 'does not run out: nothing was spent',
  later: 'lasts for more than ten years',
};

function RunsOut({ when, zone }: { readonly when: SpentWhen; readonly zone: string }) {
  if (typeof when === 'string') return LASTS[when];
  return (
    <>
      runs out on <Time at={when.at.toISOString()} zone={zone} precision="day" />
    </>
  );
}
