import { existsSync } from 'node:fs';
import type { Config } from '../runtime/config.js';
import { EmbeddedPostgres } from '../database/embedded-postgres.js';
import { readPassword, SUPERUSER } from '../database/embedded/cluster.js';
import { locateData, type DataFolder } from '../database/embedded/data-folder.js';
import { findPostmaster } from '../database/embedded/postmaster.js';
import { defaultDataFolder } from '../database/places.js';
import { StartupError } from '../runtime/startup-error.js';

/** A database that a command looks at, and what has to be done when it has. */
export interface LedgerDatabase {
  readonly url: string;
  close(): Promise<void>;
}

const leaveOpen = async (): Promise<void> => undefined;

/**
 * The database of the service: the one that its configuration names, or else the service's own Postgres on its data folder, running
 * (whether the service does or not) or started for the occasion. Makes no database where there is none: throws a
 * StartupError.
 */
export async function findLedgerDatabase(config: Config): Promise<LedgerDatabase> {
  if (config.databaseUrl) return { url: config.databaseUrl, close: leaveOpen };
  const asked = config.dataDir ?? defaultDataFolder();
  const folder = existsSync(asked) ? await locateData(asked) : undefined;
  if (!folder || !existsSync(folder.cluster))
    throw new StartupError(`there is no database in ${asked}: set DATABASE_URL or PURSER_DATA_DIR`);
  const running = findPostmaster(folder);
  if (running) return { url: urlOf(folder, running.port), close: leaveOpen };
  const embedded = await EmbeddedPostgres.start(config.dataDir);
  return { url: embedded.url, close: () => embedded.stop() };
}

function urlOf(folder: DataFolder, port: number): string {
  const password = encodeURIComponent(readPassword(folder));
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/purser?sslmode=disable`;
}
