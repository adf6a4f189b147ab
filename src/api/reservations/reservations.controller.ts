import { Body, Controller, Get, Param, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { Events } from '../../events/events.js';
import { Catalogue } from '../../prices/catalogue.js';
import type { Page } from '../../queries/page.js';
import type { ReservationListItem } from '../../queries/reservation-item.js';
import { ReservationQueries, type ReservationFilter } from '../../queries/reservation-queries.js';
import { Reach } from '../auth/reach.js';
import { RESERVATION_FIELDS } from '../export/columns.js';
import { writerOf } from '../export/csv.js';
import { EXPORT_PAGE, Exports } from '../export/exports.js';
import { exportTypeOf } from '../export/format.js';
import { pagesOf } from '../export/source.js';
import { NEWEST_FIRST, Operation, SPENDING_DENIALS } from '../http/operation.js';
import { answer } from '../http/answer.js';
import { found, listed } from '../http/found.js';
import { callerGone, goneSignal } from '../http/gone.js';
import { originOf } from '../http/origin.js';
import { ReadTurns } from '../http/read-turns.js';
import { PAGE_NOTE } from '../validation/page-query.js';
import { numberOf, partsOf } from '../validation/query-fields.js';
import { IdPipe } from '../validation/validation.pipe.js';
import { expectPlace, filterOf } from './reservation-filter.js';
import { reservedWith } from './reservation-answers.js';
import { newReserve, reserveAsked } from './reservation-commands.js';
import { GetReservationQuery, ListReservationsQuery } from './reservation-queries.dto.js';
import { ReserveBody } from './reservation-requests.dto.js';
import {
  EndedReservationDto,
  HeldReservationDto,
  PendingReservationDto,
  ReservationDetailsDto,
  ReservationDto,
  ReservationPageDto,
} from './reservation.dto.js';

/** Setting money aside, and looking at what is set aside. */
@ApiTags('Reservations')
@Controller('v1/reservations')
export class ReservationsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: ReservationQueries,
    private readonly reach: Reach,
    private readonly events: Events,
    private readonly turns: ReadTurns,
    private readonly catalogue: Catalogue,
    private readonly exports: Exports,
  ) {}

  @Post()
  @Operation({
    id: 'createReservation',
    action: 'reserve',
    summary: 'Reserve money for a call',
    description:
      'Passes if every rule from the budget to the root lets it. Above the limit of an `approve` envelope it waits, with its money set aside, until people agree: answered 202. A denial lists everything in the way, the largest amount that would pass now, and when the request as made would.',
    write: true,
    success: {
      status: 201,
      description: 'The reservation, held.',
      type: HeldReservationDto,
      first: ReservationDto,
    },
    pending: {
      description: 'The reservation, which waits for approval; Location is where to wait.',
      type: PendingReservationDto,
    },
    ended: {
      description: 'To a repeated request: the reservation, for which nothing is set aside any more.',
      type: EndedReservationDto,
    },
    problems: [
      'not_found',
      'invalid_amount',
      'price_unknown',
      'invalid_usage',
      'version_mismatch',
      'amount_overflow',
      ...SPENDING_DENIALS,
    ],
  })
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: ReserveBody,
  ): Promise<object> {
    const asked = reserveAsked(body);
    const origin = originOf(request, asked);
    const { command, token } = newReserve(asked, this.catalogue);
    return answer(request, reply, await this.ledger.submit({ ...command, origin }), reservedWith(token));
  }

  @Get()
  @Operation({
    id: 'listReservations',
    action: 'read',
    summary: 'List reservations',
    description: `${PAGE_NOTE} A page looks at 20,000 reservations at most: where little is found it can be empty, and there are more all the same.`,
    order: `${NEWEST_FIRST} With \`order=asc\` the oldest first, with \`orderBy=settledAt\` by the time of settlement and then by id.`,
    success: {
      status: 200,
      description: 'A page of reservations.',
      type: ReservationPageDto,
      exported: true,
    },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: ListReservationsQuery,
  ): Promise<ReservationPageDto | StreamableFile> {
    const type = exportTypeOf(request);
    const where = await this.reach.narrowed(request, query);
    if (where) expectPlace(query, where.budgetId);
    const filter = { ...filterOf(query), ...where, within: request.principal.budgetId };
    const read = async (asked: ReservationFilter): Promise<Page<ReservationListItem>> =>
      where ? await listed(this.queries.list(asked)) : { items: [], nextCursor: null };
    if (!type) return await read(filter);
    const asked: ReservationFilter = { ...filter, limit: EXPORT_PAGE, expand: ['metadata'], isExport: true };
    return await this.exports.send(request, reply, type, {
      name: 'reservations',
      csv: RESERVATION_CSV,
      json: JSON.stringify,
      open: pagesOf((cursor) => read({ ...asked, ...(cursor !== undefined && { cursor }) })),
    });
  }

  @Get(':id')
  @Operation({
    id: 'getReservation',
    action: 'read',
    waits: true,
    summary: 'Read a reservation',
    description:
      'With waitSeconds, a reservation that waits for approval is answered when it no longer waits, or when the time is up.',
    path: 'reservation',
    success: { status: 200, description: 'The reservation.', type: ReservationDetailsDto },
  })
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id', new IdPipe('reservation')) id: string,
    @Query() { waitSeconds, expand }: GetReservationQuery,
  ): Promise<ReservationDetailsDto> {
    await this.reach.check(request, 'reservation', id);
    const looking = { expand: partsOf(expand), within: request.principal.budgetId };
    const read = () =>
      this.turns.read(request, reply, () => found(this.queries.get(id, looking), `reservation ${id}`));
    const reservation = await read();
    const seconds = numberOf(waitSeconds, 0);
    if (seconds === 0 || reservation.state !== 'pending_approval') return reservation;
    const gone = goneSignal(reply);
    await this.events.approvals.wait(reservation, seconds * 1000, gone);
    if (gone.aborted) throw callerGone();
    return await read();
  }
}

const RESERVATION_CSV = writerOf(RESERVATION_FIELDS, (item: ReservationListItem) => item);
