import { isLive } from '../reservation-state.js';
import { overTime, withoutRequests, type MetricRules } from './metric.js';

/** Calls: a reservation whose call took place or still may is one. */
export const count: MetricRules = {
  weight: (reservation) =>
    isLive(reservation) || reservation.state === 'committed' || reservation.committed > 0n ? 1n : 0n,
  isMoney: false,
  isLimited: true,
  endsWithWindow: false,
  counts: 'reservations',
  rule: 'count_exceeded',
  past: 'count',
  misfit: (envelope) => overTime(envelope) ?? withoutRequests(envelope),
};
