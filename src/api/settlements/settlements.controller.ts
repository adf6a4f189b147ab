import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReservationView } from '../../core/entries.js';
import { remainingTtlMs } from '../../core/reservation-state.js';
import type { OnExpiry } from '../../core/reservations.js';
import { Ledger } from '../../ledger/ledger.js';
import { ReservationQueries } from '../../queries/reservation-queries.js';
import { answer, type Success } from '../http/answer.js';
import { found } from '../http/found.js';
import { Operation } from '../http/operation.js';
import { originOf } from '../http/origin.js';
import { ReadTurns } from '../http/read-turns.js';
import { commitAsked, newCommit, releaseAsked } from '../reservations/reservation-commands.js';
import { PayeeCommitBody, PayeeReleaseBody, SettlementDto } from './settlement.dto.js';

/** What is answered to whoever is paid: of the reservation alone, and nothing of the budget that pays. */
const SETTLEMENT: Success = {
  status: 200,
  body: ({ entry: { reservation }, now, tree }): SettlementDto => {
    if (!reservation) throw new Error('a settlement without its reservation');
    return settlementOf(reservation, tree.currency, remainingTtlMs(reservation, now));
  },
};

/** What there is to know of a reservation for whoever it pays: by the journal, or as it is read. */
function settlementOf(
  reservation: Pick<ReservationView, Shown> & { item?: string | null; onExpiry?: OnExpiry },
  currency: string,
  remaining: number,
): SettlementDto {
  const { id, state, amount, held, committed, vendor, expiresAt, settledAt } = reservation;
  return {
    reservationId: id,
    state,
    currency,
    amount,
    held,
    committed,
    vendor,
    item: reservation.item ?? null,
    onExpiry: reservation.onExpiry ?? 'release',
    expiresAt,
    remainingTtlMs: remaining,
    settledAt,
  };
}

/** What the journal and lists have alike. */
type Shown = 'id' | 'state' | 'amount' | 'held' | 'committed' | 'vendor' | 'expiresAt' | 'settledAt';

const SETTLED = { status: 200, description: 'The reservation.', type: SettlementDto } as const;

/** What whoever is paid does with a settlement token: look at its reservation, and settle it. */
@ApiTags('Settlements')
@Controller('v1/settlements/self')
export class SettlementsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly queries: ReservationQueries,
    private readonly turns: ReadTurns,
  ) {}

  @Get()
  @Operation({
    id: 'getSettlement',
    isForPayees: true,
    summary: 'Read what a token pays',
    description:
      'What is held for you, and until when: look before you work. With a settlement token, and nothing else. It says nothing of the budget that pays.',
    success: { ...SETTLED, description: 'What there is to settle.' },
  })
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SettlementDto> {
    const id = settledBy(request);
    const looking = { expand: ['budget'] as const, within: request.principal.budgetId };
    const item = await this.turns.read(request, reply, () =>
      found(this.queries.get(id, looking), `reservation ${id}`),
    );
    return settlementOf(item, item.budget!.currency, item.remainingTtlMs);
  }

  @Post('commit')
  @Operation({
    id: 'commitSettlement',
    isForPayees: true,
    summary: 'Take what was held',
    description:
      'Settles with what the work did cost, at most what is held. With a settlement token, while the reservation is held. The journal names the token as who settled.',
    write: true,
    success: SETTLED,
    problems: [
      'invalid_amount',
      'invalid_usage',
      'usage_required',
      'amount_required',
      'settlement_exceeds_hold',
      'reservation_state',
      'amount_overflow',
    ],
  })
  async commit(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: PayeeCommitBody,
  ): Promise<object> {
    const { amount, usage, externalId, outcome, final, reason } = body;
    // Labels are the buyer's, by which its spend is kept.
    const said = { amount, usage, externalId, outcome, final, reason, overage: 'reject' as const };
    const asked = commitAsked(settledBy(request), said);
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...newCommit(asked), origin }), SETTLEMENT);
  }

  @Post('release')
  @Operation({
    id: 'releaseSettlement',
    isForPayees: true,
    summary: 'Give back what was held',
    description: 'With a settlement token, while the reservation is held: nothing of it will be taken.',
    optionalBody: PayeeReleaseBody,
    write: true,
    success: SETTLED,
    problems: ['reservation_state'],
  })
  async release(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() { reason }: PayeeReleaseBody,
  ): Promise<object> {
    const asked = releaseAsked(settledBy(request), { reason });
    const origin = originOf(request, asked);
    return answer(request, reply, await this.ledger.submit({ ...asked, origin }), SETTLEMENT);
  }
}

/** The reservation that the token is for: no route here is for anything else. */
function settledBy({ principal: { settles } }: FastifyRequest): string {
  if (settles === undefined) throw new Error('a settlement without its token');
  return settles;
}
