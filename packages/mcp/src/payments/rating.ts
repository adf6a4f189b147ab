import { Money, type Purser, type Usage } from '@purser/sdk';
import type { RatedCost } from '../tool-prices.js';

/** Whose price book says what usage costs, for those who sell. */
export interface PriceBook {
  readonly purser: Purser;
  /** The budget whose prices hold. */
  readonly budget: string;
}

/** What usage of an item costs by a price book. Throws where it has no price. */
export async function amountOf(
  book: PriceBook | undefined,
  vendor: string | undefined,
  { item, usage }: RatedCost,
): Promise<Money> {
  if (!book || vendor === undefined)
    throw new TypeError(`${item} is sold by usage, and no price book says what that costs`);
  const candidate = { vendor, item, usage: { ...usage } };
  const { candidates } = await book.purser.prices.estimate({
    budgetId: book.budget,
    candidates: [candidate],
  });
  const amount = candidates[0]?.amount;
  if (amount === undefined || amount === null) throw new TypeError(`${vendor} has no price for ${item}`);
  return Money.of(amount);
}

/** What a call did cost that was sold at an amount, or by usage. */
export const costIn = async (
  book: PriceBook | undefined,
  vendor: string | undefined,
  cost: Money | RatedCost,
  usage: Usage | undefined,
): Promise<Money> =>
  cost instanceof Money ? cost : amountOf(book, vendor, { item: cost.item, usage: usage ?? cost.usage });
