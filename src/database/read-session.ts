import pg from 'pg';
import { SESSION_OPTIONS, STATEMENT_TIMEOUT_MS } from './connections.js';

/** A statement with its parameters, which it names `$1` and so on. */
interface SqlText {
  text: string;
  values: unknown[];
}

/** A session of its own: what is left open in it stays open until it is closed. */
export interface ReadSession {
  query: <T>(statement: SqlText | string) => Promise<T[]>;
  close: () => Promise<void>;
}

/** Postgres ends one that nobody asks anything for so long. */
const IDLE_MS = 120_000;

/** How much longer than a statement may take its answer is waited for: the server may have fallen silent. */
const SILENT_MS = 5_000;

/** How often the server looks whether the caller is still there: a cursor is filled at COMMIT, which no timeout of statements ends. */
const LOOK_MS = 1_000;

/** Opens a session for who reads on in what one statement found, between other work. */
export async function openReadSession(url: string): Promise<ReadSession> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'purser export',
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + SILENT_MS,
    keepAlive: true,
    options: `${SESSION_OPTIONS} -c idle_session_timeout=${IDLE_MS} -c client_connection_check_interval=${LOOK_MS}`,
  });
  // The next query says that the connection was lost. Without a listener the loss would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return {
    query: async <T>(statement: SqlText | string) => {
      const { rows } = await (typeof statement === 'string'
        ? client.query(statement)
        : client.query(statement.text, statement.values));
      return rows as T[];
    },
    close: () => client.end(),
  };
}
