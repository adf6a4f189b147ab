import { ApiProperty } from '@nestjs/swagger';
import type { AverageView, BaselineView } from '../../baselines/baselines.js';
import { MAX_WINDOW_DAYS } from '../../core/baselines.js';
import { SCOPES, type Scope } from '../../core/envelopes.js';
import { WINDOW_RULES, WINDOWS, type Window } from '../../core/windows.js';
import { EnvelopeDto } from '../envelopes/envelope.dto.js';
import { ChoiceField, ID_EXAMPLES } from '../validation/fields.js';
import { DigitsField } from '../validation/query-fields.js';

const RECURRING = WINDOWS.filter((window) => window !== 'lifetime');

const USUAL_DAYS = 30;

/** How far back is looked where nobody says: far enough for a whole window. */
export const usualDays = (window: Window): number =>
  Math.max(USUAL_DAYS, WINDOW_RULES[window].wholeWithinDays ?? 0);

const LONGER = RECURRING.filter((window) => usualDays(window) > USUAL_DAYS)
  .map((window) => `with ${window} ${usualDays(window)}`)
  .join(', ');

export class BaselineQuery {
  @ChoiceField(RECURRING, { description: 'Which windows; in the time zone of the tree.', default: 'day' })
  window?: Exclude<Window, 'lifetime'>;

  @DigitsField(1, MAX_WINDOW_DAYS, {
    description: `How far back to look. Left out: ${USUAL_DAYS}, ${LONGER}.`,
    optional: true,
    example: 30,
  })
  windowDays?: string;

  @ChoiceField(SCOPES, { description: '`self` leaves out what descendants spent.', default: 'subtree' })
  scope?: Scope;
}

export class AverageDto implements AverageView {
  @ApiProperty({ example: '201.6' })
  total!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Complete windows in which anything was used; with `transaction` reservations.',
    example: 42,
  })
  windows!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Rounded down: an amount to the smallest unit, a count to two decimals. Null without a past.',
    example: '4.8',
  })
  average!: string | null;
}

/** What a budget used in the past, by windows of one kind, and the limits that follow it. */
export class PastDto implements BaselineView {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ enum: RECURRING, example: 'hour' })
  window!: Window;

  @ApiProperty({ type: 'integer', example: 30 })
  windowDays!: number;

  @ApiProperty({ enum: SCOPES, example: 'subtree' })
  scope!: Scope;

  @ApiProperty({ example: 'UTC' })
  timezone!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-22T10:00:00.000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', description: 'Exclusive.', example: '2026-11-21T09:00:00.000Z' })
  to!: string;

  @ApiProperty({ description: 'Money: held, or paid less refunds.' })
  amount!: AverageDto;

  @ApiProperty({
    type: AverageDto,
    nullable: true,
    description: 'Reservations; null for `transaction`, of which each is one.',
  })
  count!: AverageDto | null;

  @ApiProperty({
    type: [EnvelopeDto],
    description:
      "The budget's own envelopes with a relative limit, of whatever window, with the limit in force and the baseline that it was worked out from.",
  })
  envelopes!: EnvelopeDto[];
}
