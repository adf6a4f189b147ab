import { ApiProperty, OmitType } from '@nestjs/swagger';
import type { PriceView } from '../../core/entries.js';
import type { PriceSource, RatingView, TierStand } from '../../core/prices/rating.js';
import { PriceDto, TariffDto } from '../prices/price.dto.js';
import { PriceSources, SOURCE } from '../prices/rated.dto.js';
import { ID_EXAMPLES } from '../validation/fields.js';

/** A price as it was set. */
export class EntryPriceDto extends OmitType(PriceDto, ['createdAt', 'endedAt']) implements PriceView {}

export class TierStandDto implements TierStand {
  @ApiProperty({ example: 'call' })
  unit!: string;

  @ApiProperty({ example: '999', description: 'What its window had seen before.' })
  seen!: string;

  @ApiProperty({
    required: false,
    example: '2',
    description: 'Of what settles: how much it counted there. Absent for none.',
  })
  used?: string;

  @ApiProperty({ example: `${ID_EXAMPLES.price}/2026-11-01T00:00:00.000Z/call` })
  counterId!: string;
}

/** How usage was rated. */
@PriceSources()
export class EntryRatingDto implements RatingView {
  @ApiProperty({
    ...SOURCE,
    required: false,
    description: 'In the entry that makes a reservation: its price.',
  })
  source?: PriceSource;

  @ApiProperty({ required: false, description: 'In the entry that makes a reservation.' })
  tariff?: TariffDto;

  @ApiProperty({ type: [TierStandDto], required: false, description: 'Where the tiers over windows stood.' })
  tiers?: TierStandDto[];
}
