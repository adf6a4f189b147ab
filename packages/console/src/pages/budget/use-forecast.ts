import type { Budget } from '@purser/sdk';
import { api } from '../../api/client.js';
import { forecastOf, leftToSpend, rateFrom, type Forecast } from './forecast.js';

/** How a budget goes on if it spends as in the last days, as far as it is known. */
export interface FutureOfBudget {
  /** What the month has come to so far. */
  readonly spent: string;
  /** When the month ends. */
  readonly monthEnd: string;
  /** Null where the budget is too young. */
  readonly forecast: Forecast | null;
}

/** Two sums of spend: of the month, and of the last seven days. */
export function useForecast(budget: Budget, now: Date) {
  const { id: budgetId, createdAt, scale } = budget;
  const month = api.useQuery('get', '/v1/spend', { params: { query: { budgetId } } });
  const lately = api.useQuery('get', '/v1/spend', {
    params: { query: { budgetId, from: rateFrom(now, createdAt) } },
  });
  const future: FutureOfBudget | undefined =
    month.data && lately.data
      ? {
          spent: month.data.total.spent,
          monthEnd: month.data.to,
          forecast: forecastOf({ month: month.data, lately: lately.data, left: leftToSpend(budget), scale }),
        }
      : undefined;
  return { future, failed: [month, lately].find(({ isError }) => isError) };
}
