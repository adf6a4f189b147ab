import { Money } from '@purser/sdk';
import { dayOf } from '../../design/times.js';

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
}

/** The month before one, as `2026-10`. */
function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/** What is read of the answer. */
export interface DailySpend {
  readonly timezone: string;
  readonly items: readonly { readonly day?: string | null; readonly spent: string }[];
}

/** Adds up the days of a spend that was grouped by `day`. */
export function spendOfMonths({ items, timezone }: DailySpend, now: Date): SpendOfMonths {
  const today = dayOf(now, timezone);
  const month = today.slice(0, 7);
  const before = monthBefore(month);
  const sum = (isIn: (day: string) => boolean): Money =>
    Money.sum(items.filter(({ day }) => typeof day === 'string' && isIn(day)).map(({ spent }) => spent));
  return {
    today: sum((day) => day === today),
    month: sum((day) => day.startsWith(month)),
    before: sum((day) => day.startsWith(before) && day.slice(8) <= today.slice(8)),
  };
}

/** How one amount stands against another, in whole hundredths: `+12 %`. Null where there is nothing to compare with. */
export function changeText(now: Money, before: Money): string | null {
  if (!before.isMoreThan(0)) return null;
  const [a, b] = [Number(now.toString()), Number(before.toString())];
  const percent = Math.round(((a - b) / b) * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %`;
}
