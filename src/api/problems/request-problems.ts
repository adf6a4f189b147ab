import type { ProblemKind } from './kind.js';

/** What is wrong with a request before anything is decided, and what is wrong with the service. */
export const REQUEST_PROBLEMS = {
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
      'Every route but health, metrics, docs and signing in wants `Authorization: Bearer <key>` with a key that is known, or the cookie of a session. A session is over when somebody signs out, after its time, and with the key or token that it was opened with.',
  },
  csrf: {
    status: 403,
    title: 'The request may be forged',
    explanation:
      'It was made with the cookie of a session, which browsers send along with whatever a page asks for. What changes something needs `X-Purser-CSRF` with the `csrfToken` of the session as `GET /v1/sessions/self` has it, and nothing is accepted of pages of another origin. Programs send a key instead.',
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
  webhook_kind: {
    status: 409,
    title: 'The webhook is of another kind',
    explanation:
      'A webhook is of one kind for good. Only one of kind `http` has a URL and a secret that can be rotated, and each of the other kinds has the settings of its own kind alone. Make a webhook of the other kind beside it.',
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
