import { Controller, Get, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StatementItem } from '../../queries/statement-export.js';
import { MonthToComeError, StatementQueries } from '../../queries/statement-queries.js';
import { Reach } from '../auth/reach.js';
import { STATEMENT_FIELDS } from '../export/columns.js';
import { writerOf } from '../export/csv.js';
import { Exports } from '../export/exports.js';
import { exportTypeOf } from '../export/format.js';
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
    private readonly exports: Exports,
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
    success: { status: 200, description: 'The statement.', type: StatementDto, exported: 'asOf' },
  })
  async statement(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Param('month') month: string,
  ): Promise<StatementDto | StreamableFile> {
    const type = exportTypeOf(request);
    if (!MONTH.test(month)) throw misplaced('month', 'month must be a month such as 2026-11');
    await this.reach.check(request, 'budget', id);
    const answered = <T>(answer: Promise<T | null>): Promise<T> =>
      found(ofMonthBegun(answer, month), `budget ${id}`);
    if (!type) return await answered(this.queries.statement(id, month));
    return await this.exports.send<StatementItem>(request, reply, type, {
      name: `statement-${month}`,
      csv: writerOf(STATEMENT_FIELDS, (item) => item),
      json: JSON.stringify,
      keepsSession: true,
      open: () => answered(this.queries.export(id, month)),
    });
  }
}

async function ofMonthBegun<T>(answer: Promise<T>, month: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof MonthToComeError)) throw error;
    throw misplaced('month_to_come', `month must have begun: ${month} has not`);
  }
}

const misplaced = (rule: string, message: string) => validationProblem([{ field: 'month', rule, message }]);
