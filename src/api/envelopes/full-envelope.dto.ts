import { ApiProperty, OmitType } from '@nestjs/swagger';
import { LIMIT_PARTS, type FullEnvelopeView, type LimitPart } from '../../queries/envelope-queries.js';
import { ENVELOPE_PARTS_LEFT_OUT } from '../../queries/pointed.js';
import { BudgetItemDto } from '../budgets/budget.dto.js';
import { Field } from '../validation/field.js';
import { IdField } from '../validation/fields.js';
import { CursorField, LimitField, NEXT_CURSOR } from '../validation/page-query.js';
import { ExpandField } from '../validation/query-fields.js';
import { EnvelopeDto, UsageDto } from './envelope.dto.js';

const SHARE_PATTERN = /^(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?$/;

/** Which limits are asked for. The key of a request has more characters than other cursors. */
export class FullestEnvelopesQuery {
  @Field(
    {
      description: 'Only where at least this part of the limit is used. Left out: wherever anything is.',
      optional: true,
      example: '0.8',
    },
    { type: String, pattern: SHARE_PATTERN.source },
    {
      name: 'share',
      check: (value) => typeof value === 'string' && SHARE_PATTERN.test(value),
      message: 'must be a part of a limit such as 0.8, with at most four decimals',
    },
  )
  shareFrom?: string;

  @IdField('budget', {
    description: 'On this budget, or on one under it. Left out: on all that the caller reaches.',
    optional: true,
  })
  budgetId?: string;

  @ExpandField(LIMIT_PARTS, {
    description: 'What items show besides. `budget`: the budget that the limit is on.',
  })
  expand?: LimitPart | LimitPart[];

  @LimitField()
  limit?: string;

  @CursorField({ optional: true }, 1_024)
  cursor?: string;
}

/** An envelope with one of its counters, without what can be large. */
export class FullEnvelopeDto
  extends OmitType(EnvelopeDto, ENVELOPE_PARTS_LEFT_OUT)
  implements FullEnvelopeView
{
  @ApiProperty({ example: 'research team' })
  budgetName!: string;

  @ApiProperty({ description: 'A counter of the window that is now.' })
  usage!: UsageDto;

  @ApiProperty({
    description:
      'What part of the limit is used, as decimal text, cut to four decimals. At most 9999.9999, which is also said of a limit of 0.',
    example: '0.9639',
  })
  share!: string;

  @ApiProperty({ type: BudgetItemDto, required: false, description: 'With expand=budget.' })
  budget?: BudgetItemDto;
}

export class FullEnvelopePageDto {
  @ApiProperty({ type: [FullEnvelopeDto] })
  items!: FullEnvelopeDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;

  @ApiProperty({
    description: 'Whether there is more than is looked at: what is further down is in no page.',
  })
  truncated!: boolean;
}
