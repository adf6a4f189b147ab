import type { Close } from '../core/commands/closing.js';
import { MAX_CLOSE_BYTES, MAX_CLOSE_ENTRIES } from '../core/decide/close.js';
import { MAX_COUNTED, type State } from '../core/state.js';
import type { WriteClient } from '../database/connections.js';
import { uuidOf } from '../ids/ids.js';
import type { RowKey } from './sql/load-budgets.js';
import { countLive, loadLive } from './sql/load-live.js';
import type { ReservationKey } from './sql/load-reservations.js';
import { loadDeepest, loadSubtree } from './sql/load-subtrees.js';

/** A budget to be closed; `holds` is null where that goes on. */
export interface Closing extends RowKey {
  holds: Close['holds'] | null;
}

/** What one decision of a close looks at. It is read under the lock of the budget, which all writers below it need. */
interface LoadedClosing {
  budgets: RowKey[];
  live: ReservationKey[];
  /** Marks in the state, once all of the batch is in it, what was left out. */
  mark: (state: State) => void;
}

/** A whole subtree if one decision can close it; the deepest part of one that takes several. */
export async function loadClosing(sql: WriteClient, top: Closing): Promise<LoadedClosing> {
  return top.holds === null ? await loadPart(sql, top) : await loadWhole(sql, top);
}

async function loadWhole(sql: WriteClient, top: Closing): Promise<LoadedClosing> {
  const open = await loadSubtree(sql, top, MAX_CLOSE_ENTRIES + 1);
  const budgets = fitting(open);
  if (budgets.length === open.length) {
    const live = await liveOn(sql, budgets);
    if (!live.isMore) return { budgets, live: live.some, mark: () => undefined };
  }
  const count = top.holds === 'refuse' ? await countLive(sql, top, MAX_COUNTED + 1) : null;
  const mark = (state: State): void => {
    state.oversized.add(top.id);
    if (count !== null) state.liveBelow.set(top.id, count);
  };
  return { budgets: [], live: [], mark };
}

async function loadPart(sql: WriteClient, top: RowKey): Promise<LoadedClosing> {
  const budgets = fitting(await loadDeepest(sql, top, MAX_CLOSE_ENTRIES));
  const live = await liveOn(sql, budgets);
  const whole = new Set(budgets.map(({ id }) => id));
  const last = live.some.at(-1);
  // Of the budget with the last one that was read, and of those that come after it, there may be more.
  if (live.isMore && last) for (const id of whole) if (uuidOf(id) >= uuidOf(last.budgetId)) whole.delete(id);
  const mark = (state: State): void => {
    // Budgets that others of the batch, or the way up to the root, have brought are not known wholly.
    for (const { id, path } of state.budgets.values())
      if (!whole.has(id) && (id === top.id || path.includes(top.id))) state.partial.add(id);
  };
  return { budgets, live: live.some, mark };
}

/** The live reservations on budgets, as many as one decision may settle. */
async function liveOn(
  sql: WriteClient,
  budgets: RowKey[],
): Promise<{ some: ReservationKey[]; isMore: boolean }> {
  if (budgets.length === 0) return { some: [], isMore: false };
  const found = await loadLive(sql, budgets, MAX_CLOSE_ENTRIES + 1);
  const some = fitting(found);
  return { some, isMore: some.length < found.length };
}

/** The first of them, as many as one decision may weigh: one at least. */
function fitting<T extends { bytes: number }>(found: readonly T[]): T[] {
  let bytes = 0;
  let count = 0;
  for (const one of found) {
    bytes += one.bytes;
    if (count === MAX_CLOSE_ENTRIES || (bytes > MAX_CLOSE_BYTES && count > 0)) break;
    count += 1;
  }
  return found.slice(0, count);
}
