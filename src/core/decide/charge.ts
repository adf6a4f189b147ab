import { metersFor } from '../assess.js';
import type { Budget, Tree } from '../budgets.js';
import type { RecordCharge } from '../commands/charging.js';
import type { Draft } from '../draft.js';
import type { Counter } from '../envelopes.js';
import { reaches } from '../keys.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import type { Rating } from '../prices/rating.js';
import { newReservation } from '../reservations.js';
import { boundsOf } from '../scopes.js';
import { externalKey } from '../state.js';
import { budgetFound, isRejection, versionRejection } from './common.js';
import { pay } from './paying.js';
import { costOf, countInTiers, happenedAt, priceInForce } from './rating.js';

/**
 * Records what was paid without a hold before: it is committed above a hold of nothing, by the rules of a late commit, in
 * the windows that are under way now. What its reporter may not record becomes a claim.
 */
export function charge(draft: Draft, command: RecordCharge): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const occurredAt = happenedAt(draft, command);
  if (occurredAt === null)
    return rejected('invalid_time', 'A charge happened in the last 400 days, and not in the future.', {
      field: 'occurredAt',
    });
  const rating = ratingFor(draft, tree, budget, command, occurredAt);
  if (isRejection(rating)) return rating;
  const { amount, usage, externalId } = command;
  const reservation = newReservation(budget, command, draft.now);
  reservation.occurredAt = occurredAt;
  reservation.rating = rating;
  reservation.externalId = externalId;
  reservation.outcome = command.outcome;
  reservation.settledAt = draft.now;
  const cost = costOf(draft, tree, reservation, { amount, usage, total: null, totalUsage: null });
  if (isRejection(cost)) return cost;
  const refused = versionRejection(budget, command.expectedVersion) ?? existing(draft, command);
  if (refused) return refused;

  const { authority } = command.origin;
  const named = boundsOf(authority, tree, budget.id, command, 0n);
  // Whom the key may not pay at all is no question of how much: it is denied, and nothing is claimed.
  const overage = named.violations.length > 0 ? 'available' : command.overage;
  const bounds = boundsOf(authority, tree, budget.id, command, cost.amount);
  const payments = paymentsFor(draft, tree, budget, command, cost.amount);
  for (const counter of payments) draft.putCounter(counter);
  reservation.charges = payments.map(({ id }) => id);
  const payment = { asked: command, cost, final: true, overage, bounds };
  const outcome = pay(draft, { tree, budget, reservation }, payment);
  if (outcome.status === 'accepted') countInTiers(draft, tree, rating, cost);
  else for (const { id } of payments) draft.dropCounter(id);
  return outcome;
}

/** The price by which usage is rated; null where the amount is said. */
const ratingFor = (
  draft: Draft,
  tree: Tree,
  budget: Budget,
  command: RecordCharge,
  at: number,
): Rating | null | Rejected =>
  command.amount === null ? priceInForce(draft, tree, budget, command, at) : null;

/** In a tree a name of a vendor is charged once: an invoice that is worked off twice is paid once. */
function existing({ state }: Draft, { treeId, vendor, externalId, origin }: RecordCharge): Rejected | null {
  const first =
    externalId === null ? undefined : state.externals.get(externalKey(treeId, { vendor, externalId }));
  if (!first) return null;
  const { authority } = origin;
  // What lies outside of somebody's reach has no id for them.
  const isReached = authority === null || reaches(authority, first.budgetId, first.path);
  return rejected('charge_exists', `${vendor} was paid for ${externalId} before.`, {
    field: 'externalId',
    ...(isReached && { reservationId: first.id }),
  });
}

/** What knows whether the vendor was paid, of the envelopes to which it is new. */
const paymentsFor = (
  draft: Draft,
  tree: Tree,
  budget: Budget,
  command: RecordCharge,
  amount: bigint,
): Counter[] =>
  metersFor(draft, tree, draft.path(budget), command, amount).flatMap(({ payments }) => payments ?? []);
