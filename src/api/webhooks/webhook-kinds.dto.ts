import { ApiProperty } from '@nestjs/swagger';
import { MAX_URL_LENGTH } from '../../events/webhooks/addresses.js';
import {
  PAGER_DUTY_REGIONS,
  PAGER_DUTY_SEVERITIES,
  type ChatSettings,
  type EmailSettings,
  type PagerDutySettings,
  type SlackSettings,
} from '../../events/webhooks/kinds.js';
import { arrayRule, Field, ObjectField, type FieldOptions } from '../validation/field.js';
import { isRecord } from '../validation/shape.js';
import { ChoiceField } from '../validation/fields.js';

/** What the configuration allows is looked at when the request is. */
export const UrlField = (example: string, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example, ...options },
    { type: String, maxLength: MAX_URL_LENGTH },
    {
      name: 'url',
      check: (value) => typeof value === 'string' && value.length <= MAX_URL_LENGTH && URL.canParse(value),
      message: `must be a URL such as ${example}, of at most ${MAX_URL_LENGTH} characters`,
    },
  );

const SlackUrlField = (options: FieldOptions = {}): PropertyDecorator =>
  UrlField('https://hooks.slack.com/services/T000/B000/XXXX', {
    description: 'The incoming webhook of a channel, as Slack shows it. It is a password: no answer has it.',
    ...options,
  });

const TeamsUrlField = (options: FieldOptions = {}): PropertyDecorator =>
  UrlField('https://prod-00.westeurope.logic.azure.com/workflows/XXXX', {
    description:
      'Of a workflow that begins when a Teams webhook request is received. It is a password: no answer has it.',
    ...options,
  });

const MAX_ADDRESSES = 20;
const ADDRESS_PATTERN =
  /^(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

const AddressesField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    {
      description: 'Whom it is sent to. Each sees the others.',
      example: ['finance@example.com'],
      ...options,
    },
    {
      type: 'array',
      items: { type: 'string', pattern: ADDRESS_PATTERN.source },
      minItems: 1,
      maxItems: MAX_ADDRESSES,
    },
    arrayRule(MAX_ADDRESSES),
    {
      name: 'address',
      each: true,
      check: (value) => typeof value === 'string' && ADDRESS_PATTERN.test(value),
      message: 'must be an address such as finance@example.com',
    },
  );

const ROUTING_KEY_PATTERN = /^[A-Za-z0-9]{32}$/;

const RoutingKeyField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    {
      description: 'The integration key of a service of PagerDuty (Events API v2). No answer has it.',
      example: 'R0123456789ABCDEF0123456789ABCDE',
      ...options,
    },
    { type: String, pattern: ROUTING_KEY_PATTERN.source },
    {
      name: 'routing_key',
      check: (value) => typeof value === 'string' && ROUTING_KEY_PATTERN.test(value),
      message: 'must be the 32 letters and digits of an integration key',
    },
  );

const RegionField = (options: FieldOptions): PropertyDecorator =>
  ChoiceField(PAGER_DUTY_REGIONS, {
    description: 'Where the account is.',
    example: 'us',
    ...options,
  });

const SeverityField = (options: FieldOptions): PropertyDecorator =>
  ChoiceField(PAGER_DUTY_SEVERITIES, {
    description: 'Of the incidents.',
    example: 'warning',
    ...options,
  });

const MAX_PEOPLE = 100;
const SLACK_USER = /^[UW][A-Z0-9]{2,30}$/;

/** Holders by the ids of Slack's users. */
const isPeople = (value: unknown): boolean =>
  isRecord(value) &&
  Object.keys(value).length >= 1 &&
  Object.keys(value).length <= MAX_PEOPLE &&
  Object.entries(value).every(
    ([id, holder]) =>
      SLACK_USER.test(id) && typeof holder === 'string' && holder.length >= 1 && holder.length <= 255,
  );

/** Set as a whole: whoever knows the secret can click for all of the people. */
export class SlackButtonsBody {
  @Field(
    {
      description:
        'The signing secret of the Slack app that the incoming webhook belongs to, by which its clicks are known. No answer has it.',
      example: '8f742231b10e8888abcd99yyyzzz85a5',
    },
    { type: String, minLength: 16, maxLength: 128 },
    {
      name: 'signing_secret',
      check: (value) => typeof value === 'string' && /^[\x21-\x7e]{16,128}$/.test(value),
      message: 'must be the 16 to 128 characters of a signing secret',
    },
  )
  signingSecret!: string;

  @Field(
    {
      description:
        'Who decides with the buttons: member ids of Slack, and the holders (`id` of `GET /v1/principal`) whose keys say what each may do. Others than oneself are named by those who could have their keys.',
      example: { U012AB3CD: 'user:ann' },
    },
    {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1, maxLength: 255 },
      minProperties: 1,
      maxProperties: MAX_PEOPLE,
    },
    {
      name: 'people',
      check: isPeople,
      message: `must be an object of 1 to ${MAX_PEOPLE} holders by member ids such as U012AB3CD`,
    },
  )
  people!: Record<string, string>;
}

const ButtonsField = (): PropertyDecorator =>
  ObjectField(() => SlackButtonsBody, {
    description: 'Buttons that approve and reject. Null: none.',
    optional: true,
    nullable: true,
  });

export class SlackBody {
  @SlackUrlField()
  url!: string;

  @ButtonsField()
  buttons?: SlackButtonsBody | null;
}

/** What is absent stays as it is. */
export class SlackChangesBody {
  @SlackUrlField({ optional: true })
  url?: string;

  @ButtonsField()
  buttons?: SlackButtonsBody | null;
}

export class TeamsBody {
  @TeamsUrlField()
  url!: string;
}

export class EmailBody {
  @AddressesField()
  to!: string[];
}

export class PagerDutyBody {
  @RoutingKeyField()
  routingKey!: string;

  @RegionField({ default: 'us' })
  region?: PagerDutySettings['region'];

  @SeverityField({ default: 'error' })
  severity?: PagerDutySettings['severity'];
}

/** What is absent stays as it is. */
export class PagerDutyChangesBody {
  @RoutingKeyField({ optional: true })
  routingKey?: string;

  @RegionField({ optional: true })
  region?: PagerDutySettings['region'];

  @SeverityField({ optional: true })
  severity?: PagerDutySettings['severity'];
}

export class SlackButtonsDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Who decides with them: holders by member ids of Slack.',
    example: { U012AB3CD: 'user:ann' },
  })
  people!: Record<string, string>;
}

/** A channel of Teams, and what one of Slack has as well. */
export class ChatDto implements ChatSettings {
  @ApiProperty({ description: 'Of the address, which is not shown.', example: 'hooks.slack.com' })
  host!: string;
}

export class SlackDto extends ChatDto implements SlackSettings {
  @ApiProperty({
    type: SlackButtonsDto,
    nullable: true,
    description: 'Null where messages have none.',
    example: null,
  })
  buttons!: SlackButtonsDto | null;
}

export class EmailDto implements EmailSettings {
  @ApiProperty({ type: [String], example: ['finance@example.com'] })
  to!: string[];
}

export class PagerDutyDto implements PagerDutySettings {
  @ApiProperty({ enum: PAGER_DUTY_REGIONS, example: 'us' })
  region!: PagerDutySettings['region'];

  @ApiProperty({ enum: PAGER_DUTY_SEVERITIES, example: 'error' })
  severity!: PagerDutySettings['severity'];
}
