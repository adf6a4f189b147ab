import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { BudgetQueries } from '../../queries/budget-queries.js';
import { Reach } from '../auth/reach.js';
import { NEWEST_FIRST, Operation } from '../http/operation.js';
import { answer } from '../http/answer.js';
import { found, listed } from '../http/found.js';
import { originOf } from '../http/origin.js';
import { etagOf, requiredRevision } from '../http/revision.js';
import { limitOf, PAGE_NOTE } from '../validation/page-query.js';
import { labelsOf, numberOf, partsOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { BUDGET_CHANGED, BUDGET_CREATED, childCreated } from './budget-answers.js';
import {
  childAsked,
  createRootCommand,
  delegateCommand,
  rootAsked,
  updateCommand,
} from './budget-commands.js';
import {
  CreateBudgetBody,
  DelegateBody,
  ListBudgetsQuery,
  TreeQuery,
  UpdateBudgetBody,
} from './budget-requests.dto.js';
import {
  BudgetDto,
  BudgetPageDto,
  BudgetTreeDto,
  BudgetWithUsageDto,
  NewBudgetDto,
  NewChildDto,
} from './budget.dto.js';

/** Trees of budgets: making, delegating, reading and changing them. */
@ApiTags('Budgets')
@Controller('v1/budgets')
export class BudgetsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: BudgetQueries,
    private readonly reach: Reach,
  ) {}

  @Post()
  @Operation({
    id: 'createBudget',
    action: 'manage',
    summary: 'Create a root budget',
    description: 'Opens a tree: one currency, one scale, one time zone, and an allocation to spend.',
    write: true,
    success: { status: 201, description: 'The budget.', type: NewBudgetDto, etag: true },
    problems: ['invalid_amount', 'invalid_envelope', 'too_many_envelopes', 'amount_overflow'],
  })
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: CreateBudgetBody,
  ): Promise<object> {
    const asked = rootAsked(body);
    const origin = originOf(request, asked);
    return answer(
      request,
      reply,
      await this.ledger.submit({ ...createRootCommand(asked), origin }),
      BUDGET_CREATED,
    );
  }

  @Post(':id/children')
  @Operation({
    id: 'delegateBudget',
    action: 'delegate',
    summary: 'Create a child budget',
    description:
      'Gives part of a budget to a sub-agent: the guarantee is carved out at once, and what the child uses beyond it is drawn from the parent on demand, up to the ceiling. With `key`, the sub-agent gets a key of its own in the same step. With `ref`, a spawn that is repeated under another Idempotency-Key finds the child that it made.',
    path: 'budget',
    write: true,
    success: { status: 201, description: 'The child.', type: NewChildDto, etag: true },
    ended: { description: 'The open child of this `ref`, which was there already.' },
    problems: [
      'invalid_amount',
      'invalid_allowance',
      'invalid_key',
      'version_mismatch',
      'depth_exceeded',
      'invalid_envelope',
      'too_many_envelopes',
      'amount_overflow',
      'budget_closed',
      'budget_frozen',
      'budget_paused',
      'scope_amount',
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
    const { command, secret } = delegateCommand(asked);
    return answer(request, reply, await this.ledger.submit({ ...command, origin }), childCreated(secret));
  }

  @Get()
  @Operation({
    id: 'listBudgets',
    action: 'read',
    summary: 'List budgets',
    description: PAGE_NOTE,
    order: `${NEWEST_FIRST} With \`order=asc\` the oldest first.`,
    success: { status: 200, description: 'A page of budgets.', type: BudgetPageDto },
  })
  async list(@Req() request: FastifyRequest, @Query() query: ListBudgetsQuery): Promise<BudgetPageDto> {
    const { parentId, within, rootsOnly, openOnly, state, overdrawn, q, name, ref, metadata, ...shown } =
      query;
    const { order, expand, cursor } = shown;
    // Who cannot see a budget learns nothing by naming it.
    for (const id of [parentId, within])
      if (id !== undefined && !(await this.reach.extendsTo(request, 'budget', id)))
        return { items: [], nextCursor: null };
    const reach = request.principal.budgetId;
    return await listed(
      this.queries.list({
        within: within ?? reach ?? undefined,
        reach,
        parentId,
        rootsOnly: rootsOnly === 'true',
        openOnly: openOnly === 'true',
        state,
        overdrawn: overdrawn === undefined ? undefined : overdrawn === 'true',
        q,
        name,
        ref,
        metadata: labelsOf(metadata),
        order,
        expand: partsOf(expand),
        limit: limitOf(query),
        cursor,
      }),
    );
  }

  @Get(':id')
  @Operation({
    id: 'getBudget',
    action: 'read',
    summary: 'Read a budget',
    description:
      'With its balances, those above it, its envelopes and what they have counted in their current windows.',
    path: 'budget',
    success: { status: 200, description: 'The budget.', type: BudgetWithUsageDto, etag: true },
  })
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
  ): Promise<BudgetWithUsageDto> {
    await this.reach.check(request, 'budget', id);
    const budget = await found(this.queries.get(id, request.principal.budgetId), `budget ${id}`);
    reply.header('ETag', etagOf(budget.revision));
    return budget;
  }

  @Get(':id/tree')
  @Operation({
    id: 'getBudgetTree',
    action: 'read',
    summary: 'Read a tree of budgets',
    description:
      'Breadth first, the oldest children first, until the limit, or until the answer has 1 MiB. Policies and labels are left out unless they are asked for.',
    path: 'budget',
    success: { status: 200, description: 'The budget with its descendants.', type: BudgetTreeDto },
  })
  async tree(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('budget')) id: string,
    @Query() { depth, limit, expand }: TreeQuery,
  ): Promise<BudgetTreeDto> {
    await this.reach.check(request, 'budget', id);
    const tree = this.queries.tree(id, numberOf(depth, 3), numberOf(limit, 200), partsOf(expand));
    return await found(tree, `budget ${id}`);
  }

  @Patch(':id')
  @Operation({
    id: 'updateBudget',
    action: 'manage',
    summary: 'Change the settings of a budget',
    description:
      'Name, policy and labels; of a root also the dimensions of its tree; of a child also guarantee and ceiling, by those who reach its parent. A raised guarantee is drawn from the parent at once, a lowered one flows back.',
    path: 'budget',
    write: true,
    ifMatch: 'required',
    success: { status: 200, description: 'The budget.', type: BudgetDto, etag: true },
    problems: [
      'invalid_amount',
      'invalid_allowance',
      'set_from_above',
      'not_a_root',
      'budget_state',
      'below_used',
      'amount_overflow',
      'budget_closed',
      'budget_frozen',
      'budget_paused',
      'scope_amount',
      'insufficient_funds',
    ],
  })
  async update(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: UpdateBudgetBody,
  ): Promise<object> {
    const asked = updateCommand(id, requiredRevision(request), body);
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...asked, origin }), BUDGET_CHANGED);
  }
}
