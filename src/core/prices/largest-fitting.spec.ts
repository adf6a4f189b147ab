import fc from 'fast-check';
import { withKnownParts, type Tariff } from './price.js';
import { chargedUnits, isUnratable, largestFitting, ofOneCall, rate, reducible } from './rate.js';
import { millionthsOf, quantitiesOf, type Usage } from './usage.js';

const tokens = (unit: string, amount: string) => ({ unit, amount, per: 1_000_000 });
const model = withKnownParts({ charges: [tokens('input_tokens', '2.5'), tokens('output_tokens', '10')] });
const byInput = withKnownParts({
  charges: [
    { ...tokens('input_tokens', '5'), by: 'input_tokens', tiers: [{ above: 200_000, amount: '10' }] },
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

const stand = (calls: number) => new Map([['call', millionthsOf(calls)]]);

/** What usage is charged, in millionths. */
function charged(tariff: Tariff, usage: Usage): number {
  const rated = rate(tariff, ofOneCall(tariff, quantitiesOf(usage)), new Map());
  if (isUnratable(rated)) throw new Error(rated.detail);
  return Number(chargedUnits(tariff, rated.cost, 6));
}

describe('the most that an amount pays for', () => {
  const fitting = (
    tariff: Tariff,
    usage: Usage,
    unit: string,
    most: number,
    stands = new Map<string, bigint>(),
  ) => {
    const found = largestFitting(tariff, ofOneCall(tariff, quantitiesOf(usage)), unit, stands, {
      most: BigInt(most),
      scale: 6,
    });
    return found && Number(found.get(unit)) / 1_000_000;
  };

  test.each<[title: string, Tariff, Usage, unit: string, most: number, expected: number | null]>([
    [
      'all that is asked for',
      model,
      { input_tokens: 1_000, output_tokens: 300 },
      'output_tokens',
      5_500,
      300,
    ],
    ['one less than all', model, { input_tokens: 1_000, output_tokens: 300 }, 'output_tokens', 5_499, 299],
    ['no more than one', model, { input_tokens: 1_000, output_tokens: 300 }, 'output_tokens', 2_510, 1],
    [
      'none, where the rest takes all',
      model,
      { input_tokens: 1_000, output_tokens: 300 },
      'output_tokens',
      2_509,
      null,
    ],
    [
      'none, where not even the rest fits',
      model,
      { input_tokens: 1_000, output_tokens: 300 },
      'output_tokens',
      1,
      null,
    ],
    ['none of nothing', model, { input_tokens: 1_000, output_tokens: 0 }, 'output_tokens', 9_999, null],
    [
      'a whole number of what is asked for in parts',
      model,
      { output_tokens: 2.5 },
      'output_tokens',
      1_000,
      2,
    ],
    [
      'what lies below the tier that would charge more',
      byInput,
      { input_tokens: 300_000 },
      'input_tokens',
      1_500_000,
      200_000,
    ],
    ['calls that fit', graduated, { call: 7 }, 'call', 350_000, 3],
  ])('%s', (_, tariff, usage, unit, most, expected) => {
    expect(fitting(tariff, usage, unit, most)).toBe(expected);
  });

  test('counts from where the tiers of the window stand', () => {
    expect(fitting(graduated, { call: 7 }, 'call', 350_000, stand(999))).toBe(4);
    expect(fitting(graduated, { call: 7 }, 'call', 350_000, stand(10_000))).toBe(7);
  });

  test('is what passes, and one more does not', () => {
    const quantity = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(quantity, quantity, fc.integer({ min: 0, max: 70_000 }), (input, output, most) => {
        const usage = { input_tokens: input, output_tokens: output };
        const found = fitting(model, usage, 'output_tokens', most);
        const fits = (tokens: number) => charged(model, { ...usage, output_tokens: tokens }) <= most;
        if (found !== null) expect([found <= output, fits(found)]).toEqual([true, true]);
        if ((found ?? 0) < output) expect(fits((found ?? 0) + 1)).toBe(false);
      }),
    );
  });

  test.each<[Usage, string | null]>([
    [{ input_tokens: 5, output_tokens: 1 }, 'output_tokens'],
    [{ output_tokens: 1 }, 'output_tokens'],
    [{ second: 5 }, 'second'],
    [{ second: 5, call: 1 }, null],
    [{}, null],
  ])('is looked for in what a model answers, or in the only unit: %j', (usage, unit) => {
    expect(reducible(quantitiesOf(usage))).toBe(unit);
  });
});
