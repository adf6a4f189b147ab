import { isApproved, type Approval } from '../approvals.js';
import { assess, denialOf, type Assessment } from '../assess.js';
import type { Approve, Reject } from '../commands/approvals.js';
import type { Origin } from '../commands/origin.js';
import type { Details, Draft } from '../draft.js';
import { timeText } from '../entries.js';
import { repeatedView } from '../labels.js';
import { reaches } from '../keys.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import type { Reservation } from '../reservations.js';
import { accepted, deny, isRejection, versionRejection } from './common.js';
import { metersOf, settle, target, wrongState, type Target } from './settle.js';

type Waiting = Target & { approval: Approval };

/** One person's consent. The last one that is needed is only taken if the reservation would still be allowed. */
export function approve(draft: Draft, command: Approve): Outcome {
  const on = waitingFor(draft, command, 'approved');
  if (isRejection(on)) return on;
  const { tree, budget, reservation, approval } = on;
  const by = command.origin.principal;
  if (approval.given.some((consent) => consent.by === by))
    return rejected('already_approved', `${by} has already approved this reservation.`);
  if (command.fingerprint !== null && command.fingerprint !== approval.fingerprint)
    return rejected('fingerprint_mismatch', 'The fingerprint is not that of the request that waits.', {
      field: 'fingerprint',
    });

  const details: Details = command.reason === null ? {} : { reason: command.reason };
  const { reason: comment, fingerprint } = command;
  const given = [...approval.given, { at: timeText(draft.now), by, comment, fingerprint }];
  const after: Reservation = { ...reservation, approval: { ...approval, given } };
  if (isApproved(after.approval)) {
    const assessment = assessAgain(draft, on);
    if (assessment.violations.length > 0)
      // The consent is not kept: it is given again when nothing is in the way any more.
      return deny(draft, budget, 'approve', denialOf(assessment, tree), {
        reservation: repeatedView(reservation, tree.scale),
        requested: { fingerprint: command.fingerprint },
        ...details,
      });
    after.state = 'held';
    after.expiresAt = draft.now + approval.ttlSeconds * 1000;
    if (assessment.notices.length > 0) details.notices = assessment.notices;
  }
  settle(draft, on, after, 'approve', details);
  return accepted(draft, tree, budget.id);
}

/** One person's refusal, which is enough: the money goes back. */
export function reject(draft: Draft, command: Reject): Outcome {
  const on = waitingFor(draft, command, 'rejected');
  if (isRejection(on)) return on;
  const { tree, budget, reservation, approval } = on;
  const { reason } = command;
  if (reason === null || reason.trim() === '')
    return rejected('reason_required', 'A rejection needs a reason.', { field: 'reason' });
  const rejection = { at: timeText(draft.now), by: command.origin.principal, reason };
  const after: Reservation = {
    ...reservation,
    state: 'rejected',
    held: 0n,
    approval: { ...approval, rejection },
  };
  settle(draft, on, after, 'reject', { reason });
  return accepted(draft, tree, budget.id);
}

/** A reservation on which this principal may decide now. */
function waitingFor(draft: Draft, command: Approve | Reject, done: string): Waiting | Rejected {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { budget, reservation } = on;
  const { approval } = reservation;
  const refusal =
    reservation.state !== 'pending_approval' || approval === null
      ? wrongState(reservation, done, 'pending_approval')
      : (refusalOf(draft, on, approval, command.origin) ?? versionRejection(budget, command.expectedVersion));
  if (isRejection(refusal)) return refusal;
  return { ...on, approval: approval! };
}

function refusalOf(draft: Draft, on: Target, approval: Approval, origin: Origin): Rejected | null {
  const { principal: by, issuedBy } = origin;
  const { askedBy, approvers } = approval;
  if (by === askedBy)
    return rejected('own_request', `${by} asked for this reservation, so somebody else has to decide.`);
  // Who handed a key out could have kept it.
  if (issuedBy.includes(askedBy))
    return rejected('own_request', `${askedBy} asked for this reservation and issued the key of ${by}.`);
  if (approvers !== null && !approvers.includes(by))
    return rejected('not_an_approver', `${by} is not one of the approvers.`);
  if (!reachesAsking(draft, on, approval, origin))
    return rejected(
      'approver_out_of_reach',
      `An envelope of a budget that ${by} does not reach needs the approval, and does not name ${by}.`,
    );
  // Nothing is approved late, even where no replica has come to expire it.
  if (on.reservation.expiresAt <= draft.now)
    return rejected('approval_too_late', 'The time for deciding is over.');
  return null;
}

/**
 * Whether each envelope that asked, and asks still, lies where the one who answers may act, or names them: who may
 * decide on a part of a tree does not decide for all of it.
 */
function reachesAsking(
  draft: Draft,
  { budget }: Target,
  { envelopes }: Approval,
  { principal, authority }: Origin,
): boolean {
  if (authority === null) return true;
  return draft
    .path(budget)
    .every(
      (place) =>
        reaches(authority, place.id, place.path) ||
        draft
          .envelopesOf(place.id)
          .every(
            ({ id, approve }) =>
              !envelopes.includes(id) || approve === null || approve.approvers?.includes(principal) === true,
          ),
    );
}

/**
 * What the reservation would meet if it were made now: states, policies, and the limits of the windows that it is
 * counted in. Its money is set aside already, and its own weight is not counted twice.
 */
function assessAgain(draft: Draft, { tree, budget, reservation }: Target): Assessment {
  const path = draft.path(budget);
  const nothing: Reservation = { ...reservation, state: 'expired', held: 0n };
  const meters = metersOf(draft, path, nothing, reservation).map((meter) => ({
    ...meter,
    // Its counters hold it already; a limit for each transaction has none.
    used: meter.counter === null ? meter.used : meter.used - meter.add,
    // Who decides stops nobody: what would have paused the budget is only in the way.
    onExceed: meter.onExceed === 'pause' ? ('deny' as const) : meter.onExceed,
  }));
  const assessment = assess(draft, tree, path, 0n, reservation, meters);
  // Nothing else than the reservation as it was asked for can be approved, and its windows do not turn.
  return { ...assessment, largestAdmissible: 0n, retryAt: null };
}
