import type { Metric } from './metrics/metrics.js';
import { compareAmounts } from './money.js';
import type { Window } from './windows.js';

/** The rules that can deny a command. Closed: a new one gets a row in the tables of tests and docs. */
export const DENIAL_CODES = [
  'budget_closed',
  'budget_frozen',
  'budget_paused',
  'vendor_not_allowed',
  'category_not_allowed',
  'scope_vendor',
  'scope_category',
  'scope_run',
  'scope_amount',
  'overage_rejected',
  'too_many_names',
  'insufficient_funds',
  'envelope_exceeded',
  'count_exceeded',
] as const;
/** In the order in which they name a denial that breaks several: first what waiting or asking for less cannot mend. */
export type DenialCode = (typeof DENIAL_CODES)[number];

/** One rule that a command would break. Amounts are decimal text, counts whole numbers as text. */
export type Violation = {
  rule: DenialCode;
  budgetId: string;
  /** The names as they were at the decision. Absent in entries from before names were recorded. */
  budgetName?: string;
  envelopeId?: string;
  /** Absent where the envelope has none. */
  envelopeName?: string;
  window?: Window;
  metric?: Metric;
  /** The vendor, category or run whose counter is meant. */
  key?: string;
  limit?: string;
  used?: string;
  requested?: string;
  remaining?: string;
  /** By how much a cost that was recorded all the same went past it. */
  exceededBy?: string;
  /** RFC 3339; absent where nothing resets by itself. */
  resetsAt?: string;
};

/** Why a command was denied, and what would pass. It is journaled with the decision. */
export type Denial = {
  code: DenialCode;
  /** At most {@link MAX_VIOLATIONS} of them. */
  violations: Violation[];
  /** How many more there are; absent where these are all. */
  violationsOmitted?: number;
  /** The largest amount that would pass now, as decimal text; "0" when none would. */
  largestAdmissible: string;
  /** When the command as it was made would pass if nothing else happened (RFC 3339); null when never. */
  retryAt: string | null;
};

/** How many violations a denial lists. */
export const MAX_VIOLATIONS = 20;

/**
 * The violations that a denial lists of many: the nearest of each rule, then those with the least left, then the nearest;
 * in their order on the way to the root. `omitted` were left out before.
 */
export function firstViolations(
  violations: Violation[],
  omitted = 0,
): Pick<Denial, 'violations' | 'violationsOmitted'> {
  if (violations.length <= MAX_VIOLATIONS)
    return omitted > 0 ? { violations, violationsOmitted: omitted } : { violations };
  const chosen = new Set<Violation>();
  for (const code of DENIAL_CODES) {
    const nearest = violations.find(({ rule }) => rule === code);
    if (nearest) chosen.add(nearest);
  }
  const bounded = violations.filter(({ remaining }) => remaining !== undefined);
  const least = bounded.sort((a, b) => compareAmounts(a.remaining!, b.remaining!));
  for (const one of [...least, ...violations]) if (chosen.size < MAX_VIOLATIONS) chosen.add(one);
  return {
    violations: violations.filter((one) => chosen.has(one)),
    violationsOmitted: omitted + violations.length - chosen.size,
  };
}
