import fc from 'fast-check';
import { dayOf } from '../../../packages/console/src/design/times.js';
import { dayStart, daysAfter, monthsAfter } from '../../../packages/console/src/design/zoned.js';
import {
  asked,
  daysOf,
  daySpan,
  lastDays,
  monthSpan,
  periodFor,
  periodsOf,
  spanBefore,
  spanOf,
} from '../../../packages/console/src/parts/spend-times.js';

const at = (text: string): number => Date.parse(text);

const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Australia/Lord_Howe',
);
const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('a day begins with its first millisecond, in whatever zone', () => {
  fc.assert(
    fc.property(zone, day, (timezone, date) => {
      const start = dayStart(date, timezone);
      expect(dayOf(new Date(start), timezone)).toBe(date);
      expect(dayOf(new Date(start - 1), timezone)).toBe(daysAfter(date, -1));
    }),
  );
});

test.each([
  ['2026-01-31', 1, '2026-02-01'],
  ['2026-01-15', -1, '2025-12-01'],
  ['2026-11-27', -11, '2025-12-01'],
])('from %s on, %d months later is %s', (from, months, expected) => {
  expect(monthsAfter(from, months)).toBe(expected);
});

test('months, and the days up to today, are those of the zone', () => {
  const now = at('2026-11-30T23:30:00Z');
  expect(asked(monthSpan(now, 0, 'Europe/Berlin'))).toEqual({
    from: '2026-11-30T23:00:00.000Z',
    to: '2026-12-31T23:00:00.000Z',
  });
  expect(asked(monthSpan(now, -1, 'UTC'))).toEqual({
    from: '2026-10-01T00:00:00.000Z',
    to: '2026-11-01T00:00:00.000Z',
  });
  expect(daysOf(lastDays(now, 7, 'Europe/Berlin'), 'Europe/Berlin')).toEqual({
    first: '2026-11-25',
    last: '2026-12-01',
  });
});

const before = (from: string, to: string, timezone: string, now: string) =>
  asked(spanBefore(spanOf({ from, to }), timezone, at(now)));

test('before whole months are as many months, before all else as much time', () => {
  const later = '2027-06-01T00:00:00Z';
  expect(before('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', 'UTC', later)).toEqual({
    from: '2026-02-01T00:00:00.000Z',
    to: '2026-03-01T00:00:00.000Z',
  });
  expect(before('2026-10-31T23:00:00Z', '2026-12-31T23:00:00Z', 'Europe/Berlin', later)).toEqual({
    from: '2026-08-31T22:00:00.000Z',
    to: '2026-10-31T23:00:00.000Z',
  });
  expect(before('2026-11-10T00:00:00Z', '2026-11-17T00:00:00Z', 'UTC', later)).toEqual({
    from: '2026-11-03T00:00:00.000Z',
    to: '2026-11-10T00:00:00.000Z',
  });
});

test('what is not over is compared with as much of the time before', () => {
  expect(before('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', 'UTC', '2026-11-27T08:20:00Z')).toEqual({
    from: '2026-10-01T00:00:00.000Z',
    to: '2026-10-27T08:15:00.000Z',
  });
  // The month before is shorter: it ends where the one under way begins.
  expect(before('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', 'UTC', '2026-03-31T08:00:00Z').to).toBe(
    '2026-03-01T00:00:00.000Z',
  );
});

test('days on which clocks change have 23 and 25 hours, and months all of their days', () => {
  const hours = (date: string): number =>
    periodsOf('hour', daySpan(date, date, 'Europe/Berlin'), 'Europe/Berlin').length;
  expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-11-27')]).toEqual([23, 25, 24]);
  const days = periodsOf('day', monthSpan(at('2026-10-15T00:00:00Z'), 0, 'Europe/Berlin'), 'Europe/Berlin');
  expect(days.map(({ key }) => key)).toEqual(
    Array.from({ length: 31 }, (_, i) => `2026-10-${String(i + 1).padStart(2, '0')}`),
  );
  expect(days[0]).toEqual({ key: '2026-10-01', name: '1 Oct 2026', tick: '1 Oct' });
  const months = periodsOf('month', daySpan('2025-12-15', '2026-02-01', 'UTC'), 'UTC');
  expect(months.map(({ key }) => key)).toEqual(['2025-12', '2026-01', '2026-02']);
});

test('hours of zones that are half an hour off begin with them', () => {
  const [first] = periodsOf('hour', daySpan('2026-11-27', '2026-11-27', 'Asia/Kathmandu'), 'Asia/Kathmandu');
  expect(first).toMatchObject({ key: '2026-11-26T18:15:00.000Z', tick: '00:00' });
});

test('a day is drawn by hours, a month by days, a year by months', () => {
  const until = (to: string) => periodFor(spanOf({ from: '2026-01-01T00:00:00Z', to }));
  expect(['2026-01-02', '2026-02-01', '2027-01-01'].map((date) => until(`${date}T00:00:00Z`))).toEqual([
    'hour',
    'day',
    'month',
  ]);
});
