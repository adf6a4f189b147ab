import { dayOf, timeText } from '../../design/times.js';
import { daysAfter } from '../../design/zoned.js';

/** The days after the last of some until a moment that ends one, such as the end of the month. */
export function daysAhead(days: readonly string[], end: string, timeZone: string): string[] {
  const last = dayOf(new Date(Date.parse(end) - 1), timeZone);
  const ahead: string[] = [];
  for (let day = daysAfter(days.at(-1) ?? last, 1); day <= last; day = daysAfter(day, 1)) ahead.push(day);
  return ahead;
}

/** A day in full: `27 Nov 2026`. */
export const dayText = (day: string): string => timeText(`${day}T00:00:00Z`, 'day', 'UTC');

/** The same without its year. */
export const tickText = (day: string): string => dayText(day).replace(/ \d{4}$/, '');
