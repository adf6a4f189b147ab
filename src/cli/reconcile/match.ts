import { unitsIn } from '../../core/money.js';
import type { Billed } from './invoice.js';
import type { Paid } from './service.js';

/** What is recorded under one name: all that was paid, claimed and refunded, whatever it was recorded by. */
export interface OnRecord {
  name: string;
  reservations: Paid[];
  net: bigint;
  /** When it happened, in milliseconds since the epoch. */
  at: number;
}

/** A refund that has a name of its own, under which an invoice credits it. */
export interface Returned {
  name: string;
  reservationId: string;
  amount: bigint;
}

/** What an invoice and the ledger say of each other. */
export interface Comparison {
  matched: number;
  missing: Billed[];
  differing: { billed: Billed; recorded: OnRecord }[];
  /** Credited under names under which something else, or nothing, was refunded. */
  credits: { billed: Billed; refunded: bigint }[];
  /** OnRecord in the month, and not billed. */
  unknown: OnRecord[];
}

/** The label of a charge that corrects what is recorded under a name. */
export const CORRECTS = 'reconcile.line';

/** What of a reservation is paid, or waits to be: less what came back. */
function netOf({ committed, refunded, claim }: Paid, scale: number): bigint {
  return unitsIn(committed, scale) - unitsIn(refunded, scale) + (claim ? unitsIn(claim.amount, scale) : 0n);
}

/**
 * Puts what is recorded under one name together; what has no name stands alone. Refunds that stand on the invoice by
 * themselves take nothing off what they belong to.
 */
export function byName(paid: readonly Paid[], scale: number, returned: readonly Returned[] = []): OnRecord[] {
  const apart = new Map<string, bigint>();
  for (const { reservationId, amount } of returned)
    apart.set(reservationId, (apart.get(reservationId) ?? 0n) + amount);
  const found = new Map<string, OnRecord>();
  for (const one of paid) {
    const name = one.metadata?.[CORRECTS] ?? one.externalId ?? one.id;
    const at = Date.parse(one.occurredAt ?? one.settledAt ?? one.createdAt);
    const before = found.get(name);
    const net = (before?.net ?? 0n) + netOf(one, scale) + (apart.get(one.id) ?? 0n);
    found.set(name, {
      name,
      reservations: [...(before?.reservations ?? []), one],
      net,
      at: Math.min(at, before?.at ?? at),
    });
  }
  return [...found.values()];
}

/** Holds the credits of an invoice against the refunds that have their names. */
function creditsOf(billed: readonly Billed[], returned: readonly Returned[], result: Comparison): void {
  for (const line of billed) {
    if (line.amount >= 0n) continue;
    const named = returned.filter(({ name }) => name === line.name);
    const refunded = named.reduce((sum, { amount }) => sum + amount, 0n);
    if (refunded === -line.amount) result.matched += 1;
    else result.credits.push({ billed: line, refunded });
  }
}

/** Matches by name, and where one of both has none by the amount and the nearest time within `withinMs`. */
export function compare(
  billed: readonly Billed[],
  recorded: readonly OnRecord[],
  returned: readonly Returned[],
  month: { from: number; to: number },
  withinMs: number,
): Comparison {
  const result: Comparison = { matched: 0, missing: [], differing: [], credits: [], unknown: [] };
  creditsOf(billed, returned, result);
  const left = new Map(recorded.map((one) => [one.name, one]));
  const unnamed: Billed[] = [];
  for (const line of billed) {
    if (line.amount < 0n) continue;
    const found = left.get(line.name);
    if (!found) unnamed.push(line);
    else {
      left.delete(line.name);
      if (found.net === line.amount) result.matched += 1;
      else result.differing.push({ billed: line, recorded: found });
    }
  }
  const byAmount = new Map<bigint, OnRecord[]>();
  for (const one of left.values())
    if (one.net > 0n) byAmount.set(one.net, [...(byAmount.get(one.net) ?? []), one]);
  for (const line of unnamed) {
    // What the vendor names can be what was recorded without a name; what it does not, anything.
    const alike = (byAmount.get(line.amount) ?? []).filter(
      ({ reservations }) => !line.isNamed || reservations[0]!.externalId === null,
    );
    const found = nearest(alike, line.at, withinMs, left);
    if (found) {
      left.delete(found.name);
      result.matched += 1;
    } else if (line.amount > 0n) result.missing.push(line);
    else result.matched += 1;
  }
  for (const one of left.values())
    if (one.net > 0n && one.at >= month.from && one.at < month.to) result.unknown.push(one);
  return result;
}

function nearest(
  candidates: readonly OnRecord[],
  at: number | null,
  withinMs: number,
  left: ReadonlyMap<string, OnRecord>,
): OnRecord | undefined {
  if (at === null) return undefined;
  let found: OnRecord | undefined;
  for (const one of candidates) {
    const isNearer = !found || Math.abs(one.at - at) < Math.abs(found.at - at);
    if (left.has(one.name) && Math.abs(one.at - at) <= withinMs && isNearer) found = one;
  }
  return found;
}
