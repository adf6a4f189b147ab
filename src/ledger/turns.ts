import { Company } from '../runtime/company.js';
import { Line, type Waiting } from './line.js';

/** What is taken at once, in weight: one for a command, more where it writes much. */
export interface TurnLimits {
  /** All that one batch holds. */
  batch: number;
  /** What one tree may add to a batch while other trees wait. */
  turn: number;
}

/** Under which conditions a batch is decided. */
export interface Conditions {
  limits: TurnLimits;
  /** Whether others get a turn of the event loop in between. */
  inSlices: boolean;
}

/** What some trees had decided in a batch: how many commands, and what they weighed. */
export type Weights = ReadonlyMap<string, { commands: number; weight: number }>;

const NOTHING: Weights = new Map();

/** Commands that are decided together. Their trees are in flight until it lands. */
export interface Batch<T extends Waiting> {
  /** Those of one tree in the order in which they came. */
  items: T[];
  /** What each tree may weigh in it. */
  turn: number;
  /** Whether row locks are wanted. */
  isLocked: boolean;
  /** Whether its trees had more than a turn waiting. */
  isHeavy: boolean;
  /** The trees, with what was taken of each. */
  lines: Map<Line<T>, number>;
  /** How many it may hold, by what its items say. */
  most: number;
}

/**
 * The queue of the write path: trees take turns (surplus round robin), and within a tree first come is first served. A
 * tree is in one batch at a time. One that took more than its turn has less of the next ones.
 */
export class Turns<T extends Waiting> {
  private readonly lines = new Map<string, Line<T>>();
  /** The trees that wait and are not in flight; the first one is next. */
  private ring: Line<T>[] = [];
  private readonly company = new Company();

  constructor(
    readonly limits: TurnLimits,
    /** Whether something has to be decided under row locks. */
    private readonly needsLocks: (item: T) => boolean,
  ) {}

  /** Whether there is something to take. */
  get isReady(): boolean {
    return this.ring.length > 0;
  }

  /** Trees that wait or are in flight. */
  get trees(): number {
    return this.lines.size;
  }

  /**
   * Whether several trees have had commands lately. Then long work is done a slice at a time, so that nobody waits for
   * the whole batch of another. A tree that is alone would lose a tenth of its throughput to the slices.
   */
  get isShared(): boolean {
    return this.company.isShared;
  }

  push(item: T): void {
    this.company.note(item.treeId);
    let line = this.lines.get(item.treeId);
    if (!line) {
      line = new Line(item.treeId);
      this.lines.set(item.treeId, line);
      this.ring.push(line);
    }
    line.push(item);
  }

  /**
   * The next batch; null when nothing waits. Where several trees wait, each adds one turn at most, and some fly with
   * their like alone: what needs row locks, since these may take their time, and trees that want more than a turn, so that those
   * who want little do not wait until all of it is written. A tree that waits alone fills the batch.
   */
  take(): Batch<T> | null {
    if (this.ring.length === 0) return null;
    const isLone = this.ring.length === 1;
    const turn = isLone ? this.limits.batch : this.limits.turn;
    const batch: Batch<T> = {
      items: [],
      turn,
      isLocked: false,
      isHeavy: false,
      lines: new Map(),
      most: Infinity,
    };
    // A tree that owes lets a turn go by. Where all of them owe, some more turns go by at once.
    while (batch.items.length === 0) this.round(batch, isLone);
    return batch;
  }

  /**
   * Adds to a batch that is in flight what has come for its trees meanwhile, in the order in which it came, up to the
   * first that does not qualify. Answers what was added.
   */
  join(batch: Batch<T>, qualifies: (item: T) => boolean): T[] {
    const joined: T[] = [];
    for (const [line, taken] of batch.lines) {
      let count = 0;
      for (let item = line.at(0); item && qualifies(item); item = line.at(count)) {
        if (batch.items.length + count >= Math.min(batch.most, item.most)) break;
        if ((taken + count) * line.cost >= batch.turn) break;
        count += 1;
      }
      joined.push(...this.add(batch, line, count));
    }
    return joined;
  }

