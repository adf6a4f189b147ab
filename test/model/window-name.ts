import type { Window } from '../../src/core/windows.js';

const formats = new Map<string, Intl.DateTimeFormat>();
const names = new Map<string, string>();

/** A name that all instants of one window share, read off the wall clock that Intl shows. */
export function windowName(window: Window, zone: string, at: number): string {
  if (window === 'lifetime' || window === 'transaction') return window;
  const id = `${window} ${zone} ${at}`;
  let name = names.get(id);
  if (name === undefined) names.set(id, (name = read(window, zone, at)));
  return name;
}

function read(window: Exclude<Window, 'transaction' | 'lifetime'>, zone: string, at: number): string {
  let format = formats.get(zone);
  if (!format) {
    const digits = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
      ...digits,
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  switch (window) {
    case 'minute':
      return `${date} ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
    case 'hour':
      return `${date} ${parts.hour} ${parts.timeZoneName}`;
    case 'week': {
      const day = new Date(date);
      return `from ${new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * 86_400_000).toISOString()}`;
    }
    case 'month':
      return date.slice(0, 7);
    case 'day':
      return date;
  }
}
