import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Lifecycle } from '../../runtime/lifecycle.js';

/** How long one look at the database counts. */
const FRESH_MS = 1_000;
/** A database that takes longer to answer is none. */
const PATIENCE_MS = 2_000;

export type ReadinessState = 'ready' | 'draining' | 'no_database';

/**
 * Whether requests should come here. The service listens only once its database is migrated, so that migrating shows
 * as a connection that is refused.
 */
@Injectable()
export class Readiness {
  private lookedAt = -Infinity;
  private look: Promise<boolean> = Promise.resolve(false);

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly database: Database,
  ) {}

  async state(): Promise<ReadinessState> {
    if (this.lifecycle.draining) return 'draining';
    // Probes of any number ask the database once a second.
    if (performance.now() - this.lookedAt > FRESH_MS) {
      this.lookedAt = performance.now();
      this.look = this.reach();
    }
    return (await this.look) ? 'ready' : 'no_database';
  }

  private async reach(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, false);
    });
    const answered = this.database.read.$queryRaw`select 1`.then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
