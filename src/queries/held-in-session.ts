import type { ReadSession } from '../database/read-session.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { SqlReader } from './sql/spend.js';

/**
 * Has something read as of one moment, and what is left of it kept in cursors of a session, to be read one page after the other;
 * null where there is nothing. Whoever is answered ends it.
 */
export async function heldInSession<T extends object>(
  openSession: () => Promise<ReadSession>,
  hold: (reader: SqlReader) => Promise<T | null>,
): Promise<(T & { end: () => Promise<void> }) | null> {
  const session = await openSession();
  const end = (): Promise<void> => session.close();
  try {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const held = await hold(readerOf(session));
    if (!held) {
      await end();
      return null;
    }
    await session.query('COMMIT');
    return { ...held, end };
  } catch (error) {
    await end();
    throw error;
  }
}

const readerOf = (session: ReadSession): SqlReader => ({
  $queryRaw: async <T>({ text, values }: Prisma.Sql) => (await session.query({ text, values })) as T,
});
