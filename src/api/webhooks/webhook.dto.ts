import { ApiProperty } from '@nestjs/swagger';
import { MAX_WITHIN_SECONDS } from '../../core/approvals.js';
import { EVENT_PATTERNS } from '../../core/event-types.js';
import { WEBHOOK_KINDS, type WebhookKind } from '../../events/webhooks/kinds.js';
import {
  DELIVERY_STATES,
  PAUSE_REASONS,
  WEBHOOK_STATES,
  type DeliveryView,
  type WebhookView,
} from '../../events/webhooks/webhook-view.js';
import { EVENT_ID_EXAMPLE, PATTERN_RULE } from '../events/event.dto.js';
import { BodyExamples } from '../validation/body-examples.js';
import { arrayRule, Field, ObjectField, type FieldOptions } from '../validation/field.js';
import { ChoiceField, ID_EXAMPLES, IdField, IntegerField, TextField } from '../validation/fields.js';
import { NEXT_CURSOR, PageQuery } from '../validation/page-query.js';
import { TruthField } from '../validation/query-fields.js';
import { AttemptsDto } from './attempts.dto.js';
import {
  ChatDto,
  EmailBody,
  EmailDto,
  PagerDutyBody,
  PagerDutyChangesBody,
  PagerDutyDto,
  SlackBody,
  SlackChangesBody,
  SlackDto,
  TeamsBody,
  UrlField,
} from './webhook-kinds.dto.js';

const URL_EXAMPLE = 'https://example.com/purser';
const OWN_URL = 'Begins with https:// and leads to a public address. Kept as browsers would write it.';
const MAX_TYPES = EVENT_PATTERNS.length;

const TypesField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: ['reservation.*', 'budget.paused'], ...options },
    { type: 'array', items: { type: 'string', enum: [...EVENT_PATTERNS] }, minItems: 1, maxItems: MAX_TYPES },
    arrayRule(MAX_TYPES),
    PATTERN_RULE,
  );

/** What a webhook can be asked to be, when it is made and later. */
class WebhookBody {
  @UrlField(URL_EXAMPLE, { description: `Of kind \`http\`. ${OWN_URL}`, optional: true })
  url?: string;

  @ObjectField(() => TeamsBody, { description: 'Of kind `teams`.', optional: true })
  teams?: TeamsBody;

  @ObjectField(() => EmailBody, {
    description: 'Of kind `email`, where the service has a mail server.',
    optional: true,
  })
  email?: EmailBody;

  @IntegerField(1, MAX_WITHIN_SECONDS, {
    description:
      'For those who come next: `reservation.pending_approval` is sent only where people have not decided for so long. Null: at once. A change holds for what is read from the journal from then on.',
    optional: true,
    nullable: true,
    example: 900,
  })
  escalateAfterSeconds?: number | null;

  @TextField(500, { description: 'For people.', optional: true, nullable: true, example: 'spend alerts' })
  description?: string | null;
}

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
  slack: [
    'Messages in a channel of Slack',
    { kind: 'slack', slack: { url: 'https://hooks.slack.com/services/T000/B000/XXXX' } },
  ],
  teams: [
    'Cards in a channel of Microsoft Teams',
    { kind: 'teams', teams: { url: 'https://prod-00.westeurope.logic.azure.com/workflows/XXXX' } },
  ],
  pagerDuty: [
    'Incidents of PagerDuty',
    {
      kind: 'pager_duty',
      pagerDuty: { routingKey: 'R0123456789ABCDEF0123456789ABCDE', severity: 'critical' },
    },
  ],
})
export class CreateWebhookBody extends WebhookBody {
  @ChoiceField(WEBHOOK_KINDS, {
    description:
      'What it is: `http` sends events to a URL of yours, the others messages to people. The field of the kind has its settings.',
    default: 'http',
    example: 'http',
  })
  kind?: WebhookKind;

  @ObjectField(() => SlackBody, { description: 'Of kind `slack`.', optional: true })
  slack?: SlackBody;

  @ObjectField(() => PagerDutyBody, { description: 'Of kind `pager_duty`.', optional: true })
  pagerDuty?: PagerDutyBody;

  @IdField('budget', {
    description:
      'Events of this budget and of everything under it. Left out: of all that the caller can see.',
    optional: true,
  })
  budgetId?: string;

  @TypesField({
    description:
      'Types or groups of types. Left out: all of kind `http`, and of the others approvals, stopped budgets and limits that were passed or used up.',
    optional: true,
  })
  types?: string[];
}

/** What to change; what is absent stays as it is. */
@BodyExamples<UpdateWebhookBody>({
  types: ['Other events', { types: ['budget.paused'], description: 'spend alerts' }],
  pause: ['Nothing for now', { state: 'paused' }],
})
export class UpdateWebhookBody extends WebhookBody {
  @ObjectField(() => SlackChangesBody, {
    description: 'Of kind `slack`: what is absent stays as it is.',
    optional: true,
  })
  slack?: SlackChangesBody;

  @ObjectField(() => PagerDutyChangesBody, {
    description: 'Of kind `pager_duty`: what is absent stays as it is.',
    optional: true,
  })
  pagerDuty?: PagerDutyChangesBody;

  @TypesField({ description: 'Holds for what is read from the journal from now on.', optional: true })
  types?: string[];

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

  @ApiProperty({ enum: WEBHOOK_KINDS, description: 'It never changes.', example: 'http' })
  kind!: WebhookKind;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Of kind `http`. Without its path for those who may not manage webhooks: it is often a password.',
    example: URL_EXAMPLE,
  })
  url!: string | null;

  @ApiProperty({ type: SlackDto, nullable: true, description: 'Of kind `slack`.', example: null })
  slack!: SlackDto | null;

  @ApiProperty({ type: ChatDto, nullable: true, description: 'Of kind `teams`.', example: null })
  teams!: ChatDto | null;

  @ApiProperty({ type: EmailDto, nullable: true, description: 'Of kind `email`.', example: null })
  email!: EmailDto | null;

  @ApiProperty({ type: PagerDutyDto, nullable: true, description: 'Of kind `pager_duty`.', example: null })
  pagerDuty!: PagerDutyDto | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      '`reservation.pending_approval` is sent only where people have not decided for so long; null where it is at once.',
    example: null,
  })
  escalateAfterSeconds!: number | null;

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
      'Of kind `http`: signs the deliveries. Shown in this answer alone; a repetition of the request shows it until it is replaced.',
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  })
  secret?: string;
}

export class WebhookPageDto {
  @ApiProperty({ type: [WebhookDto] })
  items!: WebhookDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}

/** One event on its way to one webhook. */
export class DeliveryDto extends AttemptsDto implements DeliveryView {
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

  @ApiProperty({
    enum: DELIVERY_STATES,
    description: '`left_out`: people had decided before its time came.',
    example: 'delivered',
  })
  state!: DeliveryView['state'];
}

export class DeliveryPageDto {
  @ApiProperty({ type: [DeliveryDto] })
  items!: DeliveryDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}
