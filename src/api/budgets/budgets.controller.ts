import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { BudgetQueries } from '../../queries/budget-queries.js';
import { Operation } from '../docs/operation.js';
import { answer } from '../http/answer.js';
import { found, listed } from '../http/found.js';
import { originOf } from '../http/origin.js';
import { etagOf, requiredRevision } from '../http/revision.js';
import { limitOf } from '../validation/page-query.js';
import { labelsOf, numberOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { BUDGET_CHANGED, BUDGET_CREATED } from './budget-answers.js';
import { childAsked, createRoot, delegate, rootAsked, update } from './budget-commands.js';
import {
  CreateBudgetBody,
  DelegateBody,
  ListBudgetsQuery,
  TreeQuery,
  UpdateBudgetBody,
} from './budget-requests.dto.js';
import { BudgetDto, BudgetPageDto, BudgetTreeDto, BudgetWithUsageDto, NewBudgetDto } from './budget.dto.js';

/** Trees of budgets: making, delegating, reading and changing them. */
@ApiTags('Budgets')
@Controller('v1/budgets')
export class BudgetsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: BudgetQueries,
  ) {}

  @Post()
  @Operation({
    id: 'createBudget',
    summary: 'Create a root budget',
    description: 'Opens a tree: one currency, one scale, one time zone, and an allocation to spend.',
    write: true,
    success: { status: 201, description: 'The budget.', type: NewBudgetDto, etag: true },
    problems: ['invalid_amount', 'invalid_approve', 'too_many_envelopes', 'amount_overflow'],
  })
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: CreateBudgetBody,
  ): Promise<object> {
    const asked = rootAsked(body);
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...createRoot(asked), origin }), BUDGET_CREATED);
  }

  @Post(':id/children')
  @Operation({
    id: 'delegateBudget',
    summary: 'Delegate to a child budget',
    description:
      'Gives part of a budget to a sub-agent: the guarantee is carved out at once, and what the child uses beyond it is drawn from the parent on demand, up to the ceiling.',
    path: 'budget',
    write: true,
    success: { status: 201, description: 'The child.', type: NewBudgetDto, etag: true },
    problems: [
      'invalid_amount',
      'invalid_allowance',
      'version_mismatch',
      'depth_exceeded',
      'invalid_approve',
      'too_many_envelopes',
      'amount_overflow',
      'budget_closed',
      'budget_frozen',
      'budget_paused',
      'insufficient_funds',
    ],
  })
  async delegate(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: DelegateBody,
  ): Promise<object> {
    const asked = childAsked(id, body);
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...delegate(asked), origin }), BUDGET_CREATED);
  }

  @Get()
  @Operation({
    id: 'listBudgets',
    summary: 'List budgets',
    success: { status: 200, description: 'A page of budgets, the newest first.', type: BudgetPageDto },
  })
  async list(@Query() query: ListBudgetsQuery): Promise<BudgetPageDto> {
    const { parentId, rootsOnly, state, name, metadata, cursor } = query;
    return await listed(
      this.queries.list({
        parentId,
        rootsOnly: rootsOnly === 'true',
        state,
        name,
        metadata: labelsOf(metadata),
        limit: limitOf(query),
        cursor,
      }),
    );
  }

  @Get(':id')
  @Operation({
    id: 'getBudget',
    summary: 'Read a budget',
    description: 'With its balances, its envelopes and what they have counted in their current windows.',
    path: 'budget',
    success: { status: 200, description: 'The budget.', type: BudgetWithUsageDto, etag: true },
  })
  async get(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
  ): Promise<BudgetWithUsageDto> {
    const budget = await found(this.queries.get(id), `budget ${id}`);
    reply.header('ETag', etagOf(budget.revision));
    return budget;
  }

  @Get(':id/tree')
  @Operation({
    id: 'getBudgetTree',
    summary: 'Read a subtree',
    path: 'budget',
    success: { status: 200, description: 'The budget with its descendants.', type: BudgetTreeDto },
  })
  async tree(
    @Param('id', new IdPipe('budget')) id: string,
    @Query() { depth, limit }: TreeQuery,
  ): Promise<BudgetTreeDto> {
    return await found(this.queries.tree(id, numberOf(depth, 3), numberOf(limit, 200)), `budget ${id}`);
  }

  @Patch(':id')
  @Operation({
    id: 'updateBudget',
    summary: 'Change the settings of a budget',
    description:
      'Name, policy and labels; of a child also guarantee and ceiling. A raised guarantee is drawn from the parent at once, a lowered one flows back.',
    path: 'budget',
    write: true,
    ifMatch: 'required',
    success: { status: 200, description: 'The budget.', type: BudgetDto, etag: true },
    problems: [
      'invalid_amount',
      'invalid_allowance',
      'budget_state',
      'below_used',
      'amount_overflow',
      'budget_closed',
      'budget_frozen',
      'budget_paused',
      'insufficient_funds',
    ],
  })
  async update(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: UpdateBudgetBody,
  ): Promise<object> {
    const asked = update(id, requiredRevision(request), body);
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...asked, origin }), BUDGET_CHANGED);
  }
}
