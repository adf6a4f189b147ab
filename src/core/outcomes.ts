import type { Budget, Tree } from './budgets.js';
import type { Metric } from './envelopes.js';
import type { EntryContent } from './entries.js';
import type { Window } from './windows.js';

/** The rules that can deny a command. Closed: a new one gets a row in the tables of tests and docs. */
export const DENIAL_CODES = [
  'budget_closed',
  'budget_frozen',
  'budget_paused',
  'vendor_not_allowed',
  'category_not_allowed',
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

/** Commands that make no decision about money: nothing is journaled, and their key stays free. */
export const REJECTION_CODES = [
  'not_found',
  'invalid_amount',
  'invalid_allowance',
  'idempotency_key_reused',
  'revision_mismatch',
  'version_mismatch',
  'reservation_state',
  'budget_state',
  'below_used',
  'refund_exceeds_committed',
  'depth_exceeded',
  'too_many_envelopes',
  'not_a_root',
  'holds_live',
  'subtree_too_large',
  'amount_overflow',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface Rejection {
  code: RejectionCode;
  detail: string;
  /** The request's field that is at fault. */
  field?: string;
  /** The value that would have been accepted, as decimal text. */
  acceptable?: string;
  /** The current revision or version, where the caller's did not hold. */
  current?: number;
}

/** What a decision without effect found. */
export interface Assessed {
  admissible: boolean;
  code: DenialCode | null;
  violations: Violation[];
  notices: Violation[];
  largestAdmissible: string;
  retryAt: string | null;
}

export type Outcome =
  | { status: 'accepted'; replayed: boolean; tree: Tree; budget: Budget; entry: EntryContent }
  | { status: 'denied'; denial: Denial; entry: EntryContent }
  | { status: 'rejected'; rejection: Rejection }
  | { status: 'assessed'; assessed: Assessed }
  /** An internal command that found nothing to do, such as the expiry of a settled reservation. */
  | { status: 'ignored' };

export const rejected = (code: RejectionCode, detail: string, more: Partial<Rejection> = {}): Outcome => ({
  status: 'rejected',
  rejection: { code, detail, ...more },
});
