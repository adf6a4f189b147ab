import type { Budget } from '@purser/sdk';
import { createContext, useContext } from 'react';

export const BudgetContext = createContext<Budget | null>(null);

/** The budget that the page is about: what lies within its layout has one. */
export function useBudget(): Budget {
  const budget = useContext(BudgetContext);
  if (!budget) throw new Error('useBudget is for what lies within the layout of a budget');
  return budget;
}
