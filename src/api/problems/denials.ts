import type { DenialCode } from '../../core/violations.js';
import type { ProblemKind } from './kind.js';

/** What a decision by the rules denied. */
export const DENIALS = {
  budget_closed: {
    status: 423,
    title: 'The budget is closed',
    explanation:
      'The budget, or one of its ancestors, was closed for good. Nothing can be reserved from it again; delegate a new budget from one that is open. What was held when it was closed has been released, and what was spent stays on record.',
  },
  budget_frozen: {
    status: 423,
    title: 'The budget is frozen',
    explanation:
      'A person froze the budget or one of its ancestors, which stops the whole subtree from reserving and delegating. Reservations that are held can still be committed or released. The violations name the budget that is frozen; it goes on after a resume.',
  },
  budget_paused: {
    status: 423,
    title: 'The budget is paused',
    explanation:
      'A rule stopped the budget or one of its ancestors: a request would have passed an envelope with onExceed "pause", or a commit with overage "overdraft" recorded a cost above a limit. Reservations that are held can still be committed or released. It goes on after a resume, which needs a reason, or by itself at the `pausedUntil` of the budget.',
  },
  vendor_not_allowed: {
    status: 403,
    title: 'The vendor may not be paid',
    explanation:
      'The policy of the budget or of one of its ancestors does not let this vendor be paid: it is on a deny list, or there is an allow list without it, or an allow list and the request names no vendor. A child can only narrow what its ancestors allow.',
  },
  category_not_allowed: {
    status: 403,
    title: 'The category may not be paid',
    explanation:
      'The policy of the budget or of one of its ancestors does not let this category be paid: it is on a deny list, or there is an allow list without it, or an allow list and the request names no category.',
  },
  scope_vendor: {
    status: 403,
    title: 'The key is not for this vendor',
    explanation:
      'The scopes of the key name the only vendors of whose reservations it may make, settle, extend or approve any, and this is none of them. Like every denial it is journaled, and counted where denials are.',
  },
  scope_category: {
    status: 403,
    title: 'The key is not for this category',
    explanation:
      'The scopes of the key name the only categories of whose reservations it may make, settle, extend or approve any, and this is none of them.',
  },
  scope_run: {
    status: 403,
    title: 'The key is not for this run',
    explanation:
      'The scopes of the key name the only runs of whose reservations it may make, settle, extend or approve any, and this is none of them.',
  },
  scope_amount: {
    status: 403,
    title: 'The amount is too large for the key',
    explanation:
      'The reservation, or what would have been paid of it in all, is more than `largestAmount` of the scopes of the key. At most largestAdmissible would pass with this key.',
  },
  overage_rejected: {
    status: 409,
    title: 'The commit exceeds the hold',
    explanation:
      'The commit is larger than what is held, and the reservation (or the commit) says overage "reject". Nothing was changed and the hold is untouched: commit at most largestAdmissible, or commit again with another overage.',
  },
  too_many_names: {
    status: 429,
    lasting: 402,
    title: 'Too many new names today',
    explanation:
      'An envelope with `per` has taken up 100,000 vendors, categories or runs today (UTC), each with a counter of its own, and this would be one more. Names that it knows pass as always. The next day it takes up others: retry after retryAt, which Retry-After also tells in seconds; null, with the status 402, where something else is in the way for longer.',
  },
  insufficient_funds: {
    status: 402,
    title: 'There is not enough money',
    explanation:
      'The budget, with what it may draw from its ancestors, does not have the amount available. The violations name each budget on the path that cannot give its part. At most largestAdmissible would pass now.',
  },
  envelope_exceeded: {
    status: 402,
    title: 'An envelope would be exceeded',
    explanation:
      'The amount would pass the limit of at least one envelope on the path to the root. Each violation names its envelope, limit and what is used. An envelope with onExceed "pause" has also stopped its budget. At most largestAdmissible would pass now; the request as made would pass at retryAt if nothing else happened, or never by waiting if that is null.',
  },
  count_exceeded: {
    status: 429,
    lasting: 402,
    title: 'Too many reservations in this window',
    explanation:
      'An envelope that counts reservations is used up for the current window. No amount would pass now; retry after retryAt, which Retry-After also tells in seconds. Where waiting does not help, retryAt is null and the status 402: the envelope counts for a lifetime, it has stopped its budget, or what is settled belongs to a window that is over.',
  },
} satisfies Record<DenialCode, ProblemKind>;
