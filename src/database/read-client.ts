import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.js';
import { reportPool } from '../runtime/metrics.js';
import { SESSION_OPTIONS, STATEMENT_TIMEOUT_MS } from './connections.js';

/** How long the read side waits for an answer. */
const READ_TIMEOUT_MS = 10_000;

/** Opens the read side's connections. */
export function openReadClient(url: string, connections: number): PrismaClient {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'purser read',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // For a server that falls silent: a broken network need not report it to either side.
    query_timeout: READ_TIMEOUT_MS,
    keepAlive: true,
    maxLifetimeSeconds: 300,
    options: SESSION_OPTIONS,
  });
  reportPool('read', () => ({
    used: pool.totalCount - pool.idleCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  }));
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    // The pool drops a connection that was lost while idle and makes another: there is nothing to do.
    onPoolError: () => undefined,
    onConnectionError: () => undefined,
  });
  return new PrismaClient({ adapter });
}
