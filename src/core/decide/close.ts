import type { Budget, Tree } from '../budgets.js';
import type { Close, ContinueClose } from '../commands/closing.js';
import type { Details, Draft } from '../draft.js';
import { MAX_COUNTED } from '../state.js';
import { rejected, type Outcome } from '../outcomes.js';
import { isLive } from '../reservation-state.js';
import { isPromised, type Reservation } from '../reservations.js';
import { accepted, budgetFound, isRejection, settingsTarget } from './common.js';
import { keepPromise, letGo } from './settle.js';

/** The most entries that one decision of a close writes, but for what the last of them moves up the tree. */
export const MAX_CLOSE_ENTRIES = 500;

/** The most text, in bytes, that one decision of a close repeats of reservations, and of settings. */
export const MAX_CLOSE_BYTES = 1_048_576;

/**
 * Closes a budget and everything under it, from the leaves up. Live reservations end, or are a reason to refuse; what was not spent goes back to the parent, and what was stays where it was spent. Where that is more than one
 * decision may weigh, this one stops the subtree for good, and {@link continueClose} settles the rest part by part.
 */
export function close(draft: Draft, command: Close): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const isOversized = draft.state.oversized.has(budget.id);
  const open = isOversized ? [] : openSubtree(draft, budget);
  const live = isOversized ? (draft.state.liveBelow.get(budget.id) ?? 0) : sizeOf(liveOn(draft, open));
  if (command.holds === 'refuse' && live > 0)
    return rejected(
      'holds_live',
      `${live > MAX_COUNTED ? `More than ${MAX_COUNTED}` : live} reservations are still held or waiting for approval in the subtree.`,
    );

  const reason = command.reason === null ? {} : { reason: command.reason };
  const isPartial = open.some(({ id }) => draft.state.partial.has(id));
  if (isOversized || isPartial || weightOf(open, live) > MAX_CLOSE_ENTRIES)
    draft.move(budget.id, 'close', {}, { state: 'closing', revision: budget.revision + 1 }, reason);
  else settlePart(draft, tree, budget, Infinity, reason);
  return accepted(draft, tree, budget.id);
}

/** Settles the next part of what lies under a budget that is being closed, and closes it where that was the last. */
export function continueClose(draft: Draft, { budgetId, entries }: ContinueClose): Outcome {
  const target = budgetFound(draft, budgetId);
  if (isRejection(target) || target.budget.state !== 'closing') return { status: 'ignored' };
  const { tree, budget } = target;
  settlePart(draft, tree, budget, entries, {});
  return draft.entries.length === 0 ? { status: 'ignored' } : accepted(draft, tree, budgetId);
}

/**
 * Releases what lives (or pays it, where that was promised) and shuts what is empty, from the leaves up, until so many entries are written. Each release is one
 * entry, on its own budget; what flows up does so once for each budget, when it is shut.
 */
function settlePart(draft: Draft, tree: Tree, top: Budget, entries: number, reason: Details): void {
  const below = { ...reason, cause: { budgetId: top.id } };
  const unfinished = new Set<string>();
  const isFull = (): boolean => draft.entries.length >= entries;
  const open = openSubtree(draft, top);
  const holds = liveOn(draft, open);
  for (const { id, path } of open) {
    const live = holds.get(id) ?? [];
    const isWhole = !draft.state.partial.has(id) && draft.entries.length + live.length < entries;
    // What is emptied in several parts is marked first, so that it keeps its money until it is shut.
    if (!isWhole && live.length > 0 && !isFull() && draft.budget(id).state !== 'closing')
      shut(draft, id, 'closing', below);
    for (const reservation of live) {
      if (isFull()) break;
      const on = { tree, budget: draft.budget(id), reservation };
      if (isPromised(reservation)) keepPromise(draft, on, below);
      else letGo(draft, on, 'release', below);
    }
    if (isWhole && !unfinished.has(id)) shut(draft, id, 'closed', id === top.id ? reason : below);
    else for (const ancestor of [id, ...path]) unfinished.add(ancestor);
  }
}

/** The open budgets of a subtree: the deepest first, of those at one depth the oldest, and the budget itself last. */
function openSubtree(draft: Draft, top: Budget): Budget[] {
  const open: Budget[] = [];
  for (const { id, path } of draft.state.budgets.values()) {
    const budget = draft.budget(id);
    if (budget.state !== 'closed' && (id === top.id || path.includes(top.id))) open.push(budget);
  }
  return open.sort((a, b) => b.path.length - a.path.length || (a.id < b.id ? -1 : 1));
}

/** The live reservations on these budgets, by budget, the oldest first. */
function liveOn(draft: Draft, budgets: Budget[]): Map<string, Reservation[]> {
  const live = new Map<string, Reservation[]>(budgets.map(({ id }) => [id, []]));
  for (const one of draft.state.reservations.values()) if (isLive(one)) live.get(one.budgetId)?.push(one);
  for (const one of live.values()) one.sort((a, b) => (a.id < b.id ? -1 : 1));
  return live;
}

const sizeOf = (live: Map<string, Reservation[]>): number =>
  [...live.values()].reduce((sum, { length }) => sum + length, 0);

/** How many entries a close writes at most: one for each hold, and one for each budget and all that lie above it. */
const weightOf = (open: Budget[], live: number): number =>
  open.reduce((sum, { path }) => sum + 1 + path.length, live);

function shut(draft: Draft, id: string, state: 'closing' | 'closed', details: Details): void {
  draft.move(id, 'close', {}, { state, revision: draft.budget(id).revision + 1 }, details);
}
