import type { Metric } from './envelopes.js';
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
  envelopeId?: string;
  window?: Window;
  metric?: Metric;
  /** The vendor, category or run whose counter is meant. */
  key?: string;
  limit?: string;
  used?: string;
  requested?: string;
  remaining?: string;
  /** RFC 3339; absent where nothing resets by itself. */
  resetsAt?: string;
};

/** Why a command was denied, and what would pass. It is journaled with the decision. */
export type Denial = {
  code: DenialCode;
  violations: Violation[];
  /** The largest amount that would pass now, as decimal text; "0" when none would. */
  largestAdmissible: string;
  /** When the command as it was made would pass if nothing else happened (RFC 3339); null when never. */
  retryAt: string | null;
};
