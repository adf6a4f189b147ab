import { OWN_ORIGIN, type Expire } from '../core/commands.js';
import { idOf } from '../ids.js';
import type { Link } from './link.js';
import { findExpired, FIRST, type ExpiredRow } from './sql/find-expired.js';

/** How often expired holds are looked for. They are released within a second of their time. */
const EVERY_MS = 250;

/** How many are released at once; there are more right away when this many were found. */
const AT_ONCE = 1_000;

/**
 * Releases holds whose time has come. Every replica does so; that a hold is released once is the work of the write
 * path, where the second to come finds it settled.
 */
export class Expiry {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly link: Link,
    private readonly submit: (command: Expire) => Promise<unknown>,
    private readonly onLate: (milliseconds: number) => void,
    private readonly onFault: (error: unknown) => void,
  ) {}

  start(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep()
        .catch(this.onFault)
        .finally(() => this.start());
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    let last: Pick<ExpiredRow, 'expires_at' | 'id'> = FIRST;
    for (;;) {
      const expired = await this.link.use((sql) => findExpired(sql, last, AT_ONCE));
      for (const { late } of expired) this.onLate(late);
      // One that cannot be released must not keep the others from it: the next sweep tries it again.
      for (const done of await Promise.allSettled(expired.map((row) => this.submit(commandOf(row)))))
        if (done.status === 'rejected') this.onFault(done.reason);
      if (expired.length < AT_ONCE || this.stopped) return;
      last = expired.at(-1)!;
    }
  }
}

const commandOf = (row: ExpiredRow): Expire => ({
  type: 'expire',
  origin: OWN_ORIGIN,
  treeId: idOf('budget', row.tree_id),
  budgetId: idOf('budget', row.budget_id),
  reservationId: idOf('reservation', row.id),
  reason: null,
  expectedVersion: null,
});
