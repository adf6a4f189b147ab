import {
  fundsAssessment,
  insufficientFunds,
  isExceeded,
  roomOf,
  violationOf,
  type Meter,
} from '../assess.js';
import { available, used } from '../balances.js';
import type { Budget, Tree } from '../budgets.js';
import { overdraftRight } from '../claims.js';
import type { Details, Draft } from '../draft.js';
import type { EntryKind } from '../kinds.js';
import { limitText } from '../metrics/metrics.js';
import { METRIC_RULES } from '../metrics/rules.js';
import { reaches } from '../keys.js';
import { compareAmounts, formatAmount, larger, MAX_UNITS, parseAmount, smaller } from '../money.js';
import type { Reservation } from '../reservations.js';
import type { Violation } from '../violations.js';
import { isFromAbove, reachesAbove, type Owned } from './above.js';
import { pauseTripped, stopOf } from './pause.js';
import { metersOfMore, settleMore, type Stop, type Target } from './settle.js';

/** One limit that a cost passes, whatever it is that keeps it from passing otherwise. */
interface PassedLimit extends Owned {
  violation: Violation;
  /** By how much, in units of money: all of the cost where it is the call itself that was one too many. */
  over: bigint;
  /** How far all costs together pass the limit then: a bound is held against this, too. */
  total: bigint;
  /** Whether it stood passed before this cost. */
  again: boolean;
  /** When what was passed is over by itself; Infinity for never. */
  end: number;
  /** The budget that passing it stops in any case: that of a `pause` envelope. */
  stops: string | null;
}

/** What recording a cost would pass. */
export interface Passed {
  limits: PassedLimit[];
  /** Of `notify` envelopes. */
  notices: Violation[];
  /** How far it goes above the limit that it passes by most. */
  over: bigint;
  /** How far the limit is passed with it that is passed by most. */
  total: bigint;
}

/**
 * Whether somebody may record a cost, and whether recording it stops what it passes. The right is held as far as its
 * authority reaches: where budgets beyond would pay, nothing is passed. A bound is for all that one reservation goes above
 * limits, and for all that a limit is passed: many small overruns are no way round it. It ends where a budget on the path
 * is frozen or paused. Without one, limits of those above are passed once, which stops the budget until they have looked,
 * or their windows have ended.
 */
export function mayRecord(
  draft: Draft,
  { tree, budget, reservation }: Target,
  { limits, over, total }: Passed,
): { may: boolean; stops: boolean } {
  const { command } = draft;
  const { authority } = command.origin;
  const right = overdraftRight(authority);
  const most = right?.most ?? null;
  const stops = most === null;
  // Who stopped a budget did not mean to leave it a bound.
  const isHalted = draft.path(budget).some(({ state }) => state === 'frozen' || state === 'paused');
  if (most !== null && isHalted) return { may: false, stops };
  if (right === null || limits.length === 0) return { may: right !== null, stops };
  const payer = draft.payer(budget);
  if (authority !== null && !reaches(authority, payer.id, payer.path)) return { may: false, stops };
  if (most !== null) {
    const isWithin = (so: bigint): boolean => compareAmounts(formatAmount(so, tree.scale), most) <= 0;
    return { may: over === 0n || (isWithin(reservation.overdrawn + over) && isWithin(total)), stops };
  }
  const isStopped = draft.path(payer).some((one) => one.stoppedFromAbove && !reachesAbove(command, one));
  const own = authority?.budgetId ?? null;
  const bound = own === null ? null : draft.budget(own);
  return { may: !isStopped && !limits.some((one) => one.again && bound && isFromAbove(one, bound)), stops };
}

/** Looks at all limits that the part of a cost above the hold goes past. The states of budgets are none. */
export function passedBy(
  draft: Draft,
  { tree, budget, reservation }: Target,
  after: Reservation,
  extra: bigint,
): Passed {
  const meters = metersOfMore(draft, tree, draft.path(budget), reservation, after).filter(isExceeded);
  const limits = [
    ...fundsPassed(draft, tree, budget, extra),
    ...meters
      .filter(({ onExceed }) => onExceed !== 'notify')
      .map((meter) => envelopePassed(tree, meter, extra, draft.now)),
  ];
  return {
    limits,
    notices: meters
      .filter(({ onExceed }) => onExceed === 'notify')
      .map((meter) => violationOf(tree, meter, draft.now)),
    over: limits.reduce((most, one) => larger(most, one.over), 0n),
    total: limits.reduce((most, one) => larger(most, one.total), 0n),
  };
}

