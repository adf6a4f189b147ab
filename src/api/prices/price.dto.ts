import { ApiProperty } from '@nestjs/swagger';
import {
  MAX_CHARGES,
  MAX_TIERS,
  TIER_WINDOWS,
  type UnitCharge,
  type Tariff,
  type Tier,
  type TierWindow,
} from '../../core/prices/price.js';
import { DEFAULT_DISPUTABLE_SECONDS, MAX_DISPUTABLE_SECONDS } from '../../core/disputes.js';
import type { ShownPrice } from '../../queries/price-queries.js';
import { BodyExamples } from '../validation/body-examples.js';
import { ListField } from '../validation/field.js';
import {
  ChoiceField,
  ID_EXAMPLES,
  IdField,
  InstantField,
  IntegerField,
  NameField,
  ReferenceField,
} from '../validation/fields.js';
import { PageQuery } from '../validation/page-query.js';
import { TruthField } from '../validation/query-fields.js';
import { PriceAmountField, UnitField, UnitsField } from './price-fields.js';

const LARGEST_TIER = 999_999_999_999;

export class TierBody implements Tier {
  @IntegerField(1, LARGEST_TIER, { description: 'The quantity above which it begins.', example: 1_000 })
  above!: number;

  @PriceAmountField({ description: 'What it costs from there on, for `per` of the unit.', example: '0.07' })
  amount!: string;
}

export class UnitChargeBody {
  @UnitField({ description: 'What is counted. A `call` is 1 unless the usage says otherwise.' })
  unit!: string;

  @PriceAmountField({ description: 'What `per` of the unit cost.', example: '2.5' })
  amount!: string;

  @IntegerField(1, 1_000_000_000, { description: 'For how many of the unit the amount is.', default: 1 })
  per?: number;

  @ListField(() => TierBody, MAX_TIERS, {
    description: 'Other amounts above other quantities, from the lowest up. They need `over` or `by`.',
    optional: true,
  })
  tiers?: TierBody[];

  @ChoiceField(TIER_WINDOWS, {
    description:
      'With tiers: the calendar window, in the time zone of the tree, whose usage they count. Each part costs what its own tier says.',
    optional: true,
    example: 'month',
  })
  over?: TierWindow;

  @UnitField({
    description: 'With tiers: the unit whose quantity in a call chooses the tier for the whole of it.',
    optional: true,
  })
  by?: string;

  @UnitsField(MAX_CHARGES, {
    description:
      'The charged units that contain this one: what is charged here is not charged there. Of tokens, seconds and pages as providers report them it is known.',
    optional: true,
    example: ['input_tokens'],
  })
  within?: string[];
}

/** What an item costs from a time on. */
@BodyExamples<SetPriceBody>({
  tokens: [
    'A model by its tokens',
    {
      vendor: 'acme',
      item: 'rocket-1',
      charges: [
        { unit: 'input_tokens', amount: '2.5', per: 1_000_000 },
        { unit: 'cache_read_tokens', amount: '1.25', per: 1_000_000 },
        { unit: 'output_tokens', amount: '10', per: 1_000_000 },
      ],
    },
  ],
  call: [
    'A tool by the call',
    { vendor: 'acme', item: 'search', charges: [{ unit: 'call', amount: '0.005' }] },
  ],
  tiers: [
    'Cheaper the more a month has seen',
    {
      vendor: 'acme',
      item: 'lookup',
      charges: [
        {
          unit: 'call',
          amount: '0.10',
          over: 'month',
          tiers: [
            { above: 1_000, amount: '0.07' },
            { above: 10_000, amount: '0.05' },
          ],
        },
      ],
      minimum: '0.05',
    },
  ],
})
export class SetPriceBody {
  @NameField({ description: 'Who is paid.', example: 'acme' })
  vendor!: string;

  @ReferenceField({
    description: 'What is bought: a model, a tool, an action, an outcome.',
    example: 'rocket-1',
  })
  item!: string;

  @InstantField({ description: 'From when it holds. Left out: from now on.', optional: true, nullable: true })
  from?: string | null;

  @ListField(() => UnitChargeBody, MAX_CHARGES, { description: 'What is charged, unit by unit.' })
  charges!: UnitChargeBody[];

  @IntegerField(0, MAX_DISPUTABLE_SECONDS, {
    description: `For how long after its settlement a payment by this price can be disputed; 0 for never. Left out: ${DEFAULT_DISPUTABLE_SECONDS}, 30 days.`,
    optional: true,
    example: 604_800,
  })
  disputableSeconds?: number;

