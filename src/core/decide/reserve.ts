import { askOf, newApproval, type Approval } from '../approvals.js';
import { assess, codeOf, denialOf, metersFor, type Assessment, type Meter } from '../assess.js';
import type { Budget, Tree } from '../budgets.js';
import type { RecordCharge } from '../commands/charging.js';
import type { DryRun, Reserve } from '../commands/reserving.js';
import type { Details, Draft } from '../draft.js';
import { timeText, type Charge } from '../entries.js';
import { reservationView } from '../views.js';
import { limitText } from '../metrics/metrics.js';
import type { JsonObject } from '../canonical.js';
import { may } from '../keys.js';
import { repeatedLabels } from '../labels.js';
import { formatAmount } from '../money.js';
import { withNames } from '../naming.js';
import type { Decision, Outcome } from '../outcomes.js';
import { firstViolations, type Violation } from '../violations.js';
import { newReservation } from '../reservations.js';
import { boundsOf } from '../scopes.js';
import { accepted, deny, budgetFound, isRejection, versionRejection } from './common.js';
import { countDenial } from './denials.js';
import { largestUsage, wished, type Wished } from './rating.js';
import { pauseTripped, tripsAlone, withoutPromises } from './pause.js';

/**
 * Sets money aside for one intended call, if every rule from the budget to the root lets it. Above the limit of an
 * `approve` envelope it waits, with its money set aside, until people have agreed.
 */
export function reserve(draft: Draft, command: Reserve): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const wish = wished(draft, tree, budget, command);
  if (isRejection(wish)) return wish;
  const { amount, rated } = wish;
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;

  const { assessment, meters } = look(draft, tree, budget, command, amount);
  if (assessment.violations.length > 0) {
    const asked = { ...command, amount: formatAmount(amount, tree.scale) };
    const { charges, notices, trips } = countDenial(draft, tree, draft.path(budget), asked);
    const tripped = { ...assessment, trips: [...tripsAlone(assessment).trips, ...trips] };
    const outcome = deny(draft, budget, 'reserve', denialOf(withoutPromises(tripped), tree), {
      requested: wishAsked(asked),
      ...(command.reason !== null && { reason: command.reason }),
      ...metBy({ charges, notices }),
    });
    pauseTripped(draft, budget, tripped);
    return outcome;
  }
  const approval = approvalFor(draft, command, assessment);

  const reservation = newReservation(budget, command, draft.now);
  reservation.state = approval === null ? 'held' : 'pending_approval';
  reservation.amount = amount;
  reservation.held = amount;
  reservation.rating = rated?.rating ?? null;
  reservation.approval = approval;
  reservation.charges = meters.flatMap(({ counter, payments }) => counter?.id ?? payments?.id ?? []);
  reservation.onExpiry = command.onExpiry;
  if (command.tokenHash !== null) reservation.token = { hash: command.tokenHash, revokedAt: null };
  reservation.context = command.context;
  reservation.expiresAt =
    approval === null ? draft.now + command.ttlSeconds * 1000 : Date.parse(approval.deadline);
  draft.reservations.set(reservation.id, reservation);
  const charges = meters.flatMap((meter) => chargesOf(draft, tree, meter));
  draft.move(
    budget.id,
    'reserve',
    { reserved: amount },
    {},
    {
      reservation: reservationView(reservation, tree.scale),
      ...metBy({ charges, notices: assessment.notices }),
      ...(command.context !== null && { context: command.context }),
      ...(rated && ratedDetails(rated)),
    },
  );
  return accepted(draft, tree, budget.id);
}

