import { ApiProperty } from '@nestjs/swagger';
import { METRICS } from '../../core/metrics/metrics.js';
import { ON_EXCEED, PER, SCOPES } from '../../core/envelopes.js';
import type { Metric } from '../../core/metrics/metrics.js';
import type { OnExceed, Per, Scope } from '../../core/envelopes.js';
import type { EnvelopeView } from '../../core/entries.js';
import { WINDOWS, type Window } from '../../core/windows.js';
import { ApprovalRuleBody, ApprovalRuleDto } from '../approvals/approval.dto.js';
import { BaselineDto, RelativeBody, RelativeDto } from '../baselines/relative.dto.js';
import { BodyExamples } from '../validation/body-examples.js';
import { ObjectField } from '../validation/field.js';
import {
  AmountField,
  ChoiceField,
  FlagField,
  ID_EXAMPLES,
  NamesField,
  ReferencesField,
  TextField,
  TimeZoneField,
} from '../validation/fields.js';

const NAMES_IN_MATCH = 1_000;

export class MatchBody {
  @NamesField(NAMES_IN_MATCH, {
    description: 'Only reservations for one of these vendors count.',
    optional: true,
    nullable: true,
    example: ['openai', 'anthropic'],
  })
  vendors?: string[] | null;

  @NamesField(NAMES_IN_MATCH, {
    description: 'Only reservations of one of these categories count.',
    optional: true,
    nullable: true,
    example: ['llm'],
  })
  categories?: string[] | null;

  @ReferencesField(NAMES_IN_MATCH, {
    description: 'Only reservations of one of these items count: of these models, tools or actions.',
    optional: true,
    nullable: true,
    example: ['gpt-4o'],
  })
  items?: string[] | null;

  @FlagField({
    description:
      'Only reservations for vendors who were never paid here, and for nobody in particular. With the window transaction.',
    optional: true,
    example: false,
  })
  newVendors?: boolean;
}

/** A new limit on what a budget, and by default everything under it, spends within a window. */
@BodyExamples<EnvelopeBody>({
  daily: ['A limit for each day', { name: 'daily cap', window: 'day', limit: '20' }],
  vendor: [
    'A limit for each of two vendors each month',
    { window: 'month', limit: '50', per: 'vendor', match: { vendors: ['openai', 'anthropic'] } },
  ],
  count: ['At most a thousand calls an hour', { window: 'hour', metric: 'count', limit: '1000' }],
  approve: [
    'A person to ask above 5 a call',
    {
      name: 'ask',
      window: 'transaction',
      limit: '5',
      onExceed: 'approve',
      approve: { approvals: 1, withinSeconds: 900 },
    },
  ],
  breaker: [
    'Stops where an hour costs five times the usual',
    {
      name: 'breaker',
      window: 'hour',
      onExceed: 'pause',
      relative: { times: 5, windowDays: 30, atLeast: '2', atMost: '50' },
    },
  ],
})
export class EnvelopeBody {
  @TextField(200, { description: 'For people.', optional: true, nullable: true, example: 'daily cap' })
  name?: string | null;

  @ChoiceField(WINDOWS, {
    description: '`transaction` looks at one reservation; the others are calendar windows in the time zone.',
    example: 'day',
  })
  window!: Window;

  @TimeZoneField({ description: "Overrides the tree's time zone.", optional: true, nullable: true })
  timezone?: string | null;

  @ChoiceField(METRICS, {
    description: 'Money, the number of reservations, or the number of requests for one that were denied.',
    default: 'amount',
  })
  metric?: Metric;

  @AmountField({
    example: '100',
    description:
      'Decimal string for the metric amount, whole number as a string for the others. Required without `relative`.',
    unless: 'relative',
  })
  limit?: string;

  @ObjectField(() => RelativeBody, {
    description:
      'Instead of `limit`: one that follows what the budget used to spend. Not with the window lifetime, nor with `per`.',
    optional: true,
  })
  relative?: RelativeBody;

  @ObjectField(() => MatchBody, {
    description: 'What counts; everything if left out.',
    optional: true,
    nullable: true,
  })
  match?: MatchBody | null;

  @ChoiceField(PER, {
    description:
      'A separate counter for each vendor, category or run. With the metric denials also `request`: the same budget, amount, vendor and category.',
    optional: true,
    nullable: true,
    example: 'vendor',
  })
  per?: Per | null;

  @ChoiceField(SCOPES, { description: '`self` does not count what descendants spend.', default: 'subtree' })
  scope?: Scope;

  @ChoiceField(ON_EXCEED, {
    description:
      '`approve` lets it wait until people agree; `pause` denies it and stops the budget; `notify` lets it pass and says so.',
    default: 'deny',
  })
  onExceed?: OnExceed;

