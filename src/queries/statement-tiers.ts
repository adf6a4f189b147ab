import type { Tariff } from '../core/prices/price.js';
import { idOf } from '../ids/ids.js';
import type { SqlReader } from './sql/spend.js';
import { readTieredPrices, readUsedSteps, type TieredPrice, type TierStep } from './sql/statement-tiers.js';
import type { StatementReading } from './sql/statement.js';

/** What of a unit was charged at one tier of a price. */
export type TierView = {
  vendor: string;
  item: string;
  priceId: string;
  unit: string;
  /** What the window had seen where the tier begins. */
  above: number;
  /** What `per` of the unit cost there. */
  amount: string;
  per: number;
  quantity: string;
};

/** Prices with tiers that a statement looks at. */
const MOST_PRICES = 1_000;

type Step = TierStep & Pick<TierView, 'vendor' | 'item' | 'amount' | 'per'>;

/** How much was charged at which tier, by price, unit and tier. */
export async function tiersOf(reader: SqlReader, reading: StatementReading): Promise<TierView[]> {
  const prices = await readTieredPrices(reader, reading, MOST_PRICES);
  const steps = prices.flatMap(stepsOf);
  if (steps.length === 0) return [];
  const asked = steps.map(({ priceId, unit, bottom, top }) => ({ priceId, unit, bottom, top }));
  const used = await readUsedSteps(reader, reading, asked);
  const quantities = new Map(used.map((step) => [nameOf(step), step.quantity]));
  return steps.flatMap((step) => {
    const quantity = quantities.get(nameOf(step));
    const { vendor, item, priceId, unit, bottom: above, amount, per } = step;
    return quantity === undefined ? [] : [{ vendor, item, priceId, unit, above, amount, per, quantity }];
  });
}

const nameOf = ({ priceId, unit, bottom }: Pick<TierStep, 'priceId' | 'unit' | 'bottom'>): string =>
  `${priceId} ${unit} ${bottom}`;

function stepsOf({ id, vendor, item, tariff }: TieredPrice): Step[] {
  const priceId = idOf('price', id);
  return (tariff as Tariff).charges.flatMap(({ amount, over, per, tiers = [], unit }) => {
    if (over === undefined) return [];
    const steps = [{ above: 0, amount }, ...tiers];
    return steps.map((step, i) => ({
      ...{ vendor, item, priceId, unit, per },
      amount: step.amount,
      bottom: step.above,
      top: steps[i + 1]?.above ?? null,
    }));
  });
}
