import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SpendQueries, type SpendView } from '../../queries/spend-queries.js';
import { SpendQuestionError, type SpendGroup } from '../../queries/spend-question.js';
import { Reach } from '../auth/reach.js';
import { found } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { validationProblem } from '../problems/problem.js';
import { limitOf } from '../validation/page-query.js';
import { labelsOf, partsOf } from '../validation/query-fields.js';
import { timeOf } from '../validation/time-range.js';
import { SpendDto, SpendQuery } from './spend.dto.js';

/** Where the money went. */
@ApiTags('Spend')
@Controller('v1/spend')
export class SpendController {
  constructor(
    private readonly queries: SpendQueries,
    private readonly reach: Reach,
  ) {}

  @Get()
  @Operation({
    id: 'getSpend',
    action: 'read',
    summary: 'Sum up spend',
    description:
      'What a budget and all that lies under it spent, by up to three groups, in a time. The sums follow decisions within a second; while they are made anew from the journal the answer is a 503.',
    success: { status: 200, description: 'A page of groups, and the total.', type: SpendDto },
    problems: ['not_found'],
  })
  async spend(@Req() request: FastifyRequest, @Query() query: SpendQuery): Promise<SpendDto> {
    const { budgetId, from, to, groupBy, labels, timezone, cursor } = query;
    await this.reach.check(request, 'budget', budgetId);
    const question = {
      budgetId,
      from: from === undefined ? undefined : timeOf(from),
      to: to === undefined ? undefined : timeOf(to),
      groups: partsOf<SpendGroup>(groupBy),
      labels: labelsOf(labels),
      timezone,
      limit: limitOf(query),
      cursor,
    };
    return await found(asQuestion(this.queries.spend(question)), `budget ${budgetId}`);
  }
}

/** Times that do not go together, and labels that the tree is not kept by, are the request's fault. */
async function asQuestion(answer: Promise<SpendView | null>): Promise<SpendView | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof SpendQuestionError)) throw error;
    const { field, rule, message } = error;
    throw validationProblem([{ field, rule, message }]);
  }
}
