import type { Budget } from '../budgets.js';
import type { Command } from '../commands.js';
import { rejected, type Outcome } from '../outcomes.js';

type Rejected = Extract<Outcome, { status: 'rejected' }>;

/** Whether whoever gives a command reaches above a budget, as the service itself does. Above a root is who has no bound. */
export const reachesAbove = ({ origin: { authority } }: Command, { path }: Pick<Budget, 'path'>): boolean =>
  authority === null || authority.budgetId === null || path.includes(authority.budgetId);

/** Whether what a command sets on a budget is theirs who reach above it. What is set on a root is the root's own. */
export const setsFromAbove = (command: Command, budget: Pick<Budget, 'path'>): boolean =>
  budget.path.length > 0 && reachesAbove(command, budget);

/** For what belongs to those above a budget, asked for by somebody who does not reach there; null for all others. */
export function fromAboveRejection(
  command: Command,
  budget: Pick<Budget, 'path'>,
  what: string,
  field?: string,
): Rejected | null {
  if (reachesAbove(command, budget)) return null;
  return rejected('set_from_above', `${what}: that is for those who reach above the budget.`, {
    field,
  }) as Rejected;
}
