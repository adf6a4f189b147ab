import { formatAmount } from '../money.js';
import { COUNTER_RULES, METRIC_RULES } from './rules.js';

/** What an envelope counts: one file of this folder for each. */
export type Metric = keyof typeof METRIC_RULES;
export const METRICS = Object.keys(METRIC_RULES) as [Metric, ...Metric[]];

/**
 * What counters count: what envelopes do, and besides the payments of those for new vendors, and the names that those with
 * `per` take up.
 */
export type CounterMetric = keyof typeof COUNTER_RULES;

/** Whether a metric counts money, in the smallest units of the tree. */
export const isMoney = (metric: CounterMetric): boolean => COUNTER_RULES[metric].isMoney;

/** Counts are whole numbers, amounts have the tree's decimals. */
export const scaleOf = (metric: CounterMetric, scale: number): number => (isMoney(metric) ? scale : 0);

/** What is counted by a metric, as text. */
export const limitText = (limit: bigint, metric: CounterMetric, scale: number): string =>
  formatAmount(limit, scaleOf(metric, scale));
