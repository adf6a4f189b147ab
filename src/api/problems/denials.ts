import type { DenialCode } from '../../core/violations.js';
import type { ProblemKind } from './kind.js';

/** What a decision by the rules denied. */
export const DENIALS = {
  budget_closed: {
    status: 423,
    title: 'The budget is closed',
    explanation:
      'The budget or one of its ancestors was closed for good. Nothing can be reserved from it again: delegate a new budget from one that is open. What it spent stays on record.',
  },
  budget_frozen: {
    status: 423,
    title: 'The budget is frozen',
    explanation:
      'A person froze the budget or one of its ancestors. The whole subtree can neither reserve nor delegate until it is resumed; held reservations can still be committed and released. The violations name the frozen budget.',
  },
  budget_paused: {
    status: 423,
    title: 'The budget is paused',
    explanation:
      'A rule stopped the budget or one of its ancestors: a request would have exceeded an envelope with onExceed `pause`, or a commit with overage `overdraft` recorded a cost above a limit. Held reservations can still be committed and released. The budget goes on when it is resumed with a reason, or by itself at `pausedUntil`.',
  },
  vendor_not_allowed: {
    status: 403,
    title: 'The vendor may not be paid',
    explanation:
      'The policy of the budget or of one of its ancestors excludes this vendor: it is on a deny list, or it is not on an allow list (a request without a vendor is on none). A child can only narrow what its ancestors allow.',
  },
  category_not_allowed: {
    status: 403,
    title: 'The category may not be paid',
    explanation:
      'The policy of the budget or of one of its ancestors excludes this category: it is on a deny list, or it is not on an allow list (a request without a category is on none).',
  },
  scope_vendor: {
    status: 403,
    title: 'The key is not for this vendor',
    explanation:
      'The scopes of the key list the vendors that it may pay, and this is none of them. The same holds for settling, extending and approving. The denial is journaled and counted like any other.',
  },
  scope_category: {
    status: 403,
    title: 'The key is not for this category',
    explanation:
      'The scopes of the key list the categories that it may pay, and this is none of them. The same holds for settling, extending and approving.',
  },
  scope_run: {
    status: 403,
    title: 'The key is not for this run',
    explanation:
      'The scopes of the key list the runs that it may pay for, and this is none of them. The same holds for settling, extending and approving.',
  },
  scope_amount: {
    status: 403,
    title: 'The amount is too large for the key',
    explanation:
      'The reservation, or what would be committed of it in total, exceeds `largestAmount` of the key. At most largestAdmissible would pass with this key.',
  },
  overage_rejected: {
    status: 409,
    title: 'The commit exceeds the hold',
    explanation:
      'The commit is larger than the hold, and its overage is `reject`. Nothing was changed. Commit at most largestAdmissible, or commit again with another overage.',
  },
  too_many_names: {
    status: 429,
    lasting: 402,
    title: 'Too many new names today',
    explanation:
      'An envelope with `per` keeps a counter for each vendor, category or run. It takes at most 100,000 new names on one day (UTC), and this would be one more. Names that it has already pass as always. Retry at retryAt, which Retry-After has in seconds. Where something else stops the request for longer, retryAt is null and the status 402.',
  },
  insufficient_funds: {
    status: 402,
    title: 'There is not enough money',
    explanation:
      'The budget, with what it can draw from its ancestors, has less than the amount. The violations name each budget on the path that falls short. At most largestAdmissible would pass now.',
  },
  envelope_exceeded: {
    status: 402,
    title: 'An envelope would be exceeded',
    explanation:
      'The amount would exceed the limit of at least one envelope on the path to the root. Each violation names its envelope, its limit and what is used. An envelope with onExceed `pause` has stopped its budget as well. At most largestAdmissible would pass now. The same request would pass at retryAt if nothing else happened; null means that waiting does not help.',
  },
  count_exceeded: {
    status: 429,
    lasting: 402,
    title: 'Too many reservations in this window',
    explanation:
      'An envelope that counts reservations is used up for the current window, so that no amount would pass now. Retry at retryAt, which Retry-After has in seconds. Where waiting does not help, retryAt is null and the status 402: the envelope counts for a lifetime, it has stopped its budget, or the cost belongs to a window that is over.',
  },
} satisfies Record<DenialCode, ProblemKind>;
