import type { ContinueClose } from '../core/commands/closing.js';
import { OWN_ORIGIN } from '../core/commands/origin.js';
import { MAX_CLOSE_ENTRIES } from '../core/decide/close.js';
import type { Outcome } from '../core/outcomes.js';
import { Worker } from '../runtime/worker.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { findClosing } from './sql/find-closing.js';
import type { RowKey } from './sql/load-budgets.js';

/** How often closes are looked for that nobody carries on with: their process may have crashed. */
const EVERY_MS = 500;

/** How many are carried on with at once. */
const AT_ONCE = 4;

/**
 * Carries on with closes that take several decisions, one after the other, so that other commands get their turn between
 * them. Every replica does so; that each part is settled once is the work of the write path.
 */
export class Closings {
  private readonly worker: Worker;
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly link: ResilientClient,
    private readonly submit: (command: ContinueClose) => Promise<Outcome>,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.worker = new Worker(() => this.look(), EVERY_MS, onFault);
  }

  start(): void {
    this.worker.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.worker.stop(), ...this.underWay.values()]);
  }

  /** Waits until a close is done, or this replica no longer carries on with it; for so long at most. */
  async closed(top: RowKey, withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
    await Promise.race([this.carryOn(top), late]);
    clearTimeout(timer);
  }

  private async look(): Promise<undefined> {
    const free = AT_ONCE - this.underWay.size;
    if (free <= 0) return;
    for (const top of await this.link.use((sql) => findClosing(sql, free))) void this.carryOn(top);
  }

  private carryOn(top: RowKey): Promise<void> {
    const known = this.underWay.get(top.id);
    if (known) return known;
    const work = this.settle(top)
      .catch(this.onFault)
      .finally(() => this.underWay.delete(top.id));
    this.underWay.set(top.id, work);
    return work;
  }

  private async settle({ treeId, id: budgetId }: RowKey): Promise<void> {
    const entries = MAX_CLOSE_ENTRIES;
    while (!this.worker.isStopped) {
      const command = { type: 'continue_close', origin: OWN_ORIGIN, treeId, budgetId, entries } as const;
      const outcome = await this.submit(command);
      if (outcome.status !== 'accepted' || outcome.budget.state === 'closed') return;
    }
  }
}
