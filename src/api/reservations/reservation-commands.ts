import type { CommandOf, OnReservation } from '../../core/commands/commands.js';
import type { DismissClaim, SettleClaim } from '../../core/commands/claims.js';
import type { Reserve } from '../../core/commands/reserving.js';
import type { Commit, Extend, Refund, Release } from '../../core/commands/settling.js';
import { DEFAULT_TTL_SECONDS } from '../../core/reservations.js';
import {
  CommitBody,
  DismissClaimBody,
  ExtendBody,
  RefundBody,
  ReleaseBody,
  SettleClaimBody,
  type ReserveBody,
} from './reservation-requests.dto.js';

/** A reservation as asked for: without the id that it gets. */
export const reserveAsked = (body: ReserveBody): Omit<Reserve, 'origin' | 'treeId' | 'reservationId'> => ({
  type: 'reserve',
  budgetId: body.budgetId,
  amount: body.amount,
  ttlSeconds: body.ttlSeconds ?? DEFAULT_TTL_SECONDS,
  vendor: body.vendor ?? null,
  category: body.category ?? null,
  runId: body.runId ?? null,
  taskId: body.taskId ?? null,
  reason: body.reason ?? null,
  context: body.context ?? null,
  metadata: body.metadata ?? null,
  overage: body.overage ?? 'available',
  expectedVersion: body.expectedVersion ?? null,
});

/** A settlement as asked for: where its reservation lies is found by the ledger. */
type Asked<C> = Omit<C, 'origin' | 'treeId' | 'budgetId'>;

export const commitAsked = (reservationId: string, body: CommitBody): Asked<Commit> => ({
  type: 'commit',
  reservationId,
  amount: body.amount,
  final: body.final ?? true,
  overage: body.overage ?? null,
  ...settling(body),
});

export const releaseAsked = (reservationId: string, body: ReleaseBody): Asked<Release> => ({
  type: 'release',
  reservationId,
  ...settling(body),
});

export const extendAsked = (reservationId: string, body: ExtendBody): Asked<Extend> => ({
  type: 'extend',
  reservationId,
  ttlSeconds: body.ttlSeconds,
  ...settling(body),
});

export const refundAsked = (reservationId: string, body: RefundBody): Asked<Refund> => ({
  type: 'refund',
  reservationId,
  amount: body.amount,
  ...settling(body),
});

export const settleClaimAsked = (reservationId: string, body: SettleClaimBody): Asked<SettleClaim> => ({
  type: 'claim_settle',
  reservationId,
  amount: body.amount ?? null,
  ...settling(body),
});

export const dismissClaimAsked = (reservationId: string, body: DismissClaimBody): Asked<DismissClaim> => ({
  type: 'claim_dismiss',
  reservationId,
  ...settling(body),
});

/** What all that is done to a reservation has in common. */
const settling = ({ reason = null, expectedVersion = null }: ReleaseBody) => ({
  reason,
  expectedVersion,
});

/** What is settled by whoever reserved, or may record what it cost: not what people answer, nor what the service does itself. */
type SettlementType = Exclude<OnReservation['type'], 'approve' | 'reject' | 'expire'>;

/**
 * What each settlement takes as its body, and the command that this asks for. A batch takes all of them, in the order in
 * which it names them.
 */
export const SETTLEMENTS = {
  commit: { body: CommitBody, asked: commitAsked },
  release: { body: ReleaseBody, asked: releaseAsked },
  extend: { body: ExtendBody, asked: extendAsked },
  refund: { body: RefundBody, asked: refundAsked },
  claim_settle: { body: SettleClaimBody, asked: settleClaimAsked },
  claim_dismiss: { body: DismissClaimBody, asked: dismissClaimAsked },
} satisfies {
  [T in SettlementType]: {
    body: new () => object;
    asked: (reservationId: string, body: never) => Asked<CommandOf<T>>;
  };
};

/** What any of them asks for. */
export type SettlementAsked = ReturnType<(typeof SETTLEMENTS)[SettlementType]['asked']>;
