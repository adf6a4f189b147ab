import { Money, type Balances, type Budget } from '@purser/sdk';
import type { BarPart } from '../design/bar.js';

type Parts = readonly (readonly [BarPart, Money])[];

/** A budget, and what was spent and is reserved on it and under it. */
interface WithBelow {
  readonly balances: Balances;
  readonly subtree: Pick<Balances, 'spent' | 'reserved'>;
}

/**
 * Where the money of a budget and of all below it is. `delegated` is what was given on and is neither spent nor reserved there:
 * it is below zero where those below have debts that are larger.
 */
export function partsOfSubtree({ balances, subtree }: WithBelow): Parts {
  const below = (all: string, own: string): Money => Money.of(all).subtract(own);
  const used = below(subtree.spent, balances.spent).add(below(subtree.reserved, balances.reserved));
  return [
    ['spent', Money.of(subtree.spent)],
    ['reserved', Money.of(subtree.reserved)],
    ['delegated', Money.of(balances.delegated).subtract(used)],
    ['available', Money.of(balances.available)],
  ];
}

/** Whether a budget paid more than it was given, and still owes that. */
export const isOverdrawn = ({ overdraft }: Pick<Budget['balances'], 'overdraft'>): boolean =>
  Money.of(overdraft).isMoreThan(0);
