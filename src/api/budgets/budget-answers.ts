import { budgetView } from '../../core/views.js';
import { issuedKey } from '../keys/key-commands.js';
import type { Success, Recorded } from '../http/answer.js';
import type { BudgetDto, NewBudgetDto, NewChildDto } from './budget.dto.js';

/** The budget with its settings and balances. */
function budgetAnswer({ tree, budget, entry }: Recorded): BudgetDto {
  const { version, balances, settings } = entry;
  if (!settings) throw new Error(`an entry of kind ${entry.kind} without settings`);
  return budgetView(tree, budget, { version, balances, settings });
}

export const BUDGET_CHANGED: Success = { status: 200, body: budgetAnswer };

const isClosing = ({ entry }: Recorded): boolean => entry.settings?.state === 'closing';

/** A close, and how far it is where it takes several decisions. */
export const BUDGET_CLOSED: Success = {
  status: (recorded) => (isClosing(recorded) ? 202 : 200),
  body: budgetAnswer,
  location: (recorded) => (isClosing(recorded) ? `/v1/budgets/${recorded.budget.id}` : undefined),
};

export const BUDGET_CREATED: Success = {
  status: 201,
  body: (recorded): NewBudgetDto => ({
    ...budgetAnswer(recorded),
    envelopes: recorded.entry.envelopes ?? [],
  }),
};

/** With the key that came with it, whose secret is only in the first answer. One that was there already is a 200. */
export const childCreated = (secret: string | null): Success => ({
  status: ({ existed }) => (existed ? 200 : 201),
  body: (recorded): NewChildDto => {
    const { entry, replayed, existed, now } = recorded;
    const child: NewChildDto = { ...budgetAnswer(recorded), envelopes: entry.envelopes ?? [] };
    if (entry.key) child.key = { ...issuedKey(entry.key, now), secret: replayed || existed ? null : secret };
    if (existed) child.existed = true;
    return child;
  },
});
