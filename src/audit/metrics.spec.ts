import { COUNTER_RULES, weight } from '../core/metrics/rules.js';
import { METRICS } from '../core/metrics/metrics.js';
import { RESERVATION_STATES } from '../core/reservation-state.js';
import { addWeights, auditedScale, countedBy, noWeights } from './metrics.js';

/** All but what tiers of prices have seen, which the audit works out anew: see replay/ratings.ts. */
const METRICS_OF_COUNTERS = (Object.keys(COUNTER_RULES) as (keyof typeof COUNTER_RULES)[]).filter(
  (metric) => metric !== 'usage',
);

describe('the arithmetic of the audit', () => {
  it.each(['amount', 'count', 'payments'] as const)('comes to what the rules weigh by %s', (metric) => {
    for (const state of RESERVATION_STATES)
      for (const held of [0n, 7n])
        for (const committed of [0n, 5n])
          for (const refunded of [0n, 3n]) {
            const reservation = { state, held, committed, refunded };
            const weights = noWeights();
            addWeights(weights, reservation);
            expect({ reservation, weight: weights[metric] }).toEqual({
              reservation,
              weight: weight(reservation, metric),
            });
          }
  });

  it.each(METRICS_OF_COUNTERS)('writes and frees counters of %s as the rules do', (metric) => {
    const { isMoney, endsWithWindow } = COUNTER_RULES[metric];
    expect(countedBy(metric)).toMatchObject({ isMoney, endsWithWindow });
    expect(auditedScale(metric, 6)).toBe(isMoney ? 6 : 0);
  });

  it('goes on where a row names a metric that there is not', () => {
    expect(METRICS).not.toContain('constructor');
    expect(auditedScale('constructor', 6)).toBe(0);
  });
});
