import { MalformedCursorError } from '../../queries/page.js';
import { Problem, validationProblem } from '../problems/problem.js';

/** What a query found, or a 404. A cursor that is none is the request's fault. */
export async function found<T>(query: Promise<T | null>, what: string): Promise<T> {
  const result = await listed(query);
  if (result === null) throw new Problem('not_found', `There is no ${what}.`);
  return result;
}

/** A page of a list. */
export async function listed<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (!(error instanceof MalformedCursorError)) throw error;
    throw validationProblem([
      { field: 'cursor', rule: 'cursor', message: 'cursor must be the nextCursor of the page before' },
    ]);
  }
}
