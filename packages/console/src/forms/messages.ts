import { PurserError } from '@purser/sdk';
import { errorText } from '../api/errors.js';

const isAt = (field: string, name: string): boolean => field === name || field.startsWith(`${name}.`);

/** What an error says beside what stands at the fields of these names. */
export function messagesBeside(error: unknown, shown: ReadonlyMap<string, string>): readonly string[] {
  const isShown = (field: string): boolean => [...shown.keys()].some((name) => isAt(field, name));
  if (!(error instanceof PurserError)) return [errorText(error)];
  const { errors, problem } = error;
  if (errors.length > 0) return errors.filter(({ field }) => !isShown(field)).map(({ message }) => message);
  return problem.field !== undefined && isShown(problem.field) ? [] : [errorText(error)];
}
