import { beginningOf, GRAINS, quarterOf, rangesOf, type KeptBy, type SpendRange } from './spend-times.js';
import { windowAt, type Span } from './windows.js';

const at = (text: string): number => Date.parse(text);
const days = (zone: string, from: string, to: string): Span[] => {
  const spans: Span[] = [];
  for (let start = at(from); start < at(to); start = spans.at(-1)!.end)
    spans.push(windowAt('day', zone, start));
  return spans;
};
const text = ({ grain, low, high }: SpendRange): string =>
  `${grain} ${new Date(low * 900_000).toISOString().slice(0, 16)} ${high - low}`;

describe('sums by day of a time zone', () => {
  it.each([
    ['Europe/Berlin', '2026-03-28T23:00Z', 23],
    ['Europe/Berlin', '2026-10-24T22:00Z', 25],
    ['Asia/Kathmandu', '2026-06-30T18:15Z', 24],
    ['America/St_Johns', '2026-03-08T03:30Z', 23],
    ['America/St_Johns', '2026-11-01T02:30Z', 25],
    ['Australia/Lord_Howe', '2026-04-04T13:00Z', 24.5],
    ['Australia/Lord_Howe', '2026-10-03T13:30Z', 23.5],
    ['UTC', '2026-10-25T00:00Z', 24],
  ])('begin on a quarter of an hour: %s, %s has %d hours', (zone, begins, hours) => {
    const start = at(begins);
    expect(windowAt('day', zone, start)).toEqual({ start, end: start + hours * 3_600_000 });
    for (const inside of [start, start + 1, start + hours * 3_600_000 - 1]) {
      expect(beginningOf('day', zone, inside) * 900_000).toBe(start);
      expect(beginningOf('runDay', zone, inside)).toBe(quarterOf(start));
    }
    expect(beginningOf('day', zone, start - 1)).toBeLessThan(quarterOf(start));
  });

  it('name the month of the tree, and the quarter in no zone', () => {
    const now = at('2026-12-01T00:10Z');
    expect(beginningOf('month', 'America/St_Johns', now) * 900_000).toBe(at('2026-11-01T02:30Z'));
    expect(beginningOf('quarter', 'America/St_Johns', now) * 900_000).toBe(at('2026-12-01T00:00Z'));
  });
});

describe('a time put together of sums', () => {
  const berlin = (start: string, end: string, by: KeptBy = 'plain') =>
    rangesOf([{ start: at(start), end: at(end) }], 'Europe/Berlin', by).map(text);

  it.each([
    ['a month is one sum', '2026-10-31T23:00Z', '2026-11-30T23:00Z', ['month 2026-10-31T23:00 2880']],
    [
      'days beside a month are days, and what is less quarters',
      '2026-09-29T21:00Z',
      '2026-11-02T00:15Z',
      [
        'quarter 2026-09-29T21:00 4',
        'day 2026-09-29T22:00 96',
        'month 2026-09-30T22:00 2980',
        'day 2026-10-31T23:00 96',
        'quarter 2026-11-01T23:00 5',
      ],
    ],
    [
      'less than a day is quarters',
      '2026-11-01T00:00Z',
      '2026-11-01T22:45Z',
      ['quarter 2026-11-01T00:00 91'],
    ],
  ])('%s', (_, start, end, expected) => {
    expect(berlin(start, end)).toEqual(expected);
  });

  it('has quarters alone where all is asked for, and days where run or principal are', () => {
    expect(berlin('2026-10-31T23:00Z', '2026-11-30T23:00Z', 'all')).toEqual([
      'quarter 2026-10-31T23:00 2880',
    ]);
    expect(berlin('2026-10-31T23:00Z', '2026-11-30T23:00Z', 'run')).toEqual(['runDay 2026-10-31T23:00 2880']);
  });

  it('has sums of the tree where that is asked for, but not of runs, and quarters for the rest', () => {
    const ofTree = (by: KeptBy) =>
      rangesOf(
        [{ start: at('2026-10-31T22:45Z'), end: at('2026-12-01T23:00Z') }],
        'Europe/Berlin',
        by,
        'tree',
      ).map(text);
    const first = 'quarter 2026-10-31T22:45 1';
    expect(ofTree('plain')).toEqual([
      first,
      'treeMonth 2026-10-31T23:00 2880',
      'treeDay 2026-11-30T23:00 96',
    ]);
    expect(ofTree('labels')).toEqual([first, 'treeLabelDay 2026-10-31T23:00 2976']);
    expect(ofTree('labelled')).toEqual([
      first,
      'treeLabelledMonth 2026-10-31T23:00 2880',
      'quarter 2026-11-30T23:00 96',
    ]);
    expect(ofTree('run')).toEqual([first, 'runDay 2026-10-31T23:00 2976']);
  });

  it('has one range of days for a month of days, across a change of clocks', () => {
    const periods = days('Europe/Berlin', '2026-09-30T22:00Z', '2026-10-31T23:00Z');
    expect(periods).toHaveLength(31);
    expect(rangesOf(periods, 'Europe/Berlin', 'plain').map(text)).toEqual(['day 2026-09-30T22:00 2980']);
  });

  it('is cut across by no sum where the days are those of another zone', () => {
    const periods = days('Asia/Kathmandu', '2026-10-31T18:15Z', '2026-11-30T18:15Z');
    expect(rangesOf(periods, 'Europe/Berlin', 'plain').map(text)).toEqual(['quarter 2026-10-31T18:15 2880']);
  });

  it.each(['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe'])(
    'covers each quarter of a year once, in days of %s',
    (zone) => {
      const periods = days(
        zone,
        new Date(windowAt('day', zone, at('2026-01-01T12:00Z')).start).toISOString(),
        '2027-01-01T00:00Z',
      );
      const ranges = rangesOf(periods, 'Europe/Berlin', 'plain').sort((a, b) => a.low - b.low);
      expect(ranges[0]!.low).toBe(quarterOf(periods[0]!.start));
      expect(ranges.at(-1)!.high).toBe(quarterOf(periods.at(-1)!.end));
      ranges.slice(1).forEach(({ low }, i) => expect(low).toBe(ranges[i]!.high));
      expect(ranges.every(({ grain }) => grain in GRAINS)).toBe(true);
    },
  );
});
