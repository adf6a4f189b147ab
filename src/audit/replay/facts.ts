import { hash } from 'node:crypto';
import { canonicalText, type JsonObject } from '../../core/canonical.js';
import type { ReservationView } from '../../core/entries.js';
import { expectSame, type DifferencePlace } from '../difference.js';

/** What of a reservation never changes. */
export const FACTS = [
  'amount',
  'vendor',
  'category',
  'runId',
  'item',
  'occurredAt',
  'taskId',
  'reason',
  'overage',
  'onExpiry',
  'createdAt',
] as const;

type Facts = Pick<ReservationView, (typeof FACTS)[number] | 'metadata' | 'metadataOmitted'>;

/** Digest of what of a reservation never changes, its metadata included. */
export function factsOf(view: Facts): string {
  const metadata = view.metadata === null ? '' : canonicalText(view.metadata);
  const omitted = view.metadataOmitted ?? '';
  return hash('sha256', `${JSON.stringify(FACTS.map((fact) => view[fact]))}${metadata}${omitted}`, 'base64');
}

/** What entries repeat of the labels: the first of them, in order, that are JSON of so many bytes. */
const REPEATED_LABELS = 1_024;

/** The same as entries after the first have it; null where all labels fit. */
export function repeatedFactsOf(view: Facts): string | null {
  const labels = Object.entries(view.metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = (count: number): string => canonicalText(Object.fromEntries(labels.slice(0, count)));
  let fitting = labels.length;
  while (Buffer.byteLength(text(fitting)) > REPEATED_LABELS) fitting -= 1;
  if (fitting === labels.length) return null;
  const metadata = Object.fromEntries(labels.slice(0, fitting));
  return factsOf({ ...view, metadata, metadataOmitted: labels.length - fitting });
}

/** Entries from before there was a bound repeat all labels. */
export function expectFacts(
  place: DifferencePlace,
  { facts, repeated }: { facts: string; repeated: string | null },
  view: ReservationView,
): void {
  const replayed = view.metadataOmitted === undefined ? facts : (repeated ?? facts);
  expectSame(place, 'attribution of the reservation (digest)', replayed, factsOf(view));
}

/** Digest of a JSON value, however its keys are ordered; null of nothing. */
export const digestOf = (value: JsonObject | null): string | null =>
  value === null ? null : hash('sha256', canonicalText(value), 'base64');
