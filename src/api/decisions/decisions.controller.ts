import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Assessed } from '../../core/outcomes.js';
import { DENIAL_CODES } from '../../core/violations.js';
import { Ledger } from '../../ledger/ledger.js';
import { AskDto } from '../approvals/approval.dto.js';
import { BODY_PROBLEMS, Operation } from '../http/operation.js';
import { answer, type Success } from '../http/answer.js';
import { unkeyedOrigin } from '../http/origin.js';
import { ViolationDto, VIOLATIONS_OMITTED } from '../problems/problem.dto.js';
import { PurposeBody } from '../reservations/reservation-requests.dto.js';

/** What a reservation of this kind would have met. */
export class DecisionDto implements Omit<Assessed, 'violations' | 'notices'> {
  @ApiProperty({ description: 'Whether it would have passed, be it at once or with approvals.' })
  admissible!: boolean;

  @ApiProperty({
    enum: [...DENIAL_CODES, 'forbidden'],
    type: String,
    nullable: true,
    example: 'insufficient_funds',
    description:
      'The code of the problem that a reservation would be answered with; `forbidden` where the key of the caller may not reserve.',
  })
  code!: Assessed['code'];

  @ApiProperty({ type: [ViolationDto] })
  violations!: ViolationDto[];

  @ApiProperty(VIOLATIONS_OMITTED)
  violationsOmitted?: number;

  @ApiProperty({
    type: AskDto,
    nullable: true,
    description: 'The approvals that it would need; null for none.',
  })
  approval!: AskDto | null;

  @ApiProperty({
    type: [ViolationDto],
    description: '`notify` and `approve` envelopes that it would exceed.',
  })
  notices!: ViolationDto[];

  @ApiProperty({ description: 'The largest amount that would pass now.', example: '0.9' })
  largestAdmissible!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  retryAt!: string | null;
}

/** Only assessments are asked for, and they have an answer of their own. */
const NEVER: Success = {
  status: 200,
  body: ({ entry }) => {
    throw new Error(`an assessment was journaled as ${entry.kind}`);
  },
};

/** Decisions without effect. */
@ApiTags('Decisions')
@Controller('v1/decisions')
export class DecisionsController {
  constructor(private readonly ledger: Ledger) {}

  @Post()
  @Operation({
    id: 'createDecision',
    action: 'read',
    summary: 'Preview the decision on a reservation',
    description:
      'The same decision as for a reservation of the caller, without effect: nothing is held and nothing is journaled. To a key that may not reserve it says `forbidden`, and which rules would be in the way of one that may.',
    success: { status: 200, description: 'What it would meet.', type: DecisionDto },
    problems: [...BODY_PROBLEMS, 'not_found', 'invalid_amount'],
  })
  async decide(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: PurposeBody,
  ): Promise<object> {
    const { budgetId, amount, vendor = null, category = null, runId = null } = body;
    const origin = unkeyedOrigin(request);
    const outcome = await this.ledger.submit({
      type: 'assess',
      budgetId,
      amount,
      vendor,
      category,
      runId,
      origin,
    });
    return answer(request, reply, outcome, NEVER);
  }
}
