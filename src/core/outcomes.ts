import type { Budget, Tree } from './budgets.js';
import type { Ask } from './approvals.js';
import type { EntryContent } from './entries.js';
import type { ScopeName } from './keys.js';
import type { RatedLine } from './prices/rate.js';
import type { PriceSource } from './prices/rating.js';
import type { Usage } from './prices/usage.js';
import type { Present } from './present.js';
import type { Denial, DenialCode, Violation } from './violations.js';

/** Commands that make no decision about money: nothing is journaled, and their key stays free. */
export const REJECTION_CODES = [
  'forbidden',
  'not_found',
  'invalid_amount',
  'invalid_allowance',
  'idempotency_key_reused',
  'revision_mismatch',
  'version_mismatch',
  'invalid_envelope',
  'invalid_price',
  'price_unknown',
  'invalid_usage',
  'usage_required',
  'amount_required',
  'invalid_time',
  'charge_exists',
  'reservation_state',
  'settlement_exceeds_hold',
  'set_from_above',
  'own_request',
  'not_an_approver',
  'approver_out_of_reach',
  'already_approved',
  'approval_too_late',
  'dispute_exists',
  'dispute_too_late',
  'dispute_exceeded',
  'not_your_dispute',
  'fingerprint_mismatch',
  'budget_state',
  'reason_required',
  'below_used',
  'refund_exceeds_committed',
  'refund_exceeds_usage',
  'claim_exceeded',
  'overdraft_bound',
  'depth_exceeded',
  'too_many_envelopes',
  'too_many_prices',
  'not_a_root',
  'holds_live',
  'invalid_key',
  'key_ended',
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
  /** With `charge_exists`: the reservation that has the name, where the caller reaches it. */
  reservationId?: string;
  /** With `dispute_too_late`: when the time was over. */
  until?: string;
  /** With `forbidden`: what the caller would have to be allowed to do, or the scope that is in the way. */
  action?: string;
  scope?: ScopeName | 'budget';
}

/** What a dry run answers. */
export interface Decision {
  admissible: boolean;
  /** The code with which a reservation would be refused: `forbidden` where the caller may make none, whatever the rules say. */
  code: DenialCode | 'forbidden' | null;
  /** What it would hold. */
  amount: string;
  /** How the amount came about; null where the caller named it. */
  rated: {
    lines: RatedLine[];
    source: PriceSource;
    usage: Usage;
    /** Where it does not pass: the most usage that would; null where less of it does not help. */
    largestUsage: Usage | null;
  } | null;
  violations: Violation[];
  violationsOmitted?: number;
  notices: Violation[];
  largestAdmissible: string;
  retryAt: string | null;
  /** What people would be asked for if it is admissible; null when nobody would. */
  approval: Ask | null;
}

/** The outcome of a command that was refused without a decision. */
export interface Rejected {
  status: 'rejected';
  rejection: Rejection;
}

/**
 * `now` is the database's clock when it was decided, or answered again: milliseconds since the epoch. Of what was
 * accepted, `budget` is as it is now, `entry` is what was decided (first, if it is `replayed`), and `present` what has
 * become of that since: null where nothing can have.
 */
export type Outcome =
  | {
      status: 'accepted';
      now: number;
      replayed: boolean;
      /** Of a delegation that found the open child of its ref: nothing was done. */
      existed?: true;
      tree: Tree;
      budget: Budget;
      entry: EntryContent;
      present: Present | null;
    }
  | { status: 'denied'; now: number; denial: Denial; currency: string; entry: EntryContent }
  | Rejected
  | { status: 'dry_run'; decision: Decision; currency: string }
  /** An internal command that found nothing to do, such as the expiry of a settled reservation. */
  | { status: 'ignored' };

export const rejected = (code: RejectionCode, detail: string, more: Partial<Rejection> = {}): Rejected => ({
  status: 'rejected',
  rejection: { code, detail, ...more },
});
