import { UnavailableError } from '../ledger/errors.js';
import { faultOf } from '../ledger/faults.js';

/** A database that is away is told in the words of the ledger, which the API knows. */
export async function reached<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (faultOf(error) === 'broken') throw error;
    throw new UnavailableError('The database cannot be reached.', 1);
  }
}
