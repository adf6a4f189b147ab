import { PurserError } from '@purser/sdk';

/** Whether no later attempt would be answered otherwise. */
export const isLastWord = (error: unknown): boolean =>
  error instanceof PurserError && error.status < 500 && error.status !== 408 && error.status !== 429;

/** What to show of an error, in sentences. */
export function errorText(error: unknown): string {
  if (error instanceof PurserError) return error.message;
  // `fetch` throws a TypeError where there was no answer.
  if (error instanceof TypeError) return 'The service cannot be reached.';
  return error instanceof Error ? error.message : String(error);
}

/** What the service says of one field of a form; undefined where it says nothing. */
export const fieldMessage = (error: unknown, field: string): string | undefined =>
  error instanceof PurserError
    ? (error.errors.find((found) => found.field === field)?.message ??
      (error.problem.field === field ? error.message : undefined))
    : undefined;

/** The same of a field, or of what is in it: `charges.0.tiers` has what is said of `charges.0.tiers.2.above`. */
export const fieldMessageBelow = (error: unknown, field: string): string | undefined =>
  fieldMessage(error, field) ??
  (error instanceof PurserError
    ? (error.errors.find((found) => found.field.startsWith(`${field}.`))?.message ??
      (error.problem.field?.startsWith(`${field}.`) ? error.message : undefined))
    : undefined);

export const isForbidden = (error: unknown): boolean => error instanceof PurserError && error.status === 403;

export const isMissing = (error: unknown): boolean => error instanceof PurserError && error.status === 404;
