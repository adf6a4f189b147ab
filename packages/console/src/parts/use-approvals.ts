import { api } from '../api/client.js';
import { useMay } from '../session/session.js';

/** What waits for people, the earliest deadline first, with all that a decision needs; not asked for by those who may not answer. */
export function useApprovals() {
  const enabled = useMay('approve');
  const params = { query: { limit: 200, expand: ['budget' as const, 'envelopes' as const] } };
  return api.useQuery('get', '/v1/approvals', { params }, { enabled });
}

/** One of them. */
export type Waiting = NonNullable<ReturnType<typeof useApprovals>['data']>['items'][number];
