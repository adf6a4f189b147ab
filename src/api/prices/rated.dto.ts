import { ApiExtraModels, ApiProperty, getSchemaPath, type ApiPropertyOptions } from '@nestjs/swagger';
import type { RatedLine } from '../../core/prices/rate.js';
import type { PriceSource } from '../../core/prices/rating.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import { CatalogueSourceDto } from './price.dto.js';

/** The price of an item that was set on a budget. */
class BudgetSourceDto {
  @ApiProperty({ example: ID_EXAMPLES.price })
  priceId!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget, description: 'Where it was set.' })
  budgetId!: string;

  @ApiProperty({
    example: ID_EXAMPLES.price,
    description: 'Whose tiers count on: the first price of the item.',
  })
  seriesId!: string;
}

const SOURCES = [BudgetSourceDto, CatalogueSourceDto];

/** Declares the classes that {@link SOURCE} refers to. */
export const PriceSources = (): ClassDecorator => ApiExtraModels(...SOURCES);

/** Where a price comes from. */
export const SOURCE = {
  oneOf: SOURCES.map((source) => ({ $ref: getSchemaPath(source) })),
} satisfies ApiPropertyOptions;

/** Quantities by unit. */
export const USAGE = {
  type: 'object',
  additionalProperties: { type: 'number' },
  example: { input_tokens: 1_200, output_tokens: 300 },
} as const satisfies ApiPropertyOptions;

export class RatedLineDto implements RatedLine {
  @ApiProperty({ example: 'input_tokens' })
  unit!: string;

  @ApiProperty({ example: 1_200, description: 'What is charged as this unit, and not as a part of it.' })
  quantity!: number;

  @ApiProperty({
    example: '0.003',
    description: 'Rounded up to twelve decimals; the sum of all lines is rounded on its own.',
  })
  cost!: string;
}

/** How an amount follows from usage. */
@PriceSources()
export class RatedDto {
  @ApiProperty({ type: [RatedLineDto] })
  lines!: RatedLineDto[];

  @ApiProperty({ ...SOURCE, description: 'The price that was used.' })
  source!: PriceSource;

  @ApiProperty({ ...USAGE, description: 'The usage that was rated, with a call that is one.' })
  usage!: Record<string, number>;

  @ApiProperty({
    ...USAGE,
    nullable: true,
    description:
      'Where it does not pass: the most usage that would pass now, with less of what a caller can ask for less of (`output_tokens`, or the only unit there is). Null where less of it does not help.',
  })
  largestUsage!: Record<string, number> | null;
}
