import { dayOf, timeText } from '../design/times.js';
import { daysAfter, dayStart, hourStart, monthsAfter } from '../design/zoned.js';
import type { Period } from './spend-ask.js';

/** From a moment to another, in milliseconds since the epoch, the second not included. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The API takes whole quarters of an hour. */
const QUARTER_MS = HOUR_MS / 4;

export const spanOf = ({ from, to }: { readonly from: string; readonly to: string }): TimeSpan => ({
  from: Date.parse(from),
  to: Date.parse(to),
});

/** As questions name it. */
export const asked = ({ from, to }: TimeSpan): { readonly from: string; readonly to: string } => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

const dayAt = (at: number, zone: string): string => dayOf(new Date(at), zone);

/** From the first to the last day, both included. */
export const daySpan = (first: string, last: string, zone: string): TimeSpan => ({
  from: dayStart(first, zone),
  to: dayStart(daysAfter(last, 1), zone),
});

/** The month so many months before or after the one under way. */
export function monthSpan(now: number, months: number, zone: string): TimeSpan {
  const first = monthsAfter(dayAt(now, zone), months);
  return { from: dayStart(first, zone), to: dayStart(monthsAfter(first, 1), zone) };
}

/** Today and the days before it. */
export function lastDays(now: number, days: number, zone: string): TimeSpan {
  const today = dayAt(now, zone);
  return daySpan(daysAfter(today, 1 - days), today, zone);
}

/** The first and the last day of a span, as they are shown. */
export const daysOf = (
  { from, to }: TimeSpan,
  zone: string,
): { readonly first: string; readonly last: string } => ({
  first: dayAt(from, zone),
  last: dayAt(to - 1, zone),
});

/** How many whole months a span is; null where it does not begin and end with one. */
function monthsIn({ from, to }: TimeSpan, zone: string): number | null {
  const [first, end] = [dayAt(from, zone), dayAt(to, zone)];
  const isWhole = [[first, from] as const, [end, to] as const].every(
    ([day, at]) => day.endsWith('-01') && dayStart(day, zone) === at,
  );
  if (!isWhole) return null;
  const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return monthOf(end) - monthOf(first);
}

/**
 * The span before one: the months before it where it is whole months, else as much time. Where it is not over, the span before ends as far in,
 * so that the two can be compared.
 */
export function spanBefore(span: TimeSpan, zone: string, now: number): TimeSpan {
  const months = monthsIn(span, zone);
  const from =
    months === null
      ? span.from - (span.to - span.from)
      : dayStart(monthsAfter(dayAt(span.from, zone), -months), zone);
  const passed = Math.floor(now / QUARTER_MS) * QUARTER_MS - span.from;
  return { from, to: passed > 0 ? Math.min(span.from, from + passed) : span.from };
}

/** How finely a span is drawn. */
export function periodFor({ from, to }: TimeSpan): Period {
  const days = (to - from) / DAY_MS;
  if (days <= 3) return 'hour';
  return days <= 100 ? 'day' : 'month';
}

/** One of the periods of a span. Items name the same one by the same key, once it is read by `periodKey`. */
interface NamedPeriod {
  readonly key: string;
  readonly name: string;
  readonly tick: string;
}

/** Hours have an offset in their names, which can be written in two ways. */
export const periodKey = (period: Period, value: string): string =>
  period === 'hour' ? new Date(value).toISOString() : value;

/** A period as people name it. */
export function periodName(period: Period, value: string, zone: string): string {
  if (period === 'hour') return timeText(value, 'minute', zone);
  if (period === 'day') return timeText(`${value}T00:00:00Z`, 'day', 'UTC');
  return timeText(`${value}-01T00:00:00Z`, 'month', 'UTC');
}

const tickOf = (period: Period, value: string, zone: string): string => {
  const name = periodName(period, value, zone);
  if (period === 'month') return name;
  // The hour alone, or the day without its year.
  return period === 'hour' ? name.slice(-5) : name.replace(/ \d{4}$/, '');
};

/** All periods of a span, those without spend, too. */
export function periodsOf(period: Period, span: TimeSpan, zone: string): readonly NamedPeriod[] {
  return keysIn(period, span, zone).map((key) => ({
    key,
    name: periodName(period, key, zone),
    tick: tickOf(period, key, zone),
  }));
}

/** The API answers no question about more of them. */
const MOST_PERIODS = 1_000;

function keysIn(period: Period, { from, to }: TimeSpan, zone: string): string[] {
  const keys: string[] = [];
  if (period === 'hour') {
    for (let at = hourStart(from, zone); at < to && keys.length < MOST_PERIODS; at += HOUR_MS)
      keys.push(new Date(at).toISOString());
    return keys;
  }
  const last = dayAt(to - 1, zone);
  let day = period === 'day' ? dayAt(from, zone) : monthsAfter(dayAt(from, zone), 0);
  while (day <= last && keys.length < MOST_PERIODS) {
    keys.push(period === 'day' ? day : day.slice(0, 7));
    day = period === 'day' ? daysAfter(day, 1) : monthsAfter(day, 1);
  }
  return keys;
}

/** The span of one period. */
export function spanOfPeriod(period: Period, value: string, zone: string): TimeSpan {
  if (period === 'hour') return { from: Date.parse(value), to: Date.parse(value) + HOUR_MS };
  if (period === 'day') return daySpan(value, value, zone);
  return { from: dayStart(`${value}-01`, zone), to: dayStart(monthsAfter(`${value}-01`, 1), zone) };
}
