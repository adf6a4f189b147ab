import { ApiProperty, ApiPropertyOptional, OmitType, type ApiPropertyOptions } from '@nestjs/swagger';
import type { JsonObject } from '../../core/canonical.js';
import type { ReservationView } from '../../core/entries.js';
import { RESERVATION_STATES, type ReservationState } from '../../core/reservation-state.js';
import { ON_EXPIRY, OVERAGES, type OnExpiry, type Overage } from '../../core/reservations.js';
import { ApprovalDto, NamedApprovalDto } from '../approvals/approval.dto.js';
import { ClaimDto } from './claim.dto.js';
import { BudgetItemDto, LABELS_SCHEMA } from '../budgets/budget.dto.js';
import { CountingEnvelopeDto } from './counting-envelope.dto.js';
import { narrowed } from '../http/narrowed.js';
import { ExplainedViolationDto } from '../problems/problem.dto.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import type { PriceSource } from '../../core/prices/rating.js';
import { PriceSources, SOURCE, USAGE } from '../prices/rated.dto.js';
import { DisputeDto } from './dispute.dto.js';
import { CallOutcomeDto } from './call-outcome.dto.js';
import { JournaledTokenDto, SettleableDto } from './settlement-token.dto.js';
import { NEXT_CURSOR } from '../validation/page-query.js';

/** Labels that came with settlements. */
const SETTLEMENT_LABELS_SCHEMA = {
  ...LABELS_SCHEMA,
  description:
    'The labels of its commits and refunds so far, at most 32; of those of one name the latest. They come before `metadata`. Null where there are none.',
  example: { customer: 'x' },
};

class ReservationFactsDto implements Omit<
  ReservationView,
  'approval' | 'metadata' | 'claim' | 'dispute' | 'onExpiry' | 'overdrawn' | 'settlementToken'
> {
  @ApiProperty({ example: ID_EXAMPLES.reservation })
  id!: string;

  @ApiProperty({ enum: RESERVATION_STATES, example: 'held' })
  state!: ReservationState;

  @ApiProperty({ description: 'What was set aside at first: nothing for a charge.', example: '0.0035' })
  amount!: string;

  @ApiProperty({ description: 'What is still set aside.', example: '0.0035' })
  held!: string;

  @ApiProperty({ description: 'What was paid, refunds not taken off.', example: '0' })
  committed!: string;

  @ApiProperty({ example: '0' })
  refunded!: string;

  @ApiProperty({ type: String, nullable: true, example: 'openai' })
  vendor!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'llm' })
  category!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'run-42' })
  runId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'summarise/7' })
  taskId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'summary of the third source' })
  reason!: string | null;

  @ApiProperty({ enum: OVERAGES, example: 'available' })
  overage!: Overage;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:40:00.000Z' })
  expiresAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'When its hold ended, or the last of its cost was recorded after that; null while it is live.',
    example: null,
  })
  settledAt!: string | null;
}

/** A reservation as an entry of the journal shows it. */
@PriceSources()
export class ReservationStateDto extends ReservationFactsDto implements ReservationView {
  @ApiProperty(LABELS_SCHEMA)
  metadata!: JsonObject | null;

  @ApiProperty({
    required: false,
    type: 'integer',
    description:
      'How many labels more it has: entries other than the one that made it repeat 1 KiB of them. Absent where there are none.',
    example: 3,
  })
  metadataOmitted?: number;

  @ApiProperty({ required: false, example: 'gpt-4o' })
  item?: string;

  @ApiProperty({ ...SOURCE, required: false, description: 'The price that it is paid by, where it has one.' })
  price?: PriceSource;

  @ApiProperty({
    ...USAGE,
    selfRequired: false,
    description: 'What its commits have reported so far.',
  })
  usage?: Record<string, number>;

  @ApiProperty({ required: false, example: 'chatcmpl-9f3a' })
  externalId?: string;

  @ApiProperty({ required: false, description: 'What came of the call, as it was reported last.' })
  outcome?: CallOutcomeDto;

  @ApiProperty({
    required: false,
    description: 'How the last refund is named that has a name.',
    example: 're-7c21',
  })
  refundExternalId?: string;

