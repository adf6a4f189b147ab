import { ApiProperty } from '@nestjs/swagger';
import { STREAM_PLACE_PATTERN, type ReachedLimit } from '../../core/events.js';
import { EVENT_PATTERNS, EVENT_TYPES, type EventType } from '../../core/event-types.js';
import { EntryContentDto } from '../journal/entry.dto.js';
import { BUDGET_NAME, ENVELOPE_NAME } from '../problems/problem.dto.js';
import { Field } from '../validation/field.js';
import { ID_EXAMPLES, IdField } from '../validation/fields.js';

export const EVENT_ID_EXAMPLE = 'evt_01k9v3n8h2f0g9x7m4q5r6s7t8_13_reservation-committed';

const PATTERNS_RULE = `must be one of ${EVENT_PATTERNS.join(', ')}`;

/** What `from` can be besides: all that there ever was. */
export const BEGINNING = 'start';

export class FollowEventsQuery {
  @Field(
    {
      description:
        'Where to begin: right behind an event or a place that a stream sent as its id, or `start`, with the first event that there ever was. Left out: now. Last-Event-ID goes first, so that a client that comes back by itself goes on where it was.',
      example: EVENT_ID_EXAMPLE,
      optional: true,
    },
    { type: 'string', pattern: `^${BEGINNING}$|${STREAM_PLACE_PATTERN.source}` },
    {
      name: 'event_id',
      check: (value) =>
        typeof value === 'string' && (value === BEGINNING || STREAM_PLACE_PATTERN.test(value)),
      message: `must be ${BEGINNING}, or the id of an event or place of this stream`,
    },
  )
  from?: string;

  @IdField('budget', {
    description: 'Only this budget and everything under it. Left out: all that the caller can see.',
    optional: true,
  })
  budgetId?: string;

  @Field(
    {
      description: 'Types or groups of types; may be repeated. Left out: all.',
      example: ['reservation.*'],
      optional: true,
    },
    { type: 'array', items: { type: 'string', enum: [...EVENT_PATTERNS] }, maxItems: EVENT_PATTERNS.length },
    {
      name: 'types',
      check: (value) => {
        const types = [value].flat();
        return types.length <= EVENT_PATTERNS.length && types.every(isPattern);
      },
      message: PATTERNS_RULE,
    },
  )
  types?: string | string[];
}

const isPattern = (value: unknown): boolean => typeof value === 'string' && EVENT_PATTERNS.includes(value);

/** The rule of one type in a list of them. */
export const PATTERN_RULE = { name: 'type', each: true, check: isPattern, message: PATTERNS_RULE };

/** A limit that was reached, and how far its counter has come. */
export class ReachedLimitDto implements ReachedLimit {
  @ApiProperty({ example: ID_EXAMPLES.envelope })
  envelopeId!: string;

  @ApiProperty(ENVELOPE_NAME)
  envelopeName?: string;

  @ApiProperty({
    required: false,
    description: 'The budget that it lies on; absent in events from before that was recorded.',
    example: ID_EXAMPLES.budget,
  })
  budgetId?: string;

  @ApiProperty(BUDGET_NAME)
  budgetName?: string;

  @ApiProperty({
    required: false,
    description: 'The vendor, category or run counted apart.',
    example: 'openai',
  })
  key?: string;

  @ApiProperty({ example: '25' })
  limit!: string;

  @ApiProperty({ example: '25' })
  used!: string;

  @ApiProperty({ required: false, description: 'What a request that was denied would have added.' })
  requested?: string;
}

export class EventDataDto {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  treeId!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({
    type: 'integer',
    description: 'The version of the budget that the entry made: events of a budget come in this order.',
    example: 13,
  })
  version!: number;

  @ApiProperty({ description: 'The journal entry, as /v1/budgets/{id}/entries shows it.' })
  entry!: EntryContentDto;

  @ApiProperty({ type: [ReachedLimitDto], required: false, description: "Of an envelope's events." })
  limits?: ReachedLimitDto[];
}

/** What streams and webhooks send. */
export class EventDto {
  @ApiProperty({ description: 'The same whenever the event is sent again.', example: EVENT_ID_EXAMPLE })
  id!: string;

  @ApiProperty({ enum: EVENT_TYPES, example: 'reservation.committed' })
  type!: EventType;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  timestamp!: string;

  @ApiProperty()
  data!: EventDataDto;
}
