import { ApiProperty } from '@nestjs/swagger';
import { EVENT_PATTERNS } from '../../core/event-types.js';
import { MAX_URL_LENGTH } from '../../events/webhooks/addresses.js';
import {
  DELIVERY_STATES,
  PAUSE_REASONS,
  WEBHOOK_STATES,
  type DeliveryView,
  type WebhookView,
} from '../../events/webhooks/webhook-view.js';
import { EVENT_ID_EXAMPLE, PATTERN_RULE } from '../events/event.dto.js';
import { BodyExamples } from '../validation/body-examples.js';
import { arrayRule, Field, type FieldOptions } from '../validation/field.js';
import { ChoiceField, ID_EXAMPLES, IdField, TextField } from '../validation/fields.js';
import { PageQuery } from '../validation/page-query.js';
import { TruthField } from '../validation/query-fields.js';

const URL_EXAMPLE = 'https://example.com/purser';
const MAX_TYPES = EVENT_PATTERNS.length;

/** What the configuration allows is looked at when the request is. */
const UrlField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    {
      description: 'Begins with https:// and leads to a public address. Kept as browsers would write it.',
      example: URL_EXAMPLE,
      ...options,
    },
    { type: String, maxLength: MAX_URL_LENGTH },
    {
      name: 'url',
      check: (value) => typeof value === 'string' && value.length <= MAX_URL_LENGTH && URL.canParse(value),
      message: `must be a URL such as ${URL_EXAMPLE}, of at most ${MAX_URL_LENGTH} characters`,
    },
  );

const TypesField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: ['reservation.*', 'budget.paused'], ...options },
    { type: 'array', items: { type: 'string', enum: [...EVENT_PATTERNS] }, minItems: 1, maxItems: MAX_TYPES },
    arrayRule(MAX_TYPES),
    PATTERN_RULE,
  );

@BodyExamples<CreateWebhookBody>({
  all: ['All that the caller can see', { url: URL_EXAMPLE }],
  some: [
    'Some events of a budget and what is under it',
    {
      url: URL_EXAMPLE,
      budgetId: ID_EXAMPLES.budget,
      types: ['reservation.*', 'budget.paused'],
      description: 'spend alerts',
    },
  ],
})
export class CreateWebhookBody {
  @UrlField()
  url!: string;

  @IdField('budget', {
    description:
      'Events of this budget and of everything under it. Left out: of all that the caller can see.',
    optional: true,
  })
  budgetId?: string;

  @TypesField({ description: 'Types or groups of types. Left out: all.', optional: true })
  types?: string[];

  @TextField(500, { description: 'For people.', optional: true, nullable: true, example: 'spend alerts' })
  description?: string | null;
}

/** What to change; what is absent stays as it is. */
@BodyExamples<UpdateWebhookBody>({
  types: ['Other events', { types: ['budget.paused'], description: 'spend alerts' }],
  pause: ['Nothing for now', { state: 'paused' }],
})
export class UpdateWebhookBody {
  @UrlField({ optional: true })
  url?: string;

  @TypesField({ description: 'Holds for what is read from the journal from now on.', optional: true })
  types?: string[];

  @TextField(500, { optional: true, nullable: true, example: 'spend alerts' })
  description?: string | null;

  @ChoiceField(WEBHOOK_STATES, {
    description: 'A paused webhook gets nothing; made active again, it gets what happened meanwhile.',
    optional: true,
    example: 'active',
  })
  state?: (typeof WEBHOOK_STATES)[number];
}

export class ListWebhooksQuery extends PageQuery {
  @IdField('budget', { description: 'Only those of this budget.', optional: true })
  budgetId?: string;

  @TruthField({ description: 'With budgetId: those of its descendants, too.', optional: true })
  subtree?: string;
}

export class ListDeliveriesQuery extends PageQuery {
  @ChoiceField(DELIVERY_STATES, { optional: true, example: 'parked' })
  state?: DeliveryView['state'];
}

export class WebhookDto implements WebhookView {
  @ApiProperty({ example: ID_EXAMPLES.webhook })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null for all trees.',
    example: ID_EXAMPLES.budget,
  })
  treeId!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null for all trees.',
    example: ID_EXAMPLES.budget,
  })
  budgetId!: string | null;

  @ApiProperty({
    description: 'Without its path for those who may not manage webhooks: it is often a password.',
    example: URL_EXAMPLE,
  })
  url!: string;

  @ApiProperty({ type: [String], example: ['reservation.*', 'budget.paused'] })
  types!: string[];

  @ApiProperty({ type: String, nullable: true, example: 'spend alerts' })
  description!: string | null;

  @ApiProperty({
    enum: [...WEBHOOK_STATES, 'deleted'],
    description: '`deleted` in answers to writes alone: of the deletion, and of what repeats an earlier one.',
    example: 'active',
  })
  state!: WebhookView['state'];

  @ApiProperty({
    enum: PAUSE_REASONS,
    type: String,
    nullable: true,
    description: '`failing`: the receiver took nothing for as long as deliveries are tried.',
    example: null,
  })
  pauseReason!: WebhookView['pauseReason'];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when the secret before the present one signs, too.',
    example: null,
  })
  previousSecretUntil!: string | null;

  @ApiProperty({ example: 'admin' })
  createdBy!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  changedAt!: string;
}

export class WebhookWithSecretDto extends WebhookDto {
  @ApiProperty({
    required: false,
    description:
      'Signs the deliveries. Shown in this answer alone; a repetition of the request shows it until it is replaced.',
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  })
  secret?: string;
}

export class WebhookPageDto {
  @ApiProperty({ type: [WebhookDto] })
  items!: WebhookDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor!: string | null;
}

/** One event on its way to one webhook. */
export class DeliveryDto implements DeliveryView {
  @ApiProperty({ example: ID_EXAMPLES.delivery })
  id!: string;

  @ApiProperty({ example: ID_EXAMPLES.webhook })
  webhookId!: string;

  @ApiProperty({ description: 'The webhook-id header.', example: EVENT_ID_EXAMPLE })
  eventId!: string;

  @ApiProperty({ example: 'reservation.committed' })
  eventType!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null for a ping that is about all trees.',
    example: ID_EXAMPLES.budget,
  })
  budgetId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null for a ping.', example: 13 })
  version!: number | null;

  @ApiProperty({ enum: DELIVERY_STATES, example: 'delivered' })
  state!: DeliveryView['state'];

  @ApiProperty({ type: 'integer', example: 1 })
  attempts!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null unless it is pending.',
  })
  nextAttemptAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastAttemptAt!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The status of the last answer; null where there was none.',
    example: 200,
  })
  lastStatus!: number | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  lastError!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  settledAt!: string | null;
}

export class DeliveryPageDto {
  @ApiProperty({ type: [DeliveryDto] })
  items!: DeliveryDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor!: string | null;
}
