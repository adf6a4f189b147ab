import type { Command } from '../core/commands/commands.js';
import type { Outcome } from '../core/outcomes.js';
import { idOf } from '../ids/ids.js';
import type { WriteClient } from '../database/connections.js';
import { inTransaction } from '../database/in-transaction.js';
import { flightSeconds } from '../runtime/metrics.js';
import { fold, type Fold } from './fold.js';
import { load } from './load.js';
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
}

/**
 * Loads, decides and writes a batch once, without a transaction around it: for commands that change no settings.
 * What it answers is durable.
 */
export async function attempt(
  sql: WriteClient,
  commands: readonly Command[],
  conditions: Conditions,
): Promise<Attempt> {
  const folded = await decided(sql, commands, conditions);
  return answered(folded, commands, await timed('write', () => write(sql, folded)));
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
  join: () => readonly Command[],
): Promise<Attempt> {
  return await inTransaction(sql, async (tx) => {
    await lockBudgets(tx, budgetsOf(commands));
    const all = [...commands, ...join()];
    const folded = await decided(tx, all, conditions);
    return answered(folded, all, await timed('write', () => write(tx, folded)));
  });
}

async function decided(
  sql: WriteClient,
  commands: readonly Command[],
  conditions: Conditions,
): Promise<Fold> {
  const snapshot = await timed('load', () => load(sql, commands));
  return await timed('decide', () => fold(snapshot, commands, conditions));
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
  return { results, weights: folded.weights };
}

const NOTHING: ReadonlySet<string> = new Set();

/** The guarded write, then the settings of the trees that it did not lose. Answers the ids of the lost trees. */
async function write(sql: WriteClient, folded: Fold): Promise<ReadonlySet<string>> {
  if (folded.batch.entries.length === 0) return NOTHING;
  // Both are sent at once, on one connection: the counters are there when the guarded write arrives.
  const counters = folded.newCounters.length > 0 ? createCounters(sql, folded.newCounters) : undefined;
  const [lostTrees] = await Promise.all([writeBatchIfUnchanged(sql, folded.batch), counters]);
  const lost = new Set(lostTrees.map((uuid) => idOf('budget', uuid)));
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
