import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Baselines } from '../../baselines/baselines.js';
import { BudgetQueries } from '../../queries/budget-queries.js';
import { Reach } from '../auth/reach.js';
import { Operation } from '../http/operation.js';
import { found } from '../http/found.js';
import { ReadTurns } from '../http/read-turns.js';
import { numberOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { BaselineQuery, PastDto, usualDays } from './baseline.dto.js';

/** What budgets spend on the average. */
@ApiTags('Envelopes')
@Controller('v1/budgets/:id')
export class BaselinesController {
  constructor(
    private readonly baselines: Baselines,
    private readonly queries: BudgetQueries,
    private readonly reach: Reach,
    private readonly turns: ReadTurns,
  ) {}

  @Get('baseline')
  @Operation({
    id: 'getBaseline',
    action: 'read',
    ownTurns: true,
    summary: 'Read the baseline of a budget',
    description:
      'What the budget used in complete windows of one kind, as of now, and its relative limits in force.',
    path: 'budget',
    success: { status: 200, description: 'The past, and what follows it.', type: PastDto },
  })
  async read(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Query() { window = 'day', windowDays, scope = 'subtree' }: BaselineQuery,
  ): Promise<PastDto> {
    await this.reach.check(request, 'budget', id);
    const days = numberOf(windowDays, usualDays(window));
    const past = await this.turns.readPast(request, reply, () =>
      found(this.baselines.view(id, { window, scope }, days), `budget ${id}`),
    );
    const envelopes = await this.turns.read(request, reply, () =>
      found(this.queries.relativeEnvelopes(id), `budget ${id}`),
    );
    return { ...past, envelopes };
  }
}
