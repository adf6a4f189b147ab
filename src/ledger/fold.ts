import type { Command } from '../core/commands/commands.js';
import { decide, type Verdict } from '../core/decide.js';
import type { Draft } from '../core/draft.js';
import { REVIVED, type Counter } from '../core/envelopes.js';
import type { Outcome } from '../core/outcomes.js';
import type { Budget } from '../core/budgets.js';
import type { Reservation } from '../core/reservations.js';
import type { State } from '../core/state.js';
import { seal } from './seal.js';
import type { Snapshot } from './load.js';
import type { BatchWrite, ChangedBudget, SealedEntry } from './sql/write-batch.js';
import type { SettingsBatch } from './sql/write-settings.js';
import type { Conditions, Weights } from './turns.js';

/** Text of entries that weighs as much as one more entry. */
const BYTES = 2_048;

/** What is decided in one turn of the event loop where trees share the process, in weight: a millisecond of work. */
const SLICE = 16;

/** What a batch of commands is decided on. */
export interface Ground {
  /** The database's clock, in milliseconds since the epoch. */
  now: number;
  /** Whether it is what was kept of an earlier batch: others may have changed any of it, the clock too. */
  isRecalled: boolean;
  /** What is known of a tree, with the hash of the newest entry of each of its budgets: both move on with the batch. */
  of(treeId: string): { state: State; heads: Map<string, string> };
  /** Whether all that a command looks at is there. */
  canDecide(command: Command): boolean;
  /** Whether the guard of the write compares all that the verdict rests on, or it was read just now. */
  isSure(command: Command, verdict: Verdict): boolean;
  moved: ReadonlySet<string>;
  owing: readonly string[];
}

/** What was read just now, as a ground to decide on. */
export const groundOf = (snapshot: Snapshot): Ground => ({
  now: snapshot.state.now,
  isRecalled: false,
  of: () => snapshot,
  canDecide: () => true,
  isSure: () => true,
  moved: snapshot.moved,
  owing: snapshot.owing,
});

/** What became of a batch of commands, and the one write that makes it so. */
export interface Fold {
  /** In the order of the commands; null for those that were left, since the turn of their tree, or the batch, was full. */
  outcomes: (Outcome | null)[];
  weights: Weights;
  batch: BatchWrite;
  settings: SettingsBatch;
  /** Counters whose window begins with this batch, or that were freed since, at the version from which they go on. */
  newCounters: Counter[];
  /** Trees of which nothing is answered again now: see {@link Snapshot}. */
  moved: ReadonlySet<string>;
  /** Trees of which something has to be decided on what is read for it. */
  unsure: ReadonlySet<string>;
}

/**
 * Decides commands one after the other, each on what the ones before it left, and adds up what has to be written. Leaves
 * those that come when their tree has had its turn, or the batch is full: what a command writes is known only now. In
 * slices, other work of the process goes on meanwhile.
 */
export async function fold(
  ground: Ground,
  commands: readonly Command[],
  { limits, inSlices }: Conditions,
): Promise<Fold> {
  const decided = new Decided(ground);
  const outcomes: (Outcome | null)[] = [];
  const weights = new Map<string, { commands: number; weight: number }>();
  const unsure = new Set<string>();
  let total = 0;
  let pauseAt = inSlices ? SLICE : Infinity;
  for (const command of commands) {
    const { treeId } = command;
    const own = weights.get(treeId) ?? { commands: 0, weight: 0 };
    if (total >= limits.batch || own.weight >= limits.turn || unsure.has(treeId)) {
      outcomes.push(null);
      continue;
    }
    if (total >= pauseAt) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      pauseAt = total + SLICE;
    }
    const verdict = ground.canDecide(command) ? decide(ground.of(treeId).state, command) : null;
    if (!verdict || !ground.isSure(command, verdict)) {
      // Those after it wait for it: commands of a tree are decided in their order.
      unsure.add(treeId);
      outcomes.push(null);
      continue;
    }
    const weight = verdict.draft ? weightOf(decided.add(verdict.draft)) : 1;
    outcomes.push(verdict.outcome);
    total += weight;
    own.commands += 1;
    own.weight += weight;
    weights.set(treeId, own);
  }
  return { outcomes, weights, moved: ground.moved, unsure, ...decided.writes() };
}

/** What the entries of a decision weigh: one each, and more for long ones. */
const weightOf = (entries: readonly SealedEntry[]): number =>
  entries.reduce((weight, { text }) => weight + Math.floor(text.length / BYTES), Math.max(1, entries.length));

/** Something that a batch changed: what it was before, where it was there, and the state that has what it is now. */
interface Change<T> {
  before: T | undefined;
  state: State;
}

type BudgetChange = Change<Budget> & { headBefore: string | undefined; heads: ReadonlyMap<string, string> };

/** The decisions of a batch, over what was there before them. */
class Decided {
  private readonly drafts: Draft[] = [];
  private readonly entries: SealedEntry[] = [];
  private readonly budgets = new Map<string, BudgetChange>();
  private readonly counters = new Map<string, Change<Counter>>();
  private readonly reservations = new Map<string, Change<Reservation>>();

  constructor(private readonly ground: Ground) {}

