import { lacks, parentIdOf, type Budget } from '../budgets.js';
import type { Draft } from '../draft.js';

/** The most debts of a tree that one decision looks at. */
export const MAX_DEBTS = 100;

/**
 * Pays debts out of what an accepted command has brought within their reach, before anybody else can take it: the nearest
 * to the root first, of those at one depth the oldest budget. A budget that is stopped, or under one that is, gives
 * nothing. Each payment is recorded on the budget that owed and on all that gave, with the command's own entry as its cause.
 */
export function payDebts(draft: Draft): void {
  const owing = draft.owing();
  if (owing.length === 0) return;
  const { kind, budgetId, reservation } = draft.primary;
  const cause = { budgetId, ...(reservation && { reservationId: reservation.id }) };
  for (const id of owing) {
    const debtor = draft.budget(id);
    const parent = draft.budget(parentIdOf(debtor)!);
    if (draft.isStopped(parent) || draft.obtainable(parent) === 0n) continue;
    draft.move(id, kind, {}, {}, { cause });
  }
  for (const id of owing) if (isNew(draft, draft.budget(id))) announce(draft, draft.budget(id), cause);
}

const isNew = ({ state }: Draft, debtor: Budget): boolean => {
  const before = state.budgets.get(debtor.id);
  return lacks(debtor) && !(before && lacks(before));
};

/**
 * Writes an entry on every ancestor of a new debt, though nothing moves: whoever brings money above the debtor at the same
 * moment, without knowing of the debt, then meets a changed version and decides again.
 */
function announce(draft: Draft, debtor: Budget, cause: { budgetId: string; reservationId?: string }): void {
  const { kind } = draft.primary;
  for (const id of debtor.path)
    if (!draft.budgets.has(id)) draft.record(draft.budget(id), { ...draft.budget(id) }, kind, { cause });
}
