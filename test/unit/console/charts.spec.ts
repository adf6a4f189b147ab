import fc from 'fast-check';
import { Money } from '../../../packages/sdk/src/money.js';
import { moneyTicks, placedSeries } from '../../../packages/console/src/design/chart-values.js';

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(9))
  .map(([units, scale]) => Money.of(units).multiply(scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`));

/** The amount that the text of a tick stands for. */
const read = (text: string): Money =>
  Money.of(
    text
      .replaceAll(',', '')
      .replace('−', '-')
      .replace(/^(-?)\./, '$10.'),
  );

test('lines of a chart reach from its lowest to its highest amount, evenly, and say what they stand for', () => {
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const low = a.isNegative ? a : Money.zero;
      const high = b.isNegative ? Money.zero : b;
      const ticks = moneyTicks(low, high);
      const amounts = ticks.map(({ text }) => read(text));
      expect(amounts.map(Number.isNaN)).not.toContain(true);
      expect(amounts[0]!.isMoreThan(low)).toBe(false);
      expect(amounts.at(-1)!.isLessThan(high)).toBe(false);
      expect(amounts.some(({ isZero }) => isZero)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(7);
      const steps = amounts.slice(1).map((one, i) => one.subtract(amounts[i]!).toString());
      expect(new Set(steps).size).toBeLessThanOrEqual(1);
      expect(ticks.map(({ at }) => at)).toEqual(amounts.map((one) => Number(one.toString())));
    }),
  );
});

test.each([
  ['0', '0.000007', ['0', '0.000002', '0.000004', '0.000006', '0.000008']],
  ['0', '1234.5', ['0', '500', '1,000', '1,500']],
  ['-3', '9', ['−5', '0', '5', '10']],
  ['0', '0', ['0']],
])('between %s and %s they are %j', (low, high, texts) => {
  expect(moneyTicks(Money.of(low), Money.of(high)).map(({ text }) => text)).toEqual(texts);
});

test('bars stand on each other, refunds hang below, lines stand alone, and what is not there is not drawn', () => {
  const { ends, low, high } = placedSeries(
    [
      { key: 'a', name: 'a', values: ['1', '-2', null] },
      { key: 'b', name: 'b', values: ['0.1', '-1', '4'] },
      { key: 'c', name: 'c', values: ['0.2', '3', '0'] },
      { key: 'd', name: 'd', values: ['9', null, '-7'], look: 'line' },
    ],
    3,
  );
  expect(ends).toEqual([
    [1, -2, null],
    [1.1, -3, 4],
    [1.3, 3, null],
    [9, null, -7],
  ]);
  expect([low.toString(), high.toString()]).toEqual(['-7', '9']);
});