  @ApiProperty({
    ...USAGE,
    selfRequired: false,
    description: 'What of the usage came back with refunds.',
  })
  refundedUsage?: Record<string, number>;

  @ApiProperty({
    ...LABELS_SCHEMA,
    nullable: undefined,
    selfRequired: false,
    description: 'The labels of its commits and refunds so far, of which entries repeat 1 KiB.',
  })
  settlementMetadata?: JsonObject;

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'How many more of these there are. Absent where there are none.',
    example: 3,
  })
  settlementMetadataOmitted?: number;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'Of a charge: when its cost happened.',
    example: '2026-11-21T09:30:00.000Z',
  })
  occurredAt?: string;

  @ApiProperty({ required: false, description: 'With what somebody else may settle it.' })
  settlementToken?: JournaledTokenDto;

  @ApiProperty({
    required: false,
    enum: ON_EXPIRY,
    description: 'Only of what is paid when it ends by itself.',
    example: 'commit',
  })
  onExpiry?: OnExpiry;

  @ApiProperty({ required: false, description: 'Of one that people had to approve.' })
  approval?: ApprovalDto;

  @ApiProperty({ required: false, description: 'What waits for somebody who may record it.' })
  claim?: ClaimDto;

  @ApiProperty({ required: false, description: 'What was said against its payments last.' })
  dispute?: DisputeDto;

  @ApiProperty({ required: false, description: 'How far its commits went above limits.', example: '2.5' })
  overdrawn?: string;
}

@PriceSources()
class PlacedReservationDto extends ReservationFactsDto {
  @ApiProperty({ type: String, nullable: true, description: 'What is bought.', example: 'gpt-4o' })
  item!: string | null;

  @ApiProperty({
    ...SOURCE,
    nullable: true,
    description: 'The price that it was made under and is paid by; null where callers name amounts.',
  })
  price!: PriceSource | null;

  @ApiProperty({ ...USAGE, nullable: true, description: 'What its commits have reported so far.' })
  usage!: Record<string, number> | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'How the one who was paid named what was settled last.',
    example: 'chatcmpl-9f3a',
  })
  externalId!: string | null;

  @ApiProperty({
    type: CallOutcomeDto,
    nullable: true,
    description: 'What came of the call, as it was reported last; null where nobody has said.',
  })
  outcome!: CallOutcomeDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'How the last refund is named that has a name.',
    example: null,
  })
  refundExternalId!: string | null;

  @ApiProperty({ ...USAGE, nullable: true, description: 'What of the usage came back with refunds.' })
  refundedUsage!: Record<string, number> | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Of a charge: when its cost happened. Null for what set money aside.',
    example: null,
  })
  occurredAt!: string | null;

  @ApiProperty({
    enum: ON_EXPIRY,
    description: 'What becomes of what is held when nobody settles it: it goes back, or is paid.',
    example: 'release',
  })
  onExpiry!: OnExpiry;

  @ApiProperty({
    type: SettleableDto,
    nullable: true,
    description: 'Null for one that was made without a settlement token.',
  })
  settlement!: SettleableDto | null;

  @ApiProperty({ type: ApprovalDto, nullable: true, description: 'Null for one that nobody had to approve.' })
  approval!: ApprovalDto | null;

  @ApiProperty({
    type: ClaimDto,
    nullable: true,
    description: 'What a call cost beyond what could be recorded; null where nothing is claimed.',
  })
  claim!: ClaimDto | null;

  @ApiProperty({
    type: DisputeDto,
    nullable: true,
    description: 'What was said against its payments last, be it over; null where nothing was.',
  })
  dispute!: DisputeDto | null;

  @ApiProperty({ description: 'How far its commits went above limits, all in all.', example: '0' })
  overdrawn!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget })
  treeId!: string;

  @ApiProperty({
    type: 'integer',
    description:
      'How long it still is held, or waits for approval: needs no synchronised clock. Zero for a settled one.',
    example: 600_000,
  })
  remainingTtlMs!: number;
}

