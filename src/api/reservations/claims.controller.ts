import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { Operation, SCOPE_DENIALS } from '../http/operation.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { decideOn } from './decide-on.js';
import { dismissClaimAsked, settleClaimAsked } from './reservation-commands.js';
import { DismissClaimBody, SettleClaimBody } from './claim-requests.dto.js';
import { ReservationDto } from './reservation.dto.js';

/** What becomes of costs that those who reported them could not record. */
@ApiTags('Reservations')
@Controller('v1/reservations/:id/claim')
export class ClaimsController {
  constructor(private readonly ledger: Ledger) {}

  @Post('settle')
  @Operation({
    id: 'settleClaim',
    action: 'overdraft',
    summary: 'Settle a claim',
    description:
      'Records the claimed cost, or a part of it, whatever limits it passes. Above limits it stops the budget, as a commit with overage overdraft does. The rest stays claimed.',
    path: 'reservation',
    optionalBody: SettleClaimBody,
    write: true,
    success: { status: 200, description: 'The reservation.', type: ReservationDto },
    problems: [
      ...SCOPE_DENIALS,
      'invalid_amount',
      'version_mismatch',
      'reservation_state',
      'claim_exceeded',
      'overdraft_bound',
      'amount_overflow',
    ],
  })
  async settle(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Body() body: SettleClaimBody,
  ): Promise<object> {
    const asked = settleClaimAsked(id, body);
    return await decideOn(this.ledger, request, reply, asked);
  }

  @Post('dismiss')
  @Operation({
    id: 'dismissClaim',
    action: 'overdraft',
    summary: 'Dismiss a claim',
    description:
      'Drops a claim that was not a cost, or not one of this budget. Only a key that could settle all of it may dismiss it. The reason is kept in the journal.',
    path: 'reservation',
    write: true,
    success: { status: 200, description: 'The reservation.', type: ReservationDto },
    problems: [
      ...SCOPE_DENIALS,
      'version_mismatch',
      'reservation_state',
      'reason_required',
      'overdraft_bound',
    ],
  })
  async dismiss(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Body() body: DismissClaimBody,
  ): Promise<object> {
    const asked = dismissClaimAsked(id, body);
    return await decideOn(this.ledger, request, reply, asked);
  }
}
