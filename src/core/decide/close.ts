import type { Budget } from '../budgets.js';
import type { Close } from '../commands.js';
import type { Details, Draft } from '../draft.js';
import { rejected, type Outcome } from '../outcomes.js';
import { isLive } from '../reservations.js';
import { accepted, isRejection } from './common.js';
import { settingsTarget } from './envelopes.js';
import { letGo } from './settle.js';

/** The most open budgets, and the most live reservations, that one close settles. */
export const MAX_CLOSING = 10_000;

/**
 * Closes a budget and everything under it, from the leaves up. Live reservations are released, or are a reason to
 * refuse; what was not spent goes back to the parent, and what was stays where it was spent.
 */
export function close(draft: Draft, command: Close): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  if (draft.state.oversized.has(budget.id))
    return rejected(
      'subtree_too_large',
      `More than ${MAX_CLOSING} open budgets or live reservations: close parts of the subtree first.`,
    );
  const open = openSubtree(draft, budget);
  const live = liveReservations(draft, open);
  if (command.holds === 'refuse' && live.length > 0)
    return rejected(
      'holds_live',
      `${live.length} reservations are still held or waiting for approval in the subtree.`,
    );

  const reason = command.reason === null ? {} : { reason: command.reason };
  const cause = { budgetId: budget.id };
  for (const reservation of live)
    letGo(draft, { tree, budget: draft.budget(reservation.budgetId), reservation }, 'release', {
      ...reason,
      cause,
    });
  for (const { id } of open) shut(draft, id, id === budget.id ? reason : { ...reason, cause });
  return accepted(draft, tree, budget.id);
}

/** The open budgets of a subtree, the deepest first and the budget itself last. */
function openSubtree(draft: Draft, top: Budget): Budget[] {
  const open: Budget[] = [];
  for (const budget of draft.state.budgets.values())
    if (budget.state !== 'closed' && (budget.id === top.id || budget.path.includes(top.id)))
      open.push(budget);
  return open.sort((a, b) => b.path.length - a.path.length);
}

function liveReservations(draft: Draft, open: Budget[]) {
  const ids = new Set(open.map((budget) => budget.id));
  return [...draft.state.reservations.values()].filter((one) => isLive(one) && ids.has(one.budgetId));
}

function shut(draft: Draft, id: string, details: Details): void {
  draft.move(id, 'close', {}, { state: 'closed', revision: draft.budget(id).revision + 1 }, details);
}
