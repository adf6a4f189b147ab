import fc from 'fast-check';
import { Money } from '../../../packages/sdk/src/money.js';
import {
  aboutThat,
  forecastOf,
  leftToSpend,
  rateFrom,
  type SpentSpan,
} from '../../../packages/console/src/pages/budget/forecast.js';

const DAY = 86_400_000;
const NOW = '2026-11-20T12:00:00.000Z';
const ago = (days: number): string => new Date(Date.parse(NOW) - days * DAY).toISOString();

const spanOf = (from: string, spent: string): SpentSpan => ({
  from,
  to: '2026-12-01T00:00:00.000Z',
  asOf: NOW,
  total: { spent },
});

/** On the 20th at noon; seven days cost `lately`, and 10.5 days of the month are left. */
const asked = (lately: string, fields: object = {}) => ({
  month: spanOf('2026-11-01T00:00:00.000Z', '100'),
  lately: spanOf(ago(7), lately),
  left: '70',
  scale: 6,
  ...fields,
});

test('a month comes to what was spent, and what its rest costs at the rate of seven days', () => {
  const found = forecastOf(asked('35'))!;
  expect(String(found.aDay)).toBe('5');
  expect(String(found.month)).toBe('152.5');
  expect(found.runsOut).toEqual({ at: new Date('2026-12-04T12:00:00.000Z') });
});

test('the rate is rounded once, at the end, and to the nearest unit', () => {
  const found = forecastOf(asked('0.000001', { left: '0.000002' }))!;
  expect(String(found.aDay)).toBe('0');
  // Half as much again as in seven days: 0.0000015, whose even neighbour is 0.000002.
  expect(String(found.month)).toBe('100.000002');
  expect(found.runsOut).toEqual({ at: new Date(Date.parse(NOW) + 14 * DAY) });
});

test('the largest and the smallest amounts there are keep every digit', () => {
  const month = { ...asked('0').month, total: { spent: '999999999999.999998' } };
  expect(String(forecastOf(asked('0.000002', { month, scale: 6 }))!.month)).toBe('1000000000000.000001');
});

test('no rate is made of nothing, of refunds, or of less than a day', () => {
  const idle = forecastOf(asked('0'))!;
  expect([String(idle.aDay), String(idle.month), idle.runsOut]).toEqual(['0', '100', 'never']);
  const refunded = forecastOf(asked('-7'))!;
  expect([String(refunded.month), refunded.runsOut]).toEqual(['100', 'never']);
  expect(forecastOf(asked('35', { lately: spanOf(ago(0.99), '35') }))).toBeNull();
  expect(forecastOf(asked('35', { lately: spanOf(ago(1), '35') }))!.aDay.toString()).toBe('35');
});

test('money that is spent has run out, and a day beyond ten years is not named', () => {
  expect(forecastOf(asked('35', { left: '0' }))!.runsOut).toBe('now');
  expect(forecastOf(asked('35', { left: '-3' }))!.runsOut).toBe('now');
  expect(forecastOf(asked('0.01', { left: '70' }))!.runsOut).toBe('later');
});

test('after the month is over nothing is added to it', () => {
  const month = { ...asked('35').month, asOf: '2026-12-01T00:00:01.000Z' };
  expect(String(forecastOf(asked('35', { month }))!.month)).toBe('100');
});

test('what is left lasts no longer than at the rate, and no shorter by a millisecond', () => {
  const units = fc.bigInt(1n, 10n ** 12n);
  fc.assert(
    fc.property(units, units, fc.integer({ min: DAY, max: 7 * DAY }), (spent, left, span) => {
      const [cost, rest] = [Money.of(spent).multiply('0.000001'), Money.of(left).multiply('0.000001')];
      const from = new Date(Date.parse(NOW) - span).toISOString();
      const { runsOut } = forecastOf(asked('0', { lately: spanOf(from, String(cost)), left: rest }))!;
      if (typeof runsOut === 'string') return runsOut === 'later';
      const lasts = BigInt(runsOut.at.getTime() - Date.parse(NOW));
      return lasts * spent <= left * BigInt(span) && (lasts + 1n) * spent > left * BigInt(span);
    }),
  );
});

test('the rate begins with a quarter of an hour: seven days ago, or when the budget was opened', () => {
  const now = new Date('2026-11-20T12:34:56.789Z');
  expect(rateFrom(now, '2026-01-01T00:00:00.000Z')).toBe('2026-11-13T12:30:00.000Z');
  expect(rateFrom(now, '2026-11-20T12:16:00.000Z')).toBe('2026-11-20T12:15:00.000Z');
});

test('what is left to spend is the ceiling less what was spent, and what is held is left', () => {
  expect(String(leftToSpend({ ceiling: '30', subtree: { spent: '12.000001' } }))).toBe('17.999999');
});

test('an estimate is shown in cents, and in all digits where it is less than one', () => {
  const shown = (text: string, scale = 6): string => String(aboutThat(Money.of(text), scale));
  expect(shown('152.505000')).toBe('152.5');
  expect(shown('152.515')).toBe('152.52');
  expect(shown('0.000015')).toBe('0.000015');
  expect(shown('7', 0)).toBe('7');
});
