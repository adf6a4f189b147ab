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
import type { Command } from '../commands.js';
import type { Details, Draft } from '../draft.js';
import { limitText, type EntryKind } from '../entries.js';
import { compareAmounts, formatAmount, larger, MAX_UNITS, parseAmount, smaller } from '../money.js';
import type { Reservation } from '../reservations.js';
import type { Violation } from '../violations.js';
import { pauseTripped, stopOf } from './pause.js';
import { metersOf, settle, type Target } from './settle.js';

/** One limit that a cost passes, whatever it is that keeps it from passing otherwise. */
interface PassedLimit {
  violation: Violation;
  /** By how much, in units of money: all of the cost where it is the call itself that was one too many. */
  over: bigint;
  /** How far the limit is passed with it, whoever went past it before: what a bound is held against, too. */
  total: bigint;
  /** When what was passed is over by itself; Infinity for never. */
  end: number;
  /** The budget that it stops whoever passes it: that of a `pause` envelope. */
  stops: string | null;
}

/** What recording a cost would pass. */
export interface Passed {
  limits: PassedLimit[];
  /** Of envelopes that only want to be told. */
  notices: Violation[];
  /** How far it goes above the limit that it passes by most. */
  over: bigint;
  /** How far the limit is passed with it that is passed by most. */
  total: bigint;
}

/**
 * Whether somebody may record a cost, and whether recording it stops what it passes. A bound is for all that one reservation
 * goes above limits, and for all that a limit is passed: many small overruns are no way round it.
 */
export function mayRecord(
  { origin }: Command,
  { tree, reservation }: Target,
  { over, total }: Passed,
): { may: boolean; stops: boolean } {
  const right = overdraftRight(origin.authority);
  const most = right?.most ?? null;
  if (most === null) return { may: right !== null, stops: true };
  const isWithin = (so: bigint): boolean => compareAmounts(formatAmount(so, tree.scale), most) <= 0;
  return { may: over === 0n || (isWithin(reservation.overdrawn + over) && isWithin(total)), stops: false };
}

/** Looks at all limits that the part of a cost above the hold goes past. The states of budgets are none. */
export function passedBy(
  draft: Draft,
  { tree, budget, reservation }: Target,
  after: Reservation,
  extra: bigint,
): Passed {
  const meters = metersOf(draft, draft.path(budget), reservation, after).filter(isExceeded);
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
  const add = (violation: Violation, total: bigint): unknown => {
    // What an older debt lacks is not of this cost.
    const over = smaller(extra, units(violation.requested, tree) - units(violation.remaining, tree));
    const exceededBy = formatAmount(over, tree.scale);
    return passed.push({ violation: { ...violation, exceededBy }, over, total, end: Infinity, stops: null });
  };
  let wanted = extra;
  for (const closed of path.slice(0, from)) {
    const beyond = used(closed) + wanted - closed.ceiling;
    if (wanted > 0n && beyond > 0n)
      add(insufficientFunds(tree, closed.id, closed.ceiling, used(closed), wanted), beyond);
    // One that is being closed still has what it has not given back.
    wanted = larger(0n, wanted - available(closed));
  }
  const debt = payer.overdraft + wanted - draft.obtainable(payer);
  for (const violation of fundsAssessment(draft, tree, path.slice(from), wanted).violations)
    add(violation, debt);
  return passed;
}

const units = (text: string | undefined, { scale }: Tree): bigint => parseAmount(text ?? '0', scale)!;

function envelopePassed(tree: Tree, meter: Meter, extra: bigint, now: number): PassedLimit {
  const { envelope, counter, used, add, agreed = 0n, onExceed } = meter;
  const by = add - roomOf(meter);
  const exceededBy = limitText(by, envelope.metric, tree.scale);
  const all = used + add - larger(envelope.limit, agreed);
  const isMoney = envelope.metric === 'amount';
  return {
    violation: { ...violationOf(tree, meter, now), exceededBy },
    over: isMoney ? by : extra,
    // A bound says nothing of how many: one call may be too many.
    total: isMoney ? all : all > 1n ? MAX_UNITS : extra,
    end: counter?.window.end ?? Infinity,
    stops: onExceed === 'pause' ? envelope.budgetId : null,
  };
}

/**
 * Records a cost whatever it passes. Unless that is within a bound, it stops the budget, or the one that pays for it once
 * that is closed, until all windows that were passed have ended; `pause` envelopes stop theirs until a person resumes it.
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
  const told = [...notices, ...passed];
  const all = { ...details, ...(told.length > 0 && { notices: told }) };
  if (!stops || limits.length === 0) return settle(draft, on, recorded, kind, all);

  const payer = draft.payer(budget);
  const until = Math.max(...limits.map(({ end }) => end));
  // A `pause` envelope of its own stops it below, as it stops others.
  const isOver = until <= draft.now || limits.some(({ stops }) => stops === payer.id);
  const stop = isOver ? null : stopOf(payer, until === Infinity ? null : until);
  settle(draft, on, recorded, kind, all, payer.id === budget.id ? (stop ?? {}) : {});
  if (stop && payer.id !== budget.id) {
    const before = draft.budget(payer.id);
    const cause = { budgetId: budget.id, reservationId: reservation.id };
    draft.record(before, { ...before, ...stop }, 'pause', { cause, notices: passed });
  }
  const trips = limits.flatMap(({ violation, stops }) => (stops === null ? [] : violation));
  pauseTripped(draft, budget, { trips }, reservation.id);
}
