import { ApiProperty } from '@nestjs/swagger';
import {
  METER_EVENT_REASONS,
  METER_EVENT_STATES,
  METER_PAUSE_REASONS,
  METER_STATES,
  type MeterEventView,
  type MetersStatus,
  type MetersView,
  type MeterView,
} from '../../events/meters/meter-view.js';
import { CUSTOMER_SOURCES, MAX_METER_SCALE, MAX_METERS, MEASURES } from '../../events/meters/meters.js';
import { UnitsField } from '../prices/price-fields.js';
import { BodyExamples } from '../validation/body-examples.js';
import { Field, ListField, type FieldOptions } from '../validation/field.js';
import {
  ChoiceField,
  FlagField,
  ID_EXAMPLES,
  IntegerField,
  NamesField,
  ReferencesField,
} from '../validation/fields.js';
import { LABEL_KEY } from '../validation/json-values.js';
import { NEXT_CURSOR, PageQuery } from '../validation/page-query.js';
import { AttemptsDto } from '../webhooks/attempts.dto.js';

const API_KEY_PATTERN = /^(rk|sk)_(live|test)_[A-Za-z0-9_]{10,240}$/;
const EVENT_NAME_PATTERN = /^[A-Za-z0-9_.:-]{1,100}$/;
const MAX_NAMES = 50;
const MAX_UNITS = 20;

const PatternField = (
  name: string,
  pattern: RegExp,
  message: string,
  options: FieldOptions,
): PropertyDecorator =>
  Field(
    options,
    { type: String, pattern: pattern.source },
    { name, check: (value) => typeof value === 'string' && pattern.test(value), message },
  );

export class MeterBody {
  @PatternField('event_name', EVENT_NAME_PATTERN, 'must be 1 to 100 letters, digits and . _ : -', {
    description: "The meter's event_name at Stripe.",
    example: 'output_tokens',
  })
  eventName!: string;

  @ChoiceField(MEASURES, {
    description:
      'What counts, by the words of spend: money that was paid, calls, or the usage that was reported in some units.',
    example: 'usage',
  })
  measure!: MeterView['measure'];

  @UnitsField(MAX_UNITS, {
    description: 'With `usage`: the units that are added up.',
    optional: true,
    example: ['output_tokens'],
  })
  units?: string[];

  @NamesField(MAX_NAMES, { description: 'Only of these vendors.', optional: true, example: ['openai'] })
  vendors?: string[];

  @ReferencesField(MAX_NAMES, { description: 'Only of these items.', optional: true, example: ['gpt-5'] })
  items?: string[];

  @IntegerField(0, MAX_METER_SCALE, {
    description:
      'How many decimals the value counts: with 2, a value of 1 is a hundredth. Left out: that of the tree for `spent`, which is also the least there, and otherwise 0.',
    optional: true,
    example: 0,
  })
  scale?: number;
}

const TOKENS = { eventName: 'output_tokens', measure: 'usage', units: ['output_tokens'] } as const;

@BodyExamples<SetMetersBody>({
  tokens: [
    'Tokens and calls of each team, to the customer that its label names',
    {
      apiKey: 'rk_test_51ExampleExample',
      customerLabel: 'team',
      meters: [
        { ...TOKENS, units: [...TOKENS.units] },
        { eventName: 'calls', measure: 'calls', vendors: ['acme'] },
        { eventName: 'spent', measure: 'spent' },
      ],
    },
  ],
})
export class SetMetersBody {
  @PatternField(
    'stripe_key',
    API_KEY_PATTERN,
    'must be a key of Stripe: rk_live_…, rk_test_…, sk_live_… or sk_test_…',
    {
      description:
        'A restricted key of your Stripe account that may write meter events, and nothing else. It is in no answer. Left out: the one before is kept.',
      optional: true,
      example: 'rk_test_51ExampleExample',
    },
  )
  apiKey?: string;

  @PatternField('label', LABEL_KEY, 'must be 1 to 64 letters, digits and . _ / -', {
    description: 'The dimension of the tree whose value is the id of the customer at Stripe (`cus_…`).',
    example: 'customer',
  })
  customerLabel!: string;

  @ChoiceField(CUSTOMER_SOURCES, {
    description:
      'Whose label is believed: `budget`, that of the nearest budget, whatever a caller writes on its reservation; `reservation`, the own label of a reservation before it.',
    optional: true,
    example: 'budget',
  })
  customerFrom?: (typeof CUSTOMER_SOURCES)[number];

  @ListField(() => MeterBody, MAX_METERS, { description: 'What goes where; each event name once.' })
  meters!: MeterBody[];

  @ChoiceField(METER_STATES, {
    description:
      'Of what is paused nothing is sent; made active again, it goes on where it was. Left out: as it is, and `active` of new ones.',
    optional: true,
    example: 'active',
  })
  state?: (typeof METER_STATES)[number];
}

