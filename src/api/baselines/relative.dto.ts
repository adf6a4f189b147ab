import { ApiProperty } from '@nestjs/swagger';
import { MAX_TIMES, MAX_WINDOW_DAYS, type Baseline, type Relative } from '../../core/baselines.js';
import { daysToHold } from './window-days.js';
import { AmountField, ChoiceField, HundredthsField, IntegerField } from '../validation/fields.js';

const TIMES = 'How many times the average; at most two decimals.';
const AT_LEAST = 'The limit is never below, and is this where there is no past.';
const AT_MOST = 'The limit is never above: an average that somebody raises slowly ends here.';
const LEAST_DAYS = daysToHold((days, window) => `${days} for the window ${window}`);
const DAYS = `How far back it looks: at least ${LEAST_DAYS}, to hold a whole one.`;

/** A limit that follows what the budget used to spend in such windows. */
export class RelativeBody {
  @HundredthsField(1, MAX_TIMES, { description: TIMES, example: 5 })
  times!: number;

  @ChoiceField(['average'], {
    description:
      'Over the complete windows in which anything was used; with `transaction` over reservations.',
    default: 'average',
  })
  of?: 'average';

  @IntegerField(1, MAX_WINDOW_DAYS, { description: DAYS, example: 30 })
  windowDays!: number;

  @AmountField({ description: AT_LEAST, example: '10' })
  atLeast!: string;

  @AmountField({ description: AT_MOST, optional: true, nullable: true, example: '500' })
  atMost?: string | null;
}

export const relativeAsked = (body: RelativeBody): Relative => ({
  atLeast: body.atLeast,
  atMost: body.atMost ?? null,
  of: body.of ?? 'average',
  times: body.times,
  windowDays: body.windowDays,
});

export class RelativeDto implements Relative {
  @ApiProperty({ description: TIMES, example: 5 })
  times!: number;

  @ApiProperty({ enum: ['average'], example: 'average' })
  of!: 'average';

  @ApiProperty({ type: 'integer', description: DAYS, example: 30 })
  windowDays!: number;

  @ApiProperty({ description: AT_LEAST, example: '10' })
  atLeast!: string;

  @ApiProperty({ type: String, nullable: true, description: AT_MOST, example: '500' })
  atMost!: string | null;
}

/** The past that a limit in force was worked out from. */
export class BaselineDto implements Baseline {
  @ApiProperty({
    format: 'date-time',
    description: 'When it was looked at.',
    example: '2026-11-21T09:00:00.214Z',
  })
  at!: string;

  @ApiProperty({ description: '`total / windows`, rounded down.', example: '4.8' })
  average!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-22T10:00:00.000Z' })
  from!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'Exclusive: the start of the window that was under way.',
    example: '2026-11-21T09:00:00.000Z',
  })
  to!: string;

  @ApiProperty({ example: '201.6' })
  total!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Windows in which anything was used; with `transaction` the reservations.',
    example: 42,
  })
  windows!: number;
}
