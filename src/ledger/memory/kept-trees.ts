import type { Command } from '../../core/commands/commands.js';
import type { Verdict } from '../../core/decide.js';
import type { State } from '../../core/state.js';
import type { Ground } from '../fold.js';
import type { Snapshot } from '../load.js';
import { asksAgain } from '../wants.js';
import { DatabaseClock } from './database-clock.js';
import { isPlain, KeptTree, type Plain } from './kept-tree.js';
import { RecentKeys } from './recent-keys.js';
import { RecentNames } from './recent-names.js';

/** Trees that are kept, and budgets, counters and reservations of all of them: of more, those that were written last. */
const MOST_TREES = 200;
const MOST_THINGS = 30_000;

/** A tree is kept when it was loaded before, so many others ago at most: what comes seldom is not worth it. */
const LOADED_LATELY = 1_000;

/** Keys of requests that are remembered: what repeats one of them is looked for in the journal. */
const KEYS = 20_000;

/** For how many batches a tree is loaded after memory was of no use; doubled, up to the most, while others write it too. */
const REST = { first: 8, most: 1_024 };

/** Trees of which that is remembered. */
const MOST_RESTING = 10_000;

/** What a batch is decided on without a load. */
export interface Recalled extends Ground {
  trees: ReadonlyMap<string, KeptTree>;
}

/**
 * What a process remembers of the trees that it writes, so that the next batch of one is decided without a load. A tree that
 * is recalled belongs to that batch: it is kept again once the batch is written, and forgotten whatever else becomes of it.
 */
export class KeptTrees {
  private readonly clock = new DatabaseClock();
  /** The one that was written last comes last. */
  private readonly trees = new Map<string, KeptTree>();
  private things = 0;
  private readonly keys = new RecentKeys(KEYS);
  private readonly loadedLately = new RecentNames(LOADED_LATELY);
  private readonly resting = new Map<string, { left: number; next: number }>();

  /** What a batch can be decided on without a load; null where any of it needs one. */
  recall(commands: readonly Command[]): Recalled | null {
    const now = this.clock.now();
    if (now === null || !commands.every((command) => isPlain(command) && this.knows(command, now)))
      return null;
    const trees = new Map<string, KeptTree>();
    for (const { treeId } of commands) if (!trees.has(treeId)) trees.set(treeId, this.takeOut(treeId)!);
    for (const { state } of trees.values()) state.now = now;
    return {
      trees,
      now,
      isRecalled: true,
      of: (treeId) => trees.get(treeId)!,
      // What it needs was here before the batch, of which earlier commands may have changed it.
      canDecide: (command) =>
        !isPlain(command) || command.type === 'reserve' || trees.get(command.treeId)!.canSettle(command),
      isSure,
      moved: new Set(),
      owing: [],
    };
  }

  /**
   * Keeps the trees of a batch that was decided without a load, as far as they were written. Of the unsure ones something is
   * left to a load; the lost ones somebody else has written meanwhile.
   */
  keepRecalled(
    { trees }: Recalled,
    commands: readonly Command[],
    unsure: ReadonlySet<string>,
    lost: ReadonlySet<string>,
  ): void {
    const own = byTree(commands.filter(isPlain));
    for (const [id, tree] of trees) {
      if (lost.has(id))
        this.rest(id, Math.min(REST.most, 2 * (this.resting.get(id)?.next ?? REST.first / 2)));
      else if (unsure.has(id)) this.rest(id, REST.first);
      else {
        this.trust(id);
        if (tree.moveOn(own.get(id) ?? [])) this.putBack(tree);
      }
    }
  }

  /** Takes note of the keys under which something was decided. */
  noteKeys(commands: readonly Command[]): void {
    for (const { origin } of commands) if (origin.requestKey !== null) this.keys.add(origin.requestKey);
  }

