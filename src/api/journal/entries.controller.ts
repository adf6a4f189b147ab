import { Controller, Get, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EntryQueries, type EntrySearch } from '../../queries/entry-queries.js';
import { Reach } from '../auth/reach.js';
import { ENTRY_FIELDS } from '../export/columns.js';
import { writerOf } from '../export/csv.js';
import { EXPORT_PAGE, Exports } from '../export/exports.js';
import { FOCUS_COLUMNS, focusJson } from '../export/focus.js';
import { billedEntries, billingOf, type BilledEntry } from '../export/focus-billing.js';
import { exportTypeOf } from '../export/format.js';
import { pagesOf } from '../export/source.js';
import { found } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { validationProblem, type Problem } from '../problems/problem.js';
import { limitOf, PAGE_NOTE } from '../validation/page-query.js';
import { labelsOf, partsOf } from '../validation/query-fields.js';
import { timeRangeOf } from '../validation/time-range.js';
import { jsonOf, viewOf, withDetail } from './entry-detail.js';
import { FoundEntryPageDto, SearchEntriesQuery } from './search.dto.js';

/** The journals of a budget and of all that lies under it. */
@ApiTags('Journal')
@Controller('v1/entries')
export class EntriesController {
  constructor(
    private readonly queries: EntryQueries,
    private readonly reach: Reach,
    private readonly exports: Exports,
  ) {}

  @Get()
  @Operation({
    id: 'searchEntries',
    action: 'read',
    summary: 'Search journal entries',
    description: `What was decided in a subtree, or without a budget in all that the caller reaches. The pages of one search show what had been committed when it began: what is decided meanwhile is in the next search, or comes with the events. ${PAGE_NOTE} A page looks at 20,000 entries at most: where little is found it can be empty, and there are more all the same.`,
    order:
      'the oldest first, by their time; those of the same time by the id of their budget, and by version. Without a budget, for callers who reach all trees, as they were recorded. With `order=desc` from the newest back.',
    success: { status: 200, description: 'A page of entries.', type: FoundEntryPageDto, exported: true },
    problems: ['not_found'],
  })
  async search(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: SearchEntriesQuery,
  ): Promise<FoundEntryPageDto | StreamableFile> {
    const type = exportTypeOf(request);
    if (query.budgetId !== undefined) await this.reach.check(request, 'budget', query.budgetId);
    const search = searchOf(request, query);
    const billing = billingOf(query);
    if (query.profile !== undefined) {
      if (!type) throw profileOfPages();
      const { budgetId } = search;
      if (budgetId === null) throw billOfAllTrees();
      return await this.exports.send(request, reply, type, {
        name: 'focus',
        csv: FOCUS_CSV,
        json: focusJson,
        open: pagesOf(async (cursor) => {
          const charges = this.queries.charges({ ...search, budgetId, limit: EXPORT_PAGE, cursor });
          const { items, ...page } = await this.found(charges, search);
          return { ...page, items: billedEntries(items, billing) };
        }),
      });
    }
    if (type)
      return await this.exports.send(request, reply, type, {
        name: 'entries',
        csv: ENTRY_CSV,
        json: jsonOf,
        open: pagesOf((cursor) =>
          this.found(this.queries.texts({ ...search, limit: EXPORT_PAGE, cursor }), search),
        ),
      });
    const { items, nextCursor } = await this.found(this.queries.search(search), search);
    return { items: items.map(withDetail), nextCursor };
  }

  private found<T>(answer: Promise<T | null>, { budgetId }: EntrySearch): Promise<T> {
    return found(answer, `budget ${budgetId}`);
  }
}

const ENTRY_CSV = writerOf(ENTRY_FIELDS, viewOf);
const FOCUS_CSV = writerOf(FOCUS_COLUMNS, (item: BilledEntry) => item);

const profileOfPages = (): Problem =>
  validationProblem([
    {
      field: 'profile',
      rule: 'export',
      message: 'profile is for exports: ask for it with Accept: text/csv or application/x-ndjson',
    },
  ]);

const billOfAllTrees = (): Problem =>
  validationProblem([
    {
      field: 'budgetId',
      rule: 'export',
      message: 'budgetId must be there: a bill is of one tree, in its currency',
    },
  ]);

/** What a query asks for. */
function searchOf({ principal }: FastifyRequest, query: SearchEntriesQuery): EntrySearch {
  const { from, to, kind, expand, limit: _, metadata, profile: __, ...asked } = query;
  const { billingCurrency: ___, billingRate: ____, ...search } = asked;
  return {
    ...search,
    budgetId: query.budgetId ?? principal.budgetId,
    ...timeRangeOf(['from', 'to'], { from, to }),
    ...(kind !== undefined && { kinds: partsOf(kind) }),
    metadata: labelsOf(metadata),
    expand: partsOf(expand),
    within: principal.budgetId,
    limit: limitOf(query),
  };
}
