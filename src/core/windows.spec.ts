import fc from 'fast-check';
import { isTimeZone, windowAt, WINDOWS, type Window } from './windows.js';

type Calendar = Exclude<Window, 'transaction'>;
const HOURS = 3_600_000;

/** Zone, window, an instant, and the window's first instant and length in hours. */
const TABLE: [string, Calendar, string, string, number][] = [
  ['UTC', 'minute', '2026-01-15T12:34:56.789Z', '2026-01-15T12:34:00Z', 1 / 60],
  ['UTC', 'hour', '2026-01-15T12:34:56Z', '2026-01-15T12:00:00Z', 1],
  ['UTC', 'day', '2026-01-15T23:59:59.999Z', '2026-01-15T00:00:00Z', 24],
  ['UTC', 'day', '2026-01-16T00:00:00Z', '2026-01-16T00:00:00Z', 24],
  ['UTC', 'week', '2026-01-15T12:00:00Z', '2026-01-12T00:00:00Z', 7 * 24],
  ['UTC', 'week', '2026-01-18T23:59:59Z', '2026-01-12T00:00:00Z', 7 * 24],
  ['UTC', 'week', '2027-01-01T00:00:00Z', '2026-12-28T00:00:00Z', 7 * 24],
  ['UTC', 'month', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00Z', 29 * 24],
  ['UTC', 'month', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z', 31 * 24],
  // Clocks go forward at 2:00 and back at 3:00.
  ['Europe/Berlin', 'day', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', 'day', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', 25],
  ['Europe/Berlin', 'week', '2026-03-29T12:00:00Z', '2026-03-22T23:00:00Z', 7 * 24 - 1],
  ['Europe/Berlin', 'month', '2026-03-10T12:00:00Z', '2026-02-28T23:00:00Z', 31 * 24 - 1],
  ['Europe/Berlin', 'month', '2026-10-10T12:00:00Z', '2026-09-30T22:00:00Z', 31 * 24 + 1],
  ['Europe/Berlin', 'hour', '2026-10-25T00:30:00Z', '2026-10-25T00:00:00Z', 1],
  ['Europe/Berlin', 'hour', '2026-10-25T01:30:00Z', '2026-10-25T01:00:00Z', 1],
  ['America/New_York', 'day', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00Z', 23],
  ['America/New_York', 'day', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00Z', 25],
  // By half an hour: the hour under way is cut short.
  ['Australia/Lord_Howe', 'day', '2026-10-04T12:00:00Z', '2026-10-03T13:30:00Z', 23.5],
  ['Australia/Lord_Howe', 'day', '2026-04-05T12:00:00Z', '2026-04-04T13:00:00Z', 24.5],
  ['Australia/Lord_Howe', 'hour', '2026-10-03T15:29:00Z', '2026-10-03T14:30:00Z', 1],
  ['Australia/Lord_Howe', 'hour', '2026-10-03T15:31:00Z', '2026-10-03T15:30:00Z', 0.5],
  ['Australia/Lord_Howe', 'hour', '2026-10-03T15:30:00Z', '2026-10-03T15:30:00Z', 0.5],
  ['Australia/Lord_Howe', 'hour', '2026-10-03T16:00:00Z', '2026-10-03T16:00:00Z', 1],
  ['Australia/Lord_Howe', 'hour', '2026-04-04T14:59:00Z', '2026-04-04T14:00:00Z', 1],
  ['Australia/Lord_Howe', 'hour', '2026-04-04T15:10:00Z', '2026-04-04T15:00:00Z', 0.5],
  // Summer time is left for Ramadan and taken up again after it.
  ['Africa/Casablanca', 'day', '2026-02-15T12:00:00Z', '2026-02-14T23:00:00Z', 25],
  ['Africa/Casablanca', 'day', '2026-03-22T12:00:00Z', '2026-03-22T00:00:00Z', 23],
  // Midnight did not exist: the day began at 1:00.
  ['America/Sao_Paulo', 'day', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00Z', 23],
  ['America/Sao_Paulo', 'day', '2018-11-03T12:00:00Z', '2018-11-03T03:00:00Z', 24],
  ['America/Sao_Paulo', 'day', '2018-02-17T12:00:00Z', '2018-02-17T02:00:00Z', 25],
  ['America/Sao_Paulo', 'month', '2018-11-30T12:00:00Z', '2018-11-01T03:00:00Z', 30 * 24 - 1],
  ['Asia/Kathmandu', 'hour', '2026-01-15T12:00:00Z', '2026-01-15T11:15:00Z', 1],
  ['Asia/Kathmandu', 'day', '2026-01-15T12:00:00Z', '2026-01-14T18:15:00Z', 24],
  // The 30th of December 2011 was left out.
  ['Pacific/Apia', 'day', '2011-12-30T09:59:59Z', '2011-12-29T10:00:00Z', 24],
  ['Pacific/Apia', 'day', '2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z', 24],
  ['Pacific/Apia', 'week', '2011-12-31T12:00:00Z', '2011-12-26T10:00:00Z', 6 * 24],
  ['Pacific/Apia', 'month', '2011-12-31T05:00:00Z', '2011-12-01T10:00:00Z', 30 * 24],
  // Clocks went back one minute after midnight: the new day had begun, and goes on.
  ['America/St_Johns', 'day', '2010-11-07T02:30:30Z', '2010-11-07T02:30:00Z', 25],
  ['America/St_Johns', 'day', '2010-11-07T02:45:00Z', '2010-11-07T02:30:00Z', 25],
  ['America/St_Johns', 'day', '2010-11-07T02:29:59Z', '2010-11-06T02:30:00Z', 24],
  // In the midst of an hour, which ends there; the next one begins.
  ['America/St_Johns', 'hour', '2010-11-07T02:30:30Z', '2010-11-07T02:30:00Z', 1 / 60],
  ['America/St_Johns', 'hour', '2010-11-07T02:31:00Z', '2010-11-07T02:31:00Z', 59 / 60],
  ['America/St_Johns', 'hour', '2010-11-07T03:29:59Z', '2010-11-07T02:31:00Z', 59 / 60],
];

describe('windowAt', () => {
  it.each(TABLE)('%s: the %s of %s begins at %s and lasts %d hours', (zone, window, at, start, hours) => {
    // Another instant first, so that no span of the row before is remembered.
    windowAt(window, zone, 0);
    const span = windowAt(window, zone, Date.parse(at));
    expect(new Date(span.start).toISOString()).toBe(new Date(start).toISOString());
    expect((span.end - span.start) / HOURS).toBeCloseTo(hours, 9);
  });

  it('has one lifetime', () => {
    expect(windowAt('lifetime', 'UTC', 0)).toEqual({ start: -Infinity, end: Infinity });
  });

  const zone = fc.constantFrom(
    ...new Set(TABLE.map(([name]) => name)),
    'America/Havana',
    'Africa/Cairo',
    'Asia/Beirut',
  );
  const window = fc.constantFrom(
    ...WINDOWS.filter((one) => one !== 'transaction' && one !== 'lifetime'),
  ) as fc.Arbitrary<Calendar>;
  // Within hours of the changes of the table, or anywhere in fifty years.
  const near = fc
    .tuple(
      fc.constantFrom(...TABLE.map(([, , at]) => Date.parse(at))),
      fc.integer({ min: -30 * HOURS, max: 30 * HOURS }),
    )
    .map(([at, by]) => at + by);
  const instant = fc.oneof(
    near,
    fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2040-01-01') }),
  );

  it('contains its instant, is the same all through, and the next one begins where it ends', () => {
    fc.assert(
      fc.property(
        window,
        zone,
        instant,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (kind, name, now, part) => {
          const span = windowAt(kind, name, now);
          expect(span.start <= now && now < span.end).toBe(true);
          const length = span.end - span.start;
          for (const at of [span.start, span.end - 1, span.start + Math.floor(part * (length - 1))]) {
            // Another instant first, so that what is remembered is not asked for.
            windowAt(kind, name, 0);
            expect(windowAt(kind, name, at)).toEqual(span);
          }
          expect(windowAt(kind, name, span.end).start).toBe(span.end);
          windowAt(kind, name, 0);
          expect(windowAt(kind, name, span.start - 1).end).toBe(span.start);
        },
      ),
      { numRuns: Number(process.env.PURSER_TEST_RUNS ?? 400) },
    );
  });

  it('agrees with the calendar of the zone', () => {
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: Date.parse('2012-01-01'), max: Date.parse('2040-01-01') }),
        (name, now) => {
          const date = (at: number) => new Date(at).toLocaleDateString('en-CA', { timeZone: name });
          const day = windowAt('day', name, now);
          expect([date(day.start), date(day.end - 1)]).toEqual([date(now), date(now)]);
          expect(date(day.start - 1)).not.toBe(date(now));
          const month = windowAt('month', name, now);
          expect(date(month.start)).toBe(`${date(now).slice(0, 8)}01`);
          const week = windowAt('week', name, now);
          expect(new Date(date(week.start)).getUTCDay()).toBe(1);
        },
      ),
      { numRuns: Number(process.env.PURSER_TEST_RUNS ?? 200) },
    );
  });
});

describe('isTimeZone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Kathmandu'])(
    'knows %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each([
    '',
    ' ',
    '+02:00',
    'Z',
    '-05',
    '2026-01-15T12:00:00Z',
    'Europe/Nowhere',
    '__proto__',
    'constructor',
    'Europe/Berlin\n',
    'a'.repeat(99),
  ])('does not know %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
