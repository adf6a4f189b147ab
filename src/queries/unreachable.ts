interface Cause {
  kind?: unknown;
  originalCode?: unknown;
}

/** The fields of an error of Prisma, its adapter or the driver below them. */
interface DriverError {
  code?: unknown;
  meta?: { driverAdapterError?: { cause?: Cause } };
  /** The adapter's errors come as they are where a transaction begins or ends. */
  cause?: Cause;
}

/** Prisma's codes for a server that cannot be reached or does not answer, and for a pool or transaction that waits in vain. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);

const ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
]);

/**
 * SQLSTATEs that say something about the server, not about the statement. 55000: it takes no connections now. 55P03: a lock was
 * waited for in vain. 25P03 and 25P04: the time of a transaction was over.
 */
const SERVER_STATES = /^(08...|53...|57...|58...|55000|55P03|25P0[34])$/;

/** What the driver and its pool say without a code; Prisma puts words of its own around them. */
const DRIVER_WORDS = [
  // A connection that was not had in time: of a session, of the pool, and in the pool's line.
  'timeout expired',
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  // What is asked of a connection after it was lost.
  'Client has encountered a connection error',
  'Client was closed',
  'Cannot use a pool after calling end',
  // A server that has no process for one more connection answers so.
  'There was an error establishing an SSL connection',
];

/** Whether a query failed because the database cannot be reached or does not answer in time. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, meta, cause } = error as DriverError;
  const { kind, originalCode } = meta?.driverAdapterError?.cause ?? cause ?? {};
  return (
    PRISMA_CODES.has(String(code)) ||
    ADAPTER_KINDS.has(String(kind)) ||
    SERVER_STATES.test(String(originalCode)) ||
    // Of a session that is no connection of Prisma's.
    SERVER_STATES.test(String(code)) ||
    // The driver's own: the operating system's code, or words without one.
    /^E[A-Z]+$/.test(String(code)) ||
    DRIVER_WORDS.some((words) => error.message.includes(words))
  );
}
