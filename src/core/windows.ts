import { Temporal } from 'temporal-polyfill';

/** A half-open span of time, in milliseconds since the epoch. A lifetime has neither end. */
export interface Span {
  start: number;
  end: number;
}

/** The span of a window that contains an instant, in a time zone. */
type SpanOf = (zone: string, now: number) => Span;

/** The same of an instant on the clocks of a zone. */
type SpanAt = (at: Temporal.ZonedDateTime, now: number) => Span;

const MAX_RECENT = 4_096;

/** What the calendar of a zone says, of which the last span is kept for each: within it the answer is the same. */
function byCalendar(spanAt: SpanAt): SpanOf {
  const recent = new Map<string, Span>();
  return (zone, now) => {
    const known = recent.get(zone);
    if (known && known.start <= now && now < known.end) return known;
    const found = spanAt(Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone), now);
    if (recent.size >= MAX_RECENT) recent.clear();
    recent.set(zone, found);
    return found;
  };
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
export const LIFETIME: Span = { start: -Infinity, end: Infinity };

/** Hours are absolute, aligned to the offset in force: the hour repeated in autumn is two windows. */
function hourAt(at: Temporal.ZonedDateTime, now: number): Span {
  const offset = Math.round(at.offsetNanoseconds / 1e6);
  const whole = span(Math.floor((now + offset) / HOUR) * HOUR - offset, HOUR);
  // Where clocks change by half an hour, the hour under way ends (and the next begins) with the change.
  const from =
    offsetAt(whole.start, at) === offset
      ? null
      : at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const until = offsetAt(whole.end - 1, at) === offset ? null : at.getTimeZoneTransition('next');
  return { start: from?.epochMilliseconds ?? whole.start, end: until?.epochMilliseconds ?? whole.end };
}

const offsetAt = (instant: number, { timeZoneId }: Temporal.ZonedDateTime): number =>
  Math.round(
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZoneId).offsetNanoseconds / 1e6,
  );

/** Windows of whole days: from the first day of the one that a date is in, for so long. */
const ofDays = (
  length: Temporal.DurationLike,
  firstOf: (date: Temporal.PlainDate) => Temporal.PlainDate,
): SpanOf =>
  byCalendar((at, now) => {
    // Midnight may not exist on the day of a change: every day begins at its own first instant.
    const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(at.timeZoneId).epochMilliseconds;
    let first = firstOf(at.toPlainDate());
    let next = first.add(length);
    // Clocks put back just after midnight show the end of the old day again: the new one has begun.
    while (startOf(next) <= now) {
      first = next;
      next = first.add(length);
    }
    return { start: startOf(first), end: startOf(next) };
  });

const span = (start: number, length: number): Span => ({ start, end: start + length });

/** All that one window has of its own. */
interface WindowRules {
  /** The span of it that contains an instant; null for what has no ends, and for what has no span. */
  spanOf: SpanOf | null;
  /** The fewest days that are sure to hold a whole one, whatever the calendar does; null where nothing recurs. */
  wholeWithinDays: number | null;
  /** Milliseconds that divide it, whatever the time zone: offsets are quarters of an hour. */
  divisor: number;
}

const QUARTER_HOUR = 900_000;

/**
 * The periods over which an envelope counts, in the order in which the API names them. `transaction` looks at one
 * reservation and keeps no counter.
 */
export const WINDOW_RULES = {
  transaction: { spanOf: null, wholeWithinDays: 1, divisor: QUARTER_HOUR },
  minute: {
    spanOf: (_, now) => span(Math.floor(now / MINUTE) * MINUTE, MINUTE),
    wholeWithinDays: 1,
    divisor: MINUTE,
  },
  hour: { spanOf: byCalendar(hourAt), wholeWithinDays: 1, divisor: QUARTER_HOUR },
  day: { spanOf: ofDays({ days: 1 }, (date) => date), wholeWithinDays: 3, divisor: QUARTER_HOUR },
  week: {
    spanOf: ofDays({ days: 7 }, (date) => date.subtract({ days: date.dayOfWeek - 1 })),
    wholeWithinDays: 15,
    divisor: QUARTER_HOUR,
  },
  month: {
    spanOf: ofDays({ months: 1 }, (date) => date.with({ day: 1 })),
    wholeWithinDays: 63,
    divisor: QUARTER_HOUR,
  },
  lifetime: { spanOf: null, wholeWithinDays: null, divisor: QUARTER_HOUR },
} satisfies Record<string, WindowRules>;

export type Window = keyof typeof WINDOW_RULES;
export const WINDOWS = Object.keys(WINDOW_RULES) as [Window, ...Window[]];

/**
 * The calendar window that contains an instant, in an IANA time zone. Days, weeks (from Monday) and months are
 * as long as the zone's calendar makes them: 23 or 25 hours on the days the clocks change. The windows of a zone follow
 * one another without gap or overlap.
 */
export const windowAt = (window: Exclude<Window, 'transaction'>, zone: string, now: number): Span =>
  WINDOW_RULES[window].spanOf?.(zone, now) ?? LIFETIME;

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
