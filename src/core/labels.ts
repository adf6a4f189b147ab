import type { JsonObject } from './canonical.js';
import type { ReservationView } from './entries.js';
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
  return view;
}
