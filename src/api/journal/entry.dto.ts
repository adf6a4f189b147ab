import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '../../core/canonical.js';
import type { Charge, EntryContent } from '../../core/entries.js';
import { ENTRY_KINDS, type EntryKind } from '../../core/kinds.js';
import { DENIAL_CODES, type DenialCode } from '../../core/violations.js';
import { BalancesDto, LABELS_SCHEMA } from '../budgets/budget.dto.js';
import { EXAMPLE_REQUEST_ID } from '../docs/examples.js';
import { EnvelopeDto } from '../envelopes/envelope.dto.js';
import { KeyEndDto, KeyFactsDto } from '../keys/key.dto.js';
import { BUDGET_NAME, ENVELOPE_NAME, ViolationDto, VIOLATIONS_OMITTED } from '../problems/problem.dto.js';
import { ReservationStateDto } from '../reservations/reservation.dto.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import { USAGE } from '../prices/rated.dto.js';
import { EntryPriceDto, EntryRatingDto } from './entry-rating.dto.js';
import { SettingsDto, TreeFactsDto } from './settings.dto.js';

export class EntryRequestDto {
  @ApiProperty({
    required: false,
    description: 'The key that was sent, where it is not the one that `by` names.',
    example: ID_EXAMPLES.key,
  })
  credential?: string;

  @ApiProperty({
    required: false,
    description: 'The X-Request-Id, behind "caller:" where it was the caller that chose it.',
    example: EXAMPLE_REQUEST_ID,
  })
  id?: string;

  @ApiProperty({ required: false, example: 'step-17' })
  idempotencyKey?: string;

  @ApiProperty({ required: false, description: 'Identifies what was asked under the key.' })
  fingerprint?: string;
}

export class CauseDto {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({
    required: false,
    description: 'The envelope of this budget that stopped it.',
    example: ID_EXAMPLES.envelope,
  })
  envelopeId?: string;

  @ApiProperty({ required: false, example: ID_EXAMPLES.reservation })
  reservationId?: string;
}

/** Changes of balances as decimal strings; what did not change is absent. */
export class DeltasDto {
  @ApiProperty({ required: false, example: '-5' })
  allocated?: string;

  @ApiProperty({ required: false, example: '0.0035' })
  reserved?: string;

  @ApiProperty({ required: false })
  delegated?: string;

  @ApiProperty({ required: false })
  spent?: string;

  @ApiProperty({ required: false })
  overdraft?: string;
}

/** A change of one counter, or (without counterId) a limit per transaction that was looked at. */
export class ChargeDto implements Charge {
  @ApiProperty({
    required: false,
    description:
      'Where the charge took the counter to its limit, past it or on above it, and this entry reports it: the number of this alert of the counter.',
    example: 1,
  })
  alert?: number;

  @ApiProperty({
    required: false,
    description:
      'Where it took the counter to its limit or past it, and an earlier entry reported it: the number of that alert.',
    example: 1,
  })
  again?: number;

  @ApiProperty({
    required: false,
    description: 'Where it took the counter to its limit or past it: the budget that the envelope lies on.',
    example: ID_EXAMPLES.budget,
  })
  budgetId?: string;

  @ApiProperty(BUDGET_NAME)
  budgetName?: string;

  @ApiProperty(ENVELOPE_NAME)
  envelopeName?: string;

  @ApiProperty({ required: false, description: '<envelope>/<start of the window>/<vendor, category or run>' })
  counterId?: string;

  @ApiProperty({ required: false, example: ID_EXAMPLES.envelope })
  envelopeId?: string;

  @ApiProperty({ required: false, example: '0.0035' })
  delta?: string;

  @ApiProperty({ required: false, example: '24.1035' })
  used?: string;

  @ApiProperty({ required: false, description: 'The limit in force.', example: '25' })
  limit?: string;
}

export class DenialDto {
  @ApiProperty({ enum: DENIAL_CODES, example: 'insufficient_funds' })
  code!: DenialCode;

  @ApiProperty({ type: [ViolationDto] })
  violations!: ViolationDto[];

  @ApiProperty(VIOLATIONS_OMITTED)
  violationsOmitted?: number;

  @ApiProperty({ example: '0.9' })
  largestAdmissible!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  retryAt!: string | null;
}

/** A key as issued, and the SHA-256 of its text: nobody can put another in its place unseen. */
export class EntryKeyDto extends KeyFactsDto {
  @ApiProperty({
    required: false,
    description: 'Who acts with it. Absent in entries from before there were holders: its own id.',
    example: ID_EXAMPLES.key,
  })
  holder?: string;

  @ApiProperty({ type: [String], required: false, description: 'The holders who handed it out.' })
  issuedBy?: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    required: false,
    description: 'The key that it was issued with, or whose place it took.',
  })
  madeFrom?: string | null;

  @ApiProperty({ description: 'Hexadecimal.' })
  hash!: string;
}

export class EntryKeyEndDto extends KeyEndDto {
  @ApiProperty({ description: 'False after a rotation with an overlap.' })
  revoked!: boolean;
}

