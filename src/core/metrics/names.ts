import type { CounterRules } from './metric.js';

/** The names that an envelope with `per` has taken up in a day. They are given back by nothing that is reserved. */
export const names: CounterRules = {
  weight: () => 0n,
  isMoney: false,
  isLimited: false,
  endsWithWindow: true,
};