/** The money that is missing, and the ceilings of closed budgets through which it would be drawn. */
function fundsPassed(draft: Draft, tree: Tree, budget: Budget, extra: bigint): PassedLimit[] {
  if (extra === 0n) return [];
  const path = draft.path(budget);
  const payer = draft.payer(budget);
  const from = path.indexOf(payer);
  const passed: PassedLimit[] = [];
  const add = (violation: Violation, total: bigint, most: bigint): unknown => {
    // What an older debt lacks is not of this cost, nor what its own budget still has.
    const over = smaller(most, units(violation.requested, tree) - units(violation.remaining, tree));
    const exceededBy = formatAmount(over, tree.scale);
    const { id, path: above, overdraft } = draft.budget(violation.budgetId);
    // What a child has its parent gave; a root's money is its own.
    const owned = { budgetId: id, fromAbove: above.length > 0, again: overdraft > 0n };
    return passed.push({
      ...owned,
      violation: { ...violation, exceededBy },
      over,
      total,
      end: Infinity,
      stops: null,
    });
  };
  let wanted = extra;
  for (const closed of path.slice(0, from)) {
    const beyond = used(closed) + wanted - closed.ceiling;
    if (wanted > 0n && beyond > 0n)
      add(insufficientFunds(tree, closed.id, closed.ceiling, used(closed), wanted), beyond, extra);
    // One that is being closed still has what it has not given back.
    wanted = larger(0n, wanted - available(closed));
  }
  const missing = wanted - draft.obtainable(payer);
  for (const violation of fundsAssessment(draft, tree, path.slice(from), wanted).violations)
    add(violation, payer.overdraft + missing, missing);
  return passed;
}

const units = (text: string | undefined, { scale }: Tree): bigint => parseAmount(text ?? '0', scale)!;

function envelopePassed(tree: Tree, meter: Meter, extra: bigint, now: number): PassedLimit {
  const { envelope, counter, used, add, agreed = 0n, onExceed } = meter;
  const by = add - roomOf(meter);
  const exceededBy = limitText(by, envelope.metric, tree.scale);
  const all = used + add - larger(envelope.limit, agreed);
  const { isMoney } = METRIC_RULES[envelope.metric];
  return {
    budgetId: envelope.budgetId,
    fromAbove: envelope.fromAbove,
    again: used > envelope.limit,
    violation: { ...violationOf(tree, meter, now), exceededBy },
    over: isMoney ? by : extra,
    // A bound says nothing of how many: one call may be too many. Nor of whom: a trifle would make a new vendor known.
    total: isMoney && !envelope.match.newVendors ? all : isMoney || all > 1n ? MAX_UNITS : extra,
    end: counter?.window.end ?? Infinity,
    stops: onExceed === 'pause' ? envelope.budgetId : null,
  };
}

/**
 * Records a cost whatever it passes. Unless that is within a bound, it stops the budget, or the one that pays for it once
 * that is closed, until all windows that were passed have ended; `pause` envelopes stop theirs until a person resumes it.
 * What passes a limit of those above the budget is stopped from above.
 */
export function recordCost(
  draft: Draft,
  on: Target,
  after: Reservation,
  kind: EntryKind,
  { limits, notices, over }: Passed,
  { stops, ...details }: Details & { stops: boolean },
): void {
  const { budget, reservation } = on;
  const recorded: Reservation = { ...after, overdrawn: after.overdrawn + over };
  const passed = limits.map(({ violation }) => violation);
  const noticed = [...notices, ...passed];
  const all = { ...details, ...(noticed.length > 0 && { notices: noticed }) };
  if (!stops || limits.length === 0) return settleMore(draft, on, recorded, kind, all);

  const payer = draft.payer(budget);
  const stop = stopBy(limits, payer, draft.now);
  settleMore(draft, on, recorded, kind, all, payer.id === budget.id ? (stop ?? {}) : {});
  if (stop && payer.id !== budget.id) {
    const before = draft.budget(payer.id);
    const cause = { budgetId: budget.id, reservationId: reservation.id };
    draft.record(before, { ...before, ...stop }, 'pause', { cause, notices: passed });
  }
  const trips = limits.flatMap(({ violation, stops }) => (stops === null ? [] : violation));
  pauseTripped(draft, budget, { trips }, reservation.id);
}

/** How passing limits stops the budget that pays; null where it does not: their windows have ended, or it is stopped as firmly. */
function stopBy(limits: PassedLimit[], payer: Budget, now: number): Stop | null {
  const isForGood = limits.some(({ stops }) => stops === payer.id);
  const until = isForGood ? Infinity : Math.max(...limits.map(({ end }) => end));
  if (until <= now) return null;
  const fromAbove = limits.some((limit) => isFromAbove(limit, payer));
  return stopOf(payer, until === Infinity ? null : until, fromAbove);
}
