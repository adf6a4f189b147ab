import fc from 'fast-check';
import { windowName } from '../../test/model/window-name.js';
import { beginning, ending, pastOf, resolutionOf, type Spending } from './baselines.js';
import { WINDOWS, windowAt } from './windows.js';

const RECURRING = WINDOWS.filter((window) => window !== 'lifetime' && window !== 'transaction');
const ZONES = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo'];
const DAY = 86_400_000;

/** Reservations as they are read: added up in short spans between two times. */
function spendingOf(calls: { at: number; amount: number }[], resolution: number, from: number, to: number) {
  const spans = new Map<number, Spending>();
  for (const { at, amount } of calls) {
    if (at < from || at >= to) continue;
    const start = Math.floor(at / resolution) * resolution;
    const span = spans.get(start) ?? { start, amount: 0n, count: 0n, paying: 0n };
    spans.set(start, {
      start,
      amount: span.amount + BigInt(amount),
      count: span.count + 1n,
      paying: span.paying + (amount > 0 ? 1n : 0n),
    });
  }
  return [...spans.values()].sort((a, b) => a.start - b.start);
}

describe('the past of a window', () => {
  it('is every complete window, and nothing of another, whatever the clocks do', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RECURRING),
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }),
        fc.integer({ min: 1, max: 70 }),
        fc.array(fc.record({ back: fc.integer({ min: 0, max: 75 * DAY }), amount: fc.nat({ max: 9 }) }), {
          maxLength: 40,
        }),
        (window, zone, now, days, backs) => {
          const calls = backs.map(({ back, amount }) => ({ at: now - back, amount }));
          const from = beginning(window, zone, days, now);
          const to = Math.max(from, ending(window, zone, now));
          const past = pastOf(
            window,
            zone,
            'amount',
            { from, to },
            spendingOf(calls, resolutionOf(window), from, to),
          );
          const nameOf = (at: number) => windowName(window, zone, at);
          // Of a window that lies wholly within the days, neither its start nor its end is missing.
          const isComplete = (at: number) =>
            nameOf(at) !== nameOf(now) &&
            (nameOf(at) !== nameOf(now - days * DAY) || nameOf(now - days * DAY - 1) !== nameOf(at));
          const counted = calls.filter(
            ({ at, amount }) => at >= now - days * DAY && amount > 0 && isComplete(at),
          );
          expect(past.total).toBe(counted.reduce((sum, { amount }) => sum + BigInt(amount), 0n));
          expect(past.windows).toBe(new Set(counted.map(({ at }) => nameOf(at))).size);
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each([
    ['of 25 hours', '2026-10-26T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['of 23 hours', '2026-03-30T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ])('a day %s is one', (_, now, start, end) => {
    const zone = 'Europe/Berlin';
    const span = {
      from: beginning('day', zone, 3, Date.parse(now)),
      to: ending('day', zone, Date.parse(now)),
    };
    expect(span.to).toBe(Date.parse(end));
    const at = (time: number) => ({ at: time, amount: 5 });
    const calls = [at(Date.parse(start) - 1), at(Date.parse(start)), at(Date.parse(end) - 1)];
    const past = pastOf('day', zone, 'amount', span, spendingOf(calls, 900_000, span.from, span.to));
    expect([past.total, past.windows]).toEqual([15n, 2]);
  });

  it('begins a new window to the millisecond', () => {
    const turn = Date.parse('2026-01-15T13:00:00Z');
    expect(ending('hour', 'UTC', turn - 1)).toBe(turn - 3_600_000);
    expect(ending('hour', 'UTC', turn)).toBe(turn);
    expect(beginning('hour', 'UTC', 1, turn)).toBe(turn - DAY);
    expect(beginning('hour', 'UTC', 1, turn + 1)).toBe(turn - DAY + 3_600_000);
  });

  it('of single reservations is all of them up to now, but those that cost nothing', () => {
    const now = Date.parse('2026-01-15T12:34:56Z');
    const calls = [0, 1, 2, 2].map((amount, i) => ({ at: now - 1 - i * 3_600_000, amount }));
    const [from, to] = [beginning('transaction', 'UTC', 1, now), ending('transaction', 'UTC', now)];
    const past = pastOf(
      'transaction',
      'UTC',
      'amount',
      { from, to },
      spendingOf(calls, resolutionOf('transaction'), from, to),
    );
    expect(past).toEqual({ from: now - DAY, to: now, total: 5n, windows: 3 });
  });

  it('counts windows in which there was a call, also one that cost nothing', () => {
    const spending = [
      { start: Date.parse('2026-01-13T12:00:00Z'), amount: 0n, count: 2n, paying: 0n },
      { start: Date.parse('2026-01-14T12:00:00Z'), amount: 3n, count: 1n, paying: 1n },
    ];
    const span = { from: 0, to: 1 };
    expect(pastOf('day', 'UTC', 'count', span, spending)).toMatchObject({ total: 3n, windows: 2 });
    expect(pastOf('day', 'UTC', 'amount', span, spending)).toMatchObject({ total: 3n, windows: 1 });
  });

  it('is read in spans in which no window begins', () => {
    for (const zone of ZONES)
      for (const window of RECURRING)
        for (const at of ['2026-01-15T12:00:00Z', '2026-10-03T15:30:00Z', '2026-04-04T15:00:00Z'])
          expect(Math.abs(windowAt(window, zone, Date.parse(at)).start % resolutionOf(window))).toBe(0);
  });
});
