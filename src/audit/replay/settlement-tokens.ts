import { canonicalText } from '../../core/canonical.js';
import type { EntryContent, ReservationView } from '../../core/entries.js';
import type { SettlementToken } from '../../core/settlement-tokens.js';
import { expectSame, type DifferencePlace } from '../difference.js';

/** What of a reservation its token is held against. */
interface Settleable {
  state: ReservationView['state'];
  held: bigint;
  committed: bigint;
  token: string | null;
}

/** A token as text, as the journal and the table both have it; null where there is none. */
export const tokenText = (token: SettlementToken | undefined): string | null =>
  token ? canonicalText(token) : null;

/**
 * A token comes with its reservation, and only a revocation changes it. Whoever has it commits or releases what is held of that
 * one reservation, while it works, and never more than is held.
 */
export function expectToken(
  place: DifferencePlace,
  { at, by, kind }: EntryContent,
  { id, settlementToken }: ReservationView,
  before: Settleable | undefined,
  after: Settleable,
): void {
  const isByPayee = by.startsWith('payee:');
  if (!before) {
    expectSame(place, 'reservation that is made by a payee', false, isByPayee);
    expectSame(place, 'settlementToken of a charge', true, kind !== 'charge' || !settlementToken);
    return expectSame(place, 'settlementToken.revokedAt', null, settlementToken?.revokedAt ?? null);
  }
  const was = before.token === null ? null : (JSON.parse(before.token) as SettlementToken);
  const revoked = was && kind === 'token_revoke' ? { ...was, revokedAt: was.revokedAt ?? at } : was;
  expectSame(place, 'settlementToken', revoked && canonicalText(revoked), after.token);
  if (kind === 'token_revoke') expectSame(place, 'settlementToken that is revoked', true, was !== null);
  if (!isByPayee) return;
  expectSame(place, 'payee of the reservation', `payee:${id}`, by);
  expectSame(place, 'kind of an entry of a payee', true, kind === 'commit' || kind === 'release');
  expectSame(place, 'settlementToken of a payee', true, was?.revokedAt === null);
  expectSame(place, 'state of what a payee settles', 'held', before.state);
  expectSame(
    place,
    'payment by a payee within the hold',
    true,
    after.committed - before.committed <= before.held,
  );
}
