import type { Prisma, PrismaClient } from '../generated/prisma/client.js';

/** What a query may be asked through: the client, or a transaction on it. */
export type Reader = Pick<
  PrismaClient,
  'budget' | 'tree' | 'envelope' | 'reservation' | 'entry' | '$queryRaw'
>;

/**
 * Runs queries that have to agree with each other in one snapshot of the database: the balances of a budget with the
 * use of its envelopes, a revision with the settings that it counts.
 */
export async function inSnapshot<T>(
  prisma: PrismaClient,
  read: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return await prisma.$transaction(read, {
    isolationLevel: 'RepeatableRead',
    maxWait: 10_000,
    timeout: 30_000,
  });
}

/** The database's clock, in milliseconds since the epoch. */
export async function databaseClock(reader: Reader): Promise<number> {
  const [row] = await reader.$queryRaw<{ now: number }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
  return row!.now;
}
