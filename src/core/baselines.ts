import { formatAmount, larger, MAX_UNITS, parseAmount, smaller, unitsIn } from './money.js';
import { WINDOW_RULES, windowAt, type Window } from './windows.js';

export const MAX_TIMES = 1_000;
export const MAX_WINDOW_DAYS = 366;

// The types below are JSON, with their keys in the order of canonical text: see ledger/seal.ts.

/** A limit that follows what the budget used to spend. Its bounds are decimal text, as the limit is. */
export type Relative = {
  /** The limit is never below; it is the limit where there is no past. */
  atLeast: string;
  /** The limit is never above; null for no bound. */
  atMost: string | null;
  of: 'average';
  /** With at most two decimals. */
  times: number;
  /** How far back it looks. */
  windowDays: number;
};

/** The past that a limit in force was worked out from. */
export type Baseline = {
  /** When it was looked at (RFC 3339). */
  at: string;
  /** `total / windows`, rounded down: to the smallest unit of an amount, to two decimals of a count. */
  average: string;
  from: string;
  /** Exclusive; for windows the start of the one that was under way. */
  to: string;
  total: string;
  /** Windows in which anything was used; for `transaction` the reservations. */
  windows: number;
};

/** What was used in the past: units of the tree, or a number of reservations. Times in milliseconds since the epoch. */
export interface Past {
  from: number;
  to: number;
  total: bigint;
  windows: number;
}

/** What a short span of the past used: no window begins or ends within one. */
export interface Spending {
  start: number;
  /** Held, or paid less refunds. */
  amount: bigint;
  /** Reservations whose call took place or still may. */
  count: bigint;
  /** Reservations that hold or paid anything. */
  paying: bigint;
}

/** How long a span of {@link Spending} is. */
export const resolutionOf = (window: Window): number => WINDOW_RULES[window].divisor;

/** From when on the past matters, at a time: the start of the oldest window that lies wholly within the days. */
export function beginning(window: Window, zone: string, windowDays: number, now: number): number {
  const cutoff = now - windowDays * 86_400_000;
  if (window === 'transaction') return cutoff;
  const { start, end } = windowAt(window, zone, cutoff);
  return start === cutoff ? start : end;
}

/** Up to when: complete windows count, and of single reservations all. */
export const ending = (window: Window, zone: string, now: number): number =>
  window === 'transaction' ? now : windowAt(window, zone, now).start;

/** Adds the past up by window. The spending lies between the beginning and the ending, and comes in the order of time. */
export function pastOf(
  window: Window,
  zone: string,
  of: 'amount' | 'count',
  { from, to }: Pick<Past, 'from' | 'to'>,
  spending: readonly Spending[],
): Past {
  const totals = new Map<number, bigint>();
  let paying = 0n;
  for (const one of spending) {
    const { start } = window === 'transaction' ? { start: 0 } : windowAt(window, zone, one.start);
    totals.set(start, (totals.get(start) ?? 0n) + one[of]);
    paying += one.paying;
  }
  const used = [...totals.values()].filter((total) => total > 0n);
  const total = used.reduce((sum, one) => sum + one, 0n);
  return { from, to, total, windows: window === 'transaction' ? Number(paying) : used.length };
}

/** The past as the journal records it; null where nothing was used. `scale` is zero for counts. */
export function baselineOf(
  { from, to, total, windows }: Past,
  scale: number,
  of: 'amount' | 'count',
  now: number,
) {
  if (windows === 0) return null;
  const text = (time: number): string => new Date(time).toISOString();
  const average =
    of === 'count'
      ? formatAmount((total * 100n) / BigInt(windows), 2)
      : formatAmount(total / BigInt(windows), scale);
  return {
    at: text(now),
    average,
    from: text(from),
    to: text(to),
    total: formatAmount(total, scale),
    windows,
  } satisfies Baseline;
}

/**
 * The limit in force: so many times the average, rounded down to the smallest unit, within the bounds. Null where one
 * of the texts is no amount of this scale.
 */
export function limitInForce(relative: Relative, baseline: Baseline | null, scale: number): bigint | null {
  const least = parseAmount(relative.atLeast, scale);
  const most = relative.atMost === null ? MAX_UNITS : parseAmount(relative.atMost, scale);
  if (least === null || most === null) return null;
  if (baseline === null) return least;
  const hundredths = BigInt(Math.round(relative.times * 100));
  // What is summed over many windows may be more than any amount can be.
  const total = unitsIn(baseline.total, scale);
  return smaller(most, larger(least, (total * hundredths) / (BigInt(baseline.windows) * 100n)));
}

/** Why an envelope cannot have such a limit: the field of it that is at fault, and what is wrong. Null where it can. */
export function relativeFault(
  { atLeast, atMost, windowDays }: Relative,
  envelope: { window: Window; per: string | null },
  scale: number,
): { field: keyof Relative | null; detail: string } | null {
  const days = WINDOW_RULES[envelope.window].wholeWithinDays;
  if (days === null) return { field: null, detail: 'A lifetime has no past windows to compare it with.' };
  if (envelope.per !== null)
    return { field: null, detail: 'A relative limit has one average: it goes without `per`.' };
  if (windowDays < days)
    return {
      field: 'windowDays',
      detail: `windowDays must be at least ${days}, to hold a whole ${envelope.window}.`,
    };
  const [least, most] = [atLeast, atMost ?? atLeast].map((text) => parseAmount(text, scale));
  if (least !== null && most !== null && most! < least!)
    return { field: 'atMost', detail: 'atMost must not be below atLeast.' };
  return null;
}

/** Puts it back in the order of its keys, which a database does not keep. */
export const relativeOf = ({ atLeast, atMost, of, times, windowDays }: Relative): Relative => ({
  atLeast,
  atMost,
  of,
  times,
  windowDays,
});

/** The same for a baseline. */
export const storedBaseline = ({ at, average, from, to, total, windows }: Baseline): Baseline => ({
  at,
  average,
  from,
  to,
  total,
  windows,
});
