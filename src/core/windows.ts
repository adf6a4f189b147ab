import { Temporal } from 'temporal-polyfill';

/** The periods over which an envelope counts. `transaction` looks at one reservation and keeps no counter. */
export const WINDOWS = ['transaction', 'minute', 'hour', 'day', 'week', 'month', 'lifetime'] as const;
export type Window = (typeof WINDOWS)[number];

/** A half-open span of time, in milliseconds since the epoch. A lifetime has neither end. */
export interface Span {
  start: number;
  end: number;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
export const LIFETIME: Span = { start: -Infinity, end: Infinity };

/** The last span computed for each window and zone: within it the answer is the same. */
const recent = new Map<string, Span>();
const MAX_RECENT = 4_096;

/**
 * The calendar window that contains an instant, in an IANA time zone. Days, weeks (from Monday) and months are
 * as long as the zone's calendar makes them: 23 or 25 hours on the days the clocks change. The windows of a zone follow
 * one another without gap or overlap.
 */
export function windowAt(window: Exclude<Window, 'transaction'>, zone: string, now: number): Span {
  if (window === 'lifetime') return LIFETIME;
  if (window === 'minute') return spanOf(Math.floor(now / MINUTE) * MINUTE, MINUTE);
  const key = `${window} ${zone}`;
  const known = recent.get(key);
  if (known && known.start <= now && now < known.end) return known;
  const at = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const span = window === 'hour' ? hourAt(at, now) : daysAt(window, at, now);
  if (recent.size >= MAX_RECENT) recent.clear();
  recent.set(key, span);
  return span;
}

/** Hours are absolute, aligned to the offset in force: the hour repeated in autumn is two windows. */
function hourAt(at: Temporal.ZonedDateTime, now: number): Span {
  const offset = Math.round(at.offsetNanoseconds / 1e6);
  const span = spanOf(Math.floor((now + offset) / HOUR) * HOUR - offset, HOUR);
  // Where clocks change by half an hour, the hour under way ends (and the next begins) with the change.
  const from =
    offsetAt(span.start, at) === offset
      ? null
      : at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const until = offsetAt(span.end - 1, at) === offset ? null : at.getTimeZoneTransition('next');
  return { start: from?.epochMilliseconds ?? span.start, end: until?.epochMilliseconds ?? span.end };
}

const offsetAt = (instant: number, { timeZoneId }: Temporal.ZonedDateTime): number =>
  Math.round(
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZoneId).offsetNanoseconds / 1e6,
  );

const LENGTHS = { day: { days: 1 }, week: { days: 7 }, month: { months: 1 } } as const;

function daysAt(window: keyof typeof LENGTHS, at: Temporal.ZonedDateTime, now: number): Span {
  const date = at.toPlainDate();
  // Midnight may not exist on the day of a change: every day begins at its own first instant.
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(at.timeZoneId).epochMilliseconds;
  let first = firstDay(window, date);
  let next = first.add(LENGTHS[window]);
  // Clocks put back just after midnight show the end of the old day again: the new one has begun.
  while (startOf(next) <= now) {
    first = next;
    next = first.add(LENGTHS[window]);
  }
  return { start: startOf(first), end: startOf(next) };
}

function firstDay(window: keyof typeof LENGTHS, date: Temporal.PlainDate): Temporal.PlainDate {
  if (window === 'week') return date.subtract({ days: date.dayOfWeek - 1 });
  return window === 'month' ? date.with({ day: 1 }) : date;
}

const spanOf = (start: number, length: number): Span => ({ start, end: start + length });

/** A time as a zone's clocks show it, with their offset: RFC 3339, to the second. */
export const zonedText = (zone: string, at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });

/** Whether the runtime knows an IANA time zone of this name. Offsets such as "+02:00" are not zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
