import type { Approval } from './approvals.js';
import type { Claim } from './claims.js';
import type { JsonObject } from './canonical.js';
import type { CounterMetric, Purpose } from './envelopes.js';

export const RESERVATION_STATES = [
  'pending_approval',
  'held',
  'committed',
  'released',
  'expired',
  'rejected',
] as const;
/**
 * `held` until it is settled: by a final commit (`committed`), a release (`released`) or its time (`expired`). One that
 * people have to agree to is `pending_approval` before, with its money set aside, and may end as `rejected`.
 * A partial commit leaves it held. Later commits and refunds change amounts, and a late commit makes a released or
 * expired reservation a committed one.
 */
export type ReservationState = (typeof RESERVATION_STATES)[number];

export const OVERAGES = ['available', 'reject', 'overdraft'] as const;
/** What a commit above the hold does: take the rest under the same limits, fail whole, or record real cost as far as one may. */
export type Overage = (typeof OVERAGES)[number];

export const MIN_TTL_SECONDS = 1;
export const MAX_TTL_SECONDS = 604_800;
export const DEFAULT_TTL_SECONDS = 600;

/** Money set aside for one intended call. Amounts in units of the tree, times in milliseconds since the epoch. */
export interface Reservation extends Purpose {
  treeId: string;
  id: string;
  budgetId: string;
  state: ReservationState;
  /** What was asked for. */
  amount: bigint;
  /** What is still set aside. */
  held: bigint;
  /** What was paid, refunds not taken off. */
  committed: bigint;
  refunded: bigint;
  /** How far its commits went above limits, all in all. */
  overdrawn: bigint;
  /** What it cost beyond what could be recorded: see {@link Claim}. */
  claimed: bigint;
  /** Null where nothing is claimed. */
  claim: Claim | null;
  taskId: string | null;
  reason: string | null;
  overage: Overage;
  /** The counters it was charged to when it was made, and in which it settles whenever that comes. */
  charges: string[];
  /** Null for one that nobody had to approve. */
  approval: Approval | null;
  context: JsonObject | null;
  metadata: JsonObject | null;
  createdAt: number;
  /** When it ends by itself: while it waits for approval, the deadline of that. */
  expiresAt: number;
  settledAt: number | null;
}

/** Whether money is set aside for it: it is not settled. */
export const isLive = ({ state }: Pick<Reservation, 'state'>): boolean =>
  state === 'held' || state === 'pending_approval';

/** What a reservation weighs in a counter of this metric. A call that never happened gives its count back. */
export function weight(
  r: Pick<Reservation, 'state' | 'held' | 'committed' | 'refunded'>,
  metric: CounterMetric,
): bigint {
  if (metric === 'payments') return r.committed > 0n ? 1n : 0n;
  if (metric === 'amount') return r.held + r.committed - r.refunded;
  return isLive(r) || r.state === 'committed' || r.committed > 0n ? 1n : 0n;
}
