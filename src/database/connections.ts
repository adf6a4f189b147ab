import postgres from 'postgres';

/** The write path's client: pipelined, prepared; `bigint` columns are BigInt. */
export type WriteClient = postgres.Sql<{ bigint: bigint }>;

/** A statement that takes longer than this is broken off: nothing the service does should come near it. */
export const STATEMENT_TIMEOUT_MS = 30_000;

/** What sessions understand and answer in, whatever an administrator has set for the database or the role. */
const LANGUAGE = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  client_encoding: 'UTF8',
  search_path: 'public',
  // As long as a statement, and as ever as there is. (The driver leaves out what is 0.)
  lock_timeout: STATEMENT_TIMEOUT_MS,
  idle_session_timeout: 2_147_483_647,
};

/** The same as the options of a connection: blanks within a value are escaped. */
export const SESSION_OPTIONS = Object.entries(LANGUAGE)
  .map(([name, value]) => `-c ${name}=${String(value).replaceAll(' ', '\\ ')}`)
  .join(' ');

/**
 * How the write path's statements are planned: once, for rows that are found by their keys. Planning them anew for
 * each batch takes longer than running them, since a batch's parameters are large; and left to itself, the planner
 * would scan tables that were small when it looked. With these there is no worse plan to fall into.
 */
const BY_KEY = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
};

/**
 * Opens the write path's connections. They are made when first used, and again whenever they are lost. `settings` are
 * those of the sessions that differ from the write path's own.
 */
export function openWriteClient(
  url: string,
  connections: number,
  settings: Record<string, string> = {},
): WriteClient {
  return postgres(url, {
    max: connections,
    // A connection lives as long as the service does: closing idle ones would only cost the next burst.
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    // After a restart of Postgres the service is back within half a second; the driver's own back-off takes 20 s.
    backoff: (attempts: number) => Math.min(0.05 * 2 ** attempts, 0.5),
    connection: {
      application_name: 'purser write',
      ...LANGUAGE,
      // Each statement of a transaction has to see what was written before it, whatever the database's default.
      default_transaction_isolation: 'read committed',
      ...BY_KEY,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      ...settings,
    },
    // No statement gives or takes arrays; and when the connection is lost while the driver asks for their types, nobody
    // catches its error, which ends the process.
    fetch_types: false,
    types: { bigint: postgres.BigInt },
    onnotice: () => undefined,
  });
}
