import type { Command } from '../core/commands.js';
import { decide } from '../core/decide.js';
import type { Draft } from '../core/draft.js';
import type { Counter } from '../core/envelopes.js';
import type { Outcome } from '../core/outcomes.js';
import type { Budget } from '../core/budgets.js';
import { seal } from './seal.js';
import type { Snapshot } from './load.js';
import type { Batch } from './sql/write-batch.js';
import type { SettingsBatch } from './sql/write-settings.js';

/** What became of a batch of commands, and the one write that makes it so. */
export interface Fold {
  /** In the order of the commands. */
  outcomes: Outcome[];
  batch: Batch;
  settings: SettingsBatch;
  /** Counters whose window begins with this batch. */
  newCounters: Counter[];
}

/** Decides commands one after the other, each on what the ones before it left, and adds up what has to be written. */
export function fold(snapshot: Snapshot, commands: readonly Command[]): Fold {
  const { state, heads } = snapshot;
  const before = {
    budgets: new Map(state.budgets),
    counters: new Map(state.counters),
    reservations: new Map(state.reservations),
  };
  const drafts: Draft[] = [];
  const outcomes = commands.map((command) => {
    const { outcome, draft } = decide(state, command);
    if (draft) {
      state.apply(draft);
      drafts.push(draft);
    }
    return outcome;
  });

  const touched = touchedBy(drafts);
  const entries = seal(
    drafts.flatMap((draft) => draft.entries),
    heads,
  );
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
    outcomes,
    batch: {
      changed,
      consulted: consulted(changed, before.budgets),
      counters,
      created: reservations.filter(({ id }) => !before.reservations.has(id)),
      settled: reservations.filter(({ id }) => before.reservations.has(id)),
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
      described: described(drafts, before.budgets, state.budgets),
      envelopes: lastOfEach(drafts.flatMap((draft) => draft.changedEnvelopes)),
      keys: lastOfEach(drafts.flatMap((draft) => draft.changedKeys)),
      at: state.now,
    },
    newCounters: counters
      .filter(({ counter }) => !before.counters.has(counter.id))
      .map(({ counter }) => counter),
  };
}

function touchedBy(drafts: readonly Draft[]) {
  const budgets = new Set<string>();
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

/** Budgets whose name, policy or metadata a command changed. */
function described(
  drafts: readonly Draft[],
  before: ReadonlyMap<string, Budget>,
  after: ReadonlyMap<string, Budget>,
): Budget[] {
  const ids = new Set(drafts.flatMap(({ command }) => (command.type === 'update' ? [command.budgetId] : [])));
  return [...ids].filter((id) => before.has(id)).map((id) => after.get(id)!);
}

function lastOfEach<T extends { id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
