import type { DismissClaim, SettleClaim } from '../commands/claims.js';
import type { Draft } from '../draft.js';
import { formatAmount } from '../money.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { isLive } from '../reservation-state.js';
import type { Reservation } from '../reservations.js';
import { accepted, amountOf, isRejection, versionRejection } from './common.js';
import { mayRecord, passedBy, recordCost } from './overdraft.js';
import { because, settle, target, type Target } from './settle.js';

/** Pays what is claimed, or a part of it, whatever it exceeds: for keys that may record costs above limits. */
export function settleClaim(draft: Draft, command: SettleClaim): Outcome {
  const on = claimedOn(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const amount = command.amount === null ? reservation.claimed : amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  if (amount > reservation.claimed)
    return rejected('claim_exceeded', `${formatAmount(reservation.claimed, tree.scale)} is claimed.`, {
      field: 'amount',
    });

  const after = settled(reservation, amount);
  const passed = passedBy(draft, on, after, amount);
  const { may, stops } = mayRecord(draft, on, passed);
  if (!may) return beyond();
  recordCost(draft, on, after, 'claim_settle', passed, { ...because(command), stops });
  return accepted(draft, tree, budget.id);
}

/** Drops what is claimed: it was not a cost, or not one of this budget. For keys that may pay all of it. */
export function dismissClaim(draft: Draft, command: DismissClaim): Outcome {
  const on = claimedOn(draft, command);
  if (isRejection(on)) return on;
  const { reason } = command;
  if (reason === null || reason.trim() === '')
    return rejected('reason_required', 'Dismissing a claim needs a reason.', { field: 'reason' });
  // Who may not pay it all does not say that it is none either.
  const { claimed } = on.reservation;
  const passed = passedBy(draft, on, settled(on.reservation, claimed), claimed);
  if (!mayRecord(draft, on, passed).may) return beyond();
  settle(draft, on, { ...on.reservation, claimed: 0n, claim: null }, 'claim_dismiss', { reason });
  return accepted(draft, on.tree, on.budget.id);
}

/** The reservation as it is when so much of its claim is paid. */
function settled(reservation: Reservation, amount: bigint): Reservation {
  const after: Reservation = {
    ...reservation,
    committed: reservation.committed + amount,
    claimed: reservation.claimed - amount,
  };
  if (after.claimed > 0n) return after;
  after.claim = null;
  if (reservation.claim?.final && !isLive(reservation)) after.state = 'committed';
  return after;
}

/** A reservation that has a claim. */
function claimedOn(draft: Draft, command: SettleClaim | DismissClaim): Target | Rejected {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  if (on.reservation.claim === null)
    return rejected('reservation_state', 'Nothing is claimed on this reservation.');
  return versionRejection(on.budget, command.expectedVersion) ?? on;
}

const beyond = (): Rejected =>
  rejected(
    'overdraft_bound',
    'The key lacks the action overdraft, or its largestOverdraft does not reach this far.',
  );
