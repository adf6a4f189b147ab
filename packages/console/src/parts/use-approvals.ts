import { api } from '../api/client.js';

/** What waits for people, the earliest deadline first, with all that a decision needs. */
export const useApprovals = () =>
  api.useQuery('get', '/v1/approvals', {
    params: { query: { limit: 200, expand: ['budget', 'envelopes'] } },
  });

/** One of them. */
export type Waiting = NonNullable<ReturnType<typeof useApprovals>['data']>['items'][number];
