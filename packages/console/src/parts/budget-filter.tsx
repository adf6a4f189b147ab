import type { Filter, FilterValues } from '../design/filters.js';
import { Said } from '../design/said.js';
import { api } from '../api/client.js';

/** How many budgets are suggested where one is asked for. */
const MOST = 200;

/** The filter for a budget: those that somebody may mean are suggested by name, and the one that is asked for is named. */
export function useBudgetFilter({ budgetId }: FilterValues): Filter {
  const { data } = api.useQuery('get', '/v1/budgets', { params: { query: { limit: MOST } } });
  const choices = data?.items.map(({ id, name }) => [id, name] as const) ?? [];
  const name = choices.find(([id]) => id === budgetId)?.[1];
  return {
    name: 'budgetId',
    label: (
      <>
        Budget
        {name !== undefined && (
          <>
            : <Said text={name} />
          </>
        )}
      </>
    ),
    choices,
    placeholder: 'budget_…',
  };
}
