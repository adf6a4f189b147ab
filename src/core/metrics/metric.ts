import type { ReservationState } from '../reservation-state.js';
import type { Window } from '../windows.js';

/** What of a reservation has weight in a counter. */
export interface Weighed {
  state: ReservationState;
  held: bigint;
  committed: bigint;
  refunded: bigint;
}

/** What of an envelope has to go with its metric. */
export interface Measured {
  window: Window;
  per: string | null;
  onExceed: string;
  relative: object | null;
}

/** Why an envelope cannot have its metric: the field that does not go with it, and what is wrong. */
export interface Misfit {
  field: keyof Measured;
  detail: string;
}

/** All that counters of one kind have of their own. */
export interface CounterRules {
  /** What a reservation weighs. A call that never happened weighs nothing. */
  weight(reservation: Weighed): bigint;
  /** Whether it is counted in the smallest units of the tree; all else is counted in whole numbers. */
  isMoney: boolean;
  /** Whether the limit of the envelope is one of this counter. */
  isLimited: boolean;
  /** Whether what it counted is of no use once its window is over, whatever is left in it. */
  endsWithWindow: boolean;
}

/** All that one metric of envelopes has of its own. */
export interface MetricRules extends CounterRules {
  /** What it counts: reservations, where they pass, or requests for one that were denied. */
  counts: 'reservations' | 'denials';
  /** The rule that a request above the limit breaks. */
  rule: 'envelope_exceeded' | 'count_exceeded';
  /** Which part of what was spent before a relative limit follows; null where it has no past. */
  past: 'amount' | 'count' | null;
  /** What of the envelope does not go with it; null where all does. */
  misfit(envelope: Measured): Misfit | null;
}

/** Within one transaction only money can be limited, as the transaction itself is always one. */
export const overTime = ({ window }: Measured): Misfit | null =>
  window === 'transaction'
    ? {
        field: 'window',
        detail: 'Within one transaction there is nothing to count: choose a longer window.',
      }
    : null;

/** Only denied requests are counted by what they ask for. */
export const withoutRequests = ({ per }: Measured): Misfit | null =>
  per === 'request' ? { field: 'per', detail: '`per` request goes with the metric denials.' } : null;