/** What one decision did to one budget, complete in itself. */
export class EntryContentDto implements Omit<EntryContent, 'notices' | 'denial'> {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  treeId!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({
    type: 'integer',
    description: 'The version of the budget that this entry made.',
    example: 13,
  })
  version!: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  at!: string;

  @ApiProperty({ enum: ENTRY_KINDS, example: 'reserve' })
  kind!: EntryKind;

  @ApiProperty({ enum: ['accepted', 'denied'], example: 'accepted' })
  outcome!: 'accepted' | 'denied';

  @ApiProperty({
    required: false,
    description: 'In the first entry of a child.',
    example: ID_EXAMPLES.budget,
  })
  parentId?: string;

  @ApiProperty({
    required: false,
    description: 'In the first entry of a child that was given one: what its maker calls it.',
    example: 'run-17/coder',
  })
  ref?: string;

  @ApiProperty({ required: false, description: 'In the first entry of a root.' })
  tree?: TreeFactsDto;

  @ApiProperty({
    description: 'The holder who asked; "purser" for what the service does by itself.',
    example: 'admin',
  })
  by!: string;

  @ApiProperty({ required: false })
  request?: EntryRequestDto;

  @ApiProperty({
    required: false,
    description: 'Where the decision was addressed to another budget, whose money this one holds or funds.',
  })
  cause?: CauseDto;

  @ApiProperty({ required: false, description: 'Why the caller did it.' })
  reason?: string;

  @ApiProperty()
  deltas!: DeltasDto;

  @ApiProperty({ description: 'After the entry.' })
  balances!: BalancesDto;

  @ApiProperty({ type: [ChargeDto], required: false })
  charges?: ChargeDto[];

  @ApiProperty({
    required: false,
    description: 'What a commit added to the claim of its reservation.',
    example: '2.5',
  })
  claimed?: string;

  @ApiProperty({
    type: [ViolationDto],
    required: false,
    description:
      '`notify` and `approve` envelopes that were exceeded, and (with `exceededBy`) every limit above which a real cost was recorded; in an entry of kind `pause` those that stopped the budget.',
  })
  notices?: ViolationDto[];

  @ApiProperty({ required: false })
  denial?: DenialDto;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description:
      'What a denied command asked for. In an accepted commit: the cost of which not all found its place in the claim, which is full.',
    example: { amount: '0.0035' },
  })
  requested?: JsonObject;

  @ApiProperty({ required: false, description: 'After the entry.' })
  reservation?: ReservationStateDto;

  @ApiProperty({ required: false, description: 'How usage was rated.' })
  rating?: EntryRatingDto;

  @ApiProperty({
    ...USAGE,
    selfRequired: false,
    description:
      'What is expected of a call, what its commits have reported by now, or what of it came back with this refund.',
  })
  usage?: Record<string, number>;

  @ApiProperty({
    ...USAGE,
    selfRequired: false,
    description:
      'Of a commit with usage: what had been reported of the call before. Absent where nothing had.',
  })
  usageBefore?: Record<string, number>;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    example: { model: 'gpt-4o' },
  })
  context?: JsonObject;

  @ApiProperty({
    required: false,
    description: 'Of a refund: how the one who paid back names it.',
    example: 're-7c21',
  })
  externalId?: string;

  @ApiProperty({
    ...LABELS_SCHEMA,
    nullable: undefined,
    selfRequired: false,
    description: 'Labels of this commit or refund.',
  })
  metadata?: JsonObject;

  @ApiProperty({
    ...LABELS_SCHEMA,
    nullable: undefined,
    selfRequired: false,
    description:
      'Of what spends or is denied, where the tree has dimensions: their values, by which spend keeps it; of each at most 128 characters.',
  })
  labels?: Record<string, string>;

  @ApiProperty({ required: false, description: 'A key that was issued.' })
  key?: EntryKeyDto;

  @ApiProperty({ type: [EntryKeyEndDto], required: false, description: 'Keys that this entry ended.' })
  keysEnded?: EntryKeyEndDto[];

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'How many more keys ended with this decision; the entries that follow list them.',
    example: 120,
  })
  moreKeysEnded?: number;

  @ApiProperty({
    required: false,
    type: Boolean,
    description: 'That keys were left, since one decision ends at most 10,000.',
    example: true,
  })
  keysRemain?: true;

  @ApiProperty({ required: false, description: 'A price that was set, or withdrawn.' })
  price?: EntryPriceDto;

  @ApiProperty({
    type: [String],
    required: false,
    example: [ID_EXAMPLES.price],
    description: 'The prices whose place it took.',
  })
  pricesEnded?: string[];

  @ApiProperty({ required: false })
  settings?: SettingsDto;

  @ApiProperty({ required: false, description: 'The envelope that was made, changed or deleted.' })
  envelope?: EnvelopeDto;

  @ApiProperty({
    type: [EnvelopeDto],
    required: false,
    description: 'The envelopes that a new budget came with.',
  })
  envelopes?: EnvelopeDto[];
}
