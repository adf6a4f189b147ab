import { daysToHold } from '../baselines/window-days.js';
import type { RejectionCode } from '../../core/outcomes.js';
import { DENIALS } from './denials.js';
import type { ProblemKind } from './kind.js';
import { REQUEST_PROBLEMS } from './request-problems.js';

export type { ProblemKind } from './kind.js';

/** What could not be decided about at all: nothing is journaled, and the key stays free. */
const REJECTIONS = {
  forbidden: {
    status: 403,
    title: 'The key does not allow this',
    explanation:
      "The key is known, but its role or its scopes do not allow this. `action` names the action that it lacks, `scope` the scope that stops it (role, actions, vendors, categories, runs, largestAmount, largestOverdraft, expiresAt or budget). A key can only give away rights that it has, for no longer than it has them, and cannot take rights from a key that may do more. Rotating a key returns its new secret: the key of an operator or approver is rotated by its holder, by its issuer, or from the top of the tree; others can revoke it. A reservation outside the scopes is denied with a code of its own (`scope_vendor` and the like), not forbidden. A budget outside the key's subtree is not found.",
  },
  not_found: {
    status: 404,
    title: 'Nothing has this id',
    explanation: 'No budget, envelope, reservation, webhook or delivery that you can reach has this id.',
  },
  invalid_amount: {
    status: 400,
    title: 'The amount does not fit the tree',
    explanation:
      "Amounts are decimal strings with at most as many decimals as the tree's scale, and at most 10^18 of its smallest unit. Limits of count envelopes are whole numbers. Nothing is ever rounded.",
  },
  invalid_allowance: {
    status: 400,
    title: 'Guarantee and ceiling do not fit',
    explanation:
      'The ceiling of a budget must not be below its guarantee. A root has neither: fund or defund it.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    explanation:
      'The key was accepted before with another route or body. Send the first request again to see what became of it, or use a new key for a new request. Keys belong to a holder and a tree; rotating a key keeps them.',
  },
  revision_mismatch: {
    status: 412,
    title: 'The settings have changed',
    explanation:
      'If-Match names a revision that is no longer current. Read the budget again, look at what has changed, and repeat the request with its new ETag. `current` is the revision that would be accepted.',
  },
  version_mismatch: {
    status: 412,
    title: 'The balance has changed',
    explanation:
      'expectedVersion is not the current version of the budget. `current` is the one that would be accepted. Leave the field out to act at any version.',
  },
  invalid_envelope: {
    status: 400,
    title: 'The parts of the envelope do not go together',
    explanation:
      'An envelope has either `limit` or `relative`, and its parts go together; `field` names the one that does not. A relative limit needs windows that recur, goes without `per`, looks back far enough to hold a whole window (' +
      daysToHold((days, window) => `${days} days for ${window}`) +
      '), and its atMost is not below its atLeast. Counts and denials go with every window but transaction. An envelope that counts denials has onExceed "pause" or "notify" and a fixed limit, and only it can be `per` request. `match.newVendors` goes with the window transaction, the metric amount and a fixed limit, and without `per`. onExceed "approve" needs `approve`, any other goes without it, and a list of approvers names at least as many as there are approvals.',
  },
  invalid_price: {
    status: 400,
    title: 'The parts of the price do not go together',
    explanation:
      'Each unit is charged once. Tiers begin one above the other and have either `over`, the window whose usage they count, or `by`, the unit that chooses the tier of a call. What is `within` names other charges, and all that those are within. A price holds from now or later. `field` names the part that does not fit.',
  },
  price_unknown: {
    status: 422,
    title: 'Nobody has set a price',
    explanation:
      'Usage is rated by the nearest price on the way to the root or else, in a tree in USD, by the catalogue of hosted models. None was found for this vendor and item, and what has no price is never taken for free. Set a price, or name the amount.',
  },
  invalid_usage: {
    status: 422,
    title: 'The usage does not fit the price',
    explanation:
      'Every unit of it has to be charged, or be a part of one that is; no unit is less than what was reported of its parts; and no quantity of a call comes to more than 999,999,999. `field` names the unit.',
  },
  usage_required: {
    status: 422,
    title: 'The reservation is paid by its usage',
    explanation:
      'It was made under a price. A commit reports `usage` or `totalUsage`, and the service works out what it costs.',
  },
  amount_required: {
    status: 422,
    title: 'The commit says no amount',
    explanation:
      'The reservation was made without a price. A commit says `amount` or `total`; usage can come with it.',
  },
  invalid_time: {
    status: 400,
    title: 'It did not happen in the recent past',
    explanation:
      'A charge records what has happened: `occurredAt` is at most 400 days ago, and not in the future. What a clock that is ahead by up to a minute says is taken for now. Leave it out for now.',
  },
  charge_exists: {
    status: 409,
    title: 'This was charged before',
    explanation:
      'The vendor was paid for this externalId before, in the same tree: by a charge, or by a reservation whose commit said so. It is not paid twice. `reservationId` names the first, where the key reaches it.',
  },
  reservation_state: {
    status: 409,
    title: 'The reservation is in another state',
    explanation:
      'A held reservation can be extended. One that is held, waits for approval, or expired after its approval can be released, but together with its run only one that is not paid when it ends (`onExpiry`). One that is held, was released or has expired can be committed, unless it ended before it was approved; a charge never. One that waits can be approved or rejected. What was paid of one that is committed, released or expired can be disputed, and an open dispute upheld, rejected or withdrawn.',
  },
  settlement_exceeds_hold: {
    status: 409,
    title: 'More than is held',
    explanation:
      'A settlement token pays what is held, and never more: `acceptable` is that. What it cost beyond is for those who reserved to record.',
  },
  set_from_above: {
    status: 403,
    title: 'This was set from above',
    explanation:
      'A parent sets the guarantee and the ceiling of its child, and the envelopes and the policy that it delegates with. A key of the child itself cannot change these, nor what somebody above the child set later, nor resume a stop that came from above. It can add envelopes of its own and change those. For the rest, ask somebody who reaches the parent.',
  },
  own_request: {
    status: 403,
    title: 'You cannot decide on your own request',
    explanation:
      'The holder who asked for a reservation can neither approve nor reject it: not with another or a rotated key of theirs, and not with a key that they issued. They can release it. The same holds for who opened a dispute, who can withdraw it. Somebody else has to decide.',
  },
  not_an_approver: {
    status: 403,
    title: 'You are not one of the approvers',
    explanation:
      'The envelopes that this reservation would exceed list who may approve it, and you are not on all of their lists. `approval.approvers` of the reservation has the names.',
  },
  approver_out_of_reach: {
    status: 403,
    title: 'An envelope that needs approval lies above your budget',
    explanation:
      'To decide on a reservation you must reach every budget whose envelope needs the approval, or be named by that envelope. Your key or token is bound to a budget below one of them. Ask somebody who reaches it.',
  },
  already_approved: {
    status: 409,
    title: 'You have approved already',
    explanation: 'Each holder counts once, whichever key they use. The reservation waits for somebody else.',
  },
  approval_too_late: {
    status: 409,
    title: 'The time for deciding is over',
    explanation:
      'The deadline of the approval has passed. The reservation expires and its money goes back. Reserve again to ask again.',
  },
  dispute_exists: {
    status: 409,
    title: 'This payment was disputed before',
    explanation:
      'A reservation has one open dispute, and that of the holder who reserved comes before those of others. What people have answered is not asked again; what a dispute was not about, or was withdrawn, can be. `dispute` of the reservation has the last one, and how much was answered.',
  },
  dispute_too_late: {
    status: 409,
    title: 'The time for a dispute is over',
    explanation:
      'What was paid can be disputed for as long after its settlement as its price says (`disputableSeconds`), or for 30 days where it says nothing. `until` is when that was over.',
  },
  dispute_exceeded: {
    status: 409,
    title: 'The amount exceeds what is disputed',
    explanation:
      'A dispute gives back no more than it is about. What came back meanwhile was taken off. `acceptable` is what is still disputed.',
  },
  not_your_dispute: {
    status: 403,
    title: 'Somebody else opened this dispute',
    explanation: 'Only the holder who opened a dispute can withdraw it. Whoever may approve can reject it.',
  },
  fingerprint_mismatch: {
    status: 412,
    title: 'The fingerprint is of another request',
    explanation:
      'The request that waits is not the one that you looked at. Read the reservation again: `approval.fingerprint` is the one that would be accepted.',
  },
  budget_state: {
    status: 409,
    title: 'The budget is closed',
    explanation: 'The settings and the allocation of a closed budget cannot be changed.',
  },
  reason_required: {
    status: 400,
    title: 'A reason is required',
    explanation:
      'Say why in `reason`: when you resume a budget that a rule paused, reject a reservation, dismiss a claim, or open or reject a dispute.',
  },
  below_used: {
    status: 409,
    title: 'The new value is below what is used',
    explanation:
      'The allocation or ceiling would be less than what is reserved, delegated and spent. `acceptable` is the lowest value of `field` that would be accepted now.',
  },
  claim_exceeded: {
    status: 409,
    title: 'The amount exceeds the claim',
    explanation: 'A claim is settled in whole or in part. `detail` has the amount that is claimed.',
  },
  overdraft_bound: {
    status: 403,
    title: 'Your right to record costs above limits does not reach this far',
    explanation:
      'Settling or dismissing a claim needs the action `overdraft`. `largestOverdraft` bounds how far a claim can go above the reservation and above each limit that it exceeds. The right ends with the budgets that your key reaches: what a budget above would pay, or a second excess of a limit above, is for somebody up there. A key that cannot settle all of a claim cannot dismiss it. Settle a part of it, or ask somebody whose right reaches further.',
  },
  refund_exceeds_committed: {
    status: 409,
    title: 'The refund exceeds what was paid',
    explanation:
      'A refund, or a dispute, can be about no more than what was committed and not refunded yet. `acceptable` is that amount.',
  },
  refund_exceeds_usage: {
    status: 409,
    title: 'More comes back than was used',
    explanation:
      'Of a unit of usage no more can come back with refunds than commits have reported. `detail` says how much is left. The amount can be refunded without `usage`.',
  },
  depth_exceeded: {
    status: 409,
    title: 'The tree would be too deep',
    explanation: 'A budget can have at most 32 ancestors.',
  },
  too_many_prices: {
    status: 409,
    title: 'The budget has as many prices as it can have',
    explanation:
      'A budget can have at most 2,000 prices that hold or will hold. Withdraw those that are no longer needed, or set prices on another budget.',
  },
  too_many_envelopes: {
    status: 409,
    title: 'The budget has too many envelopes',
    explanation:
      'A budget can have at most 32 envelopes, and at most 64 can lie on the way from the root to any budget below. Delete one that is no longer needed: a key that may manage a budget can also delete those of all budgets under it to make room (`GET /v1/budgets?parentId=`, and the envelopes of each). What is delegated with a key that may not manage, as that of an agent, can bring envelopes up to the 32nd on the way: the other half is kept for operators.',
  },
  not_a_root: {
    status: 409,
    title: 'Only a root has this',
    explanation:
      'The allocation of a child comes from its parent: change its guarantee and ceiling with PATCH instead of funding it. The dimensions and the meters of a tree are settings of its root.',
  },
  holds_live: {
    status: 409,
    title: 'Reservations are still held',
    explanation:
      'You asked to close only if nothing is held, and reservations in the subtree are held or wait for approval. Settle them first, or close with `holds: release`.',
  },
  invalid_key: {
    status: 400,
    title: 'The key could not be used',
    explanation:
      'The end of a key must lie in the future. A key for an agent, and one that the admin issues, gets a holder of its own: `holder: self` does not fit it. A key can be handed on at most 64 times.',
  },
  key_ended: {
    status: 409,
    title: 'The key has ended',
    explanation: 'A key that has expired or was revoked cannot be rotated. Issue a new one.',
  },
  amount_overflow: {
    status: 409,
    title: 'A balance would become too large',
    explanation: 'No balance can exceed 10^18 of the smallest unit of its tree.',
  },
} satisfies Record<RejectionCode, ProblemKind>;

/** Every problem that the API can answer with, by its code. Docs and OpenAPI are made from it. */
export const PROBLEMS = { ...REQUEST_PROBLEMS, ...REJECTIONS, ...DENIALS };
export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(PROBLEMS, text);

/** The URL path of a problem's page in the docs: its `type`. */
export const problemType = (code: ProblemCode): string => `/docs/errors/${code}`;
