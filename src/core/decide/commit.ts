import { isApproved } from '../approvals.js';
import type { Commit } from '../commands/settling.js';
import type { Draft } from '../draft.js';
import { rejected, type Outcome } from '../outcomes.js';
import type { Reservation } from '../reservations.js';
import { UNBOUNDED } from '../scopes.js';
import { isRejection, versionRejection } from './common.js';
import { pay } from './paying.js';
import { costOf, countInTiers } from './rating.js';
import { target, wrongState } from './settle.js';
import { tokenExcess } from './tokens.js';

/** Where what a call cost can still be recorded: it may come back after its hold is gone, by its time, a release or a close. */
const COMMITTABLE: ReadonlySet<Reservation['state']> = new Set(['held', 'expired', 'released']);

/** Pays: out of the hold, and what exceeds it as the reservation's `overage` says. */
export function commit(draft: Draft, asked: Commit): Outcome {
  const on = target(draft, asked);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const cost = costOf(draft, tree, reservation, asked);
  if (isRejection(cost)) return cost;
  // What else it cost is a charge of its own.
  if (reservation.occurredAt !== null)
    return rejected('reservation_state', 'It is a charge, and was recorded whole.');
  if (!COMMITTABLE.has(reservation.state))
    return wrongState(reservation, 'committed', 'held, expired or released');
  // Nobody was to call on the strength of it, and so there is no cost.
  if (!isApproved(reservation.approval))
    return rejected('reservation_state', `The reservation was ${reservation.state} before it was approved.`);
  const stale = versionRejection(budget, asked.expectedVersion);
  if (stale) return stale;
  const excess = tokenExcess(asked, on, cost.amount);
  if (excess) return excess;
  const { final } = asked;
  const overage = asked.overage ?? reservation.overage;
  const outcome = pay(draft, on, { asked, cost, final, overage, bounds: UNBOUNDED });
  if (outcome.status === 'accepted') countInTiers(draft, tree, reservation.rating, cost);
  return outcome;
}
