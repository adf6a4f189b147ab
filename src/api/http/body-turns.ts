/** Bodies, in bytes, that are taken up in one turn of the event loop: a millisecond of work. */
const AT_ONCE = 8 * 1024;

/** What a body counts at least: a small request is some 100 µs of work, too. */
const LEAST = 1024;

interface Waiting {
  bytes: number;
  work: () => void;
}

/**
 * Lets groups of callers take turns at having their bodies parsed, checked and decided. Each turn of the event loop takes
 * up a bounded number of bytes, so that answers of the database and new requests are looked at in between; while nobody
 * waits, nobody is held up.
 */
export class BodyTurns {
  /** By group, in the order of their turns. */
  private readonly groups = new Map<string, Waiting[]>();
  private room = AT_ONCE;
  private isTurning = false;

  /** Does the work now, or when it is the group's turn: in the order in which it came within the group. */
  take(group: string, bytes: number, work: () => void): void {
    if (this.groups.size === 0 && this.room > 0) this.run({ bytes, work });
    else {
      const waiting = this.groups.get(group);
      if (waiting) waiting.push({ bytes, work });
      else this.groups.set(group, [{ bytes, work }]);
    }
    if (this.isTurning) return;
    this.isTurning = true;
    setImmediate(() => this.turn());
  }

  private turn(): void {
    this.room = AT_ONCE;
    this.isTurning = this.groups.size > 0;
    // Asked for before the work, which may ask for more: one look at the sockets lies between two turns in any case.
    if (this.isTurning) setImmediate(() => this.turn());
    while (this.room > 0) {
      const next = this.groups.entries().next().value;
      if (!next) return;
      const [group, waiting] = next;
      this.groups.delete(group);
      const first = waiting.shift()!;
      if (waiting.length > 0) this.groups.set(group, waiting);
      this.run(first);
    }
  }

  private run({ bytes, work }: Waiting): void {
    this.room -= Math.max(bytes, LEAST);
    work();
  }
}
