import { amount } from './amount.js';
import { count } from './count.js';
import { denials } from './denials.js';
import { names } from './names.js';
import { payments } from './payments.js';
import { usage } from './usage.js';
import type { CounterRules, MetricRules, Weighed } from './metric.js';

/**
 * What an envelope can count: money, reservations, or requests for a reservation that were denied. The order is that in
 * which the API names them.
 */
export const METRIC_RULES = { amount, count, denials } satisfies Record<string, MetricRules>;

/** What counters count: the above, the payments that make a vendor known, the names that `per` takes up, and what tiers of prices have seen. */
export const COUNTER_RULES = { ...METRIC_RULES, payments, names, usage } satisfies Record<
  string,
  CounterRules
>;

/** What a reservation weighs in a counter of this metric. */
export const weight = (reservation: Weighed, metric: keyof typeof COUNTER_RULES): bigint =>
  COUNTER_RULES[metric].weight(reservation);
