import type { EndPause } from '../core/commands/budgets.js';
import { OWN_ORIGIN } from '../core/commands/origin.js';
import { idOf } from '../ids/ids.js';
import { Worker } from '../runtime/worker.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { findPaused, FIRST_PAUSED, type PausedRow } from './sql/find-paused.js';

/** How often pauses are looked for that are over. Their budgets go on within a second of the time. */
const EVERY_MS = 250;

/** How many are resumed at once; there are more right away when this many were found. */
const AT_ONCE = 100;

/**
 * Resumes budgets that were stopped by a cost above limits, when the windows have ended that were passed. Every replica
 * does so; that one is resumed once, and only if nobody has stopped it for longer, is the work of the write path.
 */
export class Pauses {
  private readonly worker: Worker;

  constructor(
    private readonly link: ResilientClient,
    private readonly submit: (command: EndPause) => Promise<unknown>,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.worker = new Worker(() => this.sweep(), EVERY_MS, onFault);
  }

  start(): void {
    this.worker.start();
  }

  async stop(): Promise<void> {
    await this.worker.stop();
  }

  private async sweep(): Promise<undefined> {
    let last: Pick<PausedRow, 'paused_until' | 'id'> = FIRST_PAUSED;
    for (;;) {
      const over = await this.link.use((sql) => findPaused(sql, last, AT_ONCE));
      // One that cannot be resumed must not keep the others from it: the next sweep tries it again.
      for (const done of await Promise.allSettled(over.map((row) => this.submit(commandOf(row)))))
        if (done.status === 'rejected') this.onFault(done.reason);
      if (over.length < AT_ONCE || this.worker.isStopped) return;
      last = over.at(-1)!;
    }
  }
}

const commandOf = (row: PausedRow): EndPause => ({
  type: 'pause_end',
  origin: OWN_ORIGIN,
  treeId: idOf('budget', row.tree_id),
  budgetId: idOf('budget', row.id),
});
