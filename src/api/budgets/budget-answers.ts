import { budgetView } from '../../core/entries.js';
import type { Accepted, Success } from '../http/answer.js';
import type { BudgetDto, NewBudgetDto } from './budget.dto.js';

/** The budget as the entry left it. */
export function budgetOf({ tree, budget, entry }: Accepted): BudgetDto {
  const { version, balances, settings } = entry;
  if (!settings) throw new Error(`an entry of kind ${entry.kind} without settings`);
  return budgetView(tree, budget, { version, balances, settings });
}

export const BUDGET_CHANGED: Success = { status: 200, body: budgetOf };

export const BUDGET_CREATED: Success = {
  status: 201,
  body: (accepted): NewBudgetDto => ({ ...budgetOf(accepted), envelopes: accepted.entry.envelopes ?? [] }),
};
