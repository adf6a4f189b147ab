import fc from 'fast-check';
import { formatAmount } from '../money.js';
import {
  fractionOf,
  fractionText,
  isBelow,
  plus,
  storedFraction,
  unitsAbove,
  ZERO,
  type Fraction,
} from './fraction.js';
import { misfitOf, withKnownParts, type UnitCharge, type Tariff } from './price.js';
import { chargedUnits, isUnratable, NOTHING_BEFORE, ofOneCall, rate, type Before } from './rate.js';
import { isPartOf } from './units.js';
import { added, furthest, isQuantity, millionthsOf, quantitiesOf, quantityOf, type Usage } from './usage.js';

const tokens = (unit: string, amount: string, more: Partial<UnitCharge> = {}): UnitCharge => ({
  unit,
  amount,
  per: 1_000_000,
  ...more,
});

const model = withKnownParts({
  charges: [
    tokens('input_tokens', '2.5'),
    tokens('cache_read_tokens', '1.25'),
    tokens('output_tokens', '10'),
  ],
});
const graduated: Tariff = {
  charges: [
    {
      unit: 'call',
      amount: '0.10',
      per: 1,
      over: 'month',
      tiers: [
        { above: 1_000, amount: '0.07' },
        { above: 10_000, amount: '0.05' },
      ],
    },
  ],
};
const byInput = withKnownParts({
  charges: [
    tokens('input_tokens', '5', { by: 'input_tokens', tiers: [{ above: 200_000, amount: '10' }] }),
    tokens('output_tokens', '25', { by: 'input_tokens', tiers: [{ above: 200_000, amount: '37.5' }] }),
  ],
});

const stand = (unit: string, quantity: number) => new Map([[unit, millionthsOf(quantity)]]);

function charged(tariff: Tariff, usage: Usage, stands = new Map<string, bigint>(), scale = 6): string {
  const rated = rate(tariff, ofOneCall(tariff, quantitiesOf(usage)), stands);
  if (isUnratable(rated)) return rated.detail;
  return formatAmount(chargedUnits(tariff, rated.cost, scale), scale);
}

describe('what usage costs', () => {
  const call: Tariff = { charges: [{ unit: 'call', amount: '0.01', per: 1 }] };
  const bounded: Tariff = { charges: [tokens('input_tokens', '3')], minimum: '0.001', maximum: '0.5' };

  test.each<[title: string, Tariff, Usage, string]>([
    ['one call, where nothing else is said', call, {}, '0.01'],
    ['three calls', call, { call: 3 }, '0.03'],
    ['input and output', model, { input_tokens: 1_200, output_tokens: 300 }, '0.006'],
    ['cached tokens, taken off the input', model, { input_tokens: 1_000, cache_read_tokens: 800 }, '0.0015'],
    [
      'a part that has no price of its own',
      model,
      { output_tokens: 100, output_reasoning_tokens: 90 },
      '0.001',
    ],
    ['less than the smallest unit, rounded up', model, { input_tokens: 1 }, '0.000003'],
    [
      'what is used in parts of a unit',
      { charges: [{ unit: 'second', amount: '0.06', per: 60 }] },
      { second: 1.5 },
      '0.0015',
    ],
    ['nothing used', model, {}, '0'],
    ['less than the minimum', bounded, { input_tokens: 1 }, '0.001'],
    ['more than the maximum', bounded, { input_tokens: 1_000_000 }, '0.5'],
    ['the last token below a tier', byInput, { input_tokens: 200_000, output_tokens: 1_000 }, '1.025'],
    [
      'the first token above it: the whole call',
      byInput,
      { input_tokens: 200_001, output_tokens: 1_000 },
      '2.03751',
    ],
    ['a unit without a charge', model, { images: 1 }, 'The price has no charge for images.'],
    [
      'parts that are more than the whole',
      model,
      { input_tokens: 10, cache_read_tokens: 11 },
      'input_tokens is less than what was reported of its parts.',
    ],
  ])('%s', (_, tariff, usage, expected) => {
    expect(charged(tariff, usage)).toBe(expected);
  });

  test.each([
    [0, 1_000, '100'],
    [0, 1_001, '100.07'],
    [999, 2, '0.17'],
    [1_000, 1, '0.07'],
    [9_999, 2, '0.12'],
    [10_000, 1, '0.05'],
    [500, 10_000, '705'],
  ])('graduated: after %d calls, %d more', (seen, calls, expected) => {
    expect(charged(graduated, { call: calls }, stand('call', seen))).toBe(expected);
  });

  test('sums are rounded once, at the end', () => {
    const usage = { input_tokens: 1, cache_read_tokens: 1, output_tokens: 1 };
    // 1.25 and 10 millionths of a dollar: a rounding of each line would make it 12 at six decimals.
    expect(charged(model, usage)).toBe('0.000012');
    expect(charged(model, usage, new Map(), 8)).toBe('0.00001125');
    expect(charged(model, usage, new Map(), 0)).toBe('1');
  });

  test('lines say what each charge came to', () => {
    const rated = rate(
      model,
      quantitiesOf({ input_tokens: 1_000, cache_read_tokens: 400, output_tokens: 3 }),
      new Map(),
    );
    expect(rated).toMatchObject({
      lines: [
        { unit: 'input_tokens', quantity: 600, cost: '0.0015' },
        { unit: 'cache_read_tokens', quantity: 400, cost: '0.0005' },
        { unit: 'output_tokens', quantity: 3, cost: '0.00003' },
      ],
    });
  });
});

