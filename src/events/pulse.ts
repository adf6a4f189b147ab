import type { ResilientClient } from '../database/resilient-client.js';
import { IDLE, Worker } from '../runtime/worker.js';
import { findNews, readableTick } from './sql/find-news.js';

/** How often the journal is looked at while somebody waits for news. */
const EVERY_MS = 100;

/** After so long without a look it is not asked what came meanwhile: that may be the work of days. */
const STALE_MS = 5_000;

interface Waiter {
  /** Null: any tree will do. */
  treeId: string | null;
  wake: () => void;
}

/**
 * Wakes followers when a tree has new entries: one small question to the database for all of them. It asks instead of
 * being notified (LISTEN), since a NOTIFY in the write path would make all writers of the database queue up to commit.
 */
export class Pulse {
  private readonly waiters = new Set<Waiter>();
  private readonly worker: Worker;
  /** Up to where the journal was looked at, and when. */
  private seen = 0n;
  private lookedAt = -Infinity;

  constructor(
    private readonly link: ResilientClient,
    onFault: (error: unknown) => void,
  ) {
    this.worker = new Worker(() => this.look(), EVERY_MS, onFault);
  }

  /**
   * Resolves when the tree may have entries that could not be read before this call; sometimes without any. A
   * follower calls it before it reads, and waits for it when it has read everything.
   */
  next(treeId: string | null): { news: Promise<void>; forget: () => void } {
    let waiter: Waiter;
    const news = new Promise<void>((resolve) => {
      waiter = { treeId, wake: resolve };
      if (this.worker.isStopped) resolve();
      else this.waiters.add(waiter);
    });
    this.worker.wake(EVERY_MS);
    return { news, forget: () => this.waiters.delete(waiter) };
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    this.wake(() => true);
  }

  private async look(): Promise<number> {
    if (this.waiters.size === 0) return IDLE;
    await this.read();
    return EVERY_MS;
  }

  private async read(): Promise<void> {
    const { seen } = this;
    const now = performance.now();
    if (now - this.lookedAt > STALE_MS) {
      this.seen = (await this.link.use(readableTick)) - 1n;
      this.lookedAt = now;
      return this.wake(() => true);
    }
    const rows = await this.link.use((sql) => findNews(sql, seen));
    this.lookedAt = now;
    if (rows.length === 0) return;
    for (const { tick } of rows) if (tick > this.seen) this.seen = tick;
    const trees = new Set(rows.map((row) => row.tree_id));
    this.wake(({ treeId }) => treeId === null || trees.has(treeId));
  }

  private wake(which: (waiter: Waiter) => boolean): void {
    for (const waiter of this.waiters) {
      if (!which(waiter)) continue;
      this.waiters.delete(waiter);
      waiter.wake();
    }
  }
}
