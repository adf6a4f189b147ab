/**
 * What an error of the database means to a batch.
 *
 * - `conflict`: another writer was faster or holds a lock; nothing was written, and trying again is the answer.
 * - `unreachable`: the connection or the server went away; what was sent may or may not have been applied, and the
 *   next load finds out by the idempotency keys.
 * - `broken`: this batch cannot be written by any replica: a defect, in one command or in the service.
 */
export type Fault = 'conflict' | 'unreachable' | 'broken';

const CONFLICTS = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '23505', // unique_violation: the same idempotency key, from two processes at once
]);

/** SQLSTATEs, and classes of them, that say something about the server, not about the statement; 25P03: a transaction was idle too long. */
const SERVER_STATES = /^(08|53|57|58|XX|25006|25P0[34])/;

export function faultOf(error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (CONFLICTS.has(code)) return 'conflict';
  if (/^[0-9A-Z]{5}$/.test(code)) return SERVER_STATES.test(code) ? 'unreachable' : 'broken';
  // The driver's own codes (CONNECTION_CLOSED, CONNECT_TIMEOUT) and the operating system's (ECONNRESET).
  return /^(CONNECTION_|CONNECT_TIMEOUT|E[A-Z]+$)/.test(code) || error instanceof LinkTimeout
    ? 'unreachable'
    : 'broken';
}

/** The server was silent for longer than it ever should be: its connections are given up. */
export class LinkTimeout extends Error {
  constructor(milliseconds: number) {
    super(`the database did not answer within ${milliseconds} ms`);
  }
}