describe('a call that is settled in parts', () => {
  test('costs what it would as a whole, whatever the rounding of its parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ input_tokens: fc.nat(300_000), output_tokens: fc.nat(9_000) }), {
          minLength: 1,
          maxLength: 8,
        }),
        (parts) => {
          let usage = quantitiesOf({});
          let paid = 0n;
          for (const part of parts) {
            usage = added(usage, quantitiesOf(part));
            const rated = rate(byInput, usage, new Map());
            if (isUnratable(rated)) throw new Error(rated.detail);
            const due = chargedUnits(byInput, rated.cost, 6);
            expect(due).toBeGreaterThanOrEqual(paid);
            paid = due;
          }
          const whole = rate(byInput, usage, new Map());
          expect(isUnratable(whole) || chargedUnits(byInput, whole.cost, 6)).toBe(paid);
        },
      ),
    );
  });

  test('is charged in the tiers of a window from where that stands at each part', () => {
    const first = rate(graduated, quantitiesOf({ call: 600 }), stand('call', 500));
    if (isUnratable(first)) throw new Error(first.detail);
    expect(first.seen).toEqual(stand('call', 600));
    const before: Before = { usage: quantitiesOf({ call: 600 }), graduated: first.graduated };
    // Others have used 9,000 meanwhile: of 100 more each costs 0.05 or 0.07 by its own place.
    const second = rate(graduated, quantitiesOf({ call: 700 }), stand('call', 9_950), before);
    if (isUnratable(second)) throw new Error(second.detail);
    expect(second.seen).toEqual(stand('call', 100));
    expect(formatAmount(chargedUnits(graduated, second.cost, 6), 6)).toBe('63');
  });

  test('reports of the total may come twice and out of order', () => {
    const [early, late] = [quantitiesOf({ output_tokens: 10 }), quantitiesOf({ output_tokens: 30 })];
    expect(furthest(furthest(early, late), early)).toEqual(late);
  });
});

describe('the rater and a naive one', () => {
  const UNITS = ['a', 'b', 'c'];
  const amount = fc.nat(50_000).map((n) => String(n / 1_000));
  const charge = (unit: string): fc.Arbitrary<UnitCharge> =>
    fc.oneof(
      fc.record({ unit: fc.constant(unit), amount, per: fc.constantFrom(1, 3, 7, 1_000) }),
      fc
        .tuple(
          amount,
          fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
          fc.array(amount, { minLength: 3, maxLength: 3 }),
          fc.boolean(),
        )
        .map(([base, steps, amounts, isGraduated]): UnitCharge => ({
          unit,
          amount: base,
          per: 1,
          tiers: steps.sort((x, y) => x - y).map((above, i) => ({ above, amount: amounts[i]! })),
          ...(isGraduated ? { over: 'month' } : { by: 'a' }),
        })),
    );

  /** Goes unit by unit, one whole quantity after the other. */
  function naive({ charges }: Tariff, usage: Usage, stands: ReadonlyMap<string, bigint>): Fraction {
    let sum = ZERO;
    for (const { unit, amount, per, tiers = [], by, over } of charges) {
      for (let i = 0; i < (usage[unit] ?? 0); i += 1) {
        const place =
          over === undefined ? (usage[by ?? ''] ?? 0) - 1 : quantityOf(stands.get(unit) ?? 0n) + i;
        let each = amount;
        for (const tier of tiers) if (place >= tier.above) each = tier.amount;
        const { n, d } = fractionOf(each);
        sum = plus(sum, { n, d: d * BigInt(per) });
      }
    }
    return sum;
  }

  test('agree on every tariff', () => {
    const usage = fc.record({ a: fc.nat(60), b: fc.nat(60), c: fc.nat(60) });
    const stands = fc.record({ a: fc.nat(60), b: fc.nat(60), c: fc.nat(60) });
    fc.assert(
      fc.property(fc.tuple(...UNITS.map(charge)), usage, stands, (charges, used, seen) => {
        const tariff = { charges };
        expect(misfitOf(tariff)).toBeNull();
        const rated = rate(tariff, quantitiesOf(used), quantitiesOf(seen), NOTHING_BEFORE);
        if (isUnratable(rated)) throw new Error(rated.detail);
        expect(fractionText(rated.cost)).toBe(fractionText(naive(tariff, used, quantitiesOf(seen))));
      }),
      { numRuns: 500 },
    );
  });
});

