/**
 * Amounts of money: decimal text outside, 64-bit integers of the tree's smallest unit inside.
 * A tree with scale 6 keeps "0.0035" as 3500n. Nothing is ever rounded.
 */

/**
 * The largest amount, in the smallest unit of a tree. A sum of any balances of a budget then fits Postgres' bigint,
 * CHECK constraints included.
 */
export const MAX_UNITS = 1_000_000_000_000_000_000n;

export const MAX_SCALE = 9;
export const DEFAULT_SCALE = 6;

/** Digits without sign or exponent, with at most nine decimals. */
export const AMOUNT_PATTERN = /^(0|[1-9][0-9]{0,18})(\.[0-9]{1,9})?$/;

/**
 * Reads decimal text as units at the given scale.
 * Returns null when the text is no amount, has more decimals than the scale, or exceeds {@link MAX_UNITS}.
 */
export function parseAmount(text: string, scale: number): bigint | null {
  if (!AMOUNT_PATTERN.test(text)) return null;
  const dot = text.indexOf('.');
  if (dot >= 0 && text.length - dot - 1 > scale) return null;
  const units = unitsIn(text, scale);
  return units <= MAX_UNITS ? units : null;
}

/**
 * The units in decimal text, a sign included, that is known to be a number: of the journal, or checked before. It may be of
 * any size; decimals beyond the scale are left out.
 */
export function unitsIn(text: string, scale: number): bigint {
  const dot = text.indexOf('.');
  if (dot < 0) return BigInt(text + '0'.repeat(scale));
  return BigInt(text.slice(0, dot) + text.slice(dot + 1, dot + 1 + scale).padEnd(scale, '0'));
}

/** Reads decimal text as the most whole units that it has, and at most {@link MAX_UNITS}: for a bound of any scale. */
export function flooredAmount(text: string, scale: number): bigint {
  return smaller(MAX_UNITS, unitsIn(text, scale));
}

/** Writes units as the shortest exact decimal text: 3500n at scale 6 is "0.0035". */
export function formatAmount(units: bigint, scale: number): string {
  return units < 0n ? `-${formatDigits((-units).toString(), scale)}` : formatDigits(units.toString(), scale);
}

/** The same of the decimal digits of units, none of which come before the first that counts. */
export function formatDigits(digits: string, scale: number): string {
  if (scale === 0 || digits === '0') return digits;
  const padded = digits.padStart(scale + 1, '0');
  const point = padded.length - scale;
  let end = padded.length;
  while (end > point && padded.charCodeAt(end - 1) === 48) end -= 1;
  return end === point ? padded.slice(0, point) : `${padded.slice(0, point)}.${padded.slice(point, end)}`;
}

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Which of two amounts as decimal text is larger: negative, zero or positive, as for sorting. */
export function compareAmounts(a: string, b: string): number {
  const [x, y] = [unitsIn(a, MAX_SCALE), unitsIn(b, MAX_SCALE)];
  return x < y ? -1 : x > y ? 1 : 0;
}
