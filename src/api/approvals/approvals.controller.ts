import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { ReservationQueries } from '../../queries/reservation-queries.js';
import { Reach } from '../auth/reach.js';
import { Operation, SCOPE_DENIALS } from '../http/operation.js';
import { listed } from '../http/found.js';
import { decideOn } from '../reservations/decide-on.js';
import { ReservationDto, ReservationPageDto } from '../reservations/reservation.dto.js';
import { limitOf } from '../validation/page-query.js';
import { partsOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { ApproveBody, ListApprovalsQuery, RejectBody } from './approval-requests.dto.js';

const RESERVATION = { status: 200, description: 'The reservation.', type: ReservationDto } as const;
const REFUSALS = [
  'version_mismatch',
  'reservation_state',
  'own_request',
  'not_an_approver',
  'approver_out_of_reach',
  'approval_too_late',
] as const;

/** Where people decide on reservations above `approve` envelopes. */
@ApiTags('Approvals')
@Controller('v1')
export class ApprovalsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: ReservationQueries,
    private readonly reach: Reach,
  ) {}

  @Get('approvals')
  @Operation({
    id: 'listApprovals',
    action: 'approve',
    summary: 'List pending approvals',
    description:
      'Reservations that the caller may still decide on. Labels are left out unless they are asked for with expand; `expand=envelopes` says which limit is meant and how much of it is used.',
    order: 'the earliest deadline first; of those with the same deadline the oldest, by their ids.',
    success: { status: 200, description: 'A page of reservations.', type: ReservationPageDto },
  })
  async list(
    @Req() request: FastifyRequest,
    @Query() query: ListApprovalsQuery,
  ): Promise<ReservationPageDto> {
    const where = await this.reach.narrowed(request, query);
    if (!where) return { items: [], nextCursor: null };
    const { id: holder, issuedBy, budgetId } = request.principal;
    const answerer = { holder, issuedBy };
    return await listed(
      this.queries.listApprovals({
        answerer,
        within: budgetId,
        ...where,
        expand: partsOf(query.expand),
        cursor: query.cursor,
        limit: limitOf(query),
      }),
    );
  }

  @Post('reservations/:id/approve')
  @Operation({
    id: 'approveReservation',
    action: 'approve',
    summary: 'Approve a reservation',
    description:
      'Each holder counts once, and never the one who asked. The last approval that is needed is decided anew: if a rule is in the way by now it is denied, and the reservation goes on waiting. Otherwise the reservation is held for its ttlSeconds from then on.',
    path: 'reservation',
    optionalBody: ApproveBody,
    write: true,
    success: RESERVATION,
    problems: [
      ...REFUSALS,
      'already_approved',
      'fingerprint_mismatch',
      'budget_closed',
      'budget_frozen',
      'budget_paused',
      'vendor_not_allowed',
      'category_not_allowed',
      ...SCOPE_DENIALS,
      'envelope_exceeded',
      'count_exceeded',
    ],
  })
  async approve(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) reservationId: string,
    @Body() { comment = null, fingerprint = null, expectedVersion = null }: ApproveBody,
  ): Promise<object> {
    const asked = { type: 'approve' as const, reservationId, fingerprint, reason: comment, expectedVersion };
    return await decideOn(this.ledger, request, reply, asked);
  }

  @Post('reservations/:id/reject')
  @Operation({
    id: 'rejectReservation',
    action: 'approve',
    summary: 'Reject a reservation',
    description: 'One rejection is enough: the money goes back, and the reason is kept.',
    path: 'reservation',
    write: true,
    success: RESERVATION,
    problems: [...REFUSALS, 'reason_required', ...SCOPE_DENIALS],
  })
  async reject(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) reservationId: string,
    @Body() { reason, expectedVersion = null }: RejectBody,
  ): Promise<object> {
    const asked = { type: 'reject' as const, reservationId, reason, expectedVersion };
    return await decideOn(this.ledger, request, reply, asked);
  }
}
