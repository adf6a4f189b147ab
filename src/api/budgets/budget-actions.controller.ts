import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { Operation } from '../http/operation.js';
import { answer } from '../http/answer.js';
import { originOf } from '../http/origin.js';
import { optionalRevision } from '../http/revision.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { BUDGET_CHANGED, BUDGET_CLOSED } from './budget-answers.js';
import { closeCommand } from './budget-commands.js';
import { ChangeStateBody, CloseBody, FundBody } from './budget-requests.dto.js';
import { BudgetDto } from './budget.dto.js';

const BUDGET = { status: 200, description: 'The budget.', type: BudgetDto, etag: true } as const;

/** How long a caller waits for the end of a close that takes several decisions. */
const CLOSE_WAIT_MS = 10_000;

/** What is done to a budget: fund and defund, freeze and resume, close. */
@ApiTags('Budgets')
@Controller('v1/budgets/:id')
export class BudgetActionsController {
  constructor(private readonly ledger: Ledger) {}

  @Post('fund')
  @Operation({
    id: 'fundBudget',
    action: 'manage',
    summary: 'Fund a root budget',
    path: 'budget',
    write: true,
    success: BUDGET,
    problems: ['invalid_amount', 'not_a_root', 'budget_state', 'version_mismatch', 'amount_overflow'],
  })
  async fund(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: FundBody,
  ): Promise<object> {
    return await this.changeAllocation('fund', request, reply, id, body);
  }

  @Post('defund')
  @Operation({
    id: 'defundBudget',
    action: 'manage',
    summary: 'Defund a root budget',
    description: 'Only what is not used can be taken away: the problem names the amount that could be.',
    path: 'budget',
    write: true,
    success: BUDGET,
    problems: ['invalid_amount', 'not_a_root', 'budget_state', 'version_mismatch', 'below_used'],
  })
  async defund(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: FundBody,
  ): Promise<object> {
    return await this.changeAllocation('defund', request, reply, id, body);
  }

  @Post('freeze')
  @Operation({
    id: 'freezeBudget',
    action: 'stop',
    summary: 'Freeze a budget',
    description:
      'Stops the whole subtree from reserving and delegating. Holds can still be committed or released. A frozen budget can be frozen again.',
    path: 'budget',
    write: true,
    optionalBody: ChangeStateBody,
    ifMatch: 'optional',
    success: BUDGET,
    problems: ['budget_state'],
  })
  async freeze(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: ChangeStateBody,
  ): Promise<object> {
    return await this.changeState('freeze', request, reply, id, body);
  }

  @Post('resume')
  @Operation({
    id: 'resumeBudget',
    action: 'stop',
    summary: 'Resume a frozen or paused budget',
    description:
      'Resuming a paused budget needs a reason: a person has looked at what stopped it. A budget that was stopped from above is resumed from above.',
    path: 'budget',
    write: true,
    optionalBody: ChangeStateBody,
    ifMatch: 'optional',
    success: BUDGET,
    problems: ['budget_state', 'reason_required', 'set_from_above'],
  })
  async resume(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: ChangeStateBody,
  ): Promise<object> {
    return await this.changeState('resume', request, reply, id, body);
  }

  @Post('close')
  @Operation({
    id: 'closeBudget',
    action: 'delegate',
    summary: 'Close a budget and its subtree',
    description:
      'Final. Live reservations in the subtree are released, or are a reason to refuse; what was not spent goes back to the parent. A large subtree is stopped at once and settled in parts: the answer waits for the end of that for ten seconds.',
    path: 'budget',
    write: true,
    waits: true,
    optionalBody: CloseBody,
    ifMatch: 'optional',
    success: BUDGET,
    pending: {
      description:
        'The budget is `closing`: nothing can begin under it, and what is left is being settled. `balances` show how far that is; read the budget until it is `closed`.',
    },
    problems: ['budget_state', 'holds_live'],
  })
  async close(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) id: string,
    @Body() body: CloseBody,
  ): Promise<object> {
    const asked = closeCommand(id, optionalRevision(request), body);
    const origin = originOf(request, asked);
    const outcome = await this.ledger.submit({ ...asked, origin });
    if (outcome.status !== 'accepted' || outcome.budget.state !== 'closing')
      return answer(request, reply, outcome, BUDGET_CLOSED);
    await this.ledger.closed(outcome.budget, CLOSE_WAIT_MS);
    // A repeated request shows what has become of it.
    const later = await this.ledger.submit({ ...asked, origin });
    const current = later.status === 'accepted' ? { ...later, replayed: outcome.replayed } : later;
    return answer(request, reply, current, BUDGET_CLOSED);
  }

  private async changeAllocation(
    type: 'fund' | 'defund',
    request: FastifyRequest,
    reply: FastifyReply,
    budgetId: string,
    { amount, reason = null, expectedVersion = null }: FundBody,
  ): Promise<object> {
    const asked = { type, budgetId, amount, reason, expectedVersion };
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...asked, origin }), BUDGET_CHANGED);
  }

  private async changeState(
    type: 'freeze' | 'resume',
    request: FastifyRequest,
    reply: FastifyReply,
    budgetId: string,
    { reason = null }: ChangeStateBody,
  ): Promise<object> {
    const asked = { type, budgetId, ifRevision: optionalRevision(request), reason };
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...asked, origin }), BUDGET_CHANGED);
  }
}
