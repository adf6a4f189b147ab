/** What can be taken for an amount: decimal text, a whole number, or an amount. Numbers with a fraction never: they are not exact. */
export type MoneyLike = Money | string | bigint | number;

/** How {@link Money.round} and {@link Money.divide} decide. `up` is away from zero, `down` towards it, `half-even` to the nearest, from the middle to the even one. */
export type Rounding = 'up' | 'down' | 'half-even';

const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

/** More digits than any amount has: longer text is a mistake, and slow to work with. */
const MOST_DIGITS = 1_000;

function checkedDecimals(decimals: number): number {
  if (!Number.isSafeInteger(decimals) || decimals < 0)
    throw new TypeError(`decimals are a whole number from 0 up, not ${decimals}`);
  return decimals;
}

/** A quotient as a whole number; the divisor is above zero. */
function quotient(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const [cut, rest] = [dividend / divisor, dividend % divisor];
  const away = cut + (dividend < 0n ? -1n : 1n);
  const twice = 2n * (rest < 0n ? -rest : rest);
  const up =
    rounding === 'half-even' ? twice > divisor || (twice === divisor && cut % 2n !== 0n) : rounding === 'up';
  return up && rest !== 0n ? away : cut;
}

/**
 * An exact decimal amount. Nothing is ever rounded, but by {@link Money.round} and {@link Money.divide}. Immutable.
 *
 * It has no currency: amounts of two currencies have to be kept apart by whoever has them. Compared with `<`, added with `+` or
 * used as a number it throws, since the result would be wrong without a word.
 */
export class Money {
  static readonly zero = new Money(0n, 0);

  /** `units` are `10^-scale` each, with no zero at the end that `scale` could do without. */
  private constructor(
    private readonly units: bigint,
    private readonly scale: number,
  ) {}

  /** Throws a TypeError for a number that is not a safe integer, and for text that is no plain decimal such as `-12.50`. */
  static of(value: MoneyLike): Money {
    if (value instanceof Money) return value;
    if (typeof value === 'bigint') return Money.made(value, 0);
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value))
        throw new TypeError(`${value} is not exact: write amounts as text, such as "0.25"`);
      return Money.made(BigInt(value), 0);
    }
    const [, sign = '', whole = '', decimals = ''] = DECIMAL.exec(value) ?? [];
    if (whole === '' || value.length > MOST_DIGITS)
      throw new TypeError(`${JSON.stringify(value.slice(0, 40))} is no amount: write it as "12.50"`);
    return Money.made(BigInt(sign + whole + decimals), decimals.length);
  }

  static sum(values: Iterable<MoneyLike>): Money {
    let sum = Money.zero;
    for (const value of values) sum = sum.add(value);
    return sum;
  }

  private static made(units: bigint, scale: number): Money {
    while (scale > 0 && units % 10n === 0n) [units, scale] = [units / 10n, scale - 1];
    return new Money(units, scale);
  }

  add(other: MoneyLike): Money {
    const [a, b, scale] = this.beside(other);
    return Money.made(a + b, scale);
  }

  subtract(other: MoneyLike): Money {
    const [a, b, scale] = this.beside(other);
    return Money.made(a - b, scale);
  }

  /** By a quantity or a rate: the result has as many decimals as both together. */
  multiply(by: MoneyLike): Money {
    const { units, scale } = Money.of(by);
    return Money.made(this.units * units, this.scale + scale);
  }

  /** By a quantity or an amount, to so many decimals: seldom is there an exact result. Throws a RangeError for zero. */
  divide(by: MoneyLike, decimals: number, rounding: Rounding): Money {
    const divisor = Money.of(by);
    if (divisor.isZero) throw new RangeError('an amount cannot be divided by zero');
    const sign = divisor.isNegative ? -1n : 1n;
    const dividend = sign * this.units * 10n ** BigInt(checkedDecimals(decimals) + divisor.scale);
    return Money.made(
      quotient(dividend, sign * divisor.units * 10n ** BigInt(this.scale), rounding),
      decimals,
    );
  }

  /** To so many decimals, from 0 up. */
  round(decimals: number, rounding: Rounding): Money {
    if (this.scale <= checkedDecimals(decimals)) return this;
    return Money.made(quotient(this.units, 10n ** BigInt(this.scale - decimals), rounding), decimals);
  }

  /** Negative, zero or positive, as for sorting. */
  compare(other: MoneyLike): -1 | 0 | 1 {
    const [a, b] = this.beside(other);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  equals(other: MoneyLike): boolean {
    return this.compare(other) === 0;
  }

  isLessThan(other: MoneyLike): boolean {
    return this.compare(other) < 0;
  }

  isMoreThan(other: MoneyLike): boolean {
    return this.compare(other) > 0;
  }

  get isZero(): boolean {
    return this.units === 0n;
  }

  get isNegative(): boolean {
    return this.units < 0n;
  }

  /** The shortest exact text, as the service writes it: "12.5". */
  toString(): string {
    const sign = this.isNegative ? '-' : '';
    const digits = (this.isNegative ? -this.units : this.units).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return sign + digits.slice(0, point) + (this.scale > 0 ? `.${digits.slice(point)}` : '');
  }

  toJSON(): string {
    return this.toString();
  }

  /** As text, in a template; never as a number, and never joined to another by `+`. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new TypeError('amounts are added with add() and compared with compare()');
  }

  private beside(other: MoneyLike): [units: bigint, others: bigint, scale: number] {
    const it = Money.of(other);
    const scale = Math.max(this.scale, it.scale);
    const at = (money: Money): bigint => money.units * 10n ** BigInt(scale - money.scale);
    return [at(this), at(it), scale];
  }
}
