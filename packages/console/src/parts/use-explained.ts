import { useQuery } from '@tanstack/react-query';
import { client } from '../api/client.js';
import type { EntryName } from './entry-ids.js';

/** An entry, with the path of its decision as it was then. It never changes: no event makes it stale. */
export const useExplained = ({ budgetId, version }: EntryName) =>
  useQuery({
    queryKey: ['explained', budgetId, version],
    queryFn: async ({ signal }) => {
      const params = { path: { id: budgetId, version }, query: { expand: ['path' as const] } };
      const { data } = await client.GET('/v1/budgets/{id}/entries/{version}', { params, signal });
      if (!data) throw new Error('The service answered without an entry.');
      return data;
    },
    staleTime: Infinity,
  });

type ExplainedEntry = NonNullable<ReturnType<typeof useExplained>['data']>;
export type DecidedContent = ExplainedEntry['content'];
export type PathBudget = NonNullable<ExplainedEntry['path']>[number];
export type PathLimit = NonNullable<PathBudget['envelopes']>[number];
export type EntryViolation = NonNullable<DecidedContent['denial']>['violations'][number];
