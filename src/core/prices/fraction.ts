/** An exact number that is not negative: `n / d`. Rated costs are kept so until they are rounded, once, at the end. */
export interface Fraction {
  n: bigint;
  d: bigint;
}

export const ZERO: Fraction = { n: 0n, d: 1n };

/** An amount of a price as decimal text: digits without sign or exponent. */
export const PRICE_AMOUNT_PATTERN = /^(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?$/;

/** Reads decimal text as a fraction. */
export function fractionOf(decimal: string): Fraction {
  const [whole = '0', decimals = ''] = decimal.split('.');
  return reduced(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

export const plus = (a: Fraction, b: Fraction): Fraction => reduced(a.n * b.d + b.n * a.d, a.d * b.d);
export const times = (a: Fraction, b: Fraction): Fraction => reduced(a.n * b.n, a.d * b.d);
export const isBelow = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;

/** The least whole number of units, at a scale, that is not below it. */
export function unitsAbove({ n, d }: Fraction, scale: number): bigint {
  const scaled = n * 10n ** BigInt(scale);
  return (scaled + d - 1n) / d;
}

/** As the journal and the tables keep it: `n/d`, in lowest terms. */
export const fractionText = ({ n, d }: Fraction): string => `${n}/${d}`;

/** Reads what {@link fractionText} wrote. */
export function storedFraction(text: string): Fraction {
  const [n = '0', d = '1'] = text.split('/');
  return { n: BigInt(n), d: BigInt(d) };
}

function reduced(n: bigint, d: bigint): Fraction {
  let [a, b] = [n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? ZERO : { n: n / a, d: d / a };
}
