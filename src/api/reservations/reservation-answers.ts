import { isLive } from '../../core/reservations.js';
import type { Accepted, Success } from '../http/answer.js';
import type { ReservationDto } from './reservation.dto.js';

/** The reservation as the entry left it, and what is left of its budget. */
function reservationOf({ entry, now }: Accepted): ReservationDto {
  const { reservation, balances, version, notices } = entry;
  if (!reservation) throw new Error(`an entry of kind ${entry.kind} without its reservation`);
  // The time that is left is the one field that moves on: a caller that retries must not take it for longer than it is.
  const remaining = Math.max(0, Date.parse(reservation.expiresAt) - now);
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
    taskId: reservation.taskId,
    reason: reservation.reason,
    overage: reservation.overage,
    metadata: reservation.metadata,
    createdAt: reservation.createdAt,
    expiresAt: reservation.expiresAt,
    settledAt: reservation.settledAt,
    approval: reservation.approval ?? null,
    remainingTtlMs: isLive(reservation) ? remaining : 0,
    budget: { version, available: balances.available },
    notices,
  };
}

const isPending = ({ entry }: Accepted): boolean => entry.reservation?.state === 'pending_approval';

/** Made, or taken on: it then says where to wait. */
export const RESERVED: Success = {
  status: (accepted) => (isPending(accepted) ? 202 : 201),
  body: reservationOf,
  location: (accepted) =>
    isPending(accepted) ? `/v1/reservations/${accepted.entry.reservation!.id}` : undefined,
};
export const SETTLED: Success = { status: 200, body: reservationOf };
