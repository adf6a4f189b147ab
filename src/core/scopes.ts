import type { Tree } from './budgets.js';
import type { Purpose } from './envelopes.js';
import type { Authority } from './keys.js';
import { isAmong } from './matches/match.js';
import { compareAmounts, flooredAmount, formatAmount, larger, smaller } from './money.js';
import type { Violation } from './violations.js';

/** What the scopes of a caller's key allow of one reservation. */
export interface Bounds {
  violations: Violation[];
  /** The largest amount that they let pass; null for any. */
  room: bigint | null;
}

/** The bounds of a caller without scopes. */
export const UNBOUNDED: Bounds = { violations: [], room: null };

/** Whether scopes keep somebody from no reservation. */
export const isUnscoped = ({ scopes }: Authority): boolean =>
  scopes.vendors === null &&
  scopes.categories === null &&
  scopes.runs === null &&
  scopes.largestAmount === null;

/** Holds a reservation of an amount, on a budget, against the scopes of the one who asks. */
export function boundsOf(
  authority: Authority | null,
  tree: Tree,
  budgetId: string,
  purpose: Purpose,
  amount: bigint,
): Bounds {
  if (authority === null || isUnscoped(authority)) return UNBOUNDED;
  const { vendors, categories, runs } = authority.scopes;
  const violations: Violation[] = [];
  const name = (rule: 'scope_vendor' | 'scope_category' | 'scope_run', key: string | null): unknown =>
    violations.push({ rule, budgetId, key: key ?? '' });
  if (!isAmong(vendors, purpose.vendor)) name('scope_vendor', purpose.vendor);
  if (!isAmong(categories, purpose.category)) name('scope_category', purpose.category);
  if (!isAmong(runs, purpose.runId)) name('scope_run', purpose.runId);
  const { violations: tooMuch, room } = amountBounds(authority, tree, budgetId, amount);
  // No amount goes to a vendor that may not be named.
  return { violations: [...violations, ...tooMuch], room: violations.length > 0 ? 0n : room };
}

/** Holds an amount that is set aside, for a reservation or as a guarantee, against the scopes of the one who asks. */
export function amountBounds(
  authority: Authority | null,
  { scale }: Tree,
  budgetId: string,
  amount: bigint,
): Bounds {
  const limit = authority?.scopes.largestAmount ?? null;
  if (limit === null) return UNBOUNDED;
  const requested = formatAmount(amount, scale);
  const isTooMuch = compareAmounts(requested, limit) > 0;
  return {
    violations: isTooMuch ? [{ rule: 'scope_amount', budgetId, limit, requested }] : [],
    room: flooredAmount(limit, scale),
  };
}

/** What is left of a bound for a reservation of which something was paid. */
export const roomBeside = ({ room }: Bounds, amount: bigint, committed: bigint): bigint | null =>
  room === null ? null : amount > room ? 0n : larger(0n, room - committed);

/** The smaller of a bound and something else. */
export const bounded = (amount: bigint, room: bigint | null): bigint =>
  room === null ? amount : smaller(amount, room);
