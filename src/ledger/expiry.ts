import { OWN_ORIGIN } from '../core/commands/origin.js';
import type { Expire } from '../core/commands/settling.js';
import { idOf } from '../ids/ids.js';
import { Worker } from '../runtime/worker.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { findExpired, FIRST_EXPIRED, type ExpiredRow } from './sql/find-expired.js';

/** How often expired holds are looked for. They are released within a second of their time. */
const EVERY_MS = 250;

/** How many are read at once. */
const AT_ONCE = 1_000;

/** What may be under way of one tree, in weight; one may be heavier. The rest of it waits, and other trees go on. */
const TREE_WEIGHT = 500;

/** What may be under way of all trees, in expiries. */
const MOST = 5_000;

/**
 * Releases holds whose time has come. Every replica does so; that a hold is released once is the work of the write
 * path, where the second to come finds it settled. Each tree has its own share under way, by what an expiry writes, so
 * that many deep holds that end together keep those of other trees from nothing.
 */
export class Expiry {
  private readonly worker: Worker;
  /** By the id of the reservation. */
  private readonly underWay = new Map<string, Promise<void>>();
  /** What each tree has under way. */
  private readonly weights = new Map<string, number>();
  /** Trees of which more is to be done than they have room for. */
  private readonly full = new Set<string>();

  constructor(
    private readonly link: ResilientClient,
    private readonly submit: (command: Expire) => Promise<unknown>,
    private readonly onLate: (milliseconds: number) => void,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.worker = new Worker(() => this.sweep(), EVERY_MS, onFault);
  }

  start(): void {
    this.worker.start();
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    await Promise.all(this.underWay.values());
  }

  private async sweep(): Promise<undefined> {
    let last: Pick<ExpiredRow, 'expires_at' | 'id'> = FIRST_EXPIRED;
    while (!this.worker.isStopped && this.underWay.size < MOST) {
      const without = [...this.full];
      const expired = await this.link.use((sql) => findExpired(sql, last, without, AT_ONCE));
      for (const row of expired) if (!this.underWay.has(row.id)) this.take(row);
      if (expired.length < AT_ONCE) return;
      last = expired.at(-1)!;
    }
  }

  private take(row: ExpiredRow): void {
    const before = this.weights.get(row.tree_id) ?? 0;
    if (before >= TREE_WEIGHT) {
      this.full.add(row.tree_id);
      return;
    }
    this.weights.set(row.tree_id, before + row.weight);
    this.onLate(row.late);
    // One that cannot be released must not keep the others from it: the next sweep tries it again.
    const done = this.submit(commandOf(row)).then(() => undefined, this.onFault);
    this.underWay.set(
      row.id,
      done.then(() => this.leave(row)),
    );
  }

  private leave({ id, tree_id, weight }: ExpiredRow): void {
    this.underWay.delete(id);
    const left = this.weights.get(tree_id)! - weight;
    if (left > 0) this.weights.set(tree_id, left);
    else this.weights.delete(tree_id);
    // There is more of it, and half of its share is free.
    if (left <= TREE_WEIGHT / 2 && this.full.delete(tree_id)) this.worker.wake();
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
