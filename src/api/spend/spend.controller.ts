import { Controller, Get, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SpendQueries, type SpendItem } from '../../queries/spend-queries.js';
import { SpendQuestionError, type SpendGroup } from '../../queries/spend-question.js';
import { Reach } from '../auth/reach.js';
import { spendFields } from '../export/columns.js';
import { writerOf } from '../export/csv.js';
import { Exports } from '../export/exports.js';
import { exportTypeOf } from '../export/format.js';
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
    private readonly exports: Exports,
  ) {}

  @Get()
  @Operation({
    id: 'getSpend',
    action: 'read',
    summary: 'Sum up spend',
    description:
      'What a budget and all that lies under it spent, by up to three groups, in a time. The sums follow decisions within a second; while they are made anew from the journal the answer is a 503.',
    success: {
      status: 200,
      description: 'A page of groups, and the total.',
      type: SpendDto,
      exported: 'asOf',
    },
    problems: ['not_found'],
  })
  async spend(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: SpendQuery,
  ): Promise<SpendDto | StreamableFile> {
    const type = exportTypeOf(request);
    const { budgetId, from, to, groupBy, labels, timezone, cursor } = query;
    const { vendor, category, item, runId, principal, code } = query;
    await this.reach.check(request, 'budget', budgetId);
    const question = {
      budgetId,
      from: from === undefined ? undefined : timeOf(from),
      to: to === undefined ? undefined : timeOf(to),
      groups: partsOf<SpendGroup>(groupBy),
      labels: labelsOf(labels),
      only: { vendor, category, item, run: runId, principal, code },
      timezone,
    };
    const answered = <T>(answer: Promise<T | null>): Promise<T> =>
      found(asQuestion(answer), `budget ${budgetId}`);
    if (!type) return await answered(this.queries.spend({ ...question, limit: limitOf(query), cursor }));
    return await this.exports.send<SpendItem>(request, reply, type, {
      name: 'spend',
      csv: writerOf(spendFields(question.groups), (item) => item),
      json: JSON.stringify,
      keepsSession: true,
      open: () => answered(this.queries.export(question)),
    });
  }
}

/** Times that do not go together, and labels that the tree is not kept by, are the request's fault. */
async function asQuestion<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof SpendQuestionError)) throw error;
    const { field, rule, message } = error;
    throw validationProblem([{ field, rule, message }]);
  }
}
