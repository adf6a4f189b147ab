import type { Budget } from '../budgets.js';
import type { Command } from '../commands/commands.js';
import { rejected, type Rejected } from '../outcomes.js';

/** Whether the giver of a command reaches above a budget, as the service itself does. Above a root are those without a bound. */
export const reachesAbove = ({ origin: { authority } }: Command, { path }: Pick<Budget, 'path'>): boolean =>
  authority === null || authority.budgetId === null || path.includes(authority.budgetId);

/** Whether what a command sets on a budget is theirs who reach above it. What is set on a root is the root's own. */
export const setsFromAbove = (command: Command, budget: Pick<Budget, 'path'>): boolean =>
  budget.path.length > 0 && reachesAbove(command, budget);

/** A limit, as far as it matters whose it is: that of a budget, or of those above it. */
export interface Owned {
  budgetId: string;
  fromAbove: boolean;
}

/** Whether a limit is for those to change who reach above a budget on the path of its own: it was set above it, or from there. */
export const isFromAbove = (limit: Owned, { id, path }: Pick<Budget, 'id' | 'path'>): boolean =>
  limit.budgetId === id ? limit.fromAbove : path.includes(limit.budgetId);

/** For what belongs to those above a budget, asked for by somebody who does not reach there; null for all others. */
export function fromAboveRejection(
  command: Command,
  budget: Pick<Budget, 'path'>,
  what: string,
  field?: string,
): Rejected | null {
  if (reachesAbove(command, budget)) return null;
  return rejected('set_from_above', `${what}: ask somebody who reaches the budget above.`, {
    field,
  });
}
