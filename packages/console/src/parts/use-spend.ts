import { Money, type Spend } from '@purser/sdk';
import { infiniteQueryOptions, queryOptions, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { client } from '../api/client.js';
import { AS_CSV } from './csv-button.js';
import { valueIn, type SpendParams, type SpendRow } from './spend-ask.js';

/** The most that the API puts on a page, and how many pages are read at once where all groups are wanted. */
const PAGE = 200;
const MOST_PAGES = 5;

async function readSpend(query: SpendParams, signal: AbortSignal): Promise<Spend> {
  const { data } = await client.GET('/v1/spend', { params: { query }, signal });
  if (!data) throw new Error('The service answered without spend.');
  return data;
}

/** All groups of a question, those of further pages, too. */
export const spendAsCsv = async (query: SpendParams): Promise<Blob | undefined> =>
  (await client.GET('/v1/spend', { params: { query }, ...AS_CSV })).data;

/** Groups page by page, for as long as somebody wants to see more. */
export const spendPages = (query: SpendParams, enabled = true) =>
  infiniteQueryOptions<Spend, Error, InfiniteData<Spend>, QueryKey, string | null>({
    queryKey: ['get', '/v1/spend', query, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      readSpend({ ...query, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }, signal),
    initialPageParam: null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled,
  });

/** All groups at once, for questions that have a thousand at most. `nextCursor` is null where there are no more. */
export async function readAllSpend(query: SpendParams, signal: AbortSignal): Promise<Spend> {
  const first = await readSpend({ ...query, limit: PAGE }, signal);
  const items = [...first.items];
  let { nextCursor } = first;
  for (let pages = 1; nextCursor !== null && pages < MOST_PAGES; pages += 1) {
    const next = await readSpend({ ...query, limit: PAGE, cursor: nextCursor }, signal);
    items.push(...next.items);
    ({ nextCursor } = next);
  }
  return { ...first, items, nextCursor };
}

/** The same as a query. */
export const allSpend = (query: SpendParams) =>
  queryOptions({
    queryKey: ['get', '/v1/spend', query, 'all'],
    queryFn: ({ signal }) => readAllSpend(query, signal),
  });

/** The values of a group that spent most, the largest first. */
export function largestIn(rows: readonly SpendRow[], group: string, most: number): string[] {
  const sums = new Map<string, Money>();
  for (const row of rows) {
    const value = valueIn(row, group);
    if (value !== null) sums.set(value, (sums.get(value) ?? Money.zero).add(row.spent));
  }
  return [...sums]
    .filter(([, sum]) => sum.isMoreThan(0))
    .sort(([a, sumA], [b, sumB]) => sumB.compare(sumA) || a.localeCompare(b))
    .slice(0, most)
    .map(([value]) => value);
}
