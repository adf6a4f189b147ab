import type { Tree } from '../core/budgets.js';
import { timeText } from '../core/entries.js';
import { counterId, type Envelope } from '../core/envelopes.js';
import { limitText } from '../core/metrics/metrics.js';
import { windowAt, type Span } from '../core/windows.js';
import { uuidOf } from '../ids/ids.js';
import type { Reader } from './snapshot.js';
import { usedCounters } from './sql/used-counters.js';

/** What a limit counted in one of its windows. */
export type WindowView = {
  /** RFC 3339; null for a lifetime. */
  from: string | null;
  /** RFC 3339, exclusive; null for a lifetime. */
  to: string | null;
  /** Amounts are decimal text, counts whole numbers. */
  used: string;
};

/** What one counter of an envelope has come to, window by window. */
export interface CountedWindows {
  envelopeId: string;
  /** The vendor, category or run that is counted apart ('' for what named none); null without `per`. */
  key: string | null;
  /** The oldest first; the last is under way. None for a `transaction` window. */
  windows: WindowView[];
}

/** An envelope with when it was made, in milliseconds since the epoch: before, it counted nothing. */
export interface DatedEnvelope {
  envelope: Envelope;
  createdAt: number;
}

/** The last windows of an envelope, at most `most`, the one that contains `now` included. */
export async function countedWindows(
  reader: Reader,
  tree: Tree,
  { envelope, createdAt }: DatedEnvelope,
  { key, most, now }: { key: string; most: number; now: number },
): Promise<CountedWindows> {
  const windows = lastWindows(envelope, tree, { most, now, createdAt });
  const ids = windows.map((window) => counterId(envelope.id, window, envelope.per === null ? '' : key));
  const used = await usedCounters(
    reader,
    ids.map((id) => ({ treeUuid: uuidOf(tree.id), id })),
  );
  return {
    envelopeId: envelope.id,
    key: envelope.per === null ? null : key,
    windows: windows.map(({ start, end }, i) => ({
      from: start === -Infinity ? null : timeText(start),
      to: end === Infinity ? null : timeText(end),
      used: limitText(used.get(ids[i]!) ?? 0n, envelope.metric, tree.scale),
    })),
  };
}

/** From the oldest on. Windows follow one another without a gap: what ends before one is in the one before it. */
function lastWindows(
  { window, timezone }: Envelope,
  tree: Tree,
  { most, now, createdAt }: { most: number; now: number; createdAt: number },
): Span[] {
  if (window === 'transaction') return [];
  const spans: Span[] = [];
  for (let at = now; spans.length < most && (spans.length === 0 || at >= createdAt);) {
    const span = windowAt(window, timezone ?? tree.timezone, at);
    spans.push(span);
    at = span.start - 1;
  }
  return spans.reverse();
}
