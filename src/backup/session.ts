import pg from 'pg';
import { SESSION_OPTIONS } from '../database/connections.js';

/** A copy takes as long as it takes, whatever an administrator has set for the database or the role. */
const PATIENCE = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0';

/** Works on a connection of its own, which is gone afterwards: what was open on it is taken back, and nobody waits for it. */
export async function withSession<T>(url: string, work: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = new pg.Client({
    connectionString: url,
    application_name: 'purser backup',
    options: `${SESSION_OPTIONS} ${PATIENCE}`,
  });
  // A statement that waits fails with a connection that is lost.
  session.on('error', () => undefined);
  try {
    await session.connect();
    return await work(session);
  } finally {
    await session.end();
  }
}
