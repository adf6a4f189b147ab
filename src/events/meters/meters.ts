import { MAX_SCALE, formatAmount } from '../../core/money.js';
import { QUANTITY_SCALE } from '../../core/prices/usage.js';
import type { Expense } from '../../core/spend.js';

/** What can be counted of an entry, by the words of spend. */
export const MEASURES = ['spent', 'calls', 'usage'] as const;

/** Whose label names the customer: only what budgets say is believed, or what callers say of their calls, too. */
export const CUSTOMER_SOURCES = ['budget', 'reservation'] as const;
export type CustomerSource = (typeof CUSTOMER_SOURCES)[number];

/** The event names of one tree. */
export const MAX_METERS = 50;

/** What of a tree's usage goes to one meter of Stripe. */
export interface StripeMeter {
  /** No two meters of a tree have the same. */
  eventName: string;
  measure: (typeof MEASURES)[number];
  /** Of `usage`: the units that are added up. */
  units: readonly string[] | null;
  /** Null for any. */
  vendors: readonly string[] | null;
  items: readonly string[] | null;
  /** How many decimals are counted: a value of 1 is 10 to the power of -scale. */
  scale: number;
}

/** Decimals of what is measured, in a tree of a scale. */
const decimalsOf = ({ measure }: StripeMeter, treeScale: number): number =>
  measure === 'spent' ? treeScale : measure === 'usage' ? QUANTITY_SCALE : 0;

/** Decimals that no meter needs to count more of. */
export const MAX_METER_SCALE = MAX_SCALE;

/** What an expense adds to a meter, in whole units of the meter; as decimals where it is no whole number of them. */
export function valueFor(
  meter: StripeMeter,
  expense: Expense,
  treeScale: number,
): { value: string; isWhole: boolean } {
  const decimals = decimalsOf(meter, treeScale);
  const scaled = quantityFor(meter, expense) * 10n ** BigInt(meter.scale);
  const unit = 10n ** BigInt(decimals);
  const isWhole = scaled % unit === 0n;
  return { value: isWhole ? String(scaled / unit) : formatAmount(scaled, decimals), isWhole };
}

/** In the smallest units that are kept. */
function quantityFor({ measure, units, vendors, items }: StripeMeter, expense: Expense): bigint {
  if (!isAmong(vendors, expense.vendor) || !isAmong(items, expense.item)) return 0n;
  if (measure === 'spent') return expense.spent;
  if (measure === 'calls') return BigInt(expense.calls);
  return [...new Set(units)].reduce((sum, unit) => sum + (expense.usage.get(unit) ?? 0n), 0n);
}

const isAmong = (names: readonly string[] | null, name: string | null): boolean =>
  names === null || (name !== null && names.includes(name));
