import type { Budget, Tree } from '../../core/budgets.js';
import type { Envelope, Purpose } from '../../core/envelopes.js';
import type { State } from '../../core/state.js';
import { windowAt } from '../../core/windows.js';

/** Which counters a budget asks for, by what its envelopes and those above it count. */
export interface Asking {
  /** What selects a counter: of a purpose nothing else matters. */
  vendor: boolean;
  category: boolean;
  run: boolean;
  /** When the first window that is under way ends: then other counters are asked for. */
  until: number;
}

/**
 * How a budget asks for counters at a time. Null where what it asks for is more than counters of windows: envelopes that follow
 * requests, or know vendors, look at what they do not charge, and the guard of a write does not compare that.
 */
export function askingOf(state: State, tree: Tree, budget: Budget, now: number): Asking | null {
  const asking: Asking = { vendor: false, category: false, run: false, until: Infinity };
  for (const id of [budget.id, ...budget.path])
    for (const envelope of state.envelopes.get(id) ?? [])
      if (!addTo(asking, envelope, tree, now)) return null;
  return asking;
}

function addTo(asking: Asking, { per, match, window, timezone }: Envelope, tree: Tree, now: number): boolean {
  if (per === 'request' || match.newVendors) return false;
  if (per !== null) {
    asking[per] = true;
    // How many names are new is counted by the day.
    asking.until = Math.min(asking.until, windowAt('day', 'UTC', now).end);
  }
  if (window !== 'transaction')
    asking.until = Math.min(asking.until, windowAt(window, timezone ?? tree.timezone, now).end);
  return true;
}

/** Names the counters that a budget asks for: purposes that ask for the same ones have the same name. */
export const counterNames = (asking: Asking, { vendor, category, runId }: Purpose): string =>
  JSON.stringify([
    asking.vendor ? vendor : null,
    asking.category ? category : null,
    asking.run ? runId : null,
  ]);
