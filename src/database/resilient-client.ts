import type { WriteClient } from './connections.js';
import { faultOf, LinkTimeout } from './faults.js';

/** A server that does not answer within this time is taken for gone. */
const TIMEOUT_MS = 10_000;

/** How long work that is under way may still take when connections are closed. */
const ENDING_SECONDS = 5;

/**
 * Connections that are given up when one of them is lost, and when the server falls silent: a broken network need not
 * report it to either side. Whatever the server still does with the old connections, the guard of the next write finds it.
 */
export class ResilientClient {
  private sql: WriteClient;

  constructor(
    private readonly open: () => WriteClient,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
    this.sql = open();
  }

  /** Does some work on the connections; throws a {@link LinkTimeout} when it takes too long. */
  async use<T>(work: (sql: WriteClient) => Promise<T>): Promise<T> {
    const { sql } = this;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.replace(sql);
        reject(new LinkTimeout(this.timeoutMs));
      }, this.timeoutMs);
    });
    try {
      const working = work(sql);
      // Its failure, when its connection is closed, has been reported already.
      working.catch(() => undefined);
      return await Promise.race([working, timeout]);
    } catch (error) {
      // What the driver sends on a connection between its loss and the news of it (the rollback of a transaction, for
      // one) stays behind in the driver, and is taken for sent when it connects anew: it would never answer again.
      if (faultOf(error) === 'unreachable') this.replace(sql);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.sql.end({ timeout: ENDING_SECONDS });
  }

  /** Several may find the same connections lost: only the first opens new ones. */
  private replace(lost: WriteClient): void {
    if (this.sql !== lost) return;
    this.sql = this.open();
    // Others may be working on those that are still good.
    void lost.end({ timeout: ENDING_SECONDS }).catch(() => undefined);
  }
}
