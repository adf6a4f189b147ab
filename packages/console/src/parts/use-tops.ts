import { api } from '../api/client.js';
import { useSession } from '../session/session.js';

/** How many trees are shown at once. */
const MOST = 50;

/** The budgets at the top of what somebody sees: the root of every tree, or the one budget that their key is bound to. */
export function useTops() {
  const { budgetId } = useSession();
  const roots = api.useQuery(
    'get',
    '/v1/budgets',
    { params: { query: { rootsOnly: true, limit: MOST } } },
    { enabled: budgetId === null, select: ({ items }) => items.filter(({ state }) => state !== 'closed') },
  );
  const own = api.useQuery(
    'get',
    '/v1/budgets/{id}',
    { params: { path: { id: budgetId ?? '' } } },
    { enabled: budgetId !== null, select: (budget) => [budget] },
  );
  return budgetId === null ? roots : own;
}
