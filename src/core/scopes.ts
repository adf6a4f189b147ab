import type { Tree } from './budgets.js';
import type { Purpose } from './envelopes.js';
import type { Authority } from './keys.js';
import { compareAmounts, flooredAmount, formatAmount, larger, smaller } from './money.js';
import type { Violation } from './violations.js';

/** What the scopes of a caller's key have to say of one reservation. */
export interface Bounds {
  violations: Violation[];
  /** The largest amount that they let pass; null for any. */
  room: bigint | null;
}

/** What scopes leave to whoever has none. */
export const UNBOUNDED: Bounds = { violations: [], room: null };

const isNamed = (names: readonly string[] | null, name: string | null): boolean =>
  names === null || (name !== null && names.includes(name));

/** Holds a reservation of an amount, on a budget, against the scopes of the one who asks. */
export function boundsOf(
  authority: Authority | null,
  tree: Tree,
  budgetId: string,
  purpose: Purpose,
  amount: bigint,
): Bounds {
  if (authority === null) return UNBOUNDED;
  const { vendors, categories, runs, largestAmount } = authority.scopes;
  const violations: Violation[] = [];
  const name = (rule: 'scope_vendor' | 'scope_category' | 'scope_run', key: string | null): unknown =>
    violations.push({ rule, budgetId, key: key ?? '' });
  if (!isNamed(vendors, purpose.vendor)) name('scope_vendor', purpose.vendor);
  if (!isNamed(categories, purpose.category)) name('scope_category', purpose.category);
  if (!isNamed(runs, purpose.runId)) name('scope_run', purpose.runId);
  // No amount goes to a vendor that may not be named.
  const isShut = violations.length > 0;
  if (largestAmount === null) return { violations, room: isShut ? 0n : null };
  const largest = flooredAmount(largestAmount, tree.scale);
  const requested = formatAmount(amount, tree.scale);
  if (compareAmounts(requested, largestAmount) > 0)
    violations.push({ rule: 'scope_amount', budgetId, limit: largestAmount, requested });
  return { violations, room: isShut ? 0n : largest };
}

/** What is left of a bound for a reservation of which something was paid. */
export const roomBeside = ({ room }: Bounds, amount: bigint, committed: bigint): bigint | null =>
  room === null ? null : amount > room ? 0n : larger(0n, room - committed);

/** The smaller of a bound and something else. */
export const bounded = (amount: bigint, room: bigint | null): bigint =>
  room === null ? amount : smaller(amount, room);
