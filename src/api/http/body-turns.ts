import { Company } from '../../runtime/company.js';

/** Bodies, in bytes, that are taken up in one turn of the event loop: a millisecond of work. */
const SLICE = 8 * 1024;

/** What a body counts at least: a small request is some 100 µs of work, too. */
const LEAST = 1024;

/**
 * Of one group, in bytes, what may be worked on at a time where others are there: 48 small requests. It is enough to keep
 * Postgres busy. What more a group asks for waits here as bytes, where it holds up nobody: further in it would make the
 * batches, the answers and the pauses of the garbage collector longer, and everybody waits for these.
 */
const UNDER_WAY = 48 * LEAST;

/** What is done with a body; it calls `over`, once, when the work that came of it is over. */
type Work = (over: () => void) => void;

interface Waiting {
  bytes: number;
  work: Work;
}

interface Group {
  name: string;
  waiting: Waiting[];
  /** In bytes, what was taken up and is not answered. */
  underWay: number;
}

/**
 * Lets groups of callers take turns at having their bodies parsed, checked and decided. Each turn of the event loop takes
 * up a bounded number of bytes, so that answers of the database and new requests are looked at in between; while nobody
 * waits, nobody is held up.
 */
export class BodyTurns {
  private readonly groups = new Map<string, Group>();
  /** Those that may have something taken up, in the order of their turns. */
  private readonly ready = new Set<Group>();
  private readonly company = new Company();
  private room = SLICE;
  private isTurning = false;

  /** Does the work now, or when it is the group's turn: in the order in which it came within the group. */
  take(name: string, bytes: number, work: Work): void {
    this.company.note(name);
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = { name, waiting: [], underWay: 0 }));
    const next = { bytes: Math.max(bytes, LEAST), work };
    const isFirst = this.ready.size === 0 && group.waiting.length === 0;
    if (isFirst && this.room > 0 && !this.isFull(group)) this.run(group, next);
    else {
      group.waiting.push(next);
      this.ready.add(group);
    }
    this.wake();
  }

  private leave(group: Group, bytes: number): void {
    group.underWay -= bytes;
    if (group.waiting.length > 0) {
      this.ready.add(group);
      this.wake();
    } else if (group.underWay === 0) this.groups.delete(group.name);
  }

  private isFull({ underWay }: Group): boolean {
    return underWay >= UNDER_WAY && this.company.isShared;
  }

  private wake(): void {
    if (this.isTurning) return;
    this.isTurning = true;
    setImmediate(() => this.turn());
  }

  private turn(): void {
    this.room = SLICE;
    this.isTurning = this.ready.size > 0;
    // Asked for before the work, which may ask for more: one look at the sockets lies between two turns in any case.
    if (this.isTurning) setImmediate(() => this.turn());
    while (this.room > 0) {
      const [group] = this.ready;
      if (!group) return;
      this.ready.delete(group);
      // One that is full is ready again when something of it is over.
      if (this.isFull(group)) continue;
      const next = group.waiting.shift()!;
      if (group.waiting.length > 0) this.ready.add(group);
      this.run(group, next);
    }
  }

  private run(group: Group, { bytes, work }: Waiting): void {
    this.room -= bytes;
    group.underWay += bytes;
    work(() => this.leave(group, bytes));
  }
}
