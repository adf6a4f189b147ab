import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.js';

/** A tree has a hundred at most. */
const MOST = 200;

/** The webhooks of a budget; of all that somebody sees without one. */
export const useWebhooks = (budgetId: string | null) =>
  api.useQuery('get', '/v1/webhooks', {
    params: { query: { limit: MOST, ...(budgetId !== null && { budgetId }) } },
  });

/** How many deliveries are shown at once, the newest first. */
const SHOWN = 20;

/** How often those are looked at that are under way: no event says what has become of them. */
const LOOK_MS = 1_000;

export function useDeliveries(id: string, state?: 'parked') {
  const query = { limit: SHOWN, ...(state && { state }) };
  return api.useQuery(
    'get',
    '/v1/webhooks/{id}/deliveries',
    { params: { path: { id }, query } },
    { refetchInterval: ({ state: { data } }) => (data?.items.some(isUnderWay) ? LOOK_MS : false) },
  );
}

interface Attempted {
  readonly state: string;
  readonly nextAttemptAt: string | null;
}

/** What is tried now is soon over; a later attempt may take hours to come. */
export const isUnderWay = ({ state, nextAttemptAt }: Attempted): boolean =>
  state === 'pending' && (nextAttemptAt === null || Date.parse(nextAttemptAt) < Date.now() + 5 * LOOK_MS);

/** Asks anew for webhooks and what became of their deliveries, after something was done to one. */
export function useWebhookRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const paths = ['/v1/webhooks', '/v1/webhooks/{id}/deliveries'];
    await Promise.all(paths.map((path) => client.invalidateQueries({ queryKey: ['get', path] })));
  };
}
