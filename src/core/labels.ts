import type { JsonObject } from './canonical.js';
import type { EntryContent, ReservationView } from './entries.js';
import { reservationView } from './views.js';
import type { Reservation } from './reservations.js';

/** What entries repeat of the labels of a request or a reservation, as JSON: whole labels, the first that fit. */
const MAX_REPEATED_LABELS = 1_024;

/** Labels as an entry repeats them, and how many more there are. */
export interface RepeatedLabels {
  metadata: JsonObject | null;
  metadataOmitted?: number;
}

/**
 * The labels that fit. The entry that made a reservation has all of its labels; what is refused, or done to it later,
 * could otherwise be repeated at 60 KB a time for nothing.
 */
export function repeatedLabels(metadata: JsonObject | null): RepeatedLabels {
  const labels = Object.entries(metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  // The braces, less the comma that is one too many.
  let size = 1;
  let fitting = 0;
  for (const [key, value] of labels) {
    // A colon within, and a comma after it.
    size += Buffer.byteLength(JSON.stringify(key)) + Buffer.byteLength(JSON.stringify(value)) + 2;
    if (size > MAX_REPEATED_LABELS) break;
    fitting += 1;
  }
  if (fitting === labels.length) return { metadata };
  return {
    metadata: Object.fromEntries(labels.slice(0, fitting)),
    metadataOmitted: labels.length - fitting,
  };
}

/** A reservation as later entries have it. */
export function repeatedView(reservation: Reservation, scale: number): ReservationView {
  const { metadata, metadataOmitted } = repeatedLabels(reservation.metadata);
  const view = reservationView(reservation, scale);
  view.metadata = metadata;
  view.metadataOmitted = metadataOmitted;
  if (reservation.settlementMetadata === null) return view;
  const settlement = repeatedLabels(reservation.settlementMetadata);
  view.settlementMetadata = settlement.metadata!;
  view.settlementMetadataOmitted = settlement.metadataOmitted;
  return view;
}

/** Whether an entry repeats a reservation without all of its labels. */
export const isCut = ({ metadataOmitted, settlementMetadataOmitted }: ReservationView): boolean =>
  metadataOmitted !== undefined || settlementMetadataOmitted !== undefined;

/** An entry as it was recorded, with all labels of the settlements by then: it may repeat some of them only. */
export function withLabels(entry: EntryContent, labels: JsonObject | null): EntryContent {
  const { settlementMetadataOmitted, ...reservation } = entry.reservation!;
  if (settlementMetadataOmitted === undefined || labels === null) return entry;
  return { ...entry, reservation: { ...reservation, settlementMetadata: labels } };
}

/** Labels of settlements that a reservation keeps: as many as one settlement can have. */
const MAX_SETTLEMENT_LABELS = 32;

/**
 * The labels of all settlements of a reservation once one more has come: its own are all there, and of the earlier ones, in
 * the order of their names, as many as there is room for. The entries have all of them.
 */
export function settledLabels(before: JsonObject | null, own: JsonObject | null): JsonObject | null {
  const names = Object.keys(own ?? {});
  if (names.length === 0) return before;
  const earlier = Object.keys(before ?? {})
    .filter((name) => !Object.hasOwn(own!, name))
    .sort()
    .slice(0, MAX_SETTLEMENT_LABELS - names.length);
  const valueOf = (name: string) => (Object.hasOwn(own!, name) ? own![name]! : before![name]!);
  return Object.fromEntries([...names, ...earlier].sort().map((name) => [name, valueOf(name)]));
}

/** The labels of what is done to a reservation, the nearest first: its own, those of settlements before it, the reservation's. */
export const labelsNearest = (
  own: JsonObject | null,
  reservation: Pick<Reservation, 'metadata' | 'settlementMetadata'> | undefined,
): (JsonObject | null)[] => [own, reservation?.settlementMetadata ?? null, reservation?.metadata ?? null];
