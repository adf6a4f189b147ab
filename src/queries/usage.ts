import type { Tree } from '../core/budgets.js';
import { timeText, type EnvelopeView } from '../core/entries.js';
import { envelopeView } from '../core/views.js';
import { limitText } from '../core/metrics/metrics.js';
import { counterId, type Envelope } from '../core/envelopes.js';
import { larger } from '../core/money.js';
import { windowAt, type Span } from '../core/windows.js';
import { uuidOf } from '../ids/ids.js';
import type { Reader } from './snapshot.js';
import { largestCounters, type CounterRow } from './sql/largest-counters.js';

/** How far one counter of an envelope's current window has come. Amounts are decimal text, counts whole numbers. */
export type UsageView = {
  /** The vendor, category, run or request that is counted apart ('' for what named none); null without `per`. */
  key: string | null;
  used: string;
  /** What is left of the limit; never below zero. */
  remaining: string;
  /** RFC 3339; null for a lifetime. */
  windowStart: string | null;
  /** When the window ends and its counter begins anew (RFC 3339); null for a lifetime. */
  resetsAt: string | null;
};

/** An envelope with the counters of its current window. */
export type EnvelopeUsageView = EnvelopeView & {
  /** One without `per`; with `per` one for each key, the largest first; none for a `transaction` window. */
  usage: UsageView[];
  /** Whether there are more keys than those listed. */
  usageTruncated: boolean;
};

/** The most keys of one envelope that are listed. */
export const MAX_KEYS = 100;

/** The use of envelopes in the windows that contain `now` (milliseconds since the epoch). */
export async function usageOf(
  reader: Reader,
  tree: Tree,
  envelopes: readonly Envelope[],
  now: number,
): Promise<EnvelopeUsageView[]> {
  const metered = envelopes.map((envelope) => ({ envelope, window: currentWindow(envelope, tree, now) }));
  const wanted = metered.flatMap(({ envelope, window }) =>
    window ? [{ prefix: counterId(envelope.id, window, '') }] : [],
  );
  // One more than is listed, and beside requests that of how many are followed.
  const rows = await largestCounters(reader, uuidOf(tree.id), wanted, MAX_KEYS + 2);
  const byPrefix = new Map<string, CounterRow[]>();
  for (const row of rows) byPrefix.set(row.prefix, [...(byPrefix.get(row.prefix) ?? []), row]);
  return metered.map(({ envelope, window }) => {
    const counters = window ? (byPrefix.get(counterId(envelope.id, window, '')) ?? []) : [];
    return usageView(envelope, tree, window, counters);
  });
}

/** The window that counts now; null for `transaction`, which keeps no counter. */
const currentWindow = (envelope: Envelope, tree: Tree, now: number): Span | null =>
  envelope.window === 'transaction'
    ? null
    : windowAt(envelope.window, envelope.timezone ?? tree.timezone, now);

/** How far a counter of a window has come, against the limit in force now. */
export function usageAt(
  envelope: Envelope,
  tree: Tree,
  window: Span,
  key: string | null,
  used: bigint,
): UsageView {
  const text = (value: bigint): string => limitText(value, envelope.metric, tree.scale);
  return {
    key,
    used: text(used),
    remaining: text(larger(0n, envelope.limit - used)),
    windowStart: window.start === -Infinity ? null : timeText(window.start),
    resetsAt: window.end === Infinity ? null : timeText(window.end),
  };
}

/** Puts an envelope and the counters of its current window together; a counter without a row is at zero. */
export function usageView(
  envelope: Envelope,
  tree: Tree,
  window: Span | null,
  counters: readonly Pick<CounterRow, 'key' | 'used'>[],
): EnvelopeUsageView {
  const view = envelopeView(envelope, tree.scale);
  if (!window) return { ...view, usage: [], usageTruncated: false };
  const usage = (key: string | null, used: bigint) => usageAt(envelope, tree, window, key, used);
  // Beside the requests there is a counter of how many are followed: no use of the limit.
  const keyed = envelope.per === 'request' ? counters.filter(({ key }) => key !== '') : counters;
  if (envelope.per === null)
    return { ...view, usage: [usage(null, counters[0]?.used ?? 0n)], usageTruncated: false };
  return {
    ...view,
    usage: keyed.slice(0, MAX_KEYS).map(({ key, used }) => usage(key, used)),
    usageTruncated: keyed.length > MAX_KEYS,
  };
}
