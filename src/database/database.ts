import type { Config } from '../runtime/config.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { followClock } from '../ids/ids.js';
import { establishAdminKey, type AdminKeyOrigin } from './admin-key.js';
import { openWriteClient, type WriteClient } from './connections.js';
import { openReadClient } from './read-client.js';
import { migrate } from './migrate.js';
import { reachDatabase } from './reach.js';
import { openReadSession, type ReadSession } from './read-session.js';

/** A database that is ready for use: reached, of a supported version, with its tables and the admin key. */
export class Database {
  private constructor(
    readonly url: string,
    /** For what is neither a command nor a query: keys. The ledger opens its own connections. */
    readonly write: WriteClient,
    /** The read side's connections. */
    readonly read: PrismaClient,
    readonly adminKey: AdminKeyOrigin,
    /** From when on keys of requests are kept with the time that they carry, in milliseconds since the epoch; -Infinity: ever since. */
    readonly timedKeysSince: number,
  ) {}

  /** Throws a StartupError if the database cannot be used. */
  static async open(url: string, config: Config, signal?: AbortSignal): Promise<Database> {
    await reachDatabase(url, config.databaseWaitSeconds, signal);
    await migrate(url);
    signal?.throwIfAborted();
    const write = openWriteClient(url, 1);
    try {
      // Before anything is written: a dump that was restored here may be ahead of this cluster's transaction ids.
      await write`SELECT settle_journal_clock()`;
      const [clock] = await write<[{ now: number; since: number }]>`
        SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
          (extract(epoch FROM timed_keys_since) * 1000)::float8 AS since
        FROM journal_clock`;
      followClock(clock.now);
      const adminKey = await establishAdminKey(write, config.adminKey);
      return new Database(url, write, openReadClient(url, config.readConnections), adminKey, clock.since);
    } catch (error) {
      await write.end({ timeout: 1 });
      throw error;
    }
  }

  /** A session of its own to read in: whoever opens it closes it. */
  async openReadSession(): Promise<ReadSession> {
    return await openReadSession(this.url);
  }

  /** Closes all connections; statements under way may end first. */
  async close(): Promise<void> {
    await Promise.all([this.write.end({ timeout: 5 }), this.read.$disconnect()]);
  }
}