/** A reservation as reads show it, with what it points at. */
class ReadReservationDto extends OmitType(PlacedReservationDto, ['approval']) {
  @ApiProperty({ description: 'The name of its budget now.', example: 'research team' })
  budgetName!: string;

  @ApiProperty({
    type: NamedApprovalDto,
    nullable: true,
    description: 'Null for one that nobody had to approve.',
  })
  approval!: NamedApprovalDto | null;

  @ApiProperty({ type: BudgetItemDto, required: false, description: 'With expand=budget.' })
  budget?: BudgetItemDto;

  @ApiProperty({
    type: [CountingEnvelopeDto],
    required: false,
    description:
      'With expand=envelopes: those in force that asked people, and then those that counted it, as far as they lie in the reach of the key.',
  })
  envelopes?: CountingEnvelopeDto[];
}

/** A reservation in a list, without what can be large unless that was asked for. */
export class ReservationItemDto extends ReadReservationDto {
  @ApiPropertyOptional({ ...LABELS_SCHEMA, description: 'With expand=metadata.' })
  metadata?: JsonObject | null;

  @ApiPropertyOptional(SETTLEMENT_LABELS_SCHEMA)
  settlementMetadata?: JsonObject | null;
}

export class ReservedBudgetDto {
  @ApiProperty({ type: 'integer', description: 'The version of the budget now.', example: 13 })
  version!: number;

  @ApiProperty({
    description: 'What the budget has available now, without what it may draw.',
    example: '46.25',
  })
  available!: string;
}

/** A reservation as a command left it. */
export class ReservationDto extends PlacedReservationDto {
  @ApiProperty(LABELS_SCHEMA)
  metadata!: JsonObject | null;

  @ApiProperty(SETTLEMENT_LABELS_SCHEMA)
  settlementMetadata!: JsonObject | null;

  @ApiProperty({
    type: String,
    nullable: true,
    required: false,
    description:
      'Of one that is made with `settleable`: what the seller sends as the bearer token. Shown only in the first answer: a repeated request gets null, since only a hash is kept. Null as well where you chose the secret: it follows `settlement.prefix`.',
    example: 'pst_01k9v3p0a1b2c3d4e5f6g7h8j9_5n0f…',
  })
  settlementToken?: string | null;

  @ApiProperty()
  budget!: ReservedBudgetDto;

  @ApiProperty({
    type: [ExplainedViolationDto],
    required: false,
    description:
      '`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded.',
  })
  notices?: ExplainedViolationDto[];
}

const inState = (...states: ReservationState[]): ApiPropertyOptions => ({
  enum: states,
  type: String,
  example: states[0],
});

/** One whose money is set aside: what a call may be paid on. */
export const HeldReservationDto = narrowed(ReservationDto, 'HeldReservationDto', { state: inState('held') });

/** One that waits for people: nothing may be paid on it yet. */
export const PendingReservationDto = narrowed(ReservationDto, 'PendingReservationDto', {
  state: inState('pending_approval'),
  approval: { type: ApprovalDto, nullable: false, description: 'Who is asked, and until when.' },
});

/** One for which nothing is set aside any more: nothing may be paid on it. */
export const EndedReservationDto = narrowed(ReservationDto, 'EndedReservationDto', {
  state: inState(...RESERVATION_STATES.filter((state) => state !== 'held' && state !== 'pending_approval')),
});

/** One of whose cost a part waits for somebody who may record it. */
export const ClaimedReservationDto = narrowed(ReservationDto, 'ClaimedReservationDto', {
  claim: { type: ClaimDto, nullable: false, description: 'What could not be recorded.' },
});

export class ReservationDetailsDto extends ReadReservationDto {
  @ApiProperty(LABELS_SCHEMA)
  metadata!: JsonObject | null;

  @ApiProperty(SETTLEMENT_LABELS_SCHEMA)
  settlementMetadata!: JsonObject | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { model: 'gpt-4o' } })
  context!: JsonObject | null;

  @ApiProperty({ type: [String], description: 'The counters it was charged to, and in which it settles.' })
  charges!: string[];
}

export class ReservationPageDto {
  @ApiProperty({ type: [ReservationItemDto] })
  items!: ReservationItemDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}
