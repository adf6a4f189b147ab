import type { EntryContent, ReservationView } from '../../core/entries.js';
import { unitsOf } from '../chain.js';
import { expectSame, type DifferencePlace } from '../difference.js';

/** What of a reservation its end is held against. */
interface Held {
  state: ReservationView['state'];
  held: bigint;
  committed: bigint;
}

/**
 * What ends by its time is paid where that was promised and nowhere else, and then whole; so it is by a close, which releases the
 * rest.
 */
export function expectKept(
  place: DifferencePlace,
  { kind, cause }: EntryContent,
  before: Held,
  { onExpiry, committed }: ReservationView,
  scale: number,
): void {
  const isOfClose = kind === 'release' && cause !== undefined;
  if (kind !== 'expire' && kind !== 'expire_commit' && !isOfClose) return;
  const isPromise = onExpiry === 'commit' && before.state === 'held';
  expectSame(place, `promise that ends by ${kind}`, isPromise, kind === 'expire_commit');
  if (!isPromise) return;
  const paid = before.committed + before.held;
  expectSame(
    place,
    'reservation.committed of a promise',
    paid,
    unitsOf(place, 'committed', committed, scale),
  );
}
