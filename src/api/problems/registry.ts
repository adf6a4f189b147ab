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
      'The key is known, and its role or its scopes do not let it do this: `action` names what it would have to be allowed to do, `scope` the scope that is in the way (role, actions, vendors, categories, runs, largestAmount, largestOverdraft, expiresAt or budget). A key can only give away what it may do itself, and no longer than it may, and takes nothing away from a key that may do more. Whoever rotates a key gets its secret: those of operators and approvers are rotated by their holder, by who handed them out, and from the top of the tree; others can revoke them. What the scopes say of a single reservation is a denial of its own. What lies outside of the subtree that a key is bound to is not forbidden but not found.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing with this id',
    explanation: 'No budget, envelope, reservation, webhook or delivery has the id that was named.',
  },
  invalid_amount: {
    status: 400,
    title: 'The amount does not fit the tree',
    explanation:
      "Amounts are decimal strings with at most as many decimals as the tree's scale, and at most 10^18 of its smallest unit. Limits of count envelopes are whole numbers. Nothing is ever rounded.",
  },
  invalid_allowance: {
    status: 400,
    title: 'Guarantee and ceiling do not fit together',
    explanation:
      'The ceiling of a budget must not be below its guarantee, and a root has neither: it is funded and defunded.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for a different request',
    explanation:
      'The key was accepted before with another route or body. Send the first request again to learn what has become of it, or use a new key for a new request. Keys belong to a holder, and within it to a tree: a rotated key has them still.',
  },
  revision_mismatch: {
    status: 412,
    title: 'The settings have changed since',
    explanation:
      'If-Match names a revision that is not the current one. Read the budget again, look at what has changed, and repeat the request with its ETag. `current` is the revision that would be accepted.',
  },
  version_mismatch: {
    status: 412,
    title: 'The balance has changed since',
    explanation:
      'expectedVersion names a version of the budget that is not the current one. `current` is the one that would be accepted; leave the field out to act whatever the version is.',
  },
  invalid_approve: {
    status: 400,
    title: 'The envelope does not say whom to ask',
    explanation:
      'An envelope with onExceed "approve" needs `approve`, any other must not have it, and a list of approvers must name at least as many as there are approvals.',
  },
  invalid_relative: {
    status: 400,
    title: 'The envelope cannot have this limit',
    explanation:
      'An envelope has either `limit` or `relative`. A relative limit needs windows that recur, goes without `per`, looks back far enough to hold a whole window (3 days for day, 15 for week, 63 for month), and its atMost is not below its atLeast.',
  },
  invalid_metric: {
    status: 400,
    title: 'The metric does not go with the rest of the envelope',
    explanation:
      'Envelopes that count denials have onExceed "pause" or "notify", a fixed limit and another window than transaction, and only they can be `per` request.',
  },
  invalid_match: {
    status: 400,
    title: 'The envelope cannot match new vendors',
    explanation:
      'Whether a vendor was paid before is asked of a single reservation: `match.newVendors` goes with the window transaction, the metric amount and a fixed limit, and without `per`.',
  },
  reservation_state: {
    status: 409,
    title: 'The reservation is in another state',
    explanation:
      'Only a held reservation can be extended, only one that is held, waits for approval, or has expired after it was approved, can be released, only one that is held, or was released or has expired, can be committed, and only one that waits can be approved or rejected. One that ended before it was approved can never be committed.',
  },
  set_from_above: {
    status: 403,
    title: 'This was set from above',
    explanation:
      "Guarantee and ceiling of a child are its parent's to give. So are the envelopes and the policy that came with its delegation, or that somebody who reaches above the budget set later, and a stop made by one of them, by one of their envelopes or by a cost above what they limited or gave. Who acts on the budget itself can add envelopes of its own, and change those; for the rest somebody who reaches above it has to be asked.",
  },
  own_request: {
    status: 403,
    title: 'Nobody decides on their own request',
    explanation:
      'Who asked for a reservation can neither approve nor reject it, with none of their keys, rotated ones included, and neither can a key that they issued or handed out; they can release it. Somebody else has to decide.',
  },
  not_an_approver: {
    status: 403,
    title: 'Somebody else is asked',
    explanation:
      'The envelopes that this reservation would pass name who may decide, and the holder of the key is not among those whom all of them name: see `approval.approvers` of the reservation.',
  },
  approver_out_of_reach: {
    status: 403,
    title: 'An envelope that asks lies above what the approver may act on',
    explanation:
      'Who decides on a reservation may act on every budget on which an envelope lies that asks about it, or is named by that envelope. The key or token reaches only a part of the tree below one of them: somebody who reaches that budget has to decide.',
  },
  already_approved: {
    status: 409,
    title: 'This principal has approved already',
    explanation:
      'Each holder counts once, whichever of their keys they use. The reservation waits for somebody else.',
  },
  approval_too_late: {
    status: 409,
    title: 'The time for deciding is over',
    explanation:
      'The deadline of the approval has passed. The reservation expires, its money goes back, and it has to be asked for again.',
  },
  fingerprint_mismatch: {
    status: 412,
    title: 'Another request waits here',
    explanation:
      'The fingerprint is not that of the request that waits: what was looked at is something else. Read the reservation again; `approval.fingerprint` is the one that would be accepted.',
  },
  budget_state: {
    status: 409,
    title: 'The budget is in another state',
    explanation: 'The settings and the allocation of a closed budget cannot be changed.',
  },
  reason_required: {
    status: 400,
    title: 'A reason is required',
    explanation:
      'A budget that was paused by a rule is resumed by somebody who has looked at what stopped it and says so in `reason`, and a rejection is explained to the one who asked.',
  },
  below_used: {
    status: 409,
    title: 'What is used cannot be taken away',
    explanation:
      'The allocation or ceiling would fall below what is reserved, delegated and spent. `acceptable` is the value of `field` that would be accepted now.',
  },
  claim_exceeded: {
    status: 409,
    title: 'More than is claimed',
    explanation: 'A claim is settled whole or in part, and `detail` says how much is claimed.',
  },
  overdraft_bound: {
    status: 403,
    title: 'The right to record costs above limits does not reach so far',
    explanation:
      'A claim is settled or dismissed by somebody with the action `overdraft`, and is settled above limits by no more than their `largestOverdraft` leaves for the reservation and for each limit that is passed. The right ends with the budgets that it reaches: what others would pay, and what passes a limit of those above once more, is for them to settle. Who may not settle all of a claim does not dismiss it. Settle a part of it, or have somebody do it whose right goes further.',
  },
  refund_exceeds_committed: {
    status: 409,
    title: 'The refund exceeds what was paid',
    explanation:
      'No more can be refunded than was committed and not yet refunded; `acceptable` is that amount.',
  },
  depth_exceeded: {
    status: 409,
    title: 'The tree would be too deep',
    explanation: 'A budget can have at most 32 ancestors.',
  },
  too_many_envelopes: {
    status: 409,
    title: 'The budget has too many envelopes',
    explanation:
      'A budget can have at most 32 envelopes, and at most 64 can lie on the way from the root to any budget below. Delete one that is no longer needed: whoever may manage a budget can also delete those of all budgets under it to make room (`GET /v1/budgets/{id}/children`, and the envelopes of each). What is delegated with a key that may not manage, as that of an agent, can bring envelopes up to the 32nd on the way: the other half is kept for operators.',
  },
  not_a_root: {
    status: 409,
    title: 'Only a root can be funded',
    explanation:
      'The allocation of a child comes from its parent: change its guarantee and ceiling with PATCH instead.',
  },
  holds_live: {
    status: 409,
    title: 'Reservations are still held',
    explanation:
      'The close was asked to refuse while reservations in the subtree are held or wait for approval. Settle them first, or close with holds "release".',
  },
  subtree_too_large: {
    status: 409,
    title: 'There are too many keys to be revoked at once',
    explanation: 'One request revokes at most 10,000 keys. Revoke those of parts of the subtree first.',
  },
  invalid_key: {
    status: 400,
    title: 'The key would be of no use',
    explanation:
      'A key whose end lies in the past cannot be issued. The key of an agent, or one that the admin issues, has a holder of its own: it cannot be issued with `holder` self. And a key can be handed on at most 64 times.',
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
    title: 'The request does not have the right form',
    explanation:
      'Fields, path, query or headers break the rules of this operation. `errors` names each field at fault, the rule it breaks and what would be right; a name that stands twice in one object is one, too, and so is a field or a query parameter that the operation does not have. Nothing was changed.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not acceptable JSON',
    explanation:
      'The body cannot be parsed as JSON, is nested more than 32 levels deep, or has keys such as `__proto__` that have no place in a request.',
  },
  invalid_encoding: {
    status: 400,
    title: 'The body is not UTF-8',
    explanation: 'JSON is sent in UTF-8; the body has bytes that are not.',
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
      'The key brought more commands to this process in one second than it may: each request counts as one, refused ones included, and a batch as its commands. Nothing was looked at; wait for the seconds that Retry-After says. RateLimit tells with every answer what is left. What a budget may reserve is not limited here but by its envelopes.',
  },
  too_much_at_once: {
    status: 429,
    title: 'Too much is under way at once',
    explanation:
      'What one holder of keys, or one tree, may have under way in a process is bounded, so that others are served, too: bodies that are sent, answers that are not read, reads that wait for their turn, checks of journals, streams of events, pings of webhooks. The detail says which. Nothing was done; wait for the seconds that Retry-After says, or for what is under way.',
  },
  route_not_found: {
    status: 404,
    title: 'There is no such route',
    explanation: 'The path is none of this API. The routes are listed in the docs.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The route does not have this method',
    explanation: 'The path exists, but not for this method. The Allow header lists those that it has.',
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
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    explanation:
      'A body may have 64 KiB, that of a batch 2 MiB. Split a batch, or keep a large context elsewhere and name it.',
  },
  uri_too_long: {
    status: 414,
    title: 'The path is too long',
    explanation: 'A part of the path is longer than any id.',
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
      'Every write carries an `Idempotency-Key` header: 1 to 255 visible ASCII characters without spaces, chosen by the caller and new for each new request. A retry with the same key and body changes nothing twice, and is answered with what the first one made as it is now.',
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
    title: 'Something went wrong in the service',
    explanation:
      'This is a fault of the service. The log has the details under the request id. A retry of a write with the same Idempotency-Key is safe.',
  },
  overloaded: {
    status: 503,
    title: 'The service is overloaded or stopping',
    explanation:
      'Too many commands are waiting, or the service is about to stop. Nothing was decided; retry after Retry-After with the same Idempotency-Key.',
  },
  unavailable: {
    status: 503,
    title: 'The database cannot be reached',
    explanation:
      'Postgres did not answer in time. A write may have been applied: retry after Retry-After with the same Idempotency-Key, which tells.',
  },
} satisfies Record<string, ProblemKind>;

/** Every problem that the API can answer with, by its code. Docs and OpenAPI are made from it. */
export const PROBLEMS = { ...REQUESTS, ...REJECTIONS, ...DENIALS };
export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(PROBLEMS, text);

/** The URL path of a problem's page in the docs: its `type`. */
export const problemType = (code: ProblemCode): string => `/docs/errors/${code}`;
