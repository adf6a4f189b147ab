import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { messageOf } from '../runtime/message-of.js';
import { StartupError } from '../runtime/startup-error.js';

/** Major versions that the service is tested on. */
const OLDEST = 15;
const NEWEST = 18;

/** What another attempt does not mend: wrong password or user, no such database, no right to connect to it. */
const FINAL = /^(28|3D|42501)/;

/**
 * Waits until the database answers, as one that is started together with the service does after a while, and
 * refuses one of a version that is not supported. Throws a StartupError that never holds the password.
 */
export async function reachDatabase(url: string, waitSeconds: number, signal?: AbortSignal): Promise<void> {
  const until = Date.now() + waitSeconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await checkVersion(url);
    } catch (error) {
      if (error instanceof StartupError) throw error;
      const { code = '' } = error as { code?: string };
      if (FINAL.test(code) || Date.now() >= until) {
        throw new StartupError(`no database at ${serverOf(url)}: ${messageOf(error)}`);
      }
      await sleep(250);
    }
  }
}

async function checkVersion(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  // Without a listener the loss of the connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    if (major >= OLDEST && major <= NEWEST) return;
    throw new StartupError(
      `the database at ${serverOf(url)} is Postgres ${major}: this service runs on ${OLDEST} to ${NEWEST}`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The part of a database's URL that may be shown. */
export function serverOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}
