import type { CounterMetric } from '../core/metrics/metrics.js';
import { isLive, type ReservationState } from '../core/reservation-state.js';

// The audit's own arithmetic, beside that of core/metrics: it is held against what that came to.

interface Weighed {
  state: ReservationState;
  held: bigint;
  committed: bigint;
  refunded: bigint;
}

/** What a reservation weighs by now, by each metric that counts reservations; counts as whole numbers. */
export interface AuditedWeights {
  amount: bigint;
  count: bigint;
  payments: bigint;
}

export const noWeights = (): AuditedWeights => ({ amount: 0n, count: 0n, payments: 0n });

/** Adds what a reservation weighs, when all is replayed. */
export function addWeights(weights: AuditedWeights, reservation: Weighed): void {
  const { held, committed, refunded, state } = reservation;
  weights.amount += held + committed - refunded;
  // A call that never happened gives its count back; one that was paid for happened.
  if (isLive(reservation) || state === 'committed' || committed > 0n) weights.count += 1n;
  if (committed > 0n) weights.payments += 1n;
}

/** What the journal comes to for one counter. */
interface Summed {
  seeds: number;
  names: number;
  denials: number;
  weights: AuditedWeights;
}

interface Counted {
  isMoney: boolean;
  /** What its use is made of. */
  what: string;
  sum(counter: Summed): bigint;
  /** Whether every charge of it is a denial. */
  isOfDenials: boolean;
  /** Whether it may be freed once its window is over, whatever is left in it. */
  endsWithWindow: boolean;
}

const ofReservations = (metric: keyof AuditedWeights): Counted => ({
  isMoney: metric === 'amount',
  what: 'the weight of its reservations',
  sum: ({ seeds, weights }) => BigInt(seeds) + weights[metric],
  isOfDenials: false,
  endsWithWindow: false,
});

const COUNTED: Readonly<Record<Exclude<CounterMetric, 'usage'>, Counted>> = {
  amount: ofReservations('amount'),
  count: ofReservations('count'),
  payments: ofReservations('payments'),
  denials: {
    isMoney: false,
    what: 'its denials',
    sum: ({ denials }) => BigInt(denials),
    isOfDenials: true,
    endsWithWindow: true,
  },
  names: {
    isMoney: false,
    what: 'its names',
    sum: ({ names }) => BigInt(names),
    isOfDenials: false,
    endsWithWindow: true,
  },
};

/** What the audit knows of a metric of envelopes: see replay/tier-counters.ts for those of prices. One that there is not, where somebody has changed a row, counts like calls. */
export const countedBy = (metric: string): Counted =>
  Object.hasOwn(COUNTED, metric) ? COUNTED[metric as keyof typeof COUNTED] : COUNTED.count;

/** Decimals of what is counted: whole numbers, or those of the tree. */
export const auditedScale = (metric: string, scale: number): number =>
  countedBy(metric).isMoney ? scale : 0;
