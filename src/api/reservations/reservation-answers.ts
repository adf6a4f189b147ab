import { addsToClaim } from '../../core/claims.js';
import { remainingTtlMs } from '../../core/reservation-state.js';
import { settleableView } from '../../core/settlement-tokens.js';
import type { Success, Recorded } from '../http/answer.js';
import { withMessages } from '../../core/violation-text.js';
import type { ReservationDto } from './reservation.dto.js';

/** The reservation, and what is left of its budget. */
function reservationOf({ entry, now, tree }: Recorded): ReservationDto {
  const { reservation, balances, version, notices } = entry;
  if (!reservation) throw new Error(`an entry of kind ${entry.kind} without its reservation`);
  // Field by field: spreading objects takes longer here than making their entry did.
  return {
    id: reservation.id,
    state: reservation.state,
    budgetId: entry.budgetId,
    treeId: entry.treeId,
    amount: reservation.amount,
    held: reservation.held,
    committed: reservation.committed,
    refunded: reservation.refunded,
    vendor: reservation.vendor,
    category: reservation.category,
    runId: reservation.runId,
    item: reservation.item ?? null,
    price: reservation.price ?? null,
    usage: reservation.usage ?? null,
    externalId: reservation.externalId ?? null,
    outcome: reservation.outcome ?? null,
    refundExternalId: reservation.refundExternalId ?? null,
    refundedUsage: reservation.refundedUsage ?? null,
    occurredAt: reservation.occurredAt ?? null,
    taskId: reservation.taskId,
    reason: reservation.reason,
    overage: reservation.overage,
    onExpiry: reservation.onExpiry ?? 'release',
    settlement: settleableView(reservation.id, reservation.settlementToken),
    metadata: reservation.metadata,
    settlementMetadata: reservation.settlementMetadata ?? null,
    createdAt: reservation.createdAt,
    expiresAt: reservation.expiresAt,
    settledAt: reservation.settledAt,
    approval: reservation.approval ?? null,
    claim: reservation.claim ?? null,
    dispute: reservation.dispute ?? null,
    overdrawn: reservation.overdrawn ?? '0',
    remainingTtlMs: remainingTtlMs(reservation, now),
    budget: { version, available: balances.available },
    notices: notices && withMessages(notices, tree.currency),
  };
}

const stateOf = ({ entry }: Recorded) => entry.reservation?.state;

/**
 * Made, or taken on: it then says where to wait. A replay is a 201 for as long as money is set aside, since that is
 * what callers take it for; what has ended since is a 200.
 */
const RESERVED: Success = {
  status: (recorded) =>
    stateOf(recorded) === 'pending_approval' ? 202 : stateOf(recorded) === 'held' ? 201 : 200,
  body: reservationOf,
  location: (recorded) =>
    stateOf(recorded) === 'pending_approval'
      ? `/v1/reservations/${recorded.entry.reservation!.id}`
      : undefined,
};
/** Recorded; or taken on where a part of the cost is claimed, for as long as the claim waits. */
export const CHARGED: Success = {
  status: ({ entry }) => (addsToClaim(entry) && entry.reservation?.claim ? 202 : 201),
  body: reservationOf,
};
/** Settled; or taken on where a part of the cost is claimed, for as long as the claim waits. */
export const SETTLED: Success = {
  status: ({ entry }) => (addsToClaim(entry) && entry.reservation?.claim ? 202 : 200),
  body: reservationOf,
};

/** The same with the text of its settlement token, where it has one: in the first answer alone, since nobody could make it again. */
export const reservedWith = (token: string | null): Success => ({
  ...RESERVED,
  body: (recorded) =>
    recorded.entry.reservation?.settlementToken
      ? { ...RESERVED.body(recorded), settlementToken: recorded.replayed ? null : token }
      : RESERVED.body(recorded),
});