  /** Takes a draft over into the state of its tree, and seals its entries. */
  add(draft: Draft): SealedEntry[] {
    const { state, heads } = this.ground.of(draft.command.treeId);
    // Budgets that owed, and their ancestors, are written as they were, provided that they still are: whether a debt can be
    // paid hangs on all of them.
    if (this.ground.owing.length > 0) this.noteOwing(draft.command.treeId, state, heads);
    for (const id of draft.budgets.keys()) this.noteBudget(id, state, heads);
    for (const id of draft.counters.keys()) note(this.counters, id, state, state.counters);
    for (const id of draft.reservations.keys()) note(this.reservations, id, state, state.reservations);
    state.apply(draft);
    this.drafts.push(draft);
    const sealed = seal(draft.entries, heads);
    for (const entry of sealed) this.entries.push(entry);
    return sealed;
  }

  /** The one write that makes all of it so. */
  writes(): Omit<Fold, 'outcomes' | 'weights' | 'moved' | 'unsure'> {
    const { entries, ground } = this;
    const changed = this.changedBudgets();
    const counters = [...this.counters].map(([id, { before, state }]) => ({
      counter: state.counters.get(id)!,
      readVersion: before?.version ?? 0,
    }));
    return {
      batch: {
        changed,
        consulted: this.consulted(),
        counters,
        ...this.changedReservations(),
        entries,
        recalledAt: ground.isRecalled ? ground.now : null,
      },
      settings: this.settings(changed),
      newCounters: counters
        .filter(({ readVersion }) => readVersion === 0 || readVersion === REVIVED)
        .map(({ counter, readVersion }) => ({ ...counter, version: readVersion })),
    };
  }

  private noteBudget(id: string, state: State, heads: ReadonlyMap<string, string>): void {
    if (!this.budgets.has(id))
      this.budgets.set(id, { before: state.budgets.get(id), state, headBefore: heads.get(id), heads });
  }

  private noteOwing(treeId: string, state: State, heads: ReadonlyMap<string, string>): void {
    for (const id of this.ground.owing)
      if (state.budgets.get(id)!.treeId === treeId) this.noteBudget(id, state, heads);
  }

  private changedBudgets(): ChangedBudget[] {
    return [...this.budgets].map(([id, { before, state, headBefore, heads }]) => ({
      budget: state.budgets.get(id)!,
      readVersion: before?.version ?? 0,
      readRevision: before?.revision ?? 0,
      readHead: before && headBefore ? headBefore : null,
      head: heads.get(id)!,
    }));
  }

  /** The ancestors of changed budgets that did not change themselves: their settings had to be obeyed. */
  private consulted(): Budget[] {
    const ancestors = new Map<string, Budget>();
    for (const [id, { state }] of this.budgets)
      for (const above of state.budgets.get(id)!.path)
        if (!this.budgets.has(above)) ancestors.set(above, state.budgets.get(above)!);
    return [...ancestors.values()];
  }

  private changedReservations(): Pick<BatchWrite, 'created' | 'settled' | 'isCountedMore' | 'endsClaims'> {
    const created: Reservation[] = [];
    const settled: Reservation[] = [];
    let isCountedMore = false;
    let endsClaims = false;
    for (const [id, { before, state }] of this.reservations) {
      const after = state.reservations.get(id)!;
      (before ? settled : created).push(after);
      if (!before) continue;
      isCountedMore ||= after.charges.length > before.charges.length;
      endsClaims ||= after.claim === null && before.claim !== null;
    }
    return { created, settled, isCountedMore, endsClaims };
  }

  private settings(changed: readonly ChangedBudget[]): SettingsBatch {
    const { drafts, ground } = this;
    return {
      trees: drafts.flatMap((draft) =>
        draft.trees.map((tree) => ({
          tree,
          createdAt: ground.now,
          creationKey: draft.command.origin.requestKey,
        })),
      ),
      budgets: changed
        .filter(({ readVersion }) => readVersion === 0)
        .sort((a, b) => a.budget.path.length - b.budget.path.length),
      described: changed.flatMap(({ budget }) => {
        const old = this.budgets.get(budget.id)!.before;
        return old && isDescribedAnew(old, budget) ? [budget] : [];
      }),
      envelopes: lastOfEach(drafts.flatMap((draft) => draft.changedEnvelopes)),
      keys: lastOfEach(drafts.flatMap((draft) => draft.changedKeys)),
      prices: lastOfEach(drafts.flatMap((draft) => draft.changedPrices)),
      at: ground.now,
    };
  }
}

function note<T>(
  changes: Map<string, Change<T>>,
  id: string,
  state: State,
  known: ReadonlyMap<string, T>,
): void {
  if (!changes.has(id)) changes.set(id, { before: known.get(id), state });
}

/** Whether name, policy, metadata or dimensions of a budget changed. */
const isDescribedAnew = (before: Budget, after: Budget): boolean =>
  before.name !== after.name ||
  before.policy !== after.policy ||
  before.policyFromAbove !== after.policyFromAbove ||
  before.metadata !== after.metadata ||
  before.dimensions !== after.dimensions;

function lastOfEach<T extends { id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
