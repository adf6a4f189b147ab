import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { MonthToComeError, StatementQueries } from '../../queries/statement-queries.js';
import { Reach } from '../auth/reach.js';
import { found } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { validationProblem } from '../problems/problem.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { StatementDto } from './statement.dto.js';

const MONTH = /^(19[7-9]|[2-9]\d\d)\d-(0[1-9]|1[0-2])$/;

/** What a month came to. */
@ApiTags('Spend')
@Controller('v1/budgets/:id/statements')
export class StatementsController {
  constructor(
    private readonly queries: StatementQueries,
    private readonly reach: Reach,
  ) {}

  @Get(':month')
  @ApiParam({ name: 'month', schema: { type: 'string', pattern: MONTH.source, example: '2026-11' } })
  @Operation({
    id: 'getStatement',
    action: 'read',
    summary: 'Read the statement of a month',
    description:
      'What the journals of a budget and of all that lies under it recorded in a month, in the time zone of the tree: by vendor, category and item, with quantities, tiers, base fees and refunds. Once the month has closed, it is the same for ever; what is corrected later is in the statement of its own month.',
    path: 'budget',
    success: { status: 200, description: 'The statement.', type: StatementDto },
  })
  async statement(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) id: string,
    @Param('month') month: string,
  ): Promise<StatementDto> {
    if (!MONTH.test(month)) throw misplaced('month', 'month must be a month such as 2026-11');
    await this.reach.check(request, 'budget', id);
    try {
      return await found(this.queries.statement(id, month), `budget ${id}`);
    } catch (error) {
      if (!(error instanceof MonthToComeError)) throw error;
      throw misplaced('month_to_come', `month must have begun: ${month} has not`);
    }
  }
}

const misplaced = (rule: string, message: string) => validationProblem([{ field: 'month', rule, message }]);
