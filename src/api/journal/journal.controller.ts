import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JournalQueries } from '../../queries/journal-queries.js';
import type { Step } from '../../queries/verify.js';
import { Reach } from '../auth/reach.js';
import { Operation } from '../http/operation.js';
import { found } from '../http/found.js';
import { callerGone, goneSignal } from '../http/gone.js';
import { ReadTurns } from '../http/read-turns.js';
import { limitOf } from '../validation/page-query.js';
import { validationProblem } from '../problems/problem.js';
import { numberOf, partsOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { withDetail } from './entry-detail.js';
import { ExplainedEntryDto, GetEntryQuery } from './explained.dto.js';
import {
  BalanceDto,
  BalanceQuery,
  EntryPageDto,
  ListEntriesQuery,
  momentOf,
  VerificationDto,
} from './journal.dto.js';

/** The append-only history of a budget. */
@ApiTags('Journal')
@Controller('v1/budgets/:id')
export class JournalController {
  constructor(
    private readonly queries: JournalQueries,
    private readonly reach: Reach,
    private readonly turns: ReadTurns,
  ) {}

  @Get('entries')
  @Operation({
    id: 'listEntries',
    action: 'read',
    summary: 'List journal entries',
    description: 'One for each decision that touched the budget, denials included; entry n made version n.',
    order: 'as they were written, by version; with `order=desc` from the newest back.',
    path: 'budget',
    success: { status: 200, description: 'A page of entries.', type: EntryPageDto },
  })
  async entries(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) id: string,
    @Query() query: ListEntriesQuery,
  ): Promise<EntryPageDto> {
    await this.reach.check(request, 'budget', id);
    const { order, afterVersion, kind, outcome, reservationId, cursor } = query;
    const filter = {
      order,
      afterVersion: numberOf(afterVersion),
      kind,
      outcome,
      reservationId,
      limit: limitOf(query),
      cursor,
    };
    const { items, nextCursor } = await found(this.queries.entries(id, filter), `budget ${id}`);
    return { items: items.map(withDetail), nextCursor };
  }

  @Get('entries/:version')
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 } })
  @Operation({
    id: 'getEntry',
    action: 'read',
    summary: 'Read a journal entry',
    description:
      'The entry that made a version of the budget. With `expand=path` it comes with what was decided on: the settings, balances and envelopes of each budget up to the root, as they were then and not as they are now. What cannot be seen any more is null.',
    path: 'budget',
    success: { status: 200, description: 'The entry.', type: ExplainedEntryDto },
  })
  async entry(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) id: string,
    @Param('version') text: string,
    @Query() { expand }: GetEntryQuery,
  ): Promise<ExplainedEntryDto> {
    const version = versionIn(text);
    await this.reach.check(request, 'budget', id);
    const looking = { path: partsOf(expand).includes('path'), within: request.principal.budgetId };
    return withDetail(
      await found(this.queries.entry(id, version, looking), `entry ${version} of budget ${id}`),
    );
  }

  @Get('balance')
  @Operation({
    id: 'getBalance',
    action: 'read',
    summary: 'Read past balances',
    description:
      'The balances after the newest entry at or before the moment. At a time before the first entry they are zero, at version 0, so that months can be compared whenever the budget began. A version that the budget does not have is a 404.',
    path: 'budget',
    success: { status: 200, description: 'The balances.', type: BalanceDto },
  })
  async balance(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) id: string,
    @Query() { at }: BalanceQuery,
  ): Promise<BalanceDto> {
    await this.reach.check(request, 'budget', id);
    // Entries never lie in the future, so that the end of time is now.
    const moment = (at === undefined ? null : momentOf(at)) ?? { at: END_OF_TIME };
    return await found(this.queries.balanceAt(id, moment), `balance of budget ${id} at that moment`);
  }

  @Get('verify')
  @Operation({
    id: 'verifyBudget',
    action: 'read',
    ownTurns: true,
    summary: 'Verify the journal of a budget',
    description:
      'Recomputes the chain of hashes and the balances from the entries, and compares them with the budget. With one key one journal is checked at a time, and two in each process; a check ends when its caller hangs up.',
    path: 'budget',
    success: { status: 200, description: 'What was found.', type: VerificationDto },
  })
  async verify(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
  ): Promise<VerificationDto> {
    await this.reach.check(request, 'budget', id);
    const gone = goneSignal(reply);
    // Each page takes its turn: in a long journal there are many.
    const step: Step = (read) => {
      if (gone.aborted) throw callerGone();
      return this.turns.read(request, reply, read);
    };
    return await this.turns.check(request, () => found(this.queries.verify(id, step), `budget ${id}`));
  }
}

/** The version in a path. */
function versionIn(text: string): number {
  const moment = momentOf(text);
  if (moment && 'version' in moment) return moment.version;
  throw validationProblem([
    { field: 'version', rule: 'integer', message: 'version must be a whole number from 1 on' },
  ]);
}

const END_OF_TIME = Date.parse('9999-12-31T23:59:59.999Z');
