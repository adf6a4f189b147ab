/**
 * What a call used: quantities by unit, as `{ input_tokens: 1200, call: 1 }`. Numbers with at most six decimals
 * outside, whole millionths inside.
 */
export type Usage = Readonly<Record<string, number>>;

/** Quantities in millionths of their unit. */
export type Quantities = ReadonlyMap<string, bigint>;

/** The largest quantity: with six decimals it has fifteen digits, which a JSON number keeps exactly. */
export const MAX_QUANTITY = 999_999_999;

/** How many units one usage can name. */
export const MAX_UNITS_OF_USAGE = 32;

/** A unit is named as programs name things: `input_tokens`, `call`, `second`. */
export const UNIT_PATTERN = /^[a-z][a-z0-9_.]{0,63}$/;

/** The unit of a call itself. One that is not named in the usage is 1. */
export const CALL = 'call';

const QUANTITY_PATTERN = /^[0-9]{1,9}(\.[0-9]{1,6})?$/;
const MILLION = 1_000_000n;

/** Decimals of a quantity. */
export const QUANTITY_SCALE = 6;

/** Whether a number is a quantity: not negative, not too large, with at most six decimals. */
export const isQuantity = (value: number): boolean =>
  value <= MAX_QUANTITY && QUANTITY_PATTERN.test(String(value));

/** A quantity in millionths. */
export function millionthsOf(quantity: number): bigint {
  const [whole = '0', decimals = ''] = String(quantity).split('.');
  return BigInt(whole) * MILLION + BigInt(decimals.padEnd(6, '0'));
}

/** Millionths as a quantity. */
export function quantityOf(millionths: bigint): number {
  const [whole, decimals] = [millionths / MILLION, millionths % MILLION];
  return Number(`${whole}.${decimals.toString().padStart(6, '0')}`);
}

export const quantitiesOf = (usage: Usage): Quantities =>
  new Map(Object.entries(usage).map(([unit, quantity]) => [unit, millionthsOf(quantity)]));

/** Usage with its units in the order of their names. */
export const toUsage = (quantities: Quantities): Usage =>
  Object.fromEntries(
    [...quantities].sort(([a], [b]) => (a < b ? -1 : 1)).map(([unit, q]) => [unit, quantityOf(q)]),
  );

/** Usage as it was stored, in the order of its units. */
export const inOrder = (stored: Usage): Usage => toUsage(quantitiesOf(stored));

/** What was used before, and more of it. */
export function added(before: Quantities, more: Quantities): Quantities {
  const sum = new Map(before);
  for (const [unit, quantity] of more) sum.set(unit, (sum.get(unit) ?? 0n) + quantity);
  return sum;
}

/** The larger of two readings of what was used so far: reports may arrive out of order. */
export function furthest(one: Quantities, other: Quantities): Quantities {
  const most = new Map(one);
  for (const [unit, quantity] of other) if (quantity > (most.get(unit) ?? -1n)) most.set(unit, quantity);
  return most;
}
