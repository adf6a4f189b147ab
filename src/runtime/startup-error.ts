/**
 * Something that keeps the service from starting and that its operator can mend. The message is one line, says
 * what is wrong and what to do, and is all that is printed: a stack would only hide it.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
