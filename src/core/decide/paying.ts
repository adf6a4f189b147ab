import { assess, denialOf, isExceeded, type Assessment } from '../assess.js';
import { claimedLimits } from '../claims.js';
import type { RecordCharge } from '../commands/charging.js';
import type { Commit } from '../commands/settling.js';
import type { Details, Draft } from '../draft.js';
import { timeText } from '../entries.js';
import { repeatedLabels, repeatedView, settledLabels } from '../labels.js';
import { formatAmount, larger, MAX_UNITS, smaller } from '../money.js';
import { withNames } from '../naming.js';
import type { Outcome } from '../outcomes.js';
import { weight } from '../metrics/rules.js';
import { isLive } from '../reservation-state.js';
import type { Overage, Reservation } from '../reservations.js';
import { boundsOf, type Bounds } from '../scopes.js';
import type { Violation } from '../violations.js';
import { accepted, deny } from './common.js';
import { mayRecord, passedBy, recordCost, type Passed } from './overdraft.js';
import { pauseTripped, tripsAlone, withoutPromises } from './pause.js';
import type { Cost } from './rating.js';
import { wishAsked } from './reserve.js';
import { scopesOn } from './scopes.js';
import { because, labelled, metersOfMore, settle, settleMore, type Target } from './settle.js';

/** A cost that is reported of a reservation, and how it is to be paid. */
export interface Payment {
  asked: Commit | RecordCharge;
  cost: Cost;
  final: boolean;
  overage: Overage;
  /** What the scopes of the caller's key leave to it, as far as decide/scopes.ts does not ask. */
  bounds: Bounds;
}

/** Pays out of the hold, and what exceeds it as `overage` says. */
export function pay(draft: Draft, on: Target, command: Payment): Outcome {
  const { tree, budget, reservation } = on;
  const { amount } = command.cost;
  const after = paid(reservation, command, amount);
  const extra = larger(0n, amount - reservation.held);
  const details = reportOf(command, reservation);
  // A late commit takes its count again, even when it costs nothing.
  if (extra > 0n || weight(after, 'count') > weight(reservation, 'count')) {
    const { overage, bounds } = command;
    if (overage === 'overdraft') return payCost(draft, on, after, extra, command);
    const assessment = assessExtra(draft, on, after, extra, overage, bounds);
    if (assessment.violations.length > 0) return denyExtra(draft, on, assessment, command);
    if (assessment.notices.length > 0) details.notices = assessment.notices;
    settleMore(draft, on, after, command.asked.type, details);
  } else settle(draft, on, after, command.asked.type, details);
  return accepted(draft, tree, budget.id);
}

/** What a report says of the call, for its entry. */
function reportOf(
  { asked, cost: { after, rated } }: Payment,
  { rating, usage: before }: Reservation,
): Details {
  const details = { ...because(asked), ...(asked.type === 'commit' && labelled(asked)) };
  if (rated !== null && rated.tiers.length > 0) details.rating = { tiers: rated.tiers };
  // What makes a reservation has its price as well.
  if (asked.type === 'charge' && rating !== null)
    details.rating = { source: rating.source, tariff: rating.tariff, ...details.rating };
  if (after?.usage) {
    details.usage = after.usage;
    if (before) details.usageBefore = before;
  }
  return details;
}

/** What was reported of a call, however much of it can be paid. */
function reported(reservation: Reservation, { asked, cost }: Payment): Reservation {
  const after: Reservation = { ...reservation };
  if (cost.after) Object.assign(after, cost.after);
  if (asked.externalId !== null) after.externalId = asked.externalId;
  if (asked.outcome !== null) after.outcome = asked.outcome;
  // A charge's own labels are those of the reservation that it makes.
  if (asked.type === 'commit')
    after.settlementMetadata = settledLabels(reservation.settlementMetadata, asked.metadata);
  return after;
}

/** The reservation as it is when so much was paid. */
function paid(reservation: Reservation, command: Payment, amount: bigint): Reservation {
  const after = reported(reservation, command);
  after.committed += amount;
  after.held = command.final ? 0n : larger(0n, reservation.held - amount);
  if (command.final) after.state = 'committed';
  return after;
}

/**
 * What a call really cost: recorded whatever it passes, as far as the one who reports it may go above limits. What they
 * may not record becomes a claim.
 */
function payCost(draft: Draft, on: Target, after: Reservation, extra: bigint, command: Payment): Outcome {
  const { tree, budget, reservation } = on;
  const passed = passedBy(draft, on, after, extra);
  const { may, stops } = mayRecord(draft, on, passed);
  const bounds = boundsOfExtra(on, extra, command.asked);
  if (!may || bounds.violations.length > 0) return payPart(draft, on, after, extra, passed, bounds, command);
  recordCost(draft, on, after, command.asked.type, passed, { ...reportOf(command, reservation), stops });
  return accepted(draft, tree, budget.id);
}

/** What the scopes of the caller's key leave to the part of a cost above the hold. */
function boundsOfExtra(
  { tree, budget, reservation }: Target,
  extra: bigint,
  { origin }: Payment['asked'],
): Bounds {
  const { committed, held } = reservation;
  const whole = committed + held + extra;
  const { violations, room } = boundsOf(origin.authority, tree, budget.id, reservation, whole);
  if (room === null) return { violations, room };
  const exceededBy = formatAmount(larger(0n, whole - room), tree.scale);
  return {
    violations: violations.map((violation) => ({ ...violation, exceededBy })),
    room: larger(0n, room - committed - held),
  };
}

