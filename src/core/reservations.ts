import type { JsonObject } from './canonical.js';
import type { Metric, Purpose } from './envelopes.js';

export const RESERVATION_STATES = ['held', 'committed', 'released', 'expired'] as const;
/**
 * `held` until it is settled: by a final commit (`committed`), a release (`released`) or its time (`expired`).
 * A partial commit leaves it held. Later commits and refunds change amounts, and a late commit makes an expired
 * reservation a committed one.
 */
export type ReservationState = (typeof RESERVATION_STATES)[number];

export const OVERAGES = ['available', 'reject', 'overdraft'] as const;
/** What a commit above the hold does: take the rest under the same limits, fail whole, or record the debt and pause. */
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
  taskId: string | null;
  reason: string | null;
  overage: Overage;
  /** The counters it was charged to when it was made, and in which it settles whenever that comes. */
  charges: string[];
  context: JsonObject | null;
  metadata: JsonObject | null;
  createdAt: number;
  expiresAt: number;
  settledAt: number | null;
}

/** What a reservation weighs in a counter of this metric. A call that never happened gives its count back. */
export function weight(
  r: Pick<Reservation, 'state' | 'held' | 'committed' | 'refunded'>,
  metric: Metric,
): bigint {
  if (metric === 'amount') return r.held + r.committed - r.refunded;
  return r.state === 'held' || r.state === 'committed' || r.committed > 0n ? 1n : 0n;
}
