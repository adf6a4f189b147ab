import { daysToHold } from '../baselines/window-days.js';
import type { RejectionCode } from '../../core/outcomes.js';
import { DENIALS } from './denials.js';
import type { ProblemKind } from './kind.js';

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

/** What is wrong with a request before anything is decided, and what is wrong with the service. */
const REQUESTS = {
  validation_failed: {
    status: 400,
    title: 'The request is not valid',
    explanation:
      'A field, the path, the query or a header breaks a rule of this operation. `errors` has each field at fault, the rule that it breaks, and what is accepted. A field or query parameter that the operation does not have is refused, and so is a name that stands twice in one object. Nothing was changed.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not valid JSON',
    explanation:
      'The body cannot be parsed as JSON, is nested more than 32 levels deep, or has a key such as `__proto__` that is never accepted.',
  },
  invalid_encoding: {
    status: 400,
    title: 'The body is not UTF-8',
    explanation: 'Send JSON in UTF-8. The body has bytes that are not.',
  },
  malformed_request: {
    status: 400,
    title: 'The request is malformed',
    explanation: 'The request could not be read as HTTP, or its URL is not properly encoded.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid key is required',
    explanation:
      'Every route but health, metrics and docs wants `Authorization: Bearer <key>` with a key that is known.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many commands with this key',
    explanation:
      'The key sent more commands to this process in one second than it may. Each request counts as one, a refused one too, and a batch as its commands. Nothing was done. Wait as long as Retry-After says; RateLimit has what is left with every answer. Envelopes limit what a budget may reserve; this does not.',
  },
  too_much_at_once: {
    status: 429,
    title: 'Too much is under way at once',
    explanation:
      'What one holder or one tree may have under way in a process is bounded, so that others are served too: bodies being sent, answers not read, reads that wait, checks of journals, exports, event streams, pings of webhooks. `detail` says which. Nothing was done. Wait as long as Retry-After says, or until what is under way has ended.',
  },
  route_not_found: {
    status: 404,
    title: 'There is no such route',
    explanation: 'The API has no route with this path. The docs list all routes.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The route does not have this method',
    explanation: 'The path exists, but not with this method. The Allow header lists the methods that it has.',
  },
  not_acceptable: {
    status: 406,
    title: 'The answer cannot be sent in that form',
    explanation:
      'The Accept header names no media type in which this is answered. Lists that can be exported are answered as `application/json`, `application/x-ndjson` and `text/csv`, exports over HTTP/1.1 only; everything else as JSON, whatever Accept says.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    explanation: 'The headers or the body of the request did not arrive in time. Send it again.',
  },
  too_many_webhooks: {
    status: 409,
    title: 'The tree has too many webhooks',
    explanation: 'A tree can have at most 100 webhooks; delete one that is no longer needed.',
  },
  meter_event_state: {
    status: 409,
    title: 'The meter event cannot be sent again, or skipped',
    explanation:
      'Only a parked event can be retried or skipped. What is older than the 35 days that Stripe takes, or is no whole number of the unit of its meter, can only be skipped. What Stripe may have, and may not know again, is sent again only with `isNotAtStripe: true`: after you have looked there for its identifier. `detail` says which it is.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    explanation:
      'A body may have 64 KiB, that of a batch 2 MiB. Split a batch, or keep a large context elsewhere and name it.',
  },
  uri_too_long: {
    status: 414,
    title: 'The path is too long',
    explanation: 'A segment of the path is longer than any id or run.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not JSON',
    explanation: 'Bodies are sent as `Content-Type: application/json`.',
  },
  idempotency_key_required: {
    status: 428,
    title: 'An Idempotency-Key is required',
    explanation:
      'Every write carries an `Idempotency-Key` header: 1 to 255 visible ASCII characters without spaces, new for each new request. A retry with the same key and body changes nothing twice. It returns what the first request made, as it is now.',
  },
  if_match_required: {
    status: 428,
    title: 'If-Match is required',
    explanation:
      "Settings are changed under `If-Match` with the budget's revision in double quotes, as its ETag gives it, so that nobody overwrites what they have not seen.",
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    explanation: 'All headers together may have 16 KiB.',
  },
  internal_error: {
    status: 500,
    title: 'The service failed',
    explanation:
      'This is a fault of the service. Its log has the details under the request id. It is safe to retry a write with the same Idempotency-Key.',
  },
  overloaded: {
    status: 503,
    title: 'The service is overloaded or stopping',
    explanation:
      'Too many commands wait, or the service is about to stop. Nothing was decided. Retry after Retry-After with the same Idempotency-Key.',
  },
  unavailable: {
    status: 503,
    title: 'The database cannot be reached',
    explanation:
      'Postgres did not answer in time. A write may have been applied. Retry after Retry-After with the same Idempotency-Key to find out.',
  },
} satisfies Record<string, ProblemKind>;

/** Every problem that the API can answer with, by its code. Docs and OpenAPI are made from it. */
export const PROBLEMS = { ...REQUESTS, ...REJECTIONS, ...DENIALS };
export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(PROBLEMS, text);

/** The URL path of a problem's page in the docs: its `type`. */
export const problemType = (code: ProblemCode): string => `/docs/errors/${code}`;
