/** Something that waits for its turn. */
export interface Waiting {
  readonly treeId: string;
  /** How many may be in one batch with it, itself included. */
  most: number;
}

/** What of one tree waits, in the order in which it came, and how the tree stands with the others. */
export class Line<T extends Waiting> {
  /** What one of its commands is taken to weigh: what the last ones did. */
  cost = 1;
  /** What it may still take in its turn; what it took above its turns is owed from the next ones. */
  credit = 0;
  /** Flies with no other tree, since nothing was heard of its last flight. */
  isAlone = false;
  private items: T[] = [];
  /** How many of the items have been taken: they are cut off now and then, since that takes as long as there are many. */
  private taken = 0;

  constructor(readonly treeId: string) {}

  get length(): number {
    return this.items.length - this.taken;
  }

  /** The one that waits with `index` others before it. */
  at(index: number): T | undefined {
    return this.items[this.taken + index];
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** Takes the first ones. */
  take(count: number): T[] {
    const items = this.items.slice(this.taken, this.taken + count);
    this.taken += items.length;
    if (this.taken === this.items.length) {
      this.items = [];
      this.taken = 0;
    } else if (this.taken > this.items.length / 2) {
      this.items = this.items.slice(this.taken);
      this.taken = 0;
    }
    return items;
  }

  /** Puts back what was taken: it has come before all that waits. */
  putBack(items: readonly T[]): void {
    this.items = [...items, ...this.items.slice(this.taken)];
    this.taken = 0;
  }
}
