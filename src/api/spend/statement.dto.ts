import { ApiProperty } from '@nestjs/swagger';
import type {
  BaseFeeView,
  CorrectionView,
  StatementLine,
  StatementSums,
  StatementView,
} from '../../queries/statement-view.js';
import type { TierView } from '../../queries/statement-tiers.js';
import { ID_EXAMPLES } from '../validation/fields.js';

class StatementSumsDto implements StatementSums {
  @ApiProperty({ description: 'What was paid in the month.', example: '12.75' })
  paid!: string;

  @ApiProperty({
    description: 'What came back in the month, of whatever was paid when.',
    example: '0.5',
  })
  refunded!: string;

  @ApiProperty({
    description: 'Paid less refunded, as spend and balances have it: it can be below zero.',
    example: '12.25',
  })
  spent!: string;

  @ApiProperty({ type: 'integer', description: 'Calls that were paid first in the month.', example: 42 })
  calls!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description:
      'What was used by calls that are paid by a price, less what came back: quantities by unit, as decimal text.',
    example: { input_tokens: '120000', output_tokens: '8000.5' },
  })
  usage!: Record<string, string>;
}

const named = (description: string, example: string) =>
  ({ type: String, nullable: true, description, example }) as const;

class StatementLineDto extends StatementSumsDto implements StatementLine {
  @ApiProperty(named('Null for what named none.', 'openai'))
  vendor!: string | null;

  @ApiProperty(named('Null for what named none.', 'llm'))
  category!: string | null;

  @ApiProperty(named('Null for what named none.', 'gpt-4o'))
  item!: string | null;
}

class OtherLinesDto extends StatementSumsDto {
  @ApiProperty({ type: 'integer', description: 'How many lines they are.', example: 12 })
  lines!: number;
}

class TierUsedDto implements TierView {
  @ApiProperty({ example: 'acme' })
  vendor!: string;

  @ApiProperty({ example: 'lookup' })
  item!: string;

  @ApiProperty({ example: ID_EXAMPLES.price })
  priceId!: string;

  @ApiProperty({ example: 'call' })
  unit!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Above which quantity of its window the tier begins.',
    example: 1_000,
  })
  above!: number;

  @ApiProperty({ description: 'What `per` of the unit cost there.', example: '0.07' })
  amount!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  per!: number;

  @ApiProperty({ description: 'What was charged there in the month, as decimal text.', example: '250' })
  quantity!: string;
}

class BaseFeeDto implements BaseFeeView {
  @ApiProperty({ example: 'acme' })
  vendor!: string;

  @ApiProperty({ example: 'rocket-1' })
  item!: string;

  @ApiProperty({ description: 'On which the price is set.', example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ example: ID_EXAMPLES.price })
  priceId!: string;

  @ApiProperty({ example: '20' })
  amount!: string;
}

class OtherBaseFeesDto {
  @ApiProperty({ type: 'integer', example: 12 })
  count!: number;

  @ApiProperty({ example: '240' })
  amount!: string;
}

class CorrectionDto implements CorrectionView {
  @ApiProperty({ enum: ['refund', 'charge'], example: 'refund' })
  kind!: 'refund' | 'charge';

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'The month that is corrected, of a refund that in which something was last paid before; null for one more than 60 months before.',
    example: '2026-10',
  })
  month!: string | null;

  @ApiProperty(named('Null for what named none.', 'openai'))
  vendor!: string | null;

  @ApiProperty(named('Null for what named none.', 'llm'))
  category!: string | null;

  @ApiProperty(named('Null for what named none.', 'gpt-4o'))
  item!: string | null;

  @ApiProperty({ description: 'What it adds to `spent`: below zero for refunds.', example: '-0.5' })
  amount!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  entries!: number;
}

/** What a budget and all that lies under it used and paid in a month. */
export class StatementDto implements StatementView {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ example: '2026-11' })
  month!: string;

  @ApiProperty({ description: 'That of the tree: it never changes.', example: 'UTC' })
  timezone!: string;

  @ApiProperty({ example: 'USD' })
  currency!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-01T00:00:00.000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T00:00:00.000Z' })
  to!: string;

  @ApiProperty({
    enum: ['open', 'closed'],
    description: 'Closed an hour after the month: it is the same for ever from then on.',
    example: 'open',
  })
  state!: 'open' | 'closed';

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Of an open one: what was committed before is in it.',
    example: '2026-11-21T09:30:00.000Z',
  })
  asOf!: string | null;

  @ApiProperty({
    type: [StatementLineDto],
    description: 'By vendor, category and item, in the order of these, null last: 1,000 at most.',
  })
  lines!: StatementLineDto[];

  @ApiProperty({
    type: OtherLinesDto,
    nullable: true,
    description: 'All other lines together; null where all are listed.',
  })
  others!: OtherLinesDto | null;

  @ApiProperty({
    type: [TierUsedDto],
    description: 'Of prices with tiers over a window: how much of the lines was charged at which tier.',
  })
  tiers!: TierUsedDto[];

  @ApiProperty({
    type: [BaseFeeDto],
    description:
      'Of each price of the subtree that has one: that of the price that held last in the month; 1,000 at most.',
  })
  baseFees!: BaseFeeDto[];

  @ApiProperty({
    type: OtherBaseFeesDto,
    nullable: true,
    description: 'All other fees; null where all are listed.',
  })
  otherBaseFees!: OtherBaseFeesDto | null;

  @ApiProperty({
    type: [CorrectionDto],
    description:
      'What of the lines is of an earlier month: what gives back more than this month has paid for its reservation by then, and charges of what happened before. 1,000 at most.',
  })
  corrections!: CorrectionDto[];

  @ApiProperty({ description: 'Whether there are more corrections than are listed.', example: false })
  moreCorrections!: boolean;

  @ApiProperty({ type: StatementSumsDto, description: 'All lines together, to the unit.' })
  sums!: StatementSumsDto;

  @ApiProperty({
    description: 'All base fees: of the statement alone, they are no spend and in no balance.',
    example: '20',
  })
  fees!: string;

  @ApiProperty({ description: '`spent` of all lines, and the fees.', example: '32.25' })
  total!: string;
}