  /**
   * What was kept of the trees of a load, as far as it agrees with what was loaded: the rest is forgotten. It belongs to the
   * batch, like what is recalled.
   */
  agreeing({ state, heads }: Snapshot): Map<string, KeptTree> {
    this.clock.note(state.now);
    const agreeing = new Map<string, KeptTree>();
    for (const id of state.trees.keys()) {
      const tree = this.takeOut(id);
      if (tree) agreeing.set(id, tree);
    }
    for (const budget of state.budgets.values())
      if (agreeing.get(budget.treeId)?.agrees(budget, heads.get(budget.id)) === false)
        agreeing.delete(budget.treeId);
    return agreeing;
  }

  /** Keeps the trees of a batch that was loaded and written, as far as it was, with what was kept of them before. */
  keepLoaded(
    { state, heads }: Snapshot,
    commands: readonly Command[],
    lost: ReadonlySet<string>,
    before: ReadonlyMap<string, KeptTree>,
  ): void {
    for (const [id, own] of byTree(commands)) {
      if (lost.has(id) || !state.trees.has(id) || this.isResting(id) || owes(state, id)) continue;
      if (!before.has(id) && !this.isLoadedAgain(id)) continue;
      const tree = before.get(id) ?? new KeptTree(id);
      if (tree.absorb(state, heads, own)) this.putBack(tree);
    }
  }

  /** Takes note of a reading of the database's clock, in milliseconds since the epoch. */
  noteClock(reading: number): void {
    this.clock.note(reading);
  }

  forget(treeIds: Iterable<string>): void {
    for (const id of treeIds) this.takeOut(id);
  }

  private knows(command: Plain, now: number): boolean {
    const { requestKey, otherRequestKey } = command.origin;
    // The unique index answers for the form in which a key is written, and for no other.
    if (otherRequestKey !== undefined || (requestKey !== null && this.keys.has(requestKey))) return false;
    if (asksAgain(command)) return false;
    return this.trees.get(command.treeId)?.knows(command, now) ?? false;
  }

  private isLoadedAgain(id: string): boolean {
    if (this.loadedLately.has(id)) return true;
    this.loadedLately.add(id);
    return false;
  }

  private isResting(id: string): boolean {
    const resting = this.resting.get(id);
    if (!resting || resting.left === 0) return false;
    resting.left -= 1;
    return true;
  }

  private rest(id: string, batches: number): void {
    const next = Math.max(batches, this.resting.get(id)?.next ?? 0);
    if (this.resting.size >= MOST_RESTING) this.resting.clear();
    this.resting.set(id, { left: batches, next });
  }

  /** A batch more that nobody else came between. */
  private trust(id: string): void {
    const resting = this.resting.get(id);
    if (!resting) return;
    resting.next -= 1;
    if (resting.next < REST.first) this.resting.delete(id);
  }

  private takeOut(id: string): KeptTree | undefined {
    const tree = this.trees.get(id);
    if (!tree) return undefined;
    this.trees.delete(id);
    this.things -= tree.size;
    return tree;
  }

  private putBack(tree: KeptTree): void {
    this.takeOut(tree.id);
    this.trees.set(tree.id, tree);
    this.things += tree.size;
    for (const id of this.trees.keys()) {
      if (this.trees.size <= MOST_TREES && this.things <= MOST_THINGS) break;
      this.takeOut(id);
    }
  }
}

/**
 * Whether the guard compares all that an outcome rests on. What was accepted changed all that it looked at; a refusal, or
 * a request that people are asked about, may rest on a counter or a balance that others have moved since.
 */
function isSure(command: Command, { outcome, draft }: Verdict): boolean {
  if (outcome.status !== 'accepted' || outcome.replayed || draft === null) return false;
  return command.type !== 'reserve' || draft.reservations.get(command.reservationId)?.state === 'held';
}

function byTree<C extends Command>(commands: readonly C[]): Map<string, C[]> {
  const trees = new Map<string, C[]>();
  for (const command of commands) {
    const others = trees.get(command.treeId);
    if (others) others.push(command);
    else trees.set(command.treeId, [command]);
  }
  return trees;
}

/** Whether a budget of a tree owes what it could draw: then more is loaded, and guarded, than a batch is about. */
function owes({ owing, budgets }: State, treeId: string): boolean {
  for (const id of owing) if (budgets.get(id)?.treeId === treeId) return true;
  return false;
}
