import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Baselines } from '../../baselines/baselines.js';
import { unitsIn } from '../../core/money.js';
import { Ledger } from '../../ledger/ledger.js';
import { BudgetQueries } from '../../queries/budget-queries.js';
import { EnvelopeQueries } from '../../queries/envelope-queries.js';
import { SHARE_DECIMALS } from '../../queries/sql/fullest-counters.js';
import { Operation } from '../http/operation.js';
import { answer, type Success, type Recorded } from '../http/answer.js';
import { found, listed } from '../http/found.js';
import { originOf } from '../http/origin.js';
import { Reach } from '../auth/reach.js';
import { requiredRevision } from '../http/revision.js';
import { limitOf } from '../validation/page-query.js';
import { partsOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { approvalRuleAsked } from '../approvals/approval.dto.js';
import { relativeAsked } from '../baselines/relative.dto.js';
import {
  envelopeAsked,
  matchOf,
  newEnvelope,
  NO_VENDORS_KNOWN,
  type EnvelopeAsked,
  type History,
} from './envelope-commands.js';
import { ChangedEnvelopeDto, EnvelopeBody, UpdateEnvelopeBody } from './envelope.dto.js';
import { CountedWindowsDto, windowsAsked, WindowsQuery } from './windows.dto.js';
import { FullEnvelopePageDto, FullestEnvelopesQuery } from './full-envelope.dto.js';

/** The envelope; of a deleted one, as it was. */
function envelopeOf({ entry }: Recorded): ChangedEnvelopeDto {
  if (!entry.envelope) throw new Error(`an entry of kind ${entry.kind} without its envelope`);
  return entry.kind === 'envelope_delete' ? { deletedAt: entry.at, ...entry.envelope } : entry.envelope;
}
const CREATED: Success = { status: 201, body: envelopeOf };
const CHANGED: Success = { status: 200, body: envelopeOf };

/** Limits on budgets. All changes are made under the revision of the budget, and move it on. */
@ApiTags('Envelopes')
@Controller('v1')
export class EnvelopesController {
  constructor(
    private readonly ledger: Ledger,
    private readonly baselines: Baselines,
    private readonly queries: BudgetQueries,
    private readonly envelopes: EnvelopeQueries,
    private readonly reach: Reach,
  ) {}

  @Get('envelopes')
  @Operation({
    id: 'listFullestEnvelopes',
    action: 'read',
    summary: 'List the fullest envelopes',
    description:
      'Limits on open budgets that have counted something in their window of now, across all budgets that the caller reaches, one item for each counter. Looks at 20,000 budgets, 20,000 envelopes and 20,000 counters at most, those nearest to the top of a tree first, and at 2,000 counters of one envelope; `truncated` says whether there is more. Use changes while pages are read: what becomes fuller meanwhile can be in no page.',
    order:
      'the fullest first; of those of the same share the oldest envelope, by its id, and then by the key.',
    success: { status: 200, description: 'A page of envelopes.', type: FullEnvelopePageDto },
  })
  async listFullest(
    @Req() request: FastifyRequest,
    @Query() query: FullestEnvelopesQuery,
  ): Promise<FullEnvelopePageDto> {
    const { budgetId, cursor, expand, shareFrom = '0' } = query;
    // Who cannot see a budget learns nothing by naming it.
    if (budgetId !== undefined && !(await this.reach.extendsTo(request, 'budget', budgetId)))
      return { items: [], nextCursor: null, truncated: false };
    return await listed(
      this.envelopes.fullest({
        budgetId: budgetId ?? request.principal.budgetId,
        from: Number(unitsIn(shareFrom, SHARE_DECIMALS)),
        expand: partsOf(expand),
        limit: limitOf(query),
        cursor,
      }),
    );
  }

  @Post('budgets/:id/envelopes')
  @Operation({
    id: 'createEnvelope',
    action: 'manage',
    summary: 'Add an envelope to a budget',
    description:
      'It counts from now on: earlier spending is not in its windows. A relative limit follows the past.',
    path: 'budget',
    write: true,
    ifMatch: 'required',
    success: { status: 201, description: 'The envelope.', type: ChangedEnvelopeDto, etag: true },
    problems: ['invalid_amount', 'invalid_envelope', 'budget_state', 'too_many_envelopes'],
  })
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Body() body: EnvelopeBody,
  ): Promise<object> {
    const ifRevision = requiredRevision(request);
    const asked = { type: 'envelope_create' as const, budgetId, ifRevision, envelope: envelopeAsked(body) };
    const origin = originOf(request, asked);
    const envelope = newEnvelope(asked.envelope, await this.historyOf(request, budgetId, asked.envelope));
    return answer(request, reply, await this.ledger.submit({ ...asked, envelope, origin }), CREATED);
  }

  @Patch('envelopes/:id')
  @Operation({
    id: 'updateEnvelope',
    action: 'manage',
    summary: 'Change an envelope',
    description: 'A lowered limit binds the next decision; what the current window has used stays used.',
    path: 'envelope',
    write: true,
    ifMatch: 'required',
    success: { status: 200, description: 'The envelope.', type: ChangedEnvelopeDto, etag: true },
    problems: ['invalid_amount', 'invalid_envelope', 'budget_state', 'set_from_above'],
  })
  async update(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('envelope')) envelopeId: string,
    @Body() body: UpdateEnvelopeBody,
  ): Promise<object> {
    const { name, limit, onExceed, approve, relative: wanted } = body;
    const relative = wanted && relativeAsked(wanted);
    const asked = {
      type: 'envelope_update' as const,
      envelopeId,
      ifRevision: requiredRevision(request),
      ...(name !== undefined && { name }),
      ...(limit !== undefined && { limit }),
      ...(onExceed !== undefined && { onExceed }),
      ...(approve && { approve: approvalRuleAsked(approve) }),
      ...(relative && { relative }),
    };
    const origin = originOf(request, asked);
    if (relative) await this.reach.check(request, 'envelope', envelopeId);
    const past = relative ? await this.baselines.ofEnvelope(envelopeId, relative.windowDays) : null;
    return answer(request, reply, await this.ledger.submit({ ...asked, past, origin }), CHANGED);
  }

  @Delete('envelopes/:id')
  @Operation({
    id: 'deleteEnvelope',
    action: 'manage',
    summary: 'Delete an envelope',
    description:
      'Answers the envelope as it was, with the new revision of the budget as ETag, so that the next change can follow without a read.',
    path: 'envelope',
    write: true,
    ifMatch: 'required',
    success: {
      status: 200,
      description: 'The envelope that was deleted.',
      type: ChangedEnvelopeDto,
      etag: true,
    },
    problems: ['budget_state', 'set_from_above'],
  })
  async delete(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('envelope')) envelopeId: string,
  ): Promise<object> {
    const asked = { type: 'envelope_delete' as const, envelopeId, ifRevision: requiredRevision(request) };
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...asked, origin }), CHANGED);
  }

  @Get('envelopes/:id/windows')
  @Operation({
    id: 'getEnvelopeWindows',
    action: 'read',
    summary: 'Read what an envelope counted',
    description: 'In its last windows, up to the one under way.',
    path: 'envelope',
    success: { status: 200, description: 'What it counted.', type: CountedWindowsDto },
  })
  async windows(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('envelope')) envelopeId: string,
    @Query() query: WindowsQuery,
  ): Promise<CountedWindowsDto> {
    await this.reach.check(request, 'envelope', envelopeId);
    const { key, most } = windowsAsked(query);
    return await found(this.queries.countedWindows(envelopeId, key, most), `envelope ${envelopeId}`);
  }

  /** What an envelope that looks at the past begins with. */
  private async historyOf(request: FastifyRequest, budgetId: string, asked: EnvelopeAsked): Promise<History> {
    const { relative } = asked;
    const question = { ...asked, match: matchOf(asked) };
    const { newVendors } = question.match;
    // Nobody has the past of others looked at.
    if (relative || newVendors) await this.reach.check(request, 'budget', budgetId);
    return {
      past: relative ? await this.baselines.before(budgetId, question, relative.windowDays) : null,
      ...(newVendors ? await this.baselines.vendorsPaid(budgetId, question) : NO_VENDORS_KNOWN),
    };
  }
}
