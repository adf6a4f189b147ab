import { ApiProperty } from '@nestjs/swagger';
import {
  MAX_APPROVALS,
  MAX_APPROVERS,
  MAX_WITHIN_SECONDS,
  type Approval,
  type ApprovalRule,
  type Ask,
  type Consent,
} from '../../core/approvals.js';
import { ID_EXAMPLES, IntegerField, PrincipalsField } from '../validation/fields.js';

const APPROVERS = 'The holders who may decide; null for anybody but the one who asked.';

/** Who is asked above the limit of an envelope. */
export class ApprovalRuleBody {
  @IntegerField(1, MAX_APPROVALS, { description: 'How many people have to agree.', example: 2 })
  approvals!: number;

  @IntegerField(1, MAX_WITHIN_SECONDS, {
    description: 'How long they have; then the money goes back.',
    example: 900,
  })
  withinSeconds!: number;

  @PrincipalsField(MAX_APPROVERS, {
    description:
      'The holders who may decide, as `id` of `GET /v1/principal` names them: at least `approvals`. Left out: anybody but the one who asks.',
    optional: true,
    nullable: true,
    example: ['user:ann', 'user:bob'],
  })
  approvers?: string[] | null;
}

export const approvalRuleAsked = (body: ApprovalRuleBody): ApprovalRule => ({
  approvals: body.approvals,
  approvers: body.approvers ?? null,
  withinSeconds: body.withinSeconds,
});

export class ApprovalRuleDto implements ApprovalRule {
  @ApiProperty({ type: 'integer', example: 2 })
  approvals!: number;

  @ApiProperty({ type: 'integer', example: 900 })
  withinSeconds!: number;

  @ApiProperty({ type: [String], nullable: true, description: APPROVERS, example: ['user:ann', 'user:bob'] })
  approvers!: string[] | null;
}

/** Whom a reservation would have to ask. */
export class AskDto implements Ask {
  @ApiProperty({ type: 'integer', description: 'How many people would have to agree.', example: 2 })
  needed!: number;

  @ApiProperty({ type: 'integer', description: 'How long they would have.', example: 900 })
  withinSeconds!: number;

  @ApiProperty({ type: [String], nullable: true, description: APPROVERS, example: ['user:ann', 'user:bob'] })
  approvers!: string[] | null;

  @ApiProperty({
    type: [String],
    description: 'Because of which envelopes.',
    example: [ID_EXAMPLES.envelope],
  })
  envelopes!: string[];
}

/** One person's consent. */
export class ConsentDto implements Consent {
  @ApiProperty({ description: 'The holder.', example: 'user:ann' })
  by!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:31:00.000Z' })
  at!: string;

  @ApiProperty({ type: String, nullable: true, example: 'within the plan' })
  comment!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the request that was looked at, where the approver said so.',
    example: null,
  })
  fingerprint!: string | null;
}

export class RejectionDto {
  @ApiProperty({ description: 'The holder.', example: 'user:bob' })
  by!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:32:00.000Z' })
  at!: string;

  @ApiProperty({ example: 'too dear' })
  reason!: string;
}

/** What people were asked about a reservation, and what they answered. */
export class ApprovalDto implements Approval {
  @ApiProperty({ type: 'integer', description: 'How many people have to agree.', example: 2 })
  needed!: number;

  @ApiProperty({ type: [ConsentDto], description: 'Who has agreed.' })
  given!: ConsentDto[];

  @ApiProperty({ type: RejectionDto, nullable: true, description: 'Who refused, which is enough.' })
  rejection!: RejectionDto | null;

  @ApiProperty({
    format: 'date-time',
    description: 'Until when they can; then the money goes back.',
    example: '2026-11-21T09:45:00.000Z',
  })
  deadline!: string;

  @ApiProperty({ type: [String], nullable: true, description: APPROVERS, example: ['user:ann', 'user:bob'] })
  approvers!: string[] | null;

  @ApiProperty({
    description: 'The holder who asked for the reservation, and therefore cannot decide.',
    example: 'research-agent',
  })
  askedBy!: string;

  @ApiProperty({
    type: [String],
    description: 'Because of which envelopes.',
    example: [ID_EXAMPLES.envelope],
  })
  envelopes!: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the request: what an approval binds to.',
    example: '3f2a9c0d5b6e7f8091a2b3c4d5e6f708',
  })
  fingerprint!: string | null;

  @ApiProperty({ type: 'integer', description: 'How long it is held once it is approved.', example: 600 })
  ttlSeconds!: number;
}

/** The same as a read shows it. */
export class NamedApprovalDto extends ApprovalDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', nullable: true },
    description: 'What these envelopes are called now, in the same order; null for one without a name.',
    example: ['two people'],
  })
  envelopeNames!: (string | null)[];
}
