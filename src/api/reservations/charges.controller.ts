import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { Catalogue } from '../../prices/catalogue.js';
import { answer } from '../http/answer.js';
import { Operation, SPENDING_DENIALS } from '../http/operation.js';
import { originOf } from '../http/origin.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { CHARGED } from './reservation-answers.js';
import { chargeAsked, newCharge } from './reservation-commands.js';
import { ChargeBody } from './charge.dto.js';
import { ClaimedReservationDto, ReservationDto } from './reservation.dto.js';

/** What was paid without a hold before. */
@ApiTags('Reservations')
@Controller('v1/budgets/:id/charges')
export class ChargesController {
  constructor(
    private readonly ledger: Ledger,
    private readonly catalogue: Catalogue,
  ) {}

  @Post()
  @Operation({
    id: 'recordCharge',
    action: 'charge',
    summary: 'Record a cost that nobody reserved for',
    description:
      'It has happened, and is recorded as a commit above its hold is: a reservation that holds nothing and is committed as it is made, so that it can be refunded and found like any other. Envelopes count it in the windows under way now, whenever it happened. What the key may not record above limits becomes a claim. A name of the vendor (`externalId`) is charged once in a tree.',
    path: 'budget',
    write: true,
    success: { status: 201, description: 'The reservation, committed.', type: ReservationDto },
    claimed: {
      description:
        'The reservation, with a claim: the key may not record all of the cost. What is within the limits is paid, the rest waits for somebody who may record it.',
      type: ClaimedReservationDto,
    },
    problems: [
      'invalid_amount',
      'invalid_time',
      'price_unknown',
      'invalid_usage',
      'charge_exists',
      'version_mismatch',
      'amount_overflow',
      ...SPENDING_DENIALS,
    ],
  })
  async record(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('budget')) budgetId: string,
    @Body() body: ChargeBody,
  ): Promise<object> {
    const asked = chargeAsked(budgetId, body);
    const origin = originOf(request, asked);
    const command = { ...newCharge(asked, this.catalogue), origin };
    return answer(request, reply, await this.ledger.submit(command), CHARGED);
  }
}
