import { codeOf } from '../assess.js';
import type { Tree } from '../budgets.js';
import {
  COMMANDS,
  isOnReservation,
  payingOf,
  type Command,
  type OnReservation,
} from '../commands/commands.js';
import { Draft } from '../draft.js';
import { repeatedLabels, repeatedView } from '../labels.js';
import { formatAmount, larger, parseAmount } from '../money.js';
import type { Outcome } from '../outcomes.js';
import type { Reservation } from '../reservations.js';
import { bounded, boundsOf, isUnscoped, roomBeside, UNBOUNDED, type Bounds } from '../scopes.js';
import type { State } from '../state.js';
import { firstViolations, type Violation } from '../violations.js';
import { deny, isRejection } from './common.js';
import { costOf } from './rating.js';

/**
 * The denial of what the scopes of the caller's key do not let them do to a reservation: one for another vendor, category
 * or run, one that is too large, or whose payments would become so. `found` is what all other rules say of the command,
 * and joins the denial; nothing that it would have done is kept. Null where nothing is in the way.
 */
export function scopeDenial(
  state: State,
  command: Command,
  found: Outcome,
): { outcome: Outcome; draft: Draft } | null {
  const { authority } = command.origin;
  if (authority === null || isUnscoped(authority) || !isOnReservation(command)) return null;
  const draft = new Draft(state, command);
  const reservation = draft.reservation(command.reservationId);
  if (!reservation) return null;
  const bounds = scopesOn(draft, command, reservation);
  if (bounds.violations.length === 0) return null;
  const budget = draft.budget(reservation.budgetId);
  const tree = draft.tree(reservation.treeId);
  const paying = paymentsOf(draft, command, reservation, tree);
  const { amount, committed } = reservation;
  const others = found.status === 'denied' ? found.denial : null;
  const isSaid = ({ rule }: Violation): boolean => bounds.violations.some((one) => one.rule === rule);
  const violations = [...(others?.violations ?? []).filter((one) => !isSaid(one)), ...bounds.violations];
  const listed = firstViolations(violations, others?.violationsOmitted);
  // Where no amount is asked for, as of a claim that is dismissed whole, no smaller one passes.
  const asked = 'amount' in command ? paying : 0n;
  const passes = others === null ? asked : (parseAmount(others.largestAdmissible, tree.scale) ?? 0n);
  const denial = {
    code: codeOf(violations)!,
    ...listed,
    largestAdmissible: formatAmount(bounded(passes, roomBeside(bounds, amount, committed)), tree.scale),
    // No waiting changes what a key may do.
    retryAt: null,
  };
  const outcome = deny(draft, budget, COMMANDS[command.type].writes, denial, {
    reservation: repeatedView(reservation, tree.scale),
    requested: {
      ...('amount' in command && command.amount !== null && { amount: command.amount }),
      ...('metadata' in command && command.metadata && repeatedLabels(command.metadata)),
    },
    ...(command.reason !== null && { reason: command.reason }),
  });
  return { outcome, draft };
}

/** What the scopes of the caller's key say of a command on a reservation, with all that it would have been paid then. */
export function scopesOn(draft: Draft, command: OnReservation, reservation: Reservation): Bounds {
  const { authority } = command.origin;
  if (authority === null) return UNBOUNDED;
  const tree = draft.tree(reservation.treeId);
  const { amount, committed, budgetId } = reservation;
  // What it costs has to be worked out for a scope that asks.
  const isAsked = authority.scopes.largestAmount !== null;
  const largest = isAsked ? larger(amount, committed + paymentsOf(draft, command, reservation, tree)) : 0n;
  return boundsOf(authority, tree, budgetId, reservation, largest);
}

/** What a command adds to the payments of a reservation, as far as that is a question. */
function paymentsOf(draft: Draft, command: OnReservation, reservation: Reservation, tree: Tree): bigint {
  const cost = command.type === 'commit' ? costOf(draft, tree, reservation, command) : null;
  return payingOf(command, reservation, tree, cost === null || isRejection(cost) ? 0n : cost.amount);
}
