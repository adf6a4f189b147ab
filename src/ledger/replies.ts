/** Replies given in one turn of the event loop where others share it: each is some 50 µs of work for the API. */
const SLICE = 8;

/** An outcome on its way to the caller that waits for it. */
export interface Reply {
  treeId: string;
  /** May not throw. */
  give: () => void;
}

/** What of a tree is to be given, from the one that is next. */
interface WaitingReplies {
  readonly replies: Reply[];
  next: number;
}

/**
 * Gives the replies of a lane: where others share the event loop a slice at a time, so that a large batch does not hold
 * up their requests. Trees take turns, so that the one reply of a tree does not wait for the many of another.
 */
export class Replies {
  /** By tree, in the order of their turns. */
  private readonly waiting = new Map<string, WaitingReplies>();
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
    let left = this.slice;
    while (this.waiting.size > 0)
      for (const [treeId, tree] of this.waiting) {
        // A tree that waits alone has all the turns.
        do {
          if (left === 0) {
            await new Promise<void>((resolve) => setImmediate(resolve));
            left = this.slice;
          }
          left -= 1;
          this.giveNext(treeId, tree);
        } while (this.waiting.size === 1 && this.waiting.get(treeId) === tree);
      }
    this.isGiving = false;
    this.onGiven();
  }

  private get slice(): number {
    return this.isShared() ? SLICE : Infinity;
  }

  /** Gives one reply of the tree whose turn it is. */
  private giveNext(treeId: string, tree: WaitingReplies): void {
    const { give } = tree.replies[tree.next]!;
    tree.next += 1;
    if (tree.next === tree.replies.length) this.waiting.delete(treeId);
    give();
  }
}
