import { BudgetBalances } from './budget-balances.js';
import { BudgetChildren } from './budget-children.js';
import { BudgetEntries } from './budget-entries.js';
import { BudgetLimits } from './budget-limits.js';
import { BudgetReservations } from './budget-reservations.js';
import { BudgetSpend } from './budget-spend.js';
import { BudgetStanding } from './budget-standing.js';

/** A budget at a glance: whether it goes on, where its money is, which limits are close, how it goes on, and what happens. */
export function BudgetOverview() {
  return (
    <>
      <BudgetStanding />
      <BudgetBalances />
      <BudgetLimits />
      <BudgetSpend />
      <BudgetChildren />
      <BudgetReservations />
      <BudgetEntries />
    </>
  );
}
