import { ApiProperty } from '@nestjs/swagger';
import { METRICS } from '../../core/metrics/metrics.js';
import { DENIAL_CODES } from '../../core/violations.js';
import { WINDOWS } from '../../core/windows.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import { PROBLEM_CODES } from './registry.js';

export class FieldErrorDto {
  @ApiProperty({
    description: 'A path into the body, a parameter or a header; empty for the whole body.',
    example: 'envelopes.0.limit',
  })
  field!: string;

  @ApiProperty({ description: 'The rule that is broken.', example: 'amount' })
  rule!: string;

  @ApiProperty({ example: 'envelopes.0.limit must be a decimal string' })
  message!: string;
}

/** Beside the id of a budget, in what was decided. */
export const BUDGET_NAME = {
  required: false,
  description: 'The name of that budget at the decision; absent in entries from before names were recorded.',
  example: 'research team',
} as const;

/** Beside the id of an envelope, in what was decided. */
export const ENVELOPE_NAME = {
  required: false,
  description: 'The name of the envelope at the decision; absent where it has none.',
  example: 'daily cap',
} as const;

/** Beside the violations that are listed. */
export const VIOLATIONS_OMITTED = {
  required: false,
  type: 'integer',
  description: 'How many more rules are in the way than the 20 that are listed; absent where there are none.',
  example: 12,
} as const;

/** One rule in the way of a decision. Amounts are decimal strings, counts whole numbers as strings. */
export class ViolationDto {
  @ApiProperty({ enum: DENIAL_CODES, example: 'envelope_exceeded' })
  rule!: string;

  @ApiProperty({ description: 'The budget whose rule it is.', example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty(BUDGET_NAME)
  budgetName?: string;

  @ApiProperty({ required: false, example: ID_EXAMPLES.envelope })
  envelopeId?: string;

  @ApiProperty(ENVELOPE_NAME)
  envelopeName?: string;

  @ApiProperty({ required: false, enum: WINDOWS, example: 'day' })
  window?: string;

  @ApiProperty({ required: false, enum: METRICS, example: 'amount' })
  metric?: string;

  @ApiProperty({
    required: false,
    description: 'The vendor, category or run that is meant.',
    example: 'openai',
  })
  key?: string;

  @ApiProperty({ required: false, example: '25' })
  limit?: string;

  @ApiProperty({ required: false, example: '24.1' })
  used?: string;

  @ApiProperty({ required: false, example: '1.5' })
  requested?: string;

  @ApiProperty({ required: false, example: '0.9' })
  remaining?: string;

  @ApiProperty({
    required: false,
    description: 'With a real cost that was recorded all the same: by how much it went past the limit.',
    example: '2.5',
  })
  exceededBy?: string;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'When the window ends; absent where nothing resets by itself.',
    example: '2026-11-22T00:00:00.000Z',
  })
  resetsAt?: string;
}

/** A violation as answers have it. */
export class ExplainedViolationDto extends ViolationDto {
  @ApiProperty({
    description: 'The violation as a sentence, for people. Its wording may change.',
    example: 'Daily limit "cap" of research team: 19.72 of 25 USD left; this asks for 50.',
  })
  message!: string;
}

/** An answer that is not the one asked for (RFC 9457). */
export class ProblemDto {
  @ApiProperty({
    description: 'Resolves to the page of this problem in the docs.',
    example: '/docs/errors/not_found',
  })
  type!: string;

  @ApiProperty({ example: 'There is nothing with this id' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 404 })
  status!: number;

  @ApiProperty({ description: 'What was wrong this time.', example: 'There is no budget with this id.' })
  detail!: string;

  @ApiProperty({ description: 'Stable: what programs go by.', enum: PROBLEM_CODES, example: 'not_found' })
  code!: string;

  @ApiProperty({ description: 'The X-Request-Id of the answer.' })
  requestId!: string;

  @ApiProperty({
    required: false,
    type: [FieldErrorDto],
    description: 'With `validation_failed`: what is wrong.',
  })
  errors?: FieldErrorDto[];

  @ApiProperty({
    required: false,
    type: [ExplainedViolationDto],
    description: 'With a denial: the rules in the way on the whole path to the root, at most 20 of them.',
  })
  violations?: ExplainedViolationDto[];

  @ApiProperty(VIOLATIONS_OMITTED)
  violationsOmitted?: number;

  @ApiProperty({
    required: false,
    description: 'With a denial: the largest amount that would pass now.',
    example: '0.9',
  })
  largestAdmissible?: string;

  @ApiProperty({
    required: false,
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'With a denial: when the request as made would pass if nothing else happened; null for never.',
  })
  retryAt?: string | null;

  @ApiProperty({
    required: false,
    type: 'integer',
    minimum: 1,
    description: 'The same in seconds, as the header Retry-After; with every 429 and 503.',
    example: 5,
  })
  retryAfterSeconds?: number;

  @ApiProperty({ required: false, description: 'The field at fault.', example: 'ceiling' })
  field?: string;

  @ApiProperty({
    required: false,
    description: 'The value of `field` that would be accepted.',
    example: '12.5',
  })
  acceptable?: string;

  @ApiProperty({
    required: false,
    description: 'With `charge_exists`: the reservation that has the name, where the key reaches it.',
    example: ID_EXAMPLES.reservation,
  })
  reservationId?: string;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'With `dispute_too_late`: when the time was over.',
    example: '2026-12-21T09:30:00.000Z',
  })
  until?: string;

  @ApiProperty({
    required: false,
    description: 'With `forbidden`: what the key would have to allow.',
    example: 'manage',
  })
  action?: string;

  @ApiProperty({
    required: false,
    description: 'With `forbidden`: the scope of the key that is in the way.',
    example: 'vendors',
  })
  scope?: string;

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'The current revision or version.',
    example: 7,
  })
  current?: number;
}
