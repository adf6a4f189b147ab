import type { EntryContent, ReservationView } from '../../core/entries.js';
import { expectSame, type DifferencePlace } from '../difference.js';

/** What of a reservation says when it was settled. */
interface Settled {
  state: ReservationView['state'];
  committed: bigint;
  settledAt: string | null;
}

const LIVE: readonly string[] = ['held', 'pending_approval'];

/**
 * A reservation is settled as it ends, or as more of its cost is recorded later, at the time of that decision: the entry's,
 * or an earlier one where the clock had gone back behind the entry before it, which is of `former`.
 */
export function expectSettled(
  place: DifferencePlace,
  { at }: EntryContent,
  before: Settled | undefined,
  after: Settled,
  former: string | null,
): void {
  const { settledAt } = after;
  const isLive = LIVE.includes(after.state);
  expectSame(place, 'reservation.settledAt of one that is settled', !isLive, settledAt !== null);
  if (settledAt === null) return;
  const ends = before === undefined || LIVE.includes(before.state);
  if (!ends && after.committed === before.committed)
    return expectSame(place, 'reservation.settledAt', before.settledAt, settledAt);
  const isOfEntry = settledAt === at || (former === at && settledAt < at);
  expectSame(place, 'reservation.settledAt of the decision', true, isOfEntry);
}
