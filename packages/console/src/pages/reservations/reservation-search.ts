import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from '../../api/client.js';
import type { FilterValues } from '../../design/filters.js';
import { AS_CSV } from '../../parts/csv-button.js';
import { choicesIn, namesIn, truthIn } from '../../parts/search-texts.js';

/** What of an address this page knows: the names of the API. */
export const RESERVATION_SEARCH = [
  ...['budgetId', 'subtree', 'state', 'vendor', 'runId', 'externalId', 'createdFrom', 'createdTo'],
  ...['principal', 'item', 'category', 'taskId', 'claimed', 'dispute', 'outcomeType', 'metadata'],
  ...['settledFrom', 'settledTo', 'orderBy', 'order', 'pages'],
];

const RESERVATION_STATES = [
  'pending_approval',
  'held',
  'committed',
  'released',
  'expired',
  'rejected',
] as const;
export const DISPUTE_STATES = ['open', 'upheld', 'rejected', 'withdrawn', 'refunded'] as const;

const PAGE = 50;

/** What the API is asked. */
function questionOf(search: FilterValues) {
  const { budgetId, subtree, state, vendor, claimed, dispute, orderBy, order, pages: _, ...texts } = search;
  const { metadata, ...plain } = texts;
  return {
    ...plain,
    ...(budgetId !== undefined && { budgetId, subtree: subtree !== 'false' }),
    state: choicesIn(RESERVATION_STATES, state),
    dispute: choicesIn(DISPUTE_STATES, dispute),
    vendor: namesIn(vendor),
    metadata: namesIn(metadata),
    claimed: truthIn(claimed),
    orderBy: choicesIn(['createdAt', 'settledAt'], orderBy)?.[0],
    order: choicesIn(['asc', 'desc'], order)?.[0],
  };
}

/** All of them as CSV. */
export const reservationsAsCsv = async (search: FilterValues): Promise<Blob | undefined> =>
  (await client.GET('/v1/reservations', { params: { query: questionOf(search) }, ...AS_CSV })).data;

/** The reservations that an address asks for, page by page. */
export function reservationsFound(search: FilterValues) {
  const query = { ...questionOf(search), expand: ['budget' as const], limit: PAGE };
  return infiniteQueryOptions({
    queryKey: ['get', '/v1/reservations', 'pages', query],
    queryFn: async ({ pageParam, signal }) => {
      const { data } = await client.GET('/v1/reservations', {
        params: { query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) } },
        signal,
      });
      return data ?? { items: [], nextCursor: null };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
