import { ApiProperty } from '@nestjs/swagger';
import type { CountedWindows, WindowView } from '../../queries/past-windows.js';
import { ID_EXAMPLES, ReferenceField } from '../validation/fields.js';
import { DigitsField, numberOf } from '../validation/query-fields.js';

/** At most a year of days. */
const MAX_WINDOWS = 366;
const USUAL_WINDOWS = 30;

export class WindowsQuery {
  @ReferenceField({
    description:
      'Of a limit with `per`: whose counter, as `usage` of the budget names it. Left out: that of what names none.',
    optional: true,
    example: 'openai',
  })
  key?: string;

  @DigitsField(1, MAX_WINDOWS, {
    description: 'How many windows, the one under way included.',
    default: USUAL_WINDOWS,
  })
  last?: string;
}

export const windowsAsked = ({ key, last }: WindowsQuery): { key: string; most: number } => ({
  key: key ?? '',
  most: numberOf(last, USUAL_WINDOWS),
});

export class WindowDto implements WindowView {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null for a lifetime.' })
  from!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Exclusive. Null for a lifetime.',
  })
  to!: string | null;

  @ApiProperty({
    description:
      'What has been counted by now: what is settled or given back late changes the window in which it was reserved.',
    example: '24.1',
  })
  used!: string;
}

/** What one counter of a limit has come to, window by window. */
export class CountedWindowsDto implements CountedWindows {
  @ApiProperty({ example: ID_EXAMPLES.envelope })
  envelopeId!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The vendor, category, run or request counted apart; null without `per`.',
    example: null,
  })
  key!: string | null;

  @ApiProperty({
    type: [WindowDto],
    description:
      'The oldest first, none from before the limit was made; the last is under way. None for `transaction`.',
  })
  windows!: WindowDto[];
}
