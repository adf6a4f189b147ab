import { overTime, type Measured, type MetricRules, type Misfit } from './metric.js';

/** Requests for a reservation that were denied. What was reserved has no weight among them. */
export const denials: MetricRules = {
  weight: () => 0n,
  isMoney: false,
  isLimited: true,
  endsWithWindow: true,
  counts: 'denials',
  rule: 'count_exceeded',
  past: null,
  misfit: (envelope) => overTime(envelope) ?? misfit(envelope),
};

/** A denial is over when it is counted, so that nothing can be denied or asked any more. */
function misfit({ onExceed, relative }: Measured): Misfit | null {
  if (onExceed !== 'pause' && onExceed !== 'notify')
    return {
      field: 'onExceed',
      detail: 'Too many denials pause or notify: deny and approve have nothing left to do.',
    };
  return relative === null
    ? null
    : { field: 'relative', detail: 'There is no usual number of denials: set a limit.' };
}