@BodyExamples<RetryMeterEventBody>({
  looked: ['Somebody has looked at Stripe for it', { isNotAtStripe: true }],
})
export class RetryMeterEventBody {
  @FlagField({
    description:
      'Says that you have looked for the identifier at Stripe, and it is not there. Without it, what Stripe may have and may not know again is not sent.',
    optional: true,
    example: true,
  })
  isNotAtStripe?: boolean;
}

export class ListMeterEventsQuery extends PageQuery {
  @ChoiceField(METER_EVENT_STATES, { optional: true, example: 'parked' })
  state?: MeterEventView['state'];
}

export class MeterDto implements MeterView {
  @ApiProperty({ example: 'output_tokens' })
  eventName!: string;

  @ApiProperty({ enum: MEASURES, example: 'usage' })
  measure!: MeterView['measure'];

  @ApiProperty({ type: [String], nullable: true, example: ['output_tokens'] })
  units!: string[] | null;

  @ApiProperty({ type: [String], nullable: true, description: 'Null for any.', example: null })
  vendors!: string[] | null;

  @ApiProperty({ type: [String], nullable: true, description: 'Null for any.', example: null })
  items!: string[] | null;

  @ApiProperty({ type: 'integer', example: 0 })
  scale!: number;
}

export class MetersStatusDto implements MetersStatus {
  @ApiProperty({
    description: 'How long ago the oldest usage was recorded that was not sent yet; 0 where all is sent.',
    example: 0.4,
  })
  behindSeconds!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Events that are tried; 10,000 means at least that.',
    example: 2,
  })
  pending!: number;

  @ApiProperty({ type: 'integer', description: 'Events that were given up; likewise.', example: 0 })
  parked!: number;

  @ApiProperty({ type: 'integer', description: 'Since the meters were first set.', example: 4200 })
  delivered!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Events that are not sent: refunds, and what names no customer.',
    example: 3,
  })
  leftOut!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  lastError!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  lastErrorAt!: string | null;
}

export class MetersDto implements MetersView {
  @ApiProperty({ description: 'The root of the tree.', example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ enum: ['live', 'test'], description: "The key's.", example: 'test' })
  mode!: MetersView['mode'];

  @ApiProperty({ example: 'customer' })
  customerLabel!: string;

  @ApiProperty({ enum: CUSTOMER_SOURCES, example: 'budget' })
  customerFrom!: MetersView['customerFrom'];

  @ApiProperty({ type: [MeterDto] })
  meters!: MeterDto[];

  @ApiProperty({
    enum: [...METER_STATES, 'deleted'],
    description: '`deleted` in answers to writes alone.',
    example: 'active',
  })
  state!: MetersView['state'];

  @ApiProperty({
    enum: METER_PAUSE_REASONS,
    type: String,
    nullable: true,
    description:
      '`failing`: Stripe took nothing for as long as an event is tried. `restored`: the database comes from a backup, and its service may still be there.',
    example: null,
  })
  pauseReason!: MetersView['pauseReason'];

  @ApiProperty({ example: 'admin' })
  createdBy!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  changedAt!: string;
}

export class MetersWithStatusDto extends MetersDto {
  @ApiProperty({ type: MetersStatusDto })
  status!: MetersStatusDto;
}

export class MeterEventDto extends AttemptsDto implements MeterEventView {
  @ApiProperty({ example: ID_EXAMPLES.meterEvent })
  id!: string;

  @ApiProperty({ description: 'Of the entry that it is made of.', example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ type: 'integer', example: 13 })
  version!: number;

  @ApiProperty({ format: 'date-time', description: 'The time of the entry, which Stripe gets in seconds.' })
  at!: string;

  @ApiProperty({ example: 'output_tokens' })
  eventName!: string;

  @ApiProperty({
    description: 'By which Stripe knows the event again, for 24 hours at least.',
    example: 'entry_01k9v3n8h2f0g9x7m4q5r6s7t8_13_mbq2k0a1_output_tokens',
  })
  identifier!: string;

  @ApiProperty({ type: String, nullable: true, example: 'cus_NciAYcXfLnqBoz' })
  customer!: string | null;

  @ApiProperty({ example: '1200' })
  value!: string;

  @ApiProperty({ enum: METER_EVENT_STATES, example: 'delivered' })
  state!: MeterEventView['state'];

  @ApiProperty({
    enum: METER_EVENT_REASONS,
    type: String,
    nullable: true,
    description: 'Why it was parked, or left out.',
    example: null,
  })
  reason!: MeterEventView['reason'];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when Stripe may have it, where that is not known.',
  })
  maybeSentAt!: string | null;
}

export class MeterEventPageDto {
  @ApiProperty({ type: [MeterEventDto] })
  items!: MeterEventDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}