/** The same decision as a dry run: nothing of it is written. */
export function dryRun(draft: Draft, command: DryRun): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const wish = wished(draft, tree, budget, command);
  if (isRejection(wish)) return wish;
  const { amount, rated } = wish;
  const { assessment, meters } = look(draft, tree, budget, command, amount);
  const { violations, notices, asks, largestAdmissible, retryAt } = assessment;
  const passes = violations.length === 0;
  const first = firstViolations(violations);
  const found = {
    amount: formatAmount(amount, tree.scale),
    rated: rated && {
      lines: rated.lines,
      source: rated.rating.source,
      usage: rated.usage,
      largestUsage: passes ? null : largestUsage(rated, largestAdmissible, tree, command.reduce),
    },
    ...first,
    violations: withNames(draft, first.violations),
    notices: withNames(draft, notices),
  };
  const { authority } = draft.command.origin;
  // No rule is broken by a key that may not reserve: its reservation would not come to be held against any.
  if (authority !== null && !may(authority, 'reserve'))
    return decided(tree, { admissible: false, code: 'forbidden', ...found, ...NOTHING_PASSES });
  if (violations.length === 0) {
    // What it would come to, so that no balance or counter outgrows what can be kept. Nothing of it is written.
    for (const meter of meters) chargesOf(draft, tree, meter);
    draft.move(budget.id, 'reserve', { reserved: amount }, {}, {});
  }
  return decided(tree, {
    admissible: violations.length === 0,
    code: codeOf(violations),
    ...found,
    largestAdmissible: formatAmount(largestAdmissible, tree.scale),
    retryAt: retryAt === null ? null : timeText(retryAt),
    approval: violations.length === 0 ? askOf(asks) : null,
  });
}

/** What there is of charges and notices. */
const metBy = ({ charges, notices }: { charges: Charge[]; notices: Violation[] }): Details => ({
  ...(charges.length > 0 && { charges }),
  ...(notices.length > 0 && { notices }),
});

/** The price that it was made under, and what is expected of the call. */
const ratedDetails = ({ rating, tiers, usage }: NonNullable<Wished['rated']>): Details => ({
  rating: { source: rating.source, tariff: rating.tariff, ...(tiers.length > 0 && { tiers }) },
  usage,
});

const NOTHING_PASSES = { largestAdmissible: '0', retryAt: null, approval: null } as const;
const decided = ({ currency }: Tree, decision: Decision): Outcome => ({
  status: 'dry_run',
  decision,
  currency,
});

function look(
  draft: Draft,
  tree: Tree,
  budget: Budget,
  purpose: Reserve | DryRun,
  amount: bigint,
): { assessment: Assessment; meters: Meter[] } {
  const path = draft.path(budget);
  const meters = metersFor(draft, tree, path, purpose, amount);
  const bounds = boundsOf(draft.command.origin.authority, tree, budget.id, purpose, amount);
  return { assessment: assess(draft, tree, path, amount, purpose, meters, bounds), meters };
}

/** Whom the envelopes that it passes ask; null where none does. */
function approvalFor(draft: Draft, command: Reserve, { asks }: Assessment): Approval | null {
  const ask = askOf(asks);
  if (ask === null) return null;
  const { principal: askedBy, fingerprint } = command.origin;
  const deadline = timeText(draft.now + ask.withinSeconds * 1000);
  return newApproval(ask, { askedBy, deadline, fingerprint, ttlSeconds: command.ttlSeconds });
}

function chargesOf(draft: Draft, tree: Tree, { envelope, counter, payments, names, add }: Meter): Charge[] {
  const named = names ? [draft.charge(names, 1n, tree.scale, null)] : [];
  if (counter) return [draft.charge(counter, add, tree.scale, envelope.limit), ...named];
  const looked = {
    envelopeId: envelope.id,
    limit: limitText(envelope.limit, envelope.metric, tree.scale),
  };
  // Nothing is paid yet; from now on the counter is there, and learns of it when it is.
  return payments ? [looked, draft.charge(payments, 0n, tree.scale, null)] : [looked];
}

/** What was asked for, as the entry of a denial keeps it: for ever, and paid for by nobody. */
export const wishAsked = ({
  amount,
  vendor,
  category,
  item,
  runId,
  taskId,
  metadata,
  usage,
}: Omit<Reserve | RecordCharge, 'type'>): JsonObject => ({
  amount,
  vendor,
  category,
  runId,
  taskId,
  ...(item !== null && { item }),
  ...(usage !== null && { usage }),
  ...repeatedLabels(metadata),
});
