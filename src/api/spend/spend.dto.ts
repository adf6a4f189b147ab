import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DENIAL_CODES, type DenialCode } from '../../core/violations.js';
import type { SpendItem, SpendSumsView, SpendView } from '../../queries/spend-queries.js';
import {
  MAX_SPEND_GROUPS,
  SPEND_GROUPS,
  type LabelGroup,
  type SpendGroup,
} from '../../queries/spend-question.js';
import { Field } from '../validation/field.js';
import {
  ChoiceField,
  ID_EXAMPLES,
  IdField,
  InstantField,
  NameField,
  ReferenceField,
  TextField,
  TimeZoneField,
} from '../validation/fields.js';
import { LABEL_KEY } from '../validation/json-values.js';
import { LabelFilterField } from '../validation/query-fields.js';
import { CursorField, LimitField, NEXT_CURSOR } from '../validation/page-query.js';

/** A dimension as it is asked for, and named in answers: the names of labels are those of json-values.ts. */
const LABEL_GROUP = new RegExp(LABEL_KEY.source.replace('^', '^labels\\.'));

/** Groups in their order: `?groupBy=vendor&groupBy=day`. */
const GroupByField = (): PropertyDecorator =>
  Field(
    {
      description:
        'What sums are kept apart by; may be repeated. `child`: the direct children of the budget, each with all that lies under it. `code`: why something was denied. `labels.team`: the dimension team, if the tree has it.',
      example: ['vendor', 'day'],
      optional: true,
    },
    {
      type: 'array',
      items: { type: 'string', anyOf: [{ enum: [...SPEND_GROUPS] }, { pattern: LABEL_GROUP.source }] },
      maxItems: MAX_SPEND_GROUPS,
      uniqueItems: true,
    },
    {
      name: 'groups',
      check: (value) => {
        const named: unknown[] = [value].flat();
        const isKnown = named.every(
          (one) =>
            (SPEND_GROUPS as readonly unknown[]).includes(one) ||
            (typeof one === 'string' && LABEL_GROUP.test(one)),
        );
        return isKnown && named.length <= MAX_SPEND_GROUPS && new Set(named).size === named.length;
      },
      message: `must be one of ${SPEND_GROUPS.join(', ')} or labels. with the name of a dimension, at most ${MAX_SPEND_GROUPS} of them and none twice`,
    },
  );

/** What can be asked about spend. */
export class SpendQuery {
  @IdField('budget', { description: 'It and all that lies under it.' })
  budgetId!: string;

  @InstantField({
    description:
      'From when on: a whole quarter of an hour. Left out: the beginning of the month under way. What was spent counts at the time of its settlement, what was refunded at that of the refund.',
    example: '2026-11-01T00:00:00Z',
    optional: true,
  })
  from?: string;

  @InstantField({
    description: 'Until when, this time not included. Left out: the end of the month under way.',
    example: '2026-12-01T00:00:00Z',
    optional: true,
  })
  to?: string;

  @GroupByField()
  groupBy?: SpendGroup | SpendGroup[];

  @LabelFilterField({
    description: 'Values of dimensions, each as `name:value`: only what has all of them. May be repeated.',
    optional: true,
  })
  labels?: string | string[];

  @NameField({ description: 'Of this vendor alone.', optional: true, example: 'openai' })
  vendor?: string;

  @NameField({ description: 'Of this category alone.', optional: true, example: 'inference' })
  category?: string;

  @ReferenceField({ description: 'Of this item alone.', optional: true, example: 'gpt-5' })
  item?: string;

  @ReferenceField({ description: 'Of this run alone.', optional: true, example: 'run-17' })
  runId?: string;

  @TextField(255, { description: 'What this principal recorded alone.', optional: true, example: 'admin' })
  principal?: string;

  @ChoiceField(DENIAL_CODES, {
    description: 'What was denied for this reason alone.',
    optional: true,
    example: 'insufficient_funds',
  })
  code?: DenialCode;

  @TimeZoneField({
    description: 'Whose hours, days and months are meant. Left out: that of the tree.',
    example: 'UTC',
    optional: true,
  })
  timezone?: string;