  @PriceAmountField({ description: 'What one call costs at least.', optional: true, example: '0.001' })
  minimum?: string;

  @PriceAmountField({ description: 'What one call costs at most.', optional: true, example: '5' })
  maximum?: string;

  @PriceAmountField({
    description:
      'What each month costs besides, however much is used. It is in statements alone: it is no spend, and no limit counts it.',
    optional: true,
    example: '20',
  })
  baseFee?: string;
}

export class TierDto implements Tier {
  @ApiProperty({ type: 'integer', example: 1_000 })
  above!: number;

  @ApiProperty({ example: '0.07' })
  amount!: string;
}

export class UnitChargeDto implements UnitCharge {
  @ApiProperty({ example: 'input_tokens' })
  unit!: string;

  @ApiProperty({ description: 'For `per` of the unit.', example: '2.5' })
  amount!: string;

  @ApiProperty({ type: 'integer', example: 1_000_000 })
  per!: number;

  @ApiProperty({ type: [TierDto], required: false })
  tiers?: TierDto[];

  @ApiProperty({ enum: TIER_WINDOWS, required: false })
  over?: TierWindow;

  @ApiProperty({ required: false, example: 'input_tokens' })
  by?: string;

  @ApiProperty({ type: [String], required: false, example: ['input_tokens'] })
  within?: string[];
}

export class TariffDto implements Tariff {
  @ApiProperty({ type: [UnitChargeDto] })
  charges!: UnitChargeDto[];

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'For how long after its settlement a payment by it can be disputed. Absent: 30 days.',
    example: 604_800,
  })
  disputableSeconds?: number;

  @ApiProperty({ required: false, description: 'What one call costs at least.', example: '0.001' })
  minimum?: string;

  @ApiProperty({ required: false, description: 'What one call costs at most.', example: '5' })
  maximum?: string;

  @ApiProperty({
    required: false,
    description: 'What each month costs besides: in statements alone.',
    example: '20',
  })
  baseFee?: string;
}

/** A price that was set on a budget. */
export class PriceDto implements ShownPrice {
  @ApiProperty({ example: ID_EXAMPLES.price })
  id!: string;

  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({ example: 'acme' })
  vendor!: string;

  @ApiProperty({ example: 'rocket-1' })
  item!: string;

  @ApiProperty({ format: 'date-time', description: 'From when it holds.' })
  from!: string;

  @ApiProperty()
  tariff!: TariffDto;

  @ApiProperty({
    required: false,
    example: ID_EXAMPLES.price,
    description:
      'The first price of this item on the budget, where it is another: the counts of tiers go on.',
  })
  seriesId?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it was withdrawn, or another took its place.',
  })
  endedAt!: string | null;
}

export class PricePageDto {
  @ApiProperty({ type: [PriceDto] })
  items!: PriceDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class ListPricesQuery extends PageQuery {
  @NameField({ optional: true, example: 'acme' })
  vendor?: string;

  @ReferenceField({ optional: true, example: 'rocket-1' })
  item?: string;

  @TruthField({
    description: 'Those as well that were withdrawn, or whose place another has taken.',
    default: false,
  })
  ended?: string;
}

export class FindPriceQuery {
  @IdField('budget')
  budgetId!: string;

  @NameField({ description: 'Who is paid.', example: 'openai' })
  vendor!: string;

  @ReferenceField({ description: 'What is bought.', example: 'gpt-4o' })
  item!: string;
}

/** Where a price comes from that was set on no budget. */
export class CatalogueSourceDto {
  @ApiProperty({ description: 'The catalogue, with its version.', example: 'genai-prices@0.1.8' })
  catalogue!: string;

  @ApiProperty({ example: 'openai' })
  provider!: string;

  @ApiProperty({ description: 'The model as the catalogue names it.', example: 'gpt-4o' })
  model!: string;
}

/** The price that holds for an item, and where it comes from: a budget or the catalogue. */
export class PriceInForceDto {
  @ApiProperty({ example: 'openai' })
  vendor!: string;

  @ApiProperty({ example: 'gpt-4o' })
  item!: string;

  @ApiProperty({ example: 'USD' })
  currency!: string;

  @ApiProperty()
  tariff!: TariffDto;

  @ApiProperty({
    type: PriceDto,
    nullable: true,
    description: 'Where it was set on a budget: null otherwise.',
  })
  price!: PriceDto | null;

  @ApiProperty({
    type: CatalogueSourceDto,
    nullable: true,
    description: 'Where it is of the catalogue: null otherwise.',
  })
  catalogue!: CatalogueSourceDto | null;
}