  /**
   * Ends a batch: its trees can be taken again, and what was not decided is put back, in its order and before what came
   * later. `weights` has what was decided, whether or not it could be written.
   */
  land(batch: Batch<T>, back: readonly T[], weights: Weights = NOTHING): void {
    const returned = new Map<string, T[]>();
    for (const item of back) {
      const others = returned.get(item.treeId);
      if (others) others.push(item);
      else returned.set(item.treeId, [item]);
    }
    const first: Line<T>[] = [];
    for (const [line, taken] of batch.lines) {
      const decided = weights.get(line.treeId);
      line.credit += taken * line.cost - (decided?.weight ?? 0);
      if (decided) {
        line.cost = Math.max(1, decided.weight / decided.commands);
        line.isAlone = false;
      }
      const items = returned.get(line.treeId);
      if (items) line.putBack(items);
      if (line.length === 0) this.lines.delete(line.treeId);
      // A tree of which nothing was decided has not had its turn.
      else (decided ? this.ring : first).push(line);
    }
    if (first.length > 0) this.ring = [...first, ...this.ring];
  }

  /** Lets each tree of a batch fly without others until it has landed with something decided. */
  separate(batch: Batch<T>): void {
    for (const line of batch.lines.keys()) line.isAlone = true;
  }

  /** Takes out what nobody waits for any more, as far as it is first of its tree. */
  removeWhile(isOver: (item: T) => boolean): T[] {
    const removed: T[] = [];
    for (const line of this.ring) {
      let count = 0;
      for (let item = line.at(0); item && isOver(item); item = line.at(count)) count += 1;
      if (count > 0) removed.push(...line.take(count));
    }
    if (removed.length === 0) return removed;
    for (const line of this.ring) if (line.length === 0) this.lines.delete(line.treeId);
    this.ring = this.ring.filter((line) => line.length > 0);
    return removed;
  }

  /** One turn of each tree, as long as the batch has room. Those that had theirs are the last in the next round. */
  private round(batch: Batch<T>, isLone: boolean): void {
    const kept: Line<T>[] = [];
    const passed: Line<T>[] = [];
    let room = this.limits.batch;
    let next = 0;
    for (; next < this.ring.length && room > 0; next += 1) {
      const line = this.ring[next]!;
      if (!this.fits(batch, line)) {
        kept.push(line);
        continue;
      }
      line.credit = isLone ? batch.turn : Math.min(line.credit + batch.turn, batch.turn);
      if (line.credit <= 0) {
        passed.push(line);
        continue;
      }
      if (batch.items.length === 0) {
        batch.isLocked = this.needsLocks(line.at(0)!);
        batch.isHeavy = this.isHeavy(line);
      }
      const taken = this.serve(batch, line, room);
      if (taken === 0) kept.push(line);
      room -= taken * line.cost;
      if (line.isAlone) {
        next += 1;
        break;
      }
    }
    this.ring = [...kept, ...this.ring.slice(next), ...passed];
  }

  private fits(batch: Batch<T>, line: Line<T>): boolean {
    if (batch.items.length === 0) return true;
    if (line.isAlone || this.isHeavy(line) !== batch.isHeavy) return false;
    return this.needsLocks(line.at(0)!) === batch.isLocked;
  }

  private isHeavy(line: Line<T>): boolean {
    return line.length * line.cost > this.limits.turn;
  }

  /** Takes a tree's turn, up to what needs locks in a batch without them. Answers how many were taken. */
  private serve(batch: Batch<T>, line: Line<T>, room: number): number {
    const weight = Math.min(line.credit, room);
    let count = 0;
    for (let item = line.at(0); item && count * line.cost < weight; item = line.at(count)) {
      if (batch.items.length + count >= Math.min(batch.most, item.most)) break;
      if (!batch.isLocked && count > 0 && this.needsLocks(item)) break;
      batch.most = Math.min(batch.most, item.most);
      count += 1;
    }
    this.add(batch, line, count);
    return count;
  }

  private add(batch: Batch<T>, line: Line<T>, count: number): T[] {
    if (count === 0) return [];
    const items = line.take(count);
    batch.items.push(...items);
    batch.lines.set(line, (batch.lines.get(line) ?? 0) + count);
    line.credit -= count * line.cost;
    return items;
  }
}
