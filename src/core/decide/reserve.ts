import { assess, codeOf, denialOf, metersFor, type Assessment, type Meter } from '../assess.js';
import type { Budget, Tree } from '../budgets.js';
import type { Assess, Reserve } from '../commands.js';
import type { Draft } from '../draft.js';
import { limitText, reservationView, type Charge } from '../entries.js';
import type { JsonObject } from '../canonical.js';
import { formatAmount } from '../money.js';
import type { Outcome } from '../outcomes.js';
import type { Reservation } from '../reservations.js';
import { accepted, amountOf, deny, found, isRejection, versionRejection } from './common.js';

/** Sets money aside for one intended call, if every rule from the budget to the root lets it. */
export function reserve(draft: Draft, command: Reserve): Outcome {
  const target = found(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const amount = amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;

  const { assessment, meters } = look(draft, tree, budget, command, amount);
  if (assessment.violations.length > 0)
    return deny(draft, budget, 'reserve', denialOf(assessment, tree), {
      requested: request(command),
      ...(command.reason !== null && { reason: command.reason }),
    });

  const reservation: Reservation = {
    treeId: tree.id,
    id: command.reservationId,
    budgetId: budget.id,
    state: 'held',
    amount,
    held: amount,
    committed: 0n,
    refunded: 0n,
    vendor: command.vendor,
    category: command.category,
    runId: command.runId,
    taskId: command.taskId,
    reason: command.reason,
    overage: command.overage,
    charges: meters.flatMap(({ counter }) => (counter ? [counter.id] : [])),
    context: command.context,
    metadata: command.metadata,
    createdAt: draft.now,
    expiresAt: draft.now + command.ttlSeconds * 1000,
    settledAt: null,
  };
  draft.reservations.set(reservation.id, reservation);
  const charges = meters.map((meter) => chargeOf(draft, tree, meter));
  draft.move(
    budget.id,
    'reserve',
    { reserved: amount },
    {},
    {
      reservation: reservationView(reservation, tree.scale),
      ...(charges.length > 0 && { charges }),
      ...(assessment.notices.length > 0 && { notices: assessment.notices }),
      ...(command.context !== null && { context: command.context }),
    },
  );
  return accepted(draft, tree, budget.id);
}

/** The same decision without effect. */
export function assessReserve(draft: Draft, command: Assess): Outcome {
  const target = found(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const amount = amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  const { assessment } = look(draft, tree, budget, command, amount);
  const { violations, notices, largestAdmissible, retryAt } = assessment;
  return {
    status: 'assessed',
    assessed: {
      admissible: violations.length === 0,
      code: codeOf(violations),
      violations,
      notices,
      largestAdmissible: formatAmount(largestAdmissible, tree.scale),
      retryAt: retryAt === null ? null : new Date(retryAt).toISOString(),
    },
  };
}

function look(
  draft: Draft,
  tree: Tree,
  budget: Budget,
  purpose: Reserve | Assess,
  amount: bigint,
): { assessment: Assessment; meters: Meter[] } {
  const path = draft.path(budget);
  const meters = metersFor(draft, tree, path, purpose, amount);
  return { assessment: assess(draft, tree, path, amount, purpose, meters), meters };
}

function chargeOf(draft: Draft, tree: Tree, { envelope, counter, add }: Meter): Charge {
  if (counter) return draft.charge(counter, add, tree.scale, envelope.limit);
  return { envelopeId: envelope.id, limit: limitText(envelope.limit, envelope.metric, tree.scale) };
}

/** What was asked for, as the entry of a denial keeps it. */
const request = (command: Reserve): JsonObject => ({
  amount: command.amount,
  vendor: command.vendor,
  category: command.category,
  runId: command.runId,
  taskId: command.taskId,
  metadata: command.metadata,
});
