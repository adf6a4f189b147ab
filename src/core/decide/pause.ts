import type { Assessment } from '../assess.js';
import type { Budget } from '../budgets.js';
import type { Draft } from '../draft.js';
import type { Stop } from './settle.js';

/**
 * Stops the budgets whose `pause` envelopes a request would have passed, each with an entry of its own that names the
 * request's budget as its cause. From now on nothing passes until somebody resumes them.
 */
export function pauseTripped(
  draft: Draft,
  asking: Budget,
  { trips }: Pick<Assessment, 'trips'>,
  reservationId?: string,
): void {
  for (const budgetId of new Set(trips.map((trip) => trip.budgetId))) {
    const budget = draft.budget(budgetId);
    // A cost may have stopped it in this very decision.
    const stop = stopOf(budget, null);
    if (!stop) continue;
    const notices = trips.filter((trip) => trip.budgetId === budgetId);
    const stops = new Set(notices.map(({ envelopeId }) => envelopeId));
    const stoppedFromAbove = draft.envelopesOf(budgetId).some((one) => one.fromAbove && stops.has(one.id));
    draft.record(budget, { ...budget, ...stop, stoppedFromAbove }, 'pause', {
      cause: { budgetId: asking.id, envelopeId: notices[0]?.envelopeId, reservationId },
      notices,
    });
  }
}

/**
 * What a denied request stops: the budgets whose `pause` envelopes alone were in its way. One that something else denies
 * as well would have spent nothing, and stops nobody.
 */
export const tripsAlone = (assessment: Assessment): Assessment =>
  assessment.trips.length === assessment.violations.length ? assessment : { ...assessment, trips: [] };

/**
 * What stops a budget until a time, or (null) until a person resumes it. A stop that lasts longer extends the one there
 * is; null where there is nothing to stop or to extend.
 */
export function stopOf({ state, pausedUntil, revision }: Budget, until: number | null): Stop | null {
  const stop: Stop = { state: 'paused', pausedUntil: until, revision: revision + 1 };
  if (state === 'active') return stop;
  const isLonger = pausedUntil !== null && (until === null || until > pausedUntil);
  return state === 'paused' && isLonger ? stop : null;
}

/** What can be promised to a request that pauses a budget on its path: from now on nothing passes by waiting. */
export function withoutPromises(assessment: Assessment): Assessment {
  return assessment.trips.length > 0 ? { ...assessment, largestAdmissible: 0n, retryAt: null } : assessment;
}
