import type { Command } from '../core/commands/commands.js';
import { decide } from '../core/decide.js';
import type { Draft } from '../core/draft.js';
import { REVIVED, type Counter } from '../core/envelopes.js';
import type { Outcome } from '../core/outcomes.js';
import type { Budget } from '../core/budgets.js';
import type { State } from '../core/state.js';
import { seal } from './seal.js';
import type { Snapshot } from './load.js';
import type { BatchWrite, SealedEntry } from './sql/write-batch.js';
import type { SettingsBatch } from './sql/write-settings.js';
import type { Conditions, Weights } from './turns.js';

/** Text of entries that weighs as much as one more entry. */
const BYTES = 2_048;

/** What is decided in one turn of the event loop where trees share the process, in weight: a millisecond of work. */
const SLICE = 16;

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
}

/**
 * Decides commands one after the other, each on what the ones before it left, and adds up what has to be written. Leaves
 * those that come when their tree has had its turn, or the batch is full: what a command writes is known only now. In
 * slices, other work of the process goes on meanwhile.
 */
export async function fold(
  snapshot: Snapshot,
  commands: readonly Command[],
  { limits, inSlices }: Conditions,
): Promise<Fold> {
  const { state, heads, moved } = snapshot;
  const before: Before = {
    budgets: new Map(state.budgets),
    counters: new Map(state.counters),
    reservations: new Map(state.reservations),
  };
  const drafts: Draft[] = [];
  const entries: SealedEntry[] = [];
  const outcomes: (Outcome | null)[] = [];
  const weights = new Map<string, { commands: number; weight: number }>();
  let total = 0;
  let pauseAt = inSlices ? SLICE : Infinity;
  for (const command of commands) {
    const own = weights.get(command.treeId) ?? { commands: 0, weight: 0 };
    if (total >= limits.batch || own.weight >= limits.turn) {
      outcomes.push(null);
      continue;
    }
    if (total >= pauseAt) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      pauseAt = total + SLICE;
    }
    const { outcome, draft } = decide(state, command);
    let weight = 1;
    if (draft) {
      state.apply(draft);
      drafts.push(draft);
      const sealed = seal(draft.entries, heads);
      for (const entry of sealed) entries.push(entry);
      weight = weightOf(sealed);
    }
    outcomes.push(outcome);
    total += weight;
    own.commands += 1;
    own.weight += weight;
    weights.set(command.treeId, own);
  }
  return { outcomes, weights, moved, ...writesOf(snapshot, before, drafts, entries) };
}

/** What the entries of a decision weigh: one each, and more for long ones. */
const weightOf = (entries: readonly SealedEntry[]): number =>
  entries.reduce((weight, { text }) => weight + Math.floor(text.length / BYTES), Math.max(1, entries.length));

/** What was known before a batch was decided. */
type Before = Pick<State, 'budgets' | 'counters' | 'reservations'>;

function writesOf(
  { state, heads, owing }: Snapshot,
  before: Before,
  drafts: readonly Draft[],
  entries: SealedEntry[],
): Omit<Fold, 'outcomes' | 'weights' | 'moved'> {
  const touched = touchedBy(drafts, owing, state);
  const changed = touched.budgets.map((id) => ({
    budget: state.budgets.get(id)!,
    readVersion: before.budgets.get(id)?.version ?? 0,
    readRevision: before.budgets.get(id)?.revision ?? 0,
    head: heads.get(id)!,
  }));
  const counters = touched.counters.map((id) => ({
    counter: state.counters.get(id)!,
    readVersion: before.counters.get(id)?.version ?? 0,
  }));
  const reservations = touched.reservations.map((id) => state.reservations.get(id)!);
  const born = changed.filter((row) => row.readVersion === 0);
  return {
    batch: {
      changed,
      consulted: consulted(changed, before.budgets),
      counters,
      created: reservations.filter(({ id }) => !before.reservations.has(id)),
      settled: reservations.filter(({ id }) => before.reservations.has(id)),
      isCountedMore: reservations.some(
        ({ id, charges }) => charges.length > (before.reservations.get(id)?.charges.length ?? Infinity),
      ),
      endsClaims: reservations.some(({ id, claim }) => claim === null && before.reservations.get(id)?.claim),
      entries,
    },
    settings: {
      trees: drafts.flatMap((draft) =>
        draft.trees.map((tree) => ({
          tree,
          createdAt: state.now,
          creationKey: draft.command.origin.requestKey,
        })),
      ),
      budgets: born.sort((a, b) => a.budget.path.length - b.budget.path.length),
      described: described(touched.budgets, before.budgets, state.budgets),
      envelopes: lastOfEach(drafts.flatMap((draft) => draft.changedEnvelopes)),
      keys: lastOfEach(drafts.flatMap((draft) => draft.changedKeys)),
      prices: lastOfEach(drafts.flatMap((draft) => draft.changedPrices)),
      at: state.now,
    },
    newCounters: counters
      .filter(({ readVersion }) => readVersion === 0 || readVersion === REVIVED)
      .map(({ counter, readVersion }) => ({ ...counter, version: readVersion })),
  };
}

/**
 * What the drafts changed. Beside it stand the budgets that owed when the trees were read, and their ancestors: whether a
 * debt can be paid hangs on all of them, so that they are written as they were, provided that they still are.
 */
function touchedBy(drafts: readonly Draft[], owing: readonly string[], { budgets: known }: State) {
  const written = new Set(drafts.map(({ command }) => command.treeId));
  const budgets = new Set(owing.filter((id) => written.has(known.get(id)!.treeId)));
  const counters = new Set<string>();
  const reservations = new Set<string>();
  for (const draft of drafts) {
    for (const id of draft.budgets.keys()) budgets.add(id);
    for (const id of draft.counters.keys()) counters.add(id);
    for (const id of draft.reservations.keys()) reservations.add(id);
  }
  return { budgets: [...budgets], counters: [...counters], reservations: [...reservations] };
}

/** The ancestors of changed budgets that did not change themselves: their settings had to be obeyed. */
function consulted(changed: readonly { budget: Budget }[], before: ReadonlyMap<string, Budget>): Budget[] {
  const own = new Set(changed.map(({ budget }) => budget.id));
  const ancestors = new Map<string, Budget>();
  for (const { budget } of changed)
    for (const id of budget.path) if (!own.has(id)) ancestors.set(id, before.get(id)!);
  return [...ancestors.values()];
}

/** Budgets whose name, policy, metadata or dimensions changed. */
function described(
  touched: readonly string[],
  before: ReadonlyMap<string, Budget>,
  after: ReadonlyMap<string, Budget>,
): Budget[] {
  return touched.flatMap((id) => {
    const [old, budget] = [before.get(id), after.get(id)!];
    return old && isDescribedAnew(old, budget) ? [budget] : [];
  });
}

const isDescribedAnew = (before: Budget, after: Budget): boolean =>
  before.name !== after.name ||
  before.policy !== after.policy ||
  before.policyFromAbove !== after.policyFromAbove ||
  before.metadata !== after.metadata ||
  before.dimensions !== after.dimensions;

function lastOfEach<T extends { id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
