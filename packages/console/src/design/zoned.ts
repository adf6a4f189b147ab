const MINUTE_MS = 60_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function aheadOf(at: number, zone: string): number {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  clocks.set(zone, clock);
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return shown - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** When a day begins in a zone, in milliseconds since the epoch. Days are written as `2026-11-27`. */
export function dayStart(day: string, zone: string): number {
  const shown = Date.parse(`${day}T00:00:00Z`);
  const guess = shown - aheadOf(shown, zone);
  // Between both the clocks may have changed.
  return shown - aheadOf(guess, zone);
}

/** The hour of a zone in which a moment lies, in milliseconds since the epoch: not all zones are whole hours ahead. */
export function hourStart(at: number, zone: string): number {
  const ahead = aheadOf(at, zone);
  return Math.floor((at + ahead) / 3_600_000) * 3_600_000 - ahead;
}

/** So many days later or, below zero, before. */
export function daysAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The first day of the month so many months later or before. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The time (RFC 3339) that a field for date and time means in a zone; null where nothing was written. */
export function instantIn(local: string, zone: string): string | null {
  if (local === '') return null;
  const shown = Date.parse(`${local}Z`);
  // The service says what it wants instead.
  if (Number.isNaN(shown)) return local;
  return new Date(shown - aheadOf(shown - aheadOf(shown, zone), zone)).toISOString();
}
