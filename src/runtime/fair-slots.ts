/** How many may go on at once, in all and of one group, and how many may wait. */
export interface SlotLimits {
  slots: number;
  /** Of one group, so that there is always room for the others. */
  perGroup: number;
  /** Of one group. */
  waiting: number;
}

/** Gives a slot back; does nothing the second time. */
export type GiveBack = () => void;

interface Group {
  running: number;
  queue: (() => void)[];
}

/**
 * A number of things that may go on at once. Groups take turns: a waiter is behind its own group, and behind one of
 * each other, however many these have waiting.
 */
export class FairSlots {
  /** The one whose turn is next comes first. */
  private readonly groups = new Map<string, Group>();
  private free: number;

  constructor(private readonly limits: SlotLimits) {
    this.free = limits.slots;
  }

  /** Waits for a slot; null where the signal came first, or too many (`waiting`) of the group are waiting. */
  async take(name: string, signal?: AbortSignal, waiting = this.limits.waiting): Promise<GiveBack | null> {
    if (signal?.aborted) return null;
    const group = this.groupOf(name);
    if (this.free === 0 || group.running >= this.limits.perGroup) {
      if (group.queue.length >= waiting) return null;
      const got = await this.wait(group, signal);
      if (!got) {
        this.forget(name, group);
        return null;
      }
    } else this.start(group);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.giveBack(name, group);
    };
  }

  private groupOf(name: string): Group {
    const known = this.groups.get(name);
    if (known) return known;
    const group: Group = { running: 0, queue: [] };
    this.groups.set(name, group);
    return group;
  }

  private wait(group: Group, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = (): void => {
        group.queue.splice(group.queue.indexOf(go), 1);
        resolve(false);
      };
      const go = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve(true);
      };
      signal?.addEventListener('abort', leave, { once: true });
      group.queue.push(go);
    });
  }

  private start(group: Group): void {
    this.free -= 1;
    group.running += 1;
  }

  private giveBack(name: string, group: Group): void {
    this.free += 1;
    group.running -= 1;
    this.forget(name, group);
    this.next();
  }

  /** The slot goes from hand to hand, so that nobody can step in between. */
  private next(): void {
    for (const [name, group] of this.groups) {
      if (group.queue.length === 0 || group.running >= this.limits.perGroup) continue;
      // Behind all others that have something to do.
      this.groups.delete(name);
      this.groups.set(name, group);
      this.start(group);
      return group.queue.shift()!();
    }
  }

  private forget(name: string, group: Group): void {
    const isOver = group.running === 0 && group.queue.length === 0;
    // It may have been forgotten before, and another of its name have begun.
    if (isOver && this.groups.get(name) === group) this.groups.delete(name);
  }
}