  @LimitField()
  limit?: string;

  @CursorField({ optional: true }, 4_096)
  cursor?: string;
}

/** Sums of spend, amounts as decimal strings. */
export class SpendSumsDto implements SpendSumsView {
  @ApiProperty({
    description:
      'Paid less refunded, as balances count it: below zero where more came back in the time asked for.',
    example: '12.25',
  })
  spent!: string;

  @ApiProperty({ description: 'What of it came back.', example: '0.5' })
  refunded!: string;

  @ApiProperty({
    description:
      'Held now for calls that are under way, in the hour, day and month of now: "0" where these were not asked for. It has no principal.',
    example: '1.5',
  })
  reserved!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Reservations of which something was paid, or that were committed at no cost; each once.',
    example: 42,
  })
  calls!: number;

  @ApiProperty({ type: 'integer', description: 'Requests that were denied.', example: 3 })
  denied!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description:
      'What commits that were paid by a price reported: quantities by unit, as decimal text, less what refunds say came back.',
    example: { input_tokens: '120000', output_tokens: '8000.5' },
  })
  usage!: Record<string, string>;
}

const text = (description: string, example: string | null) =>
  ({ type: String, nullable: true, required: false, description, example }) as const;

/** The sums of one group. It has the names that were asked for, and no others. */
export class SpendItemDto extends SpendSumsDto implements SpendItem {
  [label: LabelGroup]: string | null;

  @ApiPropertyOptional(text('With groupBy=vendor; null for what named none.', 'openai'))
  vendor?: string | null;

  @ApiPropertyOptional(text('With groupBy=category; null for what named none.', 'inference'))
  category?: string | null;

  @ApiPropertyOptional(text('With groupBy=item; null for what named none.', 'gpt-5'))
  item?: string | null;

  @ApiPropertyOptional({ description: 'With groupBy=budget.', example: ID_EXAMPLES.budget })
  budgetId?: string;

  @ApiPropertyOptional(text("With groupBy=child; null for the budget's own.", ID_EXAMPLES.budget))
  childId?: string | null;

  @ApiPropertyOptional(text('With groupBy=run; null for what named none.', 'run-17'))
  runId?: string | null;

  @ApiPropertyOptional(
    text('With groupBy=principal: who committed, refunded, settled a claim or was denied.', ID_EXAMPLES.key),
  )
  principal?: string | null;

  @ApiPropertyOptional({
    description: 'With groupBy=hour: how it begins in the time zone of the question.',
    format: 'date-time',
    example: '2026-11-21T09:00:00+00:00',
  })
  hour?: string;

  @ApiPropertyOptional({ description: 'With groupBy=day.', format: 'date', example: '2026-11-21' })
  day?: string;

  @ApiPropertyOptional({ description: 'With groupBy=month.', example: '2026-11' })
  month?: string;

  @ApiPropertyOptional(
    text('With groupBy=code: why it was denied; null for what was not.', 'envelope_exceeded'),
  )
  code?: string | null;
}

export class SpendDto implements SpendView {
  @ApiProperty({
    format: 'date-time',
    description:
      'All that was decided before is in the sums: a second ago at most, if Postgres can be reached.',
    example: '2026-11-21T09:30:00.000Z',
  })
  asOf!: string;

  @ApiProperty({ example: 'UTC' })
  timezone!: string;

  @ApiProperty({ example: 'USD' })
  currency!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-01T00:00:00.000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T00:00:00.000Z' })
  to!: string;

  @ApiProperty({ type: [String], description: 'As they were asked for.', example: ['vendor', 'day'] })
  groupBy!: SpendGroup[];

  @ApiProperty({
    type: [SpendItemDto],
    description:
      'In the order of the groups as they were asked for: times as they follow one another, text by its bytes, budgets by their age; what has no value last.',
  })
  items!: SpendItemDto[];

  @ApiProperty({ type: SpendSumsDto, description: 'Of all groups, on whatever page.' })
  total!: SpendSumsDto;

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}