describe('tariffs that do not fit together', () => {
  const tiers = [{ above: 10, amount: '1' }];
  test.each<[string, UnitCharge[], string]>([
    ['two charges for one unit', [tokens('a', '1'), tokens('a', '2')], 'charges.1.unit'],
    ['tiers of neither kind', [tokens('a', '1', { tiers })], 'charges.0.tiers'],
    ['tiers of both kinds', [tokens('a', '1', { tiers, by: 'a', over: 'day' })], 'charges.0.tiers'],
    ['a window without tiers', [tokens('a', '1', { over: 'day' })], 'charges.0.over'],
    [
      'tiers out of order',
      [tokens('a', '1', { by: 'a', tiers: [...tiers, ...tiers] })],
      'charges.0.tiers.1.above',
    ],
    ['a part of what is not charged', [tokens('a', '1', { within: ['b'] })], 'charges.0.within'],
    [
      'parts of each other',
      [tokens('a', '1', { within: ['b'] }), tokens('b', '1', { within: ['a'] })],
      'charges.0.within',
    ],
    [
      'a part that leaves out a container',
      [tokens('a', '1', { within: ['b'] }), tokens('b', '1', { within: ['c'] }), tokens('c', '1')],
      'charges.0.within',
    ],
    [
      'a call within something',
      [tokens('call', '1', { within: ['a'] }), tokens('a', '1')],
      'charges.0.within',
    ],
  ])('%s', (_, charges, field) => {
    expect(misfitOf({ charges })?.field).toBe(field);
  });

  test('the parts of well-known units are found', () => {
    const { charges } = withKnownParts({
      charges: ['input_tokens', 'cache_read_tokens', 'input_audio_tokens', 'cache_audio_read_tokens'].map(
        (unit) => tokens(unit, '1'),
      ),
    });
    expect(charges.map(({ within }) => within)).toEqual([
      undefined,
      ['input_tokens'],
      ['input_tokens'],
      ['cache_read_tokens', 'input_audio_tokens', 'input_tokens'],
    ]);
    expect(misfitOf({ charges })).toBeNull();
    expect(isPartOf('output_tokens', 'input_tokens')).toBe(false);
    expect(isPartOf('output_audio_seconds', 'audio_seconds')).toBe(true);
  });
});

describe('exact numbers', () => {
  test('quantities have at most six decimals', () => {
    expect([0, 1, 1.5, 0.000001, 999_999_999].map(isQuantity)).toEqual([true, true, true, true, true]);
    expect([-1, 1e-7, 1e9, NaN, Infinity, 0.1 + 0.2].map(isQuantity)).toEqual(Array(6).fill(false));
  });

  test('quantities are read and written without loss', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 999_999_999_000_000n), (millionths) => {
        expect(isQuantity(quantityOf(millionths))).toBe(true);
        expect(millionthsOf(quantityOf(millionths))).toBe(millionths);
      }),
    );
  });

  test('fractions are kept as text, and compared', () => {
    expect(storedFraction(fractionText(fractionOf('0.125')))).toEqual({ n: 1n, d: 8n });
    expect(isBelow(fractionOf('0.3'), { n: 1n, d: 3n })).toBe(true);
    expect(unitsAbove({ n: 1n, d: 3n }, 2)).toBe(34n);
  });
});
