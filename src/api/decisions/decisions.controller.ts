import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Decision } from '../../core/outcomes.js';
import { DENIAL_CODES } from '../../core/violations.js';
import { Ledger } from '../../ledger/ledger.js';
import { AskDto } from '../approvals/approval.dto.js';
import { BODY_PROBLEMS, Operation } from '../http/operation.js';
import { answer, type Success } from '../http/answer.js';
import { unkeyedOrigin } from '../http/origin.js';
import { ExplainedViolationDto, VIOLATIONS_OMITTED } from '../problems/problem.dto.js';
import { PurposeBody } from '../reservations/reservation-requests.dto.js';
import { Catalogue } from '../../prices/catalogue.js';
import { RatedDto } from '../prices/rated.dto.js';
import { priceInCatalogue } from '../reservations/reservation-commands.js';

/** What a dry run of a reservation answers. */
class DecisionDto implements Omit<Decision, 'violations' | 'notices'> {
  @ApiProperty({ description: 'Whether the reservation would pass, at once or after approvals.' })
  admissible!: boolean;

  @ApiProperty({
    enum: [...DENIAL_CODES, 'forbidden'],
    type: String,
    nullable: true,
    example: 'insufficient_funds',
    description:
      'The code of the problem that a reservation would be answered with; `forbidden` where the key of the caller may not reserve.',
  })
  code!: Decision['code'];

  @ApiProperty({ description: 'What it would hold.', example: '0.0035' })
  amount!: string;

  @ApiProperty({
    type: RatedDto,
    nullable: true,
    description: 'How the amount follows from the usage; null where the caller named it.',
  })
  rated!: RatedDto | null;

  @ApiProperty({ type: [ExplainedViolationDto] })
  violations!: ExplainedViolationDto[];

  @ApiProperty(VIOLATIONS_OMITTED)
  violationsOmitted?: number;

  @ApiProperty({
    type: AskDto,
    nullable: true,
    description: 'The approvals that the reservation would need; null for none.',
  })
  approval!: AskDto | null;

  @ApiProperty({
    type: [ExplainedViolationDto],
    description: '`notify` and `approve` envelopes that the reservation would exceed.',
  })
  notices!: ExplainedViolationDto[];

  @ApiProperty({ description: 'The largest amount that would pass now.', example: '0.9' })
  largestAdmissible!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  retryAt!: string | null;
}

/** Only dry runs are submitted here, and they have an answer of their own. */
const NEVER: Success = {
  status: 200,
  body: ({ entry }) => {
    throw new Error(`a dry run was journaled as ${entry.kind}`);
  },
};

/** Dry runs. */
@ApiTags('Decisions')
@Controller('v1/decisions')
export class DecisionsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly catalogue: Catalogue,
  ) {}

  @Post()
  @Operation({
    id: 'createDecision',
    action: 'read',
    summary: 'Dry run of a reservation',
    description:
      'Decides as a reservation of the caller would be decided now, and changes nothing: no hold, no journal entry, no count. A key that may not reserve gets `forbidden`, and the rules that would be in the way of a key that may.',
    success: { status: 200, description: 'The decision.', type: DecisionDto },
    problems: [
      ...BODY_PROBLEMS,
      'not_found',
      'invalid_amount',
      'price_unknown',
      'invalid_usage',
      'amount_overflow',
    ],
  })
  async decide(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: PurposeBody,
  ): Promise<object> {
    const { budgetId, amount = null, usage = null, vendor = null, category = null, runId = null } = body;
    const { item = null } = body;
    const origin = unkeyedOrigin(request);
    const outcome = await this.ledger.submit({
      type: 'dry_run',
      budgetId,
      amount,
      item,
      usage,
      reduce: null,
      catalogue: priceInCatalogue(this.catalogue, body),
      vendor,
      category,
      runId,
      origin,
    });
    return answer(request, reply, outcome, NEVER);
  }
}
