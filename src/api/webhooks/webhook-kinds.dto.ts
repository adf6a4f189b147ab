import { ApiProperty } from '@nestjs/swagger';
import { MAX_URL_LENGTH } from '../../events/webhooks/addresses.js';
import {
  PAGER_DUTY_REGIONS,
  PAGER_DUTY_SEVERITIES,
  type EmailSettings,
  type PagerDutySettings,
  type ChatSettings,
} from '../../events/webhooks/kinds.js';
import { arrayRule, Field, type FieldOptions } from '../validation/field.js';
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

export class SlackBody {
  @SlackUrlField()
  url!: string;
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

export class SlackDto implements ChatSettings {
  @ApiProperty({ description: 'Of the address, which is not shown.', example: 'hooks.slack.com' })
  host!: string;
}

export class TeamsDto implements ChatSettings {
  @ApiProperty({
    description: 'Of the address, which is not shown.',
    example: 'prod-00.westeurope.logic.azure.com',
  })
  host!: string;
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
