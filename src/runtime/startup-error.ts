/**
 * Something that keeps the service from starting and that its operator can mend. The message is one line, says
 * what is wrong and what to do, and is all that is printed: a stack would only hide it.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** The message of anything that was thrown; of several attempts at once (as Node makes them), the first one's. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
