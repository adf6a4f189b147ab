import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { EntryQueries, type EntrySearch } from '../../queries/entry-queries.js';
import { Reach } from '../auth/reach.js';
import { found } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { limitOf, PAGE_NOTE } from '../validation/page-query.js';
import { partsOf } from '../validation/query-fields.js';
import { timeRangeOf } from '../validation/time-range.js';
import { withDetail } from './entry-detail.js';
import { FoundEntryPageDto, SearchEntriesQuery } from './search.dto.js';

/** The journals of a budget and of all that lies under it. */
@ApiTags('Journal')
@Controller('v1/entries')
export class EntriesController {
  constructor(
    private readonly queries: EntryQueries,
    private readonly reach: Reach,
  ) {}

  @Get()
  @Operation({
    id: 'searchEntries',
    action: 'read',
    summary: 'Search journal entries',
    description: `What was decided in a subtree. The pages of one search show what had been committed when it began: what is decided meanwhile is in the next search, or comes with the events. ${PAGE_NOTE} A page looks at 20,000 entries at most: where little is found it can be empty, and there are more all the same.`,
    order:
      'the oldest first, by their time; those of the same time by the id of their budget, and by version. With `order=desc` from the newest back.',
    success: { status: 200, description: 'A page of entries.', type: FoundEntryPageDto },
    problems: ['not_found'],
  })
  async search(
    @Req() request: FastifyRequest,
    @Query() query: SearchEntriesQuery,
  ): Promise<FoundEntryPageDto> {
    await this.reach.check(request, 'budget', query.budgetId);
    const { items, nextCursor } = await found(
      this.queries.search(searchOf(request, query)),
      `budget ${query.budgetId}`,
    );
    return { items: items.map(withDetail), nextCursor };
  }
}

/** What a query asks for. */
function searchOf({ principal }: FastifyRequest, query: SearchEntriesQuery): EntrySearch {
  const { from, to, kind, expand, limit: _, ...search } = query;
  return {
    ...search,
    ...timeRangeOf(['from', 'to'], { from, to }),
    ...(kind !== undefined && { kinds: partsOf(kind) }),
    expand: partsOf(expand),
    within: principal.budgetId,
    limit: limitOf(query),
  };
}
