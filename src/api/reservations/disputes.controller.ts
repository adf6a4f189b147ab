import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { timeText } from '../../core/entries.js';
import { Ledger } from '../../ledger/ledger.js';
import { Operation, SCOPE_DENIALS } from '../http/operation.js';
import { validationProblem } from '../problems/problem.js';
import { timeOf } from '../validation/time-range.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { decideOn } from './decide-on.js';
import {
  OpenDisputeBody,
  RejectDisputeBody,
  UpholdDisputeBody,
  type SeenDisputeBody,
} from './dispute.dto.js';
import { ReleaseBody } from './reservation-requests.dto.js';
import { ReservationDto } from './reservation.dto.js';

const RESERVATION = { status: 200, description: 'The reservation.', type: ReservationDto } as const;

/** Which dispute is answered, as it was seen: what somebody has put in its place would be another than was looked at. */
function seenIn({ openedAt = null, expectedVersion = null }: SeenDisputeBody) {
  if (openedAt === null && expectedVersion === null)
    throw validationProblem([
      { field: 'openedAt', rule: 'required', message: 'openedAt or expectedVersion must be given' },
    ]);
  // As disputes have it.
  return { openedAt: openedAt === null ? null : timeText(timeOf(openedAt)), expectedVersion };
}

/** What is said against payments, and what people answer. */
@ApiTags('Disputes')
@Controller('v1/reservations/:id/dispute')
export class DisputesController {
  constructor(private readonly ledger: Ledger) {}

  @Post()
  @Operation({
    id: 'openDispute',
    action: 'reserve',
    summary: 'Dispute a payment',
    description:
      'Says that something which was paid, or a part of it, should come back, and why. Nothing moves until a person decides. It can be opened once the reservation is settled, for as long as its price says (`disputableSeconds`), or for 30 days. `GET /v1/reservations?dispute=open` lists those that wait.',
    path: 'reservation',
    write: true,
    success: RESERVATION,
    problems: [
      ...SCOPE_DENIALS,
      'invalid_amount',
      'version_mismatch',
      'reservation_state',
      'reason_required',
      'dispute_exists',
      'dispute_too_late',
      'refund_exceeds_committed',
    ],
  })
  async open(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) reservationId: string,
    @Body() { amount = null, reason, expectedVersion = null }: OpenDisputeBody,
  ): Promise<object> {
    const asked = { type: 'dispute_open' as const, reservationId, amount, reason, expectedVersion };
    return await decideOn(this.ledger, request, reply, asked);
  }

  @Post('uphold')
  @Operation({
    id: 'upholdDispute',
    action: 'approve',
    summary: 'Uphold a dispute',
    description:
      'Gives back what is disputed, or a part of it, as a refund does: into the windows that the reservation was charged to. The answer says which dispute it is to, as it was seen (`openedAt` or `expectedVersion`). Never by who opened it, nor with a key that they issued.',
    path: 'reservation',
    write: true,
    success: RESERVATION,
    problems: [
      ...SCOPE_DENIALS,
      'invalid_amount',
      'version_mismatch',
      'reservation_state',
      'own_request',
      'dispute_exceeded',
    ],
  })
  async uphold(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) reservationId: string,
    @Body() { amount = null, externalId = null, reason = null, ...seen }: UpholdDisputeBody,
  ): Promise<object> {
    const said = { reservationId, amount, externalId, reason, ...seenIn(seen) };
    return await decideOn(this.ledger, request, reply, { type: 'dispute_uphold', ...said });
  }

  @Post('reject')
  @Operation({
    id: 'rejectDispute',
    action: 'approve',
    summary: 'Reject a dispute',
    description:
      'What was paid stays paid, and the reason is kept. The answer says which dispute it is to, as it was seen (`openedAt` or `expectedVersion`). Never by who opened it, nor with a key that they issued.',
    path: 'reservation',
    write: true,
    success: RESERVATION,
    problems: [...SCOPE_DENIALS, 'version_mismatch', 'reservation_state', 'own_request', 'reason_required'],
  })
  async reject(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) reservationId: string,
    @Body() { reason, ...seen }: RejectDisputeBody,
  ): Promise<object> {
    const said = { reservationId, reason, ...seenIn(seen) };
    return await decideOn(this.ledger, request, reply, { type: 'dispute_reject', ...said });
  }

  @Post('withdraw')
  @Operation({
    id: 'withdrawDispute',
    action: 'reserve',
    summary: 'Withdraw a dispute',
    description: 'By the holder who opened it alone. It can be opened again within its time.',
    path: 'reservation',
    optionalBody: ReleaseBody,
    write: true,
    success: RESERVATION,
    problems: [...SCOPE_DENIALS, 'version_mismatch', 'reservation_state', 'not_your_dispute'],
  })
  async withdraw(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) reservationId: string,
    @Body() { reason = null, expectedVersion = null }: ReleaseBody,
  ): Promise<object> {
    const asked = { type: 'dispute_withdraw' as const, reservationId, reason, expectedVersion };
    return await decideOn(this.ledger, request, reply, asked);
  }
}
