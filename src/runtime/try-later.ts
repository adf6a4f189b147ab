/** The queue is full, or the service is draining: nothing was decided. Answered with 503 and Retry-After. */
export class OverloadedError extends Error {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}

/**
 * Postgres could not be reached, or contention did not end, within the time a command may take. What was sent may
 * have been applied: a retry with the same key shows it. Answered with 503 and Retry-After.
 */
export class UnavailableError extends Error {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}
