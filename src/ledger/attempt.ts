import type { Command } from '../core/commands/commands.js';
import type { WrittenEntry } from '../core/entries.js';
import type { Outcome } from '../core/outcomes.js';
import { idOf } from '../ids/ids.js';
import type { WriteClient } from '../database/connections.js';
import { inTransaction } from '../database/in-transaction.js';
import { faultOf } from '../database/faults.js';
import { flightSeconds, recalledBatches } from '../runtime/metrics.js';
import { fold, groundOf, type Fold } from './fold.js';
import { load } from './load.js';
import type { KeptTrees, Recalled } from './memory/kept-trees.js';
import { createCounters } from './sql/create-counters.js';
import { lockBudgets } from './sql/lock-budgets.js';
import { writeBatchIfUnchanged } from './sql/write-batch.js';
import { writeSettings } from './sql/write-settings.js';
import type { Conditions, Weights } from './turns.js';
import { budgetsOf } from './wants.js';

/** What became of a batch. */
export interface Attempt {
  /**
   * Of each command its outcome; `lost` where another writer changed its tree meanwhile; `left` where it was not
   * decided, since the turn of its tree was over.
   */
  results: (Outcome | 'lost' | 'left')[];
  weights: Weights;
  /** The entries that were written: durable once the attempt is over. */
  written: readonly WrittenEntry[];
}

/**
 * Decides and writes a batch once, without a transaction around it: for commands that change no settings. What it answers
 * is durable. What can be decided on what was kept of the batches before is not loaded.
 */
export async function attempt(
  sql: WriteClient,
  commands: readonly Command[],
  conditions: Conditions,
  memory: KeptTrees,
): Promise<Attempt> {
  const recalled = memory.recall(commands);
  return (
    (recalled && (await attemptRecalled(sql, commands, conditions, memory, recalled))) ??
    (await attemptLoaded(sql, commands, conditions, memory))
  );
}

/** Null where something that was written meanwhile has to be read first, such as what was decided under the same key. */
async function attemptRecalled(
  sql: WriteClient,
  commands: readonly Command[],
  conditions: Conditions,
  memory: KeptTrees,
  recalled: Recalled,
): Promise<Attempt | null> {
  const folded = await timed('decide', () => fold(recalled, commands, conditions));
  let lost: ReadonlySet<string>;
  try {
    lost = await timed('write', () => write(sql, folded, memory));
  } catch (error) {
    // Nothing was written, and the trees are forgotten.
    if (faultOf(error) !== 'conflict') throw error;
    recalledBatches.inc({ outcome: 'repeated' });
    return null;
  }
  recalledBatches.inc({ outcome: lost.size > 0 ? 'stale' : folded.unsure.size > 0 ? 'unsure' : 'written' });
  memory.keepRecalled(recalled, commands, folded.unsure, lost);
  // A tree that was out of date has not been fought over: it is loaded next.
  const { results, ...done } = answered(folded, commands, lost);
  noteKeys(memory, commands, results);
  return { ...done, results: results.map((result) => (result === 'lost' ? 'left' : result)) };
}

async function attemptLoaded(
  sql: WriteClient,
  commands: readonly Command[],
  conditions: Conditions,
  memory: KeptTrees,
): Promise<Attempt> {
  const snapshot = await timed('load', () => load(sql, commands));
  const before = memory.agreeing(snapshot);
  const folded = await timed('decide', () => fold(groundOf(snapshot), commands, conditions));
  const lost = await timed('write', () => write(sql, folded, memory));
  memory.keepLoaded(snapshot, commands, lost, before);
  const done = answered(folded, commands, lost);
  noteKeys(memory, commands, done.results);
  return done;
}

/**
 * The same under row locks, which no other writer can get in between: for trees that were lost before, and for
 * settings, which take more than one statement to write. Everybody locks budgets before anything else. The locks may
 * take their time: what `join` answers, once they are held, is decided with the rest. It must be about the same budgets
 * and change no settings.
 */
export async function attemptLocked(
  sql: WriteClient,
  commands: readonly Command[],
  conditions: Conditions,
  memory: KeptTrees,
  join: () => readonly Command[],
): Promise<Attempt> {
  memory.forget(commands.map(({ treeId }) => treeId));
  return await inTransaction(sql, async (tx) => {
    await lockBudgets(tx, budgetsOf(commands));
    const all = [...commands, ...join()];
    const snapshot = await timed('load', () => load(tx, all));
    const folded = await timed('decide', () => fold(groundOf(snapshot), all, conditions));
    return answered(folded, all, await timed('write', () => write(tx, folded, memory)));
  });
}

async function timed<T>(step: 'load' | 'decide' | 'write', work: () => T | Promise<T>): Promise<T> {
  const end = flightSeconds.startTimer({ step });
  const result = await work();
  end();
  return result;
}

function answered(folded: Fold, commands: readonly Command[], lost: ReadonlySet<string>): Attempt {
  const { moved } = folded;
  const results = folded.outcomes.map((outcome, i) => {
    if (!outcome) return 'left';
    const { treeId } = commands[i]!;
    const again = outcome.status === 'accepted' && outcome.replayed;
    return lost.has(treeId) || (again && moved.has(treeId)) ? 'lost' : outcome;
  });
  const { entries } = folded.batch;
  const written = lost.size === 0 ? entries : entries.filter(({ entry }) => !lost.has(entry.treeId));
  return { results, weights: folded.weights, written };
}

/** Whose key has come once is looked for in the journal when it comes again. */
const noteKeys = (memory: KeptTrees, commands: readonly Command[], results: Attempt['results']): void =>
  memory.noteKeys(commands.filter((_, i) => results[i] !== 'left' && results[i] !== 'lost'));

const NOTHING: ReadonlySet<string> = new Set();

/** The guarded write, then the settings of the trees that it did not lose. Answers the ids of the lost trees. */
async function write(sql: WriteClient, folded: Fold, memory: KeptTrees): Promise<ReadonlySet<string>> {
  if (folded.batch.entries.length === 0) return NOTHING;
  // Both are sent at once, on one connection: the counters are there when the guarded write arrives.
  const counters = folded.newCounters.length > 0 ? createCounters(sql, folded.newCounters) : undefined;
  const [written] = await Promise.all([writeBatchIfUnchanged(sql, folded.batch), counters]);
  memory.noteClock(written.now);
  const lost = new Set(written.lost.map((uuid) => idOf('budget', uuid)));
  if (changesSettings(folded)) await writeSettings(sql, keptOf(folded, lost));
  return lost;
}

function changesSettings({ settings }: Fold): boolean {
  return (
    settings.budgets.length +
      settings.described.length +
      settings.envelopes.length +
      settings.keys.length +
      settings.prices.length >
    0
  );
}

function keptOf({ settings }: Fold, lost: ReadonlySet<string>): Fold['settings'] {
  if (lost.size === 0) return settings;
  return {
    at: settings.at,
    trees: settings.trees.filter(({ tree }) => !lost.has(tree.id)),
    budgets: settings.budgets.filter(({ budget }) => !lost.has(budget.treeId)),
    described: settings.described.filter(({ treeId }) => !lost.has(treeId)),
    envelopes: settings.envelopes.filter(({ treeId }) => !lost.has(treeId)),
    keys: settings.keys.filter(({ treeId }) => !lost.has(treeId)),
    prices: settings.prices.filter(({ treeId }) => !lost.has(treeId)),
  };
}
