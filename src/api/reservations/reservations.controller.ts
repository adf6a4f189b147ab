import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../ids.js';
import { Ledger } from '../../ledger/ledger.js';
import { ReservationQueries } from '../../queries/reservation-queries.js';
import { Reach } from '../auth/reach.js';
import { Operation, SPENDING_DENIALS } from '../docs/operation.js';
import { answer } from '../http/answer.js';
import { found, listed } from '../http/found.js';
import { originOf } from '../http/origin.js';
import { scopeProblem } from '../keys/key-commands.js';
import { limitOf } from '../validation/page-query.js';
import { labelsOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { RESERVED } from './reservation-answers.js';
import { reserveAsked } from './reservation-commands.js';
import { ListReservationsQuery, ReserveBody } from './reservation-requests.dto.js';
import { ReservationDetailsDto, ReservationDto, ReservationPageDto } from './reservation.dto.js';

/** Setting money aside, and looking at what is set aside. */
@ApiTags('Reservations')
@Controller('v1/reservations')
export class ReservationsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: ReservationQueries,
    private readonly reach: Reach,
  ) {}

  @Post()
  @Operation({
    id: 'createReservation',
    action: 'reserve',
    summary: 'Reserve money for one intended call',
    description:
      'Passes if every rule from the budget to the root lets it. A denial lists everything in the way, the largest amount that would pass now, and when the request as made would.',
    write: true,
    success: { status: 201, description: 'The reservation, held.', type: ReservationDto },
    problems: ['not_found', 'invalid_amount', 'version_mismatch', 'amount_overflow', ...SPENDING_DENIALS],
  })
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: ReserveBody,
  ): Promise<object> {
    const asked = reserveAsked(body);
    const problem = scopeProblem(request.principal, asked);
    if (problem) throw problem;
    const origin = originOf(request, asked);
    const command = { ...asked, reservationId: newId('reservation'), origin };
    return answer(request, reply, await this.ledger.submit(command), RESERVED);
  }

  @Get()
  @Operation({
    id: 'listReservations',
    action: 'read',
    summary: 'List reservations',
    success: {
      status: 200,
      description: 'A page of reservations, the newest first.',
      type: ReservationPageDto,
    },
  })
  async list(
    @Req() request: FastifyRequest,
    @Query() query: ListReservationsQuery,
  ): Promise<ReservationPageDto> {
    const { limit: _, subtree, metadata, ...filter } = query;
    const { budgetId: top } = request.principal;
    // Whoever names no budget sees all that there is to be seen.
    const all = filter.budgetId === undefined && top !== null;
    if (all) filter.budgetId = top;
    else if (
      filter.budgetId !== undefined &&
      !(await this.reach.extendsTo(request, 'budget', filter.budgetId))
    )
      return { items: [], nextCursor: null };
    return await listed(
      this.queries.list({
        ...filter,
        subtree: all || subtree === 'true',
        metadata: labelsOf(metadata),
        limit: limitOf(query),
      }),
    );
  }

  @Get(':id')
  @Operation({
    id: 'getReservation',
    action: 'read',
    summary: 'Read a reservation',
    path: 'reservation',
    success: { status: 200, description: 'The reservation.', type: ReservationDetailsDto },
  })
  async get(
    @Req() request: FastifyRequest,
    @Param('id', new IdPipe('reservation')) id: string,
  ): Promise<ReservationDetailsDto> {
    await this.reach.check(request, 'reservation', id);
    return await found(this.queries.get(id), `reservation ${id}`);
  }
}
