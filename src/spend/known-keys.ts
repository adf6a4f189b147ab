import type { KeptBy } from '../core/spend-times.js';

/** The ids of a key, by what the sums know of it. */
export type KeyIds = Readonly<Record<KeptBy, string>>;

/** How many keys a process remembers. */
const MOST = 20_000;

/**
 * Keys that are in the database, under their names, so that they are written once and not with each step. Those of sums that
 * were made anew since are forgotten; of too many, those that were not needed for the longest time.
 */
export class KnownKeys {
  private generation = -1n;
  private readonly ids = new Map<string, KeyIds>();

  constructor(private readonly most = MOST) {}

  /** Forgets what is known of sums of another generation than this. */
  holdFor(generation: bigint): void {
    if (generation !== this.generation) this.ids.clear();
    this.generation = generation;
  }

  find(name: string): KeyIds | undefined {
    const ids = this.ids.get(name);
    if (ids === undefined) return undefined;
    this.ids.delete(name);
    this.ids.set(name, ids);
    return ids;
  }

  /** Remembers what is committed. */
  add(written: Iterable<readonly [name: string, ids: KeyIds]>): void {
    for (const [name, ids] of written) {
      this.ids.delete(name);
      this.ids.set(name, ids);
    }
    for (const name of this.ids.keys()) {
      if (this.ids.size <= this.most) break;
      this.ids.delete(name);
    }
  }

  get size(): number {
    return this.ids.size;
  }
}
