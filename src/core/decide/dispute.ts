import type { OpenDispute, RejectDispute, UpholdDispute, WithdrawDispute } from '../commands/disputes.js';
import type { Origin } from '../commands/origin.js';
import { answeredWith, disputable, disputableSeconds, type Dispute } from '../disputes.js';
import type { Draft } from '../draft.js';
import { timeText } from '../entries.js';
import { formatAmount } from '../money.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { isLive } from '../reservation-state.js';
import type { Reservation } from '../reservations.js';
import { accepted, amountOf, isRejection, versionRejection } from './common.js';
import { because, settle, target, wrongState, type Target } from './settle.js';

/** Says that something which was paid should come back: it waits for a person, and nothing moves before that. */
export function openDispute(draft: Draft, command: OpenDispute): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const { reason } = command;
  if (isBlank(reason)) return needsReason('A dispute needs a reason.');
  const { principal: by } = command.origin;
  const isPayer = draft.state.payers.get(reservation.id) === by;
  const left = disputable(reservation, isPayer, tree.scale);
  const amount = command.amount === null ? left : amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  const refusal =
    undisputable(reservation, left, isPayer, draft.now) ??
    versionRejection(budget, command.expectedVersion) ??
    empty(amount);
  if (refusal) return refusal;
  if (amount > left)
    return rejected(
      'refund_exceeds_committed',
      `${formatAmount(left, tree.scale)} of this reservation can be disputed.`,
      { field: 'amount', acceptable: formatAmount(left, tree.scale) },
    );
  const answered = reservation.dispute?.answered;
  const dispute: Dispute = {
    answer: null,
    ...(answered && { answered }),
    asked: formatAmount(amount, tree.scale),
    at: timeText(draft.now),
    by,
    ...(isPayer && { ofPayer: true }),
    reason,
    state: 'open',
  };
  settle(draft, on, { ...reservation, disputed: amount, dispute }, 'dispute_open', { reason });
  return accepted(draft, tree, budget.id);
}

