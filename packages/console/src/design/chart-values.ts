import { Money, type MoneyLike } from '@purser/sdk';
import { amountText } from './amounts.js';

/** How a series is drawn: bars and areas stand on those before them, lines on nothing. */
type SeriesLook = 'bar' | 'area' | 'line' | 'dashed';

export interface ChartSeries {
  readonly key: string;
  readonly name: string;
  /** One for each point; null where there is none. */
  readonly values: readonly (MoneyLike | null)[];
  /** Left out: bars. */
  readonly look?: SeriesLook;
  /** It is what is left of all others, and stays in the background. */
  readonly isRest?: boolean;
  /** What its points come to together. Left out: their sum; null where that means nothing. */
  readonly total?: MoneyLike | null;
}

/** A point in time: its name in full, and a short one for the axis. */
export interface ChartPoint {
  readonly name: string;
  readonly tick: string;
}

/** What stands on what is before it. */
export const isStacked = ({ look = 'bar' }: ChartSeries): boolean => look === 'bar' || look === 'area';

/** How many series have a colour and marks of their own. */
const TONES = 6;

/** How a series looks, by the name of its class in the style sheet. */
export function toneOf(series: readonly ChartSeries[], one: ChartSeries): string {
  if (one.look === 'line' || one.look === 'dashed') return one.look;
  const index = series.filter((other) => isStacked(other) && !other.isRest).indexOf(one);
  return one.isRest || index >= TONES ? 'rest' : `tone${index + 1}`;
}

/** Where a value is drawn: a number for pixels, and never one that is shown. */
const placeOf = (amount: Money): number => Number(amount.toString());

/** Where the values of each series end, and how far all of them reach. */
export interface PlacedSeries {
  readonly ends: readonly (readonly (number | null)[])[];
  readonly low: Money;
  readonly high: Money;
}

/** Puts series on each other, what is below zero downwards. */
export function placedSeries(series: readonly ChartSeries[], points: number): PlacedSeries {
  const up: Money[] = Array.from({ length: points }, () => Money.zero);
  const down = [...up];
  let [low, high] = [Money.zero, Money.zero];
  const ends = series.map((one) =>
    Array.from({ length: points }, (_, i) => {
      const value = one.values[i] ?? null;
      if (value === null) return null;
      const amount = Money.of(value);
      // A bar of nothing would wipe out the line that it stands on.
      if (amount.isZero && (one.look ?? 'bar') === 'bar') return null;
      const end = isStacked(one) ? stackedOn(amount.isNegative ? down : up, i, amount) : amount;
      if (end.isLessThan(low)) low = end;
      if (end.isMoreThan(high)) high = end;
      return placeOf(end);
    }),
  );
  return { ends, low, high };
}

function stackedOn(stack: Money[], i: number, amount: Money): Money {
  const end = (stack[i] ?? Money.zero).add(amount);
  stack[i] = end;
  return end;
}

/** A line across the chart: where it is drawn, and the exact amount that it stands for. */
export interface MoneyTick {
  readonly at: number;
  readonly text: string;
}

/** A digit and its power of ten, exactly: `5e-3` is `0.005`. */
function powerText(digit: number, power: number): string {
  return power >= 0 ? `${digit}${'0'.repeat(power)}` : `0.${'0'.repeat(-power - 1)}${digit}`;
}

/** The smallest of 1, 2, 5, 10, 20 and so on by which an amount is reached in so many steps. */
function stepOf(reach: Money, steps: number): Money {
  const first = Math.floor(Math.log10(placeOf(reach) / steps));
  for (const power of [first, first + 1])
    for (const digit of [1, 2, 5]) {
      const step = Money.of(powerText(digit, power));
      if (step.multiply(steps).compare(reach) >= 0) return step;
    }
  return Money.of(powerText(1, first + 2));
}

/** From the amount at the bottom to that at the top, evenly, and zero among them. */
export function moneyTicks(low: Money, high: Money, steps = 4): MoneyTick[] {
  const reach = high.subtract(low);
  if (reach.isZero) return [{ at: 0, text: '0' }];
  const step = stepOf(reach, steps);
  const count = (amount: Money): number => Math.round(placeOf(amount) / placeOf(step));
  let first = count(low);
  let last = count(high);
  while (step.multiply(first).isMoreThan(low)) first -= 1;
  while (step.multiply(last).isLessThan(high)) last += 1;
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const amount = step.multiply(first + i);
    return { at: placeOf(amount), text: amountText(amount, undefined, 0) };
  });
}
