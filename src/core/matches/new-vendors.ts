import type { Draft } from '../draft.js';
import { applies, counterId, type Counter, type Envelope } from '../envelopes.js';
import type { Reservation } from '../reservations.js';
import { LIFETIME } from '../windows.js';

// An envelope for new vendors keeps a counter for each vendor, of the payments to it: the first makes it known for ever.

/** How many vendors an envelope for new ones knows from the beginning: those paid last. */
export const MAX_KNOWN_VENDORS = 1_000;

/** What of an envelope has to go with matching new vendors. */
interface Matching {
  match: { newVendors: boolean };
  window: string;
  per: string | null;
  relative: object | null;
}

/** Why an envelope cannot match new vendors; null where it can, or does not. A vendor is new to a single reservation. */
export function newVendorsMisfit({ match, window, per, relative }: Matching): string | null {
  // Only money can be limited within a transaction: see metrics/metric.ts.
  if (!match.newVendors || (window === 'transaction' && per === null && relative === null)) return null;
  return 'New vendors are matched with the window transaction, the metric amount and a fixed limit, without `per`.';
}

/** A vendor to whom nothing was paid yet. */
export const newVendor = (envelope: Envelope, vendor: string): Counter => ({
  treeId: envelope.treeId,
  id: vendorCounterId(envelope, vendor),
  envelopeId: envelope.id,
  window: LIFETIME,
  key: vendor,
  metric: 'payments',
  used: 0n,
  version: 0,
  alert: null,
});

/** The counter of what was paid to a vendor. */
const vendorCounterId = ({ id }: Envelope, vendor: string): string => counterId(id, LIFETIME, vendor);

/** What was paid to a vendor, for an envelope that wants to know. Nobody in particular is never known. */
export function paymentsTo(draft: Draft, envelope: Envelope, vendor: string | null): Counter | undefined {
  if (!envelope.match.newVendors || vendor === null) return undefined;
  return draft.counter(vendorCounterId(envelope, vendor)) ?? newVendor(envelope, vendor);
}

/**
 * Whether an envelope for new vendors, if it is one, still takes the vendor of a reservation for new: it did when that
 * was made, and nothing was paid since.
 */
export function isStillNew(draft: Draft, envelope: Envelope, { vendor, charges }: Reservation): boolean {
  if (!envelope.match.newVendors || vendor === null) return true;
  const id = vendorCounterId(envelope, vendor);
  return charges.includes(id) && draft.counter(id)?.used === 0n;
}

/** Whom a new envelope knows: all to whom anything was paid before it, those paid last first. */
export function knownVendors(draft: Draft, envelope: Envelope, readBefore: readonly string[]): string[] {
  if (!envelope.match.newVendors) return [];
  const { paidSince } = draft.state;
  const known = [...paidInState(draft, envelope), ...(paidSince.get(envelope.id) ?? []), ...readBefore];
  return [...new Set(known)].slice(0, MAX_KNOWN_VENDORS);
}

/** Commands of the same batch may have paid somebody: nothing of that is written yet. */
function paidInState({ state }: Draft, envelope: Envelope): string[] {
  const { budgetId } = envelope;
  const paid = [...state.reservations.values()].filter((reservation) => {
    const isBelow = state.budgets.get(reservation.budgetId)?.path.includes(budgetId) ?? false;
    return (
      reservation.committed > 0n &&
      (reservation.budgetId === budgetId || isBelow) &&
      applies(envelope, reservation.budgetId, reservation)
    );
  });
  return paid.flatMap(({ vendor }) => vendor ?? []).reverse();
}
