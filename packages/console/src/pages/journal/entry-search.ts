import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from '../../api/client.js';
import type { FilterValues } from '../../design/filters.js';
import { AS_CSV } from '../../parts/csv-button.js';
import { choicesIn, namesIn } from '../../parts/search-texts.js';

/** What of an address this page knows: the names of the API. */
export const ENTRY_SEARCH = [
  ...['budgetId', 'scope', 'from', 'to', 'outcome', 'code', 'kind', 'principal', 'vendor', 'runId'],
  ...['externalId', 'outcomeType', 'reservationId', 'metadata', 'order', 'pages'],
];

export const KINDS = [
  'reserve',
  'commit',
  'charge',
  'release',
  'extend',
  'expire',
  'expire_commit',
  'refund',
  'approve',
  'reject',
  'token_revoke',
  'claim_settle',
  'claim_dismiss',
  'dispute_open',
  'dispute_uphold',
  'dispute_reject',
  'dispute_withdraw',
  'create',
  'delegate',
  'fund',
  'defund',
  'update',
  'freeze',
  'resume',
  'pause',
  'close',
  'envelope_create',
  'envelope_update',
  'envelope_delete',
  'appraise',
  'price_set',
  'price_end',
  'key_issue',
  'key_rotate',
  'key_revoke',
] as const;

export const CODES = [
  'insufficient_funds',
  'envelope_exceeded',
  'count_exceeded',
  'budget_frozen',
  'budget_paused',
  'budget_closed',
  'vendor_not_allowed',
  'category_not_allowed',
  'scope_vendor',
  'scope_category',
  'scope_run',
  'scope_amount',
  'overage_rejected',
  'too_many_names',
] as const;

const PAGE = 50;

/** What the API is asked. */
function questionOf(search: FilterValues) {
  const { scope, outcome, code, kind, metadata, order, pages: _, ...texts } = search;
  return {
    ...texts,
    scope: choicesIn(['subtree', 'self'], scope)?.[0],
    outcome: choicesIn(['accepted', 'denied'], outcome)?.[0],
    code: choicesIn(CODES, code)?.[0],
    kind: choicesIn(KINDS, kind),
    metadata: namesIn(metadata),
    order: choicesIn(['asc', 'desc'], order)?.[0] ?? 'desc',
  };
}

/** The entries that an address asks for, page by page. */
export function entriesFound(search: FilterValues) {
  const query = { ...questionOf(search), expand: ['budget' as const], limit: PAGE };
  return infiniteQueryOptions({
    queryKey: ['get', '/v1/entries', 'pages', query],
    queryFn: async ({ pageParam, signal }) => {
      const { data } = await client.GET('/v1/entries', {
        params: { query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) } },
        signal,
      });
      return data ?? { items: [], nextCursor: null };
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** All of them as CSV. */
export const entriesAsCsv = async (search: FilterValues): Promise<Blob | undefined> =>
  (await client.GET('/v1/entries', { params: { query: questionOf(search) }, ...AS_CSV })).data;
