import type { CounterRules } from './metric.js';

/** What the tiers of a price have seen in a window, in millionths of their unit. No limit holds for it. */
export const usage: CounterRules = {
  weight: () => 0n,
  isMoney: false,
  isLimited: false,
  endsWithWindow: true,
};
