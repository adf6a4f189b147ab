/** How exactly a time is shown. */
export type Precision = 'month' | 'day' | 'minute' | 'second';

const FIELDS: Record<Precision, Intl.DateTimeFormatOptions> = {
  month: { month: 'short', year: 'numeric' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  minute: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  second: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** A formatter takes long to make: there is one for each way to show a time. */
function formatOf(precision: Precision, timeZone: string | undefined): Intl.DateTimeFormat {
  const name = `${precision} ${timeZone}`;
  const known =
    formats.get(name) ??
    new Intl.DateTimeFormat('en-GB', { ...FIELDS[precision], timeZone, hourCycle: 'h23' });
  formats.set(name, known);
  return known;
}

/** Without a zone: the reader's. */
export const timeText = (at: string | Date, precision: Precision, timeZone?: string): string =>
  formatOf(precision, timeZone).format(new Date(at));

/** The day on which a time lies in a zone, as `2026-11-27`. */
export function dayOf(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return parts.format(at);
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A span in its two largest units: `2 h 5 min`. */
export function spanText(milliseconds: number): string {
  let seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    if (count > 0 || (parts.length === 0 && unit === 's')) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}
