import { laterOf, type Assessment } from '../assess.js';
import { isClosed, type Budget } from '../budgets.js';
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
    const notices = trips.filter((trip) => trip.budgetId === budgetId);
    const tripped = new Set(notices.map(({ envelopeId }) => envelopeId));
    const fromAbove = draft.envelopesOf(budgetId).some((one) => one.fromAbove && tripped.has(one.id));
    const stop = stopOf(budget, null, fromAbove);
    // A cost may have stopped it in this very decision.
    if (!stop) continue;
    draft.record(budget, { ...budget, ...stop }, 'pause', {
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
 * What stops a budget until a time, or (null) until a person resumes it. On top of another stop it keeps what is stricter
 * of both: the later end, and that it is for those above to resume. Null where that changes nothing, and once it is closed.
 */
export function stopOf(budget: Budget, until: number | null, fromAbove: boolean): Stop | null {
  const { state, pausedUntil, revision } = budget;
  if (isClosed(budget)) return null;
  const isStopped = state !== 'active';
  const stop: Stop = {
    state: 'paused',
    pausedUntil: isStopped ? laterOf(pausedUntil, until) : until,
    stoppedFromAbove: budget.stoppedFromAbove || fromAbove,
    revision: revision + 1,
  };
  const isAsFirm =
    state === 'paused' &&
    stop.pausedUntil === pausedUntil &&
    stop.stoppedFromAbove === budget.stoppedFromAbove;
  return isAsFirm ? null : stop;
}

/** What can be promised to a request that pauses a budget on its path: from now on nothing passes by waiting. */
export function withoutPromises(assessment: Assessment): Assessment {
  return assessment.trips.length > 0 ? { ...assessment, largestAdmissible: 0n, retryAt: null } : assessment;
}
