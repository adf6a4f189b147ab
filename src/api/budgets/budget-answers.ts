import { budgetView } from '../../core/entries.js';
import { issuedKey } from '../keys/key-commands.js';
import type { Accepted, Success } from '../http/answer.js';
import type { BudgetDto, NewBudgetDto, NewChildDto } from './budget.dto.js';

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

/** With the key that came with it, whose secret is only in the first answer. */
export const childCreated = (secret: string | null): Success => ({
  status: 201,
  body: (accepted): NewChildDto => {
    const { entry, replayed } = accepted;
    const child: NewChildDto = { ...budgetOf(accepted), envelopes: entry.envelopes ?? [] };
    if (entry.key) child.key = { ...issuedKey(entry.key), secret: replayed ? null : secret };
    return child;
  },
});
