import type { paths } from '@purser/sdk';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.js';

type List = paths['/v1/budgets']['get'];
type Query = NonNullable<List['parameters']['query']>;

/** What a list of budgets is asked for, but for its pages. */
export type Asked = Pick<
  Query,
  'parentId' | 'rootsOnly' | 'within' | 'openOnly' | 'state' | 'q' | 'metadata' | 'order'
>;

/** A page of budgets. */
export type BudgetPage = List['responses'][200]['content']['application/json'];

/** A budget in a tree, with what lies under it. */
export type ListedBudget = BudgetPage['items'][number];

/** One page of a list. */
export interface PageAsked {
  readonly key: string;
  readonly asked: Asked;
  readonly cursor: string | undefined;
}

export const pageOf = (asked: Asked, cursor?: string): PageAsked => ({
  key: JSON.stringify([asked, cursor]),
  asked,
  cursor,
});

/** Budgets of one page: some screens full, and little to ask for again. */
const SIZE = 100;

const optionsOf = ({ asked, cursor }: PageAsked) =>
  api.queryOptions('get', '/v1/budgets', {
    params: { query: { ...asked, limit: SIZE, expand: ['subtree', 'ancestors'], ...(cursor && { cursor }) } },
  });

/** Reads the pages that have come. */
export function useReadPage(): (page: PageAsked) => BudgetPage | undefined {
  const client = useQueryClient();
  return (page) => client.getQueryData(optionsOf(page).queryKey);
}

/** What has become of a page that did not come. */
export interface PageFault {
  readonly error: unknown;
  readonly retry: () => unknown;
}

/**
 * Asks for the pages that are wanted, and keeps those fresh. Others keep what they have: they are asked for again when they are
 * wanted again, and an event has made them stale. Answers what went wrong, by the keys of pages.
 */
export function usePages(
  pages: readonly PageAsked[],
  isWanted: (page: PageAsked) => boolean,
): ReadonlyMap<string, PageFault> {
  return useQueries({
    queries: pages.map((page) => ({ ...optionsOf(page), enabled: isWanted(page) })),
    combine: (results) =>
      new Map(
        results.flatMap(({ data, error, refetch }, i) => {
          const page = pages[i];
          return page && error && !data ? [[page.key, { error, retry: refetch }] as const] : [];
        }),
      ),
  });
}
