import { canonicalText } from '../../core/canonical.js';
import type { EntryContent, ReservationView } from '../../core/entries.js';
import { unitsOf } from '../chain.js';
import { expectSame, type DifferencePlace } from '../difference.js';
import { countedBy } from '../metrics.js';

/** The kinds of entries that record cost, above limits if they must. */
const RECORDS: readonly string[] = ['commit', 'charge', 'claim_settle'];

/** What of a reservation its claim is held against. */
interface Claimed {
  held: bigint;
  committed: bigint;
  overdrawn: bigint;
  claimed: bigint;
  claim: string | null;
}

/** What a claim is beside its amount as text, as the journal and the table both have it; null where nothing is claimed. */
export function claimText(claim: ReservationView['claim']): string | null {
  if (!claim) return null;
  const { amount: _, ...rest } = claim;
  return canonicalText(rest);
}

/** Only a commit, or a charge, adds to a claim, and says by how much; only what ends it takes from it. */
export function expectClaim(
  place: DifferencePlace,
  content: EntryContent,
  before: Claimed,
  after: Claimed,
  scale: number,
): void {
  const { kind, claimed: added, by, at, reason, reservation } = content;
  const claimed = added === undefined ? 0n : unitsOf(place, 'claimed', added, scale);
  expectSame(
    place,
    'claim that is added by a commit',
    added !== undefined,
    claimed > 0n && (kind === 'commit' || kind === 'charge'),
  );
  const paid = after.committed - before.committed;
  const taken = kind === 'claim_settle' ? paid : kind === 'claim_dismiss' ? before.claimed : 0n;
  expectSame(place, 'reservation.claim.amount', before.claimed + claimed - taken, after.claimed);
  expectSame(place, 'reservation.claim', after.claimed > 0n, after.claim !== null);
  if (added !== undefined) {
    expectSame(place, 'reservation.claim.by', by, reservation?.claim?.by);
    expectSame(place, 'reservation.claim.at', at, reservation?.claim?.at);
  } else if (after.claim !== null) expectSame(place, 'reservation.claim', before.claim, after.claim);
  if (kind === 'claim_dismiss')
    expectSame(place, 'reason of the dismissal', true, (reason ?? '').trim() !== '');
}

/** How far a cost went above limits is what the entry says of the limit that it passed by most. */
export function expectOverrun(
  place: DifferencePlace,
  { kind, notices = [] }: EntryContent,
  before: Claimed,
  after: Claimed,
  scale: number,
): void {
  const paid = after.committed - before.committed;
  const extra = kind === 'claim_settle' || paid <= before.held ? paid : paid - before.held;
  let most = 0n;
  for (const { exceededBy, metric } of notices) {
    if (exceededBy === undefined) continue;
    expectSame(place, 'kind of an entry above limits', true, RECORDS.includes(kind));
    // Of a call that was one too many, all of the cost is above the limit.
    const over =
      metric !== undefined && !countedBy(metric).isMoney
        ? extra
        : unitsOf(place, 'exceededBy', exceededBy, scale);
    if (over > most) most = over;
  }
  expectSame(place, 'reservation.overdrawn', before.overdrawn + most, after.overdrawn);
}
