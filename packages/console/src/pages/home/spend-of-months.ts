import { Money } from '@purser/sdk';
import { dayOf, timeText } from '../../design/times.js';
import { daysAfter, monthsAfter } from '../../design/zoned.js';

const DAY_MS = 86_400_000;

/** From when spend is asked for, day by day: all of the month before, in whatever zone. The same all day long. */
export function fromOf(now: Date): string {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return new Date(Date.UTC(year, month - 1, 1) - 2 * DAY_MS).toISOString();
}

export interface SpendOfMonths {
  readonly today: Money;
  readonly month: Money;
  /** Of the month before, up to the day of the month that is today. */
  readonly before: Money;
  /** Of the last days up to today, the oldest first. */
  readonly days: readonly { readonly name: string; readonly value: Money }[];
}

/** How many days are drawn. */
const DRAWN = 30;

/** What is read of the answer. */
export interface DailySpend {
  readonly timezone: string;
  readonly items: readonly { readonly day?: string | null; readonly spent: string }[];
}

/** Adds up the days of a spend that was grouped by `day`. */
export function spendOfMonths({ items, timezone }: DailySpend, now: Date): SpendOfMonths {
  const today = dayOf(now, timezone);
  const month = today.slice(0, 7);
  const before = monthsAfter(today, -1).slice(0, 7);
  const sum = (isIn: (day: string) => boolean): Money =>
    Money.sum(items.filter(({ day }) => typeof day === 'string' && isIn(day)).map(({ spent }) => spent));
  return {
    today: sum((day) => day === today),
    month: sum((day) => day.startsWith(month)),
    before: sum((day) => day.startsWith(before) && day.slice(8) <= today.slice(8)),
    days: Array.from({ length: DRAWN }, (_, i) => daysAfter(today, i + 1 - DRAWN)).map((day) => ({
      name: timeText(`${day}T00:00:00Z`, 'day', 'UTC'),
      value: sum((other) => other === day),
    })),
  };
}
