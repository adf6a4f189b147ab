import type { Violation } from '../../core/violations.js';
import { PROBLEMS, problemType, type ProblemCode } from './registry.js';

/** One rule that a request breaks. */
export interface FieldError {
  /** Where: a path into the body such as `envelopes.0.limit`, a parameter or a header; empty for the whole body. */
  field: string;
  rule: string;
  message: string;
}

/** What a problem tells beyond its code. */
export interface ProblemDetails {
  errors?: FieldError[];
  violations?: Violation[];
  largestAdmissible?: string;
  retryAt?: string | null;
  field?: string;
  acceptable?: string;
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
  const { status, title } = PROBLEMS[code];
  return { type: problemType(code), title, status, detail, code, requestId, ...details };
}

/** Thrown where a request cannot go on; the filter answers it. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly details: ProblemDetails = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
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
