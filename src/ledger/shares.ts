import { queueRefusals } from '../runtime/metrics.js';
import { OverloadedError } from '../runtime/try-later.js';

/**
 * Who has how much of the bounded queue. A tree may have as much of it as is left free for others: one that floods it
 * alone gets half, two get a third each, and there is always room for one that asks for little.
 */
export class Shares {
  private total = 0;
  private readonly trees = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** Commands that wait or are in flight. */
  get commands(): number {
    return this.total;
  }

  /** The most that one tree has. */
  get largest(): number {
    let largest = 0;
    for (const count of this.trees.values()) if (count > largest) largest = count;
    return largest;
  }

  /** Makes room for some commands, whosever they are. Throws an OverloadedError. */
  admit(commands: number): void {
    if (this.total + commands > this.limit) throw refused('queue', 'Too many commands are waiting.');
    this.total += commands;
  }

  /** Counts admitted commands for their trees, all or none. Throws an OverloadedError. */
  claim(claims: ReadonlyMap<string, number>): void {
    for (const [treeId, commands] of claims) this.check(treeId, commands);
    for (const [treeId, commands] of claims) this.count(treeId, commands);
  }

  /** The same for one command. */
  claimOne(treeId: string): void {
    this.check(treeId, 1);
    this.count(treeId, 1);
  }

  private count(treeId: string, commands: number): void {
    this.trees.set(treeId, (this.trees.get(treeId) ?? 0) + commands);
  }

  /** Throws an OverloadedError where admitted commands would be more than their tree may have. */
  check(treeId: string, commands: number): void {
    const before = this.trees.get(treeId) ?? 0;
    if (before + commands > this.limit - (this.total - commands))
      throw refused('share', 'Too many commands of this tree are waiting.');
  }

  /** Takes back what was admitted, and what was claimed of it. */
  leave(commands: number, claims: ReadonlyMap<string, number> | null): void {
    this.total -= commands;
    if (claims) for (const [treeId, claimed] of claims) this.giveBack(treeId, claimed);
  }

  /** The same for one command; null where it was not claimed. */
  leaveOne(treeId: string | null): void {
    this.total -= 1;
    if (treeId !== null) this.giveBack(treeId, 1);
  }

  private giveBack(treeId: string, claimed: number): void {
    const left = this.trees.get(treeId)! - claimed;
    if (left > 0) this.trees.set(treeId, left);
    else this.trees.delete(treeId);
  }
}

function refused(full: 'queue' | 'share', message: string): OverloadedError {
  queueRefusals.inc({ full });
  return new OverloadedError(message, 1);
}