/** Pays what passes as a question would, and keeps the rest as a claim on the reservation. */
function payPart(
  draft: Draft,
  on: Target,
  whole: Reservation,
  extra: bigint,
  passed: Passed,
  bounds: Bounds,
  command: Payment,
): Outcome {
  const { tree, budget, reservation } = on;
  const assessment = assessExtra(draft, on, whole, extra, 'available', bounds);
  const rest = extra - assessment.largestAdmissible;
  const isDenied = assessment.violations.length > 0;
  // Of a call that cost nothing there is nothing to claim.
  if (isDenied && rest <= 0n) return denyExtra(draft, on, assessment, command);
  const details = reportOf(command, reservation);
  if (!isDenied) {
    if (assessment.notices.length > 0) details.notices = assessment.notices;
    settleMore(draft, on, whole, command.asked.type, details);
    return accepted(draft, tree, budget.id);
  }
  const part = whole.committed - reservation.committed - rest;
  // Where none of a late cost passes, neither does its count: all stays as it is, but for the claim.
  const after =
    part === 0n && !isLive(reservation) ? reported(reservation, command) : paid(reservation, command, part);
  const { notices } = passedBy(draft, on, after, assessment.largestAdmissible);
  settleMore(draft, on, after, command.asked.type, {
    ...details,
    ...addClaim(
      draft,
      on,
      after,
      rest,
      [...othersOf(assessment), ...passed.limits.map(violationIn)],
      command,
    ),
    ...(notices.length > 0 && { notices }),
  });
  pauseTripped(draft, budget, tripsAlone(assessment), reservation.id);
  return accepted(draft, tree, budget.id);
}

const violationIn = ({ violation }: Passed['limits'][number]): Violation => violation;

/** What is in the way beside limits: states, and the scopes of the key. */
const othersOf = ({ violations }: Assessment): Violation[] =>
  violations.filter(({ rule }) => /^(budget|scope)_/.test(rule));

/**
 * Adds to the claim of a reservation, and answers what the entry says of that. A claim grows to the largest amount there
 * is, and later costs are still recorded: the entry says how much went beyond it.
 */
function addClaim(
  draft: Draft,
  { tree, budget }: Target,
  after: Reservation,
  rest: bigint,
  inTheWay: Violation[],
  { asked: { origin }, cost, final }: Payment,
): Details {
  const before = after.claimed;
  after.claimed = smaller(MAX_UNITS, before + rest);
  const added = after.claimed - before;
  const requested =
    added < rest
      ? { requested: { amount: formatAmount(cost.amount, tree.scale), final, overage: 'overdraft' } }
      : {};
  if (added === 0n) return requested;
  const named = claimedLimits(inTheWay);
  after.claim = {
    // That of the entry: the times of a budget's entries never go back.
    at: timeText(Math.max(draft.now, budget.changedAt)),
    by: origin.principal,
    final: final || (after.claim?.final ?? false),
    ...named,
    limits: withNames(draft, named.limits),
  };
  return { claimed: formatAmount(added, tree.scale), ...requested };
}

/** What the part of a commit above the hold meets, where it is a question. */
function assessExtra(
  draft: Draft,
  { tree, budget, reservation }: Target,
  after: Reservation,
  extra: bigint,
  overage: Overage,
  bounds: Bounds,
): Assessment {
  const path = draft.path(budget);
  const meters = metersOfMore(draft, tree, path, reservation, after);
  // What is in the hold may be paid; for more, whom it goes to is asked as if it were reserved now.
  const purpose = extra > 0n ? reservation : null;
  const assessment = assess(draft, tree, path, extra, purpose, meters, bounds);
  // Where it settles in the windows of the reservation, whatever the time, waiting mends nothing.
  const isLasting = meters.some(
    (meter) => !meter.isNewer && meter.onExceed !== 'notify' && isExceeded(meter),
  );
  if (isLasting) assessment.retryAt = null;
  if (overage === 'reject' && extra > 0n) {
    const limit = formatAmount(reservation.held, tree.scale);
    const requested = formatAmount(reservation.held + extra, tree.scale);
    assessment.violations = [{ rule: 'overage_rejected', budgetId: budget.id, limit, requested }];
    assessment.largestAdmissible = 0n;
    assessment.retryAt = null;
    assessment.trips = [];
  }
  return assessment;
}

function denyExtra(
  draft: Draft,
  { tree, budget, reservation }: Target,
  assessment: Assessment,
  { asked, cost, final, overage }: Payment,
): Outcome {
  // What the key is not for stops nobody, like all that something else denies as well.
  const isOutside = asked.type === 'commit' && scopesOn(draft, asked, reservation).violations.length > 0;
  const tripped = isOutside ? { ...assessment, trips: [] } : tripsAlone(assessment);
  const promised = withoutPromises(tripped);
  // What would pass is an amount to commit: the hold and what may be taken besides.
  promised.largestAdmissible += reservation.held;
  const amount = formatAmount(cost.amount, tree.scale);
  const details: Details =
    asked.type === 'charge'
      ? { requested: { ...wishAsked({ ...asked, amount }), overage } }
      : {
          reservation: repeatedView(reservation, tree.scale),
          requested: { amount, final, overage, ...(asked.metadata && repeatedLabels(asked.metadata)) },
        };
  const outcome = deny(draft, budget, asked.type, denialOf(promised, tree), {
    ...details,
    ...because(asked),
  });
  pauseTripped(draft, budget, tripped, asked.type === 'charge' ? undefined : reservation.id);
  return outcome;
}
