import { withoutRequests, type MetricRules } from './metric.js';

/** Money: held, or paid less refunds. */
export const amount: MetricRules = {
  weight: ({ held, committed, refunded }) => held + committed - refunded,
  isMoney: true,
  isLimited: true,
  endsWithWindow: false,
  counts: 'reservations',
  rule: 'envelope_exceeded',
  past: 'amount',
  misfit: withoutRequests,
};
