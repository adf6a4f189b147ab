import type { WriteClient } from '../database/connections.js';
import { LinkTimeout } from './faults.js';

/** A server that does not answer within this time is taken for gone. */
const TIMEOUT_MS = 10_000;

/**
 * Connections that are given up when the server falls silent: a broken network need not tell either side. Whatever
 * the server still does with the old connections, the guard of the next write finds it.
 */
export class Link {
  private sql: WriteClient;

  constructor(private readonly open: () => WriteClient) {
    this.sql = open();
  }

  /** Does some work on the connections; throws a {@link LinkTimeout} when it takes too long. */
  async use<T>(work: (sql: WriteClient) => Promise<T>): Promise<T> {
    const { sql } = this;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.replace(sql);
        reject(new LinkTimeout(TIMEOUT_MS));
      }, TIMEOUT_MS);
    });
    try {
      const working = work(sql);
      // Its failure, when its connection is closed, has been told already.
      working.catch(() => undefined);
      return await Promise.race([working, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.sql.end({ timeout: 5 });
  }

  /** Several may find the same connections silent: only the first opens new ones. */
  private replace(silent: WriteClient): void {
    if (this.sql !== silent) return;
    this.sql = this.open();
    void silent.end({ timeout: 0 }).catch(() => undefined);
  }
}
