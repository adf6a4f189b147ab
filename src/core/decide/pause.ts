import type { Assessment } from '../assess.js';
import type { Budget } from '../budgets.js';
import type { Draft } from '../draft.js';

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
    // A debt may have paused it in this very decision.
    if (budget.state !== 'active') continue;
    const notices = trips.filter((trip) => trip.budgetId === budgetId);
    const stops = new Set(notices.map(({ envelopeId }) => envelopeId));
    const stoppedFromAbove = draft.envelopesOf(budgetId).some((one) => one.fromAbove && stops.has(one.id));
    const revision = budget.revision + 1;
    const after: Budget = { ...budget, state: 'paused', stoppedFromAbove, revision };
    draft.record(budget, after, 'pause', {
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

/** What can be promised to a request that pauses a budget on its path: from now on nothing passes by waiting. */
export function withoutPromises(assessment: Assessment): Assessment {
  return assessment.trips.length > 0 ? { ...assessment, largestAdmissible: 0n, retryAt: null } : assessment;
}
