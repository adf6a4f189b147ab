import { UnavailableError } from '../runtime/try-later.js';
import { faultOf } from './faults.js';

/** What a link is asked for; throws an UnavailableError, which the API knows, where the database is away. */
export async function reached<T>(
  work: Promise<T>,
  otherwise = 'The database cannot be reached.',
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (faultOf(error) === 'broken') throw error;
    throw new UnavailableError(otherwise, 1);
  }
}