/** Gives back what is disputed, or a part of it, as a refund does: no more than was asked for and has not come back since. */
export function upholdDispute(draft: Draft, command: UpholdDispute): Outcome {
  const on = decidedOn(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const { disputed, refunded } = reservation;
  const amount = command.amount === null ? disputed : amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  const refusal = versionRejection(budget, command.expectedVersion) ?? empty(amount);
  if (refusal) return refusal;
  if (amount > disputed)
    return rejected('dispute_exceeded', `${formatAmount(disputed, tree.scale)} is disputed.`, {
      field: 'amount',
      acceptable: formatAmount(disputed, tree.scale),
    });
  const { externalId } = command;
  const after: Reservation = {
    ...reservation,
    refunded: refunded + amount,
    disputed: 0n,
    dispute: answeredAs(draft, on, command, 'upheld', amount),
    refundExternalId: externalId ?? reservation.refundExternalId,
  };
  settle(draft, on, after, 'dispute_uphold', {
    ...because(command),
    ...(externalId !== null && { externalId }),
  });
  return accepted(draft, tree, budget.id);
}

/** Refuses it: what was paid stays paid. */
export function rejectDispute(draft: Draft, command: RejectDispute): Outcome {
  const on = decidedOn(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const { reason } = command;
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;
  if (isBlank(reason)) return needsReason('Rejecting a dispute needs a reason.');
  const dispute = answeredAs(draft, on, command, 'rejected', 0n);
  settle(draft, on, { ...reservation, disputed: 0n, dispute }, 'dispute_reject', { reason });
  return accepted(draft, tree, budget.id);
}

/** Takes it back. It can be opened again within its time. */
export function withdrawDispute(draft: Draft, command: WithdrawDispute): Outcome {
  const on = openOn(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation, dispute } = on;
  const { principal } = command.origin;
  if (principal !== dispute.by)
    return rejected('not_your_dispute', `${dispute.by} opened this dispute, and alone can withdraw it.`);
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;
  const withdrawn: Dispute = { ...dispute, state: 'withdrawn' };
  const after: Reservation = { ...reservation, disputed: 0n, dispute: withdrawn };
  settle(draft, on, after, 'dispute_withdraw', because(command));
  return accepted(draft, tree, budget.id);
}

/** What keeps a payment from being disputed at this time; null if nothing does. */
function undisputable(reservation: Reservation, left: bigint, isPayer: boolean, at: number): Rejected | null {
  const { committed, dispute, rating, refunded, settledAt } = reservation;
  if (isLive(reservation) || settledAt === null)
    return wrongState(reservation, 'disputed', 'committed, released or expired');
  // That of the holder who reserved takes the place of one that somebody else has opened.
  if (dispute?.state === 'open' && (dispute.ofPayer || !isPayer))
    return rejected('dispute_exists', 'A dispute is open on this reservation.');
  if (committed === refunded)
    return rejected('reservation_state', 'Nothing that was paid is left to dispute.');
  if (left === 0n)
    return rejected('dispute_exists', 'All that was paid has been disputed, and people have answered.');
  const seconds = disputableSeconds(rating);
  const until = settledAt + seconds * 1_000;
  if (at < until) return null;
  const detail =
    seconds === 0
      ? 'The price that it was paid by says that it cannot be disputed.'
      : `It could be disputed until ${timeText(until)}.`;
  return rejected('dispute_too_late', detail, { until: timeText(until) });
}

type Disputed = Target & { dispute: Dispute };

/** A reservation with an open dispute. */
function openOn(draft: Draft, command: UpholdDispute | RejectDispute | WithdrawDispute): Disputed | Rejected {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { dispute } = on.reservation;
  if (dispute?.state !== 'open')
    return rejected('reservation_state', 'No dispute is open on this reservation.');
  return { ...on, dispute };
}

/** The same for somebody who may decide on it. */
function decidedOn(draft: Draft, command: UpholdDispute | RejectDispute): Disputed | Rejected {
  const on = openOn(draft, command);
  if (isRejection(on)) return on;
  return otherDispute(on.dispute, command.openedAt) ?? ownDispute(on.dispute, command.origin) ?? on;
}

/** What was seen may have been withdrawn, or made place for that of who reserved. */
const otherDispute = ({ at, by }: Dispute, openedAt: string | null): Rejected | null =>
  openedAt === null || openedAt === at
    ? null
    : rejected('reservation_state', `Another dispute is open: ${by} opened it at ${at}.`, {
        field: 'openedAt',
      });

/** As with approvals: nobody decides on what they, or who handed out their key, have asked for. */
function ownDispute({ by: opener }: Dispute, { principal: by, issuedBy }: Origin): Rejected | null {
  if (by === opener)
    return rejected('own_request', `${by} opened this dispute, so somebody else has to decide.`);
  // Who handed a key out could have kept it.
  if (issuedBy.includes(opener))
    return rejected('own_request', `${opener} opened this dispute and issued the key of ${by}.`);
  return null;
}

const answeredAs = (
  draft: Draft,
  { tree, dispute }: Disputed,
  { origin, reason, ...more }: UpholdDispute | RejectDispute,
  state: 'upheld' | 'rejected',
  refunded: bigint,
): Dispute => ({
  ...dispute,
  answer: {
    at: timeText(draft.now),
    by: origin.principal,
    ...('externalId' in more && more.externalId !== null && { externalId: more.externalId }),
    reason,
    refunded: formatAmount(refunded, tree.scale),
  },
  answered: answeredWith(dispute, tree.scale),
  state,
});

const isBlank = (reason: string | null): reason is null => reason === null || reason.trim() === '';

const needsReason = (detail: string): Rejected => rejected('reason_required', detail, { field: 'reason' });

const empty = (amount: bigint): Rejected | null =>
  amount > 0n
    ? null
    : rejected('invalid_amount', 'A dispute is about more than nothing.', { field: 'amount' });