  @ObjectField(() => ApprovalRuleBody, {
    description: 'With onExceed `approve`, and only then: who is asked.',
    optional: true,
    nullable: true,
  })
  approve?: ApprovalRuleBody | null;
}

/** What to change; what is absent stays as it is. */
@BodyExamples<UpdateEnvelopeBody>({
  limit: ['Another limit', { limit: '25' }],
  notify: ['Another name, and notices only', { name: 'daily cap', onExceed: 'notify' }],
})
export class UpdateEnvelopeBody {
  @TextField(200, {
    description: 'Null takes the name away.',
    optional: true,
    nullable: true,
    example: 'daily cap',
  })
  name?: string | null;

  @AmountField({
    description: 'Binds the next decision. Ends a relative limit.',
    example: '100',
    optional: true,
  })
  limit?: string;

  @ObjectField(() => RelativeBody, {
    description: 'Takes the place of the limit that there is, fixed or relative.',
    optional: true,
  })
  relative?: RelativeBody;

  @ChoiceField(ON_EXCEED, { optional: true, example: 'notify' })
  onExceed?: OnExceed;

  @ObjectField(() => ApprovalRuleBody, {
    description:
      'Who is asked. Needed where onExceed becomes `approve`; goes with it when it becomes another.',
    optional: true,
  })
  approve?: ApprovalRuleBody;
}

export class MatchDto {
  @ApiProperty({ type: [String], nullable: true, example: ['openai', 'anthropic'] })
  vendors!: string[] | null;

  @ApiProperty({ type: [String], nullable: true, example: null })
  categories!: string[] | null;

  @ApiProperty({ type: [String], required: false, description: 'Present where only these items count.' })
  items?: string[];

  @ApiProperty({ enum: [true], required: false, description: 'Present where only new vendors count.' })
  newVendors?: true;
}

export class EnvelopeDto implements EnvelopeView {
  @ApiProperty({ example: ID_EXAMPLES.envelope })
  id!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({
    required: false,
    enum: [true],
    type: Boolean,
    description: 'Only where it is so: made by somebody who reaches above the budget, and theirs to change.',
  })
  fromAbove?: true;

  @ApiProperty({ type: String, nullable: true, example: 'daily cap' })
  name!: string | null;

  @ApiProperty({ enum: WINDOWS, example: 'day' })
  window!: Window;

  @ApiProperty({ type: String, nullable: true, description: "Null: the tree's.", example: null })
  timezone!: string | null;

  @ApiProperty({ enum: METRICS, example: 'amount' })
  metric!: Metric;

  @ApiProperty({
    description:
      'The one in force: decimal text, or a whole number as text for the metrics count and denials.',
    example: '25',
  })
  limit!: string;

  @ApiProperty()
  match!: MatchDto;

  @ApiProperty({ enum: PER, type: String, nullable: true, example: 'vendor' })
  per!: Per | null;

  @ApiProperty({ enum: SCOPES, example: 'subtree' })
  scope!: Scope;

  @ApiProperty({ enum: ON_EXCEED, example: 'deny' })
  onExceed!: OnExceed;

  @ApiProperty({ required: false, description: 'With onExceed `approve`: who is asked.' })
  approve?: ApprovalRuleDto;

  @ApiProperty({ required: false, description: 'Of a limit that follows the past.' })
  relative?: RelativeDto;

  @ApiProperty({
    type: BaselineDto,
    required: false,
    nullable: true,
    description:
      'With `relative`: the past that the limit in force was worked out from; null if there was none.',
  })
  baseline?: BaselineDto | null;
}

/** What is answered to a change of an envelope. */
export class ChangedEnvelopeDto extends EnvelopeDto {
  @ApiProperty({ required: false, format: 'date-time', description: 'When it was deleted, if it was.' })
  deletedAt?: string;
}

/** How far one counter of the current window has come. */
export class UsageDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'The vendor, category, run or request counted apart (empty for what named none); null without `per`.',
    example: 'openai',
  })
  key!: string | null;

  @ApiProperty({ example: '24.1' })
  used!: string;

  @ApiProperty({ example: '0.9' })
  remaining!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null for a lifetime.' })
  windowStart!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null for a lifetime.' })
  resetsAt!: string | null;
}

export class EnvelopeWithUsageDto extends EnvelopeDto {
  @ApiProperty({
    type: [UsageDto],
    description: 'One without `per`; with `per` one for each key, the largest first; none for `transaction`.',
  })
  usage!: UsageDto[];

  @ApiProperty({ description: 'Whether there are more keys than those listed.' })
  usageTruncated!: boolean;
}
