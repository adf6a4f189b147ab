import type { ExplainedViolation } from '../../core/violation-text.js';
import { PROBLEMS, problemType, type ProblemCode, type ProblemKind } from './registry.js';

/** One rule that a request breaks. */
export interface FieldError {
  /** Where: a path into the body such as `envelopes.0.limit`, a parameter or a header; empty for the whole body. */
  field: string;
  rule: string;
  message: string;
}

/** What a problem has beyond its code. */
export interface ProblemDetails {
  errors?: FieldError[];
  violations?: ExplainedViolation[];
  violationsOmitted?: number;
  largestAdmissible?: string;
  retryAt?: string | null;
  /** As in the header Retry-After: an item of a batch has none. */
  retryAfterSeconds?: number;
  field?: string;
  acceptable?: string;
  reservationId?: string;
  until?: string;
  current?: number;
  /** What the principal may not do, or the scope of its key that is in the way. */
  action?: string;
  scope?: string;
}

/** The body of an answer that is not the one asked for (RFC 9457). */
export interface ProblemBody extends ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  requestId: string;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export function problemBody(
  code: ProblemCode,
  detail: string,
  requestId: string,
  details?: ProblemDetails,
): ProblemBody {
  const { title } = PROBLEMS[code];
  const status = statusOf(code, details);
  return { type: problemType(code), title, status, detail, code, requestId, ...details };
}

/** That of the code; of a denial that waiting does not mend, perhaps another. */
function statusOf(code: ProblemCode, { retryAt }: ProblemDetails = {}): number {
  const { status, lasting = status }: ProblemKind = PROBLEMS[code];
  return retryAt === null ? lasting : status;
}

/** When to come back, where nobody knows it better. */
const RETRY_SECONDS = '1';

/** Thrown where a request cannot go on; the filter answers it. What is said to be over some time always says when. */
export class Problem extends Error {
  readonly headers: Record<string, string>;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly details: ProblemDetails = {},
    headers: Record<string, string> = {},
  ) {
    super(detail);
    const { status } = PROBLEMS[code];
    this.headers = status === 429 || status === 503 ? { 'Retry-After': RETRY_SECONDS, ...headers } : headers;
  }

  /** What is answered, to a request or as an item of a batch. */
  bodyFor(requestId: string): ProblemBody {
    const seconds = this.headers['Retry-After'];
    const retry = seconds === undefined ? {} : { retryAfterSeconds: Number(seconds) };
    return problemBody(this.code, this.message, requestId, { ...this.details, ...retry });
  }
}

/** What one holder, or one tree, has under way is all that it may have; it is worth trying again after some seconds. */
export const tooMuchAtOnce = (detail: string, seconds: number): Problem =>
  new Problem('too_much_at_once', detail, {}, { 'Retry-After': String(seconds) });

/** A request whose fields are wrong; the detail repeats the first error, for those who read nothing else. */
export function validationProblem(errors: FieldError[]): Problem {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new Problem('validation_failed', `${first?.message ?? 'The request is not valid'}${more}.`, {
    errors,
  });
}
