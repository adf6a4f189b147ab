/** Replies given in one turn of the event loop where others share it: each is some 50 µs of work for the API. */
const SLICE = 8;

/** An outcome on its way to the caller that waits for it. */
export interface Reply {
  treeId: string;
  /** May not throw. */
  give: () => void;
}

/**
 * Gives the replies of a lane: where others share the event loop a slice at a time, so that a large batch does not hold
 * up their requests. Trees take turns, so that the one reply of a tree does not wait for the many of another.
 */
export class Replies {
  /** By tree, in the order of their turns. */
  private readonly waiting = new Map<string, { replies: Reply[]; next: number }>();
  private isGiving = false;
  private onGiven: () => void = () => undefined;

  constructor(private readonly isShared: () => boolean) {}

  /** The first ones are given at once. */
  give(replies: readonly Reply[]): void {
    for (const reply of replies) {
      const tree = this.waiting.get(reply.treeId);
      if (tree) tree.replies.push(reply);
      else this.waiting.set(reply.treeId, { replies: [reply], next: 0 });
    }
    if (!this.isGiving) void this.run();
  }

  /** Waits until all are given. */
  async drained(): Promise<void> {
    if (this.isGiving) await new Promise<void>((resolve) => (this.onGiven = resolve));
  }

  private async run(): Promise<void> {
    this.isGiving = true;
    while (this.waiting.size > 0) {
      const slice = this.isShared() ? SLICE : Infinity;
      for (let i = 0; i < slice && this.waiting.size > 0; i += 1) this.giveNext();
      if (this.waiting.size > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.isGiving = false;
    this.onGiven();
  }

  /** Gives one reply of the tree whose turn it is. */
  private giveNext(): void {
    const [treeId, tree] = this.waiting.entries().next().value!;
    this.waiting.delete(treeId);
    const { give } = tree.replies[tree.next]!;
    tree.next += 1;
    if (tree.next < tree.replies.length) this.waiting.set(treeId, tree);
    give();
  }
}
