import { ApiProperty, OmitType } from '@nestjs/swagger';
import { ENVELOPE_PARTS_LEFT_OUT, type CountingEnvelopeView } from '../../queries/pointed.js';
import { EnvelopeDto, UsageDto } from '../envelopes/envelope.dto.js';

/** An envelope that asked people about a reservation or counted it, without what can be large. */
export class CountingEnvelopeDto
  extends OmitType(EnvelopeDto, ENVELOPE_PARTS_LEFT_OUT)
  implements CountingEnvelopeView
{
  @ApiProperty({
    type: UsageDto,
    nullable: true,
    description:
      'The counter that the reservation is in, of the window in which it was made; null where there is none.',
  })
  usage!: UsageDto | null;
}
