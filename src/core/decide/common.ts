import { isClosed, type Budget, type Tree } from '../budgets.js';
import type { Draft } from '../draft.js';
import type { Details } from '../draft.js';
import type { EntryContent } from '../entries.js';
import { isCut } from '../labels.js';
import { reservationView } from '../views.js';
import type { EntryKind } from '../kinds.js';
import { parseAmount } from '../money.js';
import { withNames } from '../naming.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { budgetPresent, type Present } from '../present.js';
import { type Denial } from '../violations.js';

export const isRejection = (value: unknown): value is Rejected =>
  typeof value === 'object' && value !== null && 'status' in value && value.status === 'rejected';

/** The budget that a command is addressed to, with its tree. */
export function budgetFound(draft: Draft, budgetId: string): { tree: Tree; budget: Budget } | Rejected {
  const budget = draft.budgets.get(budgetId) ?? draft.state.budgets.get(budgetId);
  if (!budget) return rejected('not_found', `There is no budget ${budgetId}.`);
  return { tree: draft.tree(budget.treeId), budget };
}

/** Reads an amount at the scale of the tree. */
export function amountOf(text: string, tree: Tree, field: string): bigint | Rejected {
  const units = parseAmount(text, tree.scale);
  if (units !== null) return units;
  const form = tree.scale === 0 ? 'whole number' : `decimal string with at most ${tree.scale} decimals`;
  return rejected('invalid_amount', `${field} must be a ${form}, and at most 10^18 of the smallest unit.`, {
    field,
  });
}

/** For a caller who wants to act only on the balance that it saw. */
export function versionRejection(budget: Budget, expected: number | null): Rejected | null {
  if (expected === null || expected === budget.version) return null;
  return rejected('version_mismatch', `The budget is at version ${budget.version}, not ${expected}.`, {
    field: 'expectedVersion',
    current: budget.version,
  });
}

/** For a caller who changes settings as it last saw them. */
function revisionRejection(budget: Budget, expected: number | null): Rejected | null {
  if (expected === null || expected === budget.revision) return null;
  return rejected('revision_mismatch', `The budget is at revision ${budget.revision}, not ${expected}.`, {
    current: budget.revision,
  });
}

/** The budget whose settings a command changes: it must be open, and at the revision that the caller saw. */
export function settingsTarget(
  draft: Draft,
  command: { budgetId: string; ifRevision: number | null },
): { tree: Tree; budget: Budget } | Rejected {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  if (isClosed(target.budget)) return rejected('budget_state', 'The budget is closed.');
  return revisionRejection(target.budget, command.ifRevision) ?? target;
}

/** The answer to a command that was accepted; {@link presentAfter} adds what else the decision comes to. */
export function accepted(draft: Draft, tree: Tree, budgetId: string): Outcome {
  const budget = draft.budget(budgetId);
  const entry = draft.primary;
  return { status: 'accepted', now: draft.now, replayed: false, tree, budget, entry, present: null };
}

/** What an entry would say at the end of its decision; null where that is what it says. */
export function presentAfter(draft: Draft, tree: Tree, budget: Budget, entry: EntryContent): Present | null {
  // One decision may write several entries of a budget, such as money that comes and the debt that it pays.
  const about = entry.reservation;
  const isWhole = about === undefined || !isCut(about);
  if (isWhole && budget.version === entry.version) return null;
  const present = budgetPresent(tree, budget, entry);
  // What the entry leaves out is answered all the same.
  if (!isWhole) present.reservation = reservationView(draft.reservation(about.id)!, tree.scale);
  return present;
}

/** Journals a denial: an entry that changes no balance. */
export function deny(
  draft: Draft,
  budget: Budget,
  kind: EntryKind,
  denial: Denial,
  details: Details,
): Outcome {
  const named = { ...denial, violations: withNames(draft, denial.violations) };
  draft.record(budget, { ...budget }, kind, { ...details, denial: named });
  const { currency } = draft.tree(budget.treeId);
  return { status: 'denied', now: draft.now, denial: named, currency, entry: draft.primary };
}
