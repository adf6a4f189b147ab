import { Body, Controller, Delete, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { Operation, SCOPE_DENIALS, SPENDING_DENIALS } from '../http/operation.js';
import { answer } from '../http/answer.js';
import { originOf } from '../http/origin.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { decideOn } from './decide-on.js';
import { SETTLED } from './reservation-answers.js';
import {
  commitAsked,
  extendAsked,
  newCommit,
  newRefund,
  refundAsked,
  releaseAsked,
} from './reservation-commands.js';
import { RefundBody } from './refund.dto.js';
import { CommitBody, ExtendBody, ReleaseBody } from './reservation-requests.dto.js';
import { ClaimedReservationDto, ReservationDto } from './reservation.dto.js';

const RESERVATION = { status: 200, description: 'The reservation.', type: ReservationDto } as const;

/** What becomes of a reservation. */
@ApiTags('Reservations')
@Controller('v1/reservations/:id')
export class SettlementController {
  constructor(private readonly ledger: Ledger) {}

  @Post('commit')
  @Operation({
    id: 'commitReservation',
    action: 'reserve',
    summary: 'Commit a cost',
    description:
      'Settles with the real amount, out of the hold. What exceeds it is taken as `overage` says: `available` asks the limits, `overdraft` reports real cost, which is recorded whatever it passes as far as the key may do that (action `overdraft`). A commit after expiry, a release or a close takes its money again in the same way: work that was consumed is recorded.',
    path: 'reservation',
    write: true,
    success: RESERVATION,
    claimed: {
      description:
        'The reservation, with a claim: the key may not record all of the cost. What is within the hold and the limits is paid, the rest waits for somebody who may record it.',
      type: ClaimedReservationDto,
    },
    problems: [
      'invalid_amount',
      'invalid_usage',
      'usage_required',
      'amount_required',
      'version_mismatch',
      'reservation_state',
      'amount_overflow',
      'overage_rejected',
      ...SPENDING_DENIALS,
    ],
  })
  async commit(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Body() body: CommitBody,
  ): Promise<object> {
    const asked = commitAsked(id, body);
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...newCommit(asked), origin }), SETTLED);
  }

  @Post('release')
  @Operation({
    id: 'releaseReservation',
    action: 'reserve',
    summary: 'Release a hold',
    path: 'reservation',
    optionalBody: ReleaseBody,
    write: true,
    success: RESERVATION,
    problems: [...SCOPE_DENIALS, 'version_mismatch', 'reservation_state'],
  })
  async release(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Body() body: ReleaseBody,
  ): Promise<object> {
    const asked = releaseAsked(id, body);
    return await decideOn(this.ledger, request, reply, asked);
  }

  @Post('extend')
  @Operation({
    id: 'extendReservation',
    action: 'reserve',
    summary: 'Extend a hold',
    description: 'It is held for at least ttlSeconds from now; an extension never shortens it.',
    path: 'reservation',
    write: true,
    success: RESERVATION,
    problems: [...SCOPE_DENIALS, 'version_mismatch', 'reservation_state'],
  })
  async extend(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Body() body: ExtendBody,
  ): Promise<object> {
    const asked = extendAsked(id, body);
    return await decideOn(this.ledger, request, reply, asked);
  }

  @Delete('settlement-token')
  @Operation({
    id: 'revokeSettlementToken',
    action: 'reserve',
    summary: 'Revoke the settlement token',
    description:
      'Whoever has it settles nothing any more. What is held stays held: commit or release it. To repeat it is no error. A 404 as well where the reservation was made without a token.',
    path: 'reservation',
    optionalBody: ReleaseBody,
    write: true,
    success: RESERVATION,
    problems: [...SCOPE_DENIALS, 'version_mismatch'],
  })
  async revokeToken(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Body() body: ReleaseBody,
  ): Promise<object> {
    const asked = { ...releaseAsked(id, body), type: 'token_revoke' as const };
    return await decideOn(this.ledger, request, reply, asked);
  }

  @Post('refund')
  @Operation({
    id: 'refundReservation',
    action: 'refund',
    summary: 'Refund a cost',
    description:
      'Into the windows that the reservation was charged to. `usage` says what of the reported usage came back, `externalId` how the one who pays back names the refund.',
    path: 'reservation',
    write: true,
    success: RESERVATION,
    problems: [
      ...SCOPE_DENIALS,
      'invalid_amount',
      'version_mismatch',
      'refund_exceeds_committed',
      'refund_exceeds_usage',
    ],
  })
  async refund(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Body() body: RefundBody,
  ): Promise<object> {
    const asked = refundAsked(id, body);
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...newRefund(asked), origin }), SETTLED);
  }
}
