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

/** Whether money is set aside for it: it is not settled. */
export const isLive = ({ state }: { state: ReservationState }): boolean =>
  state === 'held' || state === 'pending_approval';

/** How long one is still held, or waits, in milliseconds at a time: 0 once it has ended. */
export const remainingTtlMs = (one: { state: ReservationState; expiresAt: string }, now: number): number =>
  isLive(one) ? Math.max(0, Date.parse(one.expiresAt) - now) : 0;
