import { validationProblem } from '../problems/problem.js';
import { parseInstant } from './instant.js';

/** A time in a field that passed the rules of an instant, in milliseconds since the epoch. */
export const timeOf = (text: string): number => parseInstant(text)!.getTime();

/** The beginning and the end (not included) in two fields of a query; throws where the second is not after the first. */
export function timeRangeOf(
  [begin, end]: readonly [string, string],
  query: object,
): { from?: number; to?: number } {
  const [from, to] = [begin, end].map((field) => (query as Record<string, string | undefined>)[field]);
  const range = {
    ...(from !== undefined && { from: timeOf(from) }),
    ...(to !== undefined && { to: timeOf(to) }),
  };
  if (range.from !== undefined && range.to !== undefined && range.from >= range.to)
    throw validationProblem([{ field: end, rule: 'after_from', message: `${end} must be after ${begin}` }]);
  return range;
}
