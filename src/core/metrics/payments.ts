import type { CounterRules } from './metric.js';

/** The reservations of a vendor of which something was paid. No limit holds for them: one makes the vendor known. */
export const payments: CounterRules = {
  weight: ({ committed }) => (committed > 0n ? 1n : 0n),
  isMoney: false,
  isLimited: false,
  endsWithWindow: false,
};
