import type { Window } from '../windows.js';
import { isPartOf } from './units.js';
import { CALL } from './usage.js';

/** A window over which the tiers of a charge count. */
export type TierWindow = Exclude<Window, 'transaction'>;
export const TIER_WINDOWS = [
  'hour',
  'day',
  'week',
  'month',
  'lifetime',
] as const satisfies readonly TierWindow[];

/** Another amount for what comes above a quantity. */
export type Tier = {
  above: number;
  amount: string;
};

/** What one unit costs. Amounts are decimal text with at most twelve decimals, in the currency of the tree. */
export type UnitCharge = {
  /** The amount for `per` of the unit. */
  amount: string;
  /** With tiers: the unit by whose quantity in this call the tier of the whole call is chosen. */
  by?: string;
  /** With tiers: each part of what the window has seen costs what its own tier says. */
  over?: TierWindow;
  per: number;
  /** From the lowest up. */
  tiers?: Tier[];
  unit: string;
  /** The units that contain this one: what is charged here is not charged there. */
  within?: string[];
};

/** How the usage of an item is turned into money. It never changes: another price takes its place. */
export type Tariff = {
  /** For each month in which it held last, in statements alone. */
  baseFee?: string;
  charges: UnitCharge[];
  /** For how long after its settlement what was paid by it can be disputed; of 0 never, of none for the usual time. */
  disputableSeconds?: number;
  /** At most and at least so much for one call. */
  maximum?: string;
  minimum?: string;
};

/** What a price is for. */
export interface Priced {
  vendor: string;
  item: string;
}

/** A price that was set on a budget. It holds for the budget and everything under it. */
export interface Price extends Priced {
  treeId: string;
  id: string;
  budgetId: string;
  /** The first price of this vendor's item on the budget: what its tiers have seen goes on from price to price. */
  seriesId: string;
  /** From when it holds, in milliseconds since the epoch. */
  from: number;
  tariff: Tariff;
  createdAt: number;
  /** When it was withdrawn: it holds for nothing new since. */
  endedAt: number | null;
}

/** A price of the catalogue, with where it was found. */
export interface CataloguePrice {
  /** `name@version` of the catalogue. */
  catalogue: string;
  provider: string;
  model: string;
  tariff: Tariff;
}

export const MAX_CHARGES = 32;
export const MAX_TIERS = 16;

/** How many prices can hold, or come to hold, on one budget. */
export const MAX_PRICES = 2_000;

/** What is wrong with a tariff: the field, and why. Null where nothing is. */
export function misfitOf(tariff: Tariff): { field: string; detail: string } | null {
  const units = new Set<string>();
  for (const [i, charge] of tariff.charges.entries()) {
    const field = `charges.${i}`;
    if (units.has(charge.unit))
      return { field: `${field}.unit`, detail: `There are two charges for ${charge.unit}.` };
    units.add(charge.unit);
    const tiers = tiersMisfit(charge);
    if (tiers) return { field: `${field}.${tiers.field}`, detail: tiers.detail };
  }
  return nestingMisfit(tariff);
}

/** A tariff in which the parts of well-known units say that they are parts of those. */
export const withKnownParts = ({ charges, ...bounds }: Tariff): Tariff => ({
  charges: charges.map(({ within, ...charge }) => {
    const known = charges.filter(({ unit }) => isPartOf(charge.unit, unit)).map(({ unit }) => unit);
    const all = [...new Set([...(within ?? []), ...known])].sort();
    return all.length > 0 ? { ...charge, within: all } : charge;
  }),
  ...bounds,
});

function tiersMisfit({ tiers, by, over }: UnitCharge): { field: string; detail: string } | null {
  if (tiers === undefined)
    return by === undefined && over === undefined
      ? null
      : { field: by === undefined ? 'over' : 'by', detail: 'It goes with `tiers`.' };
  if ((by === undefined) === (over === undefined))
    return {
      field: 'tiers',
      detail:
        'Tiers need either `over`, the window whose usage they count, or `by`, the unit that chooses the tier of a call.',
    };
  for (const [i, tier] of tiers.entries())
    if (i > 0 && tier.above <= tiers[i - 1]!.above)
      return { field: `tiers.${i}.above`, detail: 'Each tier begins above the one before it.' };
  return null;
}

/** A unit is part of units that are charged, and of all that those are part of. */
function nestingMisfit({ charges }: Tariff): { field: string; detail: string } | null {
  const within = new Map(charges.map((charge) => [charge.unit, charge.within ?? []]));
  for (const [i, { unit, within: outer = [] }] of charges.entries()) {
    const field = `charges.${i}.within`;
    if (unit === CALL && outer.length > 0) return { field, detail: 'A call is part of no other unit.' };
    for (const one of outer) {
      const beyond = within.get(one);
      if (one === unit || !beyond) return { field, detail: `There is no other charge for ${one}.` };
      const missing = beyond.find((further) => !outer.includes(further));
      if (beyond.includes(unit)) return { field, detail: `${unit} and ${one} are part of each other.` };
      if (missing !== undefined)
        return { field, detail: `${one} is part of ${missing}: so is ${unit}, and has to say so.` };
    }
  }
  return null;
}

/** The one of an item's prices that holds at a time: that which began last. Null where none does. */
function inForce(prices: readonly Price[], at: number): Price | null {
  let found: Price | null = null;
  for (const price of prices)
    if (price.from <= at && (found === null || price.from > found.from)) found = price;
  return found;
}

/** The price that holds at a time on the nearest of these budgets, from the lowest up; null where none has one. */
export function nearestInForce(
  path: readonly string[],
  pricesOn: (budgetId: string) => readonly Price[],
  at: number,
): Price | null {
  for (const id of path) {
    const found = inForce(pricesOn(id), at);
    if (found) return found;
  }
  return null;
}
