import type { FieldError, Problem, ProblemCode, Violation } from './types.js';

/** The service has refused: nothing was changed. `message` says why; programs go by `code`. */
export class PurserError extends Error {
  override readonly name: string = 'PurserError';
  readonly code: ProblemCode;
  readonly status: number;
  /** In the log of the service, and in the journal. */
  readonly requestId: string;
  /** Of `validation_failed`: each field at fault. */
  readonly errors: readonly FieldError[];

  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.requestId = problem.requestId;
    this.errors = problem.errors ?? [];
  }
}

/**
 * A limit is in the way. `message` is a sentence that a person or a model can act on: which limits, what is left of
 * them, and what would pass.
 */
export class DeniedError extends PurserError {
  override readonly name = 'DeniedError';
  /** All rules in the way, from the budget to the root; at most 20. */
  readonly violations: readonly Violation[];
  /** The largest amount that would pass now, as decimal text; "0" where none would. */
  readonly largestAdmissible: string;
  /** When the same request would pass if nothing else happened; null where waiting does not help. */
  readonly retryAt: Date | null;

  constructor(problem: Problem) {
    super(problem);
    this.violations = problem.violations ?? [];
    this.largestAdmissible = problem.largestAdmissible ?? '0';
    this.retryAt = problem.retryAt ? new Date(problem.retryAt) : null;
  }
}

/**
 * No answer that says what became of the request: it may have been carried out. It is safe to repeat under the same
 * key. `cause` is what came last: an error of the connection, or the refusal of a service in trouble.
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(
    message: string,
    /** Under which the request is repeated; undefined for one that changes nothing. */
    readonly idempotencyKey: string | undefined,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Whether an error is the service's last word: what no later attempt would change, such as a key that was revoked. */
export const isRefusal = (error: unknown): error is PurserError =>
  error instanceof PurserError && error.status < 500 && error.status !== 408 && error.status !== 429;

/** What an error says. */
export const saidBy = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The error that a problem document stands for. */
export const errorOf = (problem: Problem): PurserError =>
  problem.violations === undefined ? new PurserError(problem) : new DeniedError(problem);
