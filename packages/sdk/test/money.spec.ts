import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Money, type Rounding } from '../src/money.js';

/** A decimal as an integer and how many decimals it has, and its text. */
const decimal = fc
  .tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.nat({ max: 12 }))
  .map(([units, scale]) => ({ units, scale, text: textOf(units, scale) }));

/** Written with all its decimals, zeros at the end included. */
function textOf(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** Of both at the finer of their scales. */
const SCALE = 12;
const whole = ({ units, scale }: { units: bigint; scale: number }): bigint =>
  units * 10n ** BigInt(SCALE - scale);

test('sums, differences and comparisons are those of whole numbers', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const [x, y] = [whole(a), whole(b)];
      expect(
        Money.of(a.text)
          .add(b.text)
          .equals(textOf(x + y, SCALE)),
      ).toBe(true);
      expect(Money.of(a.text).subtract(b.text).toString()).toBe(Money.of(textOf(x - y, SCALE)).toString());
      expect(Money.of(a.text).compare(b.text)).toBe(x < y ? -1 : x > y ? 1 : 0);
      expect(Money.of(a.text).isLessThan(b.text)).toBe(x < y);
      expect(Money.of(a.text).isMoreThan(b.text)).toBe(x > y);
    }),
  );
});

test('products are exact, whatever their decimals', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const product = Money.of(a.text).multiply(b.text);
      expect(product.equals(textOf(a.units * b.units, a.scale + b.scale))).toBe(true);
    }),
  );
});

test('text is read and written without a change of its value, in its shortest form', () => {
  fc.assert(
    fc.property(decimal, ({ text, units, scale }) => {
      const written = Money.of(text).toString();
      expect(written).toMatch(/^(0|-?([1-9][0-9]*|0(?=\.))(\.[0-9]*[1-9])?)$/);
      expect(Money.of(written).subtract(textOf(units, scale)).isZero).toBe(true);
    }),
  );
});

test('rounding goes to a neighbour with so many decimals, on the side that it says', () => {
  const rounding = fc.constantFrom<Rounding>('up', 'down', 'half-even');
  fc.assert(
    fc.property(decimal, fc.nat({ max: 13 }), rounding, ({ text, units }, decimals, how) => {
      const exact = Money.of(text);
      const rounded = exact.round(decimals, how);
      expect((rounded.toString().split('.')[1] ?? '').length).toBeLessThanOrEqual(decimals);
      const size = (money: Money): Money => (money.isNegative ? Money.zero.subtract(money) : money);
      const off = size(rounded.subtract(exact));
      const step = Money.of(textOf(1n, decimals));
      expect(off.isLessThan(step)).toBe(true);
      if (how === 'up') expect(size(rounded).compare(size(exact))).toBeGreaterThanOrEqual(0);
      if (how === 'down') expect(size(rounded).compare(size(exact))).toBeLessThanOrEqual(0);
      if (how === 'half-even') expect(off.multiply(2).isMoreThan(step)).toBe(false);
      expect(units === 0n ? rounded.isZero : true).toBe(true);
    }),
  );
});

test('a quotient is the neighbour of the exact one, on the side that it says', () => {
  const rounding = fc.constantFrom<Rounding>('up', 'down', 'half-even');
  fc.assert(
    fc.property(decimal, decimal, fc.nat({ max: 13 }), rounding, (a, b, decimals, how) => {
      fc.pre(b.units !== 0n);
      // The exact quotient is p / q, in units of the last decimal.
      const [p, q] = [a.units * 10n ** BigInt(b.scale + decimals), b.units * 10n ** BigInt(a.scale)];
      const found = Money.of(a.text).divide(b.text, decimals, how);
      const units = BigInt(found.multiply(10n ** BigInt(decimals)).toString());
      const size = (n: bigint): bigint => (n < 0n ? -n : n);
      const off = size(units * q - p);
      expect(off < size(q)).toBe(true);
      if (how === 'up') expect(size(units * q) >= size(p)).toBe(true);
      if (how === 'down') expect(size(units * q) <= size(p)).toBe(true);
      if (how === 'half-even') expect(2n * off <= size(q)).toBe(true);
    }),
  );
  expect(Money.of('1').divide(3, 4, 'half-even').toString()).toBe('0.3333');
  expect(Money.of('0.25').divide('0.5', 0, 'half-even').toString()).toBe('0');
  expect(Money.of('-0.75').divide('-0.5', 0, 'half-even').toString()).toBe('2');
  expect(() => Money.of('1').divide(0, 2, 'up')).toThrow(RangeError);
  expect(() => Money.of('1').divide(2, 0.5, 'up')).toThrow(TypeError);
});

test('what lies in the middle goes to the even neighbour', () => {
  const round = (text: string): string => Money.of(text).round(1, 'half-even').toString();
  expect(['0.25', '0.35', '-0.25', '-0.35', '0.251'].map(round)).toEqual([
    '0.2',
    '0.4',
    '-0.2',
    '-0.4',
    '0.3',
  ]);
});

test('numbers are taken where they are exact', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      expect(Money.of(number).toString()).toBe(BigInt(number).toString());
    }),
  );
  for (const wrong of [0.1, 1e21, NaN, Infinity, -0.5]) expect(() => Money.of(wrong)).toThrow(/not exact/);
});

test('text that is no plain decimal is refused', () => {
  for (const wrong of ['', ' 1', '1 ', '1e3', '.5', '5.', '+1', '1,5', '0x1', '٣', '1\n', '9'.repeat(1_001)])
    expect(() => Money.of(wrong)).toThrow(TypeError);
});

test('an amount goes into JSON and templates as text, and never into arithmetic of numbers', () => {
  const amount = Money.of('0.10');
  expect(JSON.stringify({ amount })).toBe('{"amount":"0.1"}');
  expect(String(amount)).toBe('0.1');
  expect(() => Number(amount)).toThrow(/add\(\)/);
  // What a program without types does.
  const untyped = amount as unknown as string;
  expect(() => untyped + '1').toThrow(TypeError);
  expect(() => untyped < '2').toThrow(TypeError);
});

test('a sum of many', () => {
  expect(Money.sum(Array.from({ length: 10 }, () => '0.1')).toString()).toBe('1');
  expect(Money.sum([]).toString()).toBe('0');
});
