import { askOf } from './approvals.js';
import { isClosed, type Budget, type Tree } from './budgets.js';
import type { Draft } from './draft.js';
import { timeText } from './entries.js';
import { isMoney, limitText } from './metrics/metrics.js';
import { METRIC_RULES } from './metrics/rules.js';
import {
  counterId,
  counterKey,
  envelopesFor,
  MAX_NEW_NAMES,
  newCounter,
  newNames,
  type Counter,
  type Envelope,
  type OnExceed,
  type Purpose,
} from './envelopes.js';
import { paymentsTo } from './matches/new-vendors.js';
import { formatAmount, larger, MAX_UNITS, smaller } from './money.js';
import { bounded, UNBOUNDED } from './scopes.js';
import { DENIAL_CODES, firstViolations, type Denial, type DenialCode, type Violation } from './violations.js';
import { passes } from './policy.js';
import { windowAt } from './windows.js';

/** One envelope in the way of a command: what would be added to which counter. */
export interface Meter {
  envelope: Envelope;
  /** Null for the `transaction` window. */
  counter: Counter | null;
  /** What knows whether the vendor was paid, with an envelope for new ones: it was not. */
  payments?: Counter;
  /** How many names the envelope has taken up today, where this is one more. */
  names?: Counter;
  /** What counts already: in the counter, or (without one) of the reservation itself. */
  used: bigint;
  add: bigint;
  /** Whether its envelope was made after the reservation, and comes to count it in the window under way. */
  isNewer?: true;
  /** What of `used` counts in any later window as well, since it is counted anew. */
  carried?: bigint;
  /** What its passing means to this command: as the envelope says, unless people have answered or cannot be asked. */
  onExceed: OnExceed;
  /** How much may be added whatever the limit, because people have agreed to it. */
  agreed?: bigint;
}

/** What a command would meet on its way from a budget to the root. */
export interface Assessment {
  violations: Violation[];
  notices: Violation[];
  /** `approve` envelopes that it would pass. */
  asks: Envelope[];
  /** The violations that stop the budget of their envelope; none while the path is stopped anyway. */
  trips: Violation[];
  largestAdmissible: bigint;
  /** Milliseconds since the epoch; null when the command never passes by waiting. */
  retryAt: number | null;
}

const STATE_RULES = {
  frozen: 'budget_frozen',
  paused: 'budget_paused',
  closing: 'budget_closed',
  closed: 'budget_closed',
} as const;

/** The envelopes that a new reservation would be counted in, with the counters of the current windows. */
export function metersFor(
  draft: Draft,
  tree: Tree,
  path: Budget[],
  purpose: Purpose,
  amount: bigint,
): Meter[] {
  const meters: Meter[] = [];
  for (const envelope of envelopesFor(path, (id) => draft.envelopesOf(id), purpose)) {
    // They count what was denied, and deny nothing.
    if (METRIC_RULES[envelope.metric].counts !== 'reservations') continue;
    const payments = paymentsTo(draft, envelope, purpose.vendor);
    if (payments && payments.used > 0n) continue;
    const add = isMoney(envelope.metric) ? amount : 1n;
    const counter = currentCounter(draft, tree, envelope, counterKey(envelope, purpose));
    const names = namesBefore(draft, envelope, counter);
    const { onExceed } = envelope;
    meters.push({ envelope, counter, payments, names, used: counter?.used ?? 0n, add, onExceed });
  }
  return meters;
}

/** The names taken up by an envelope before, where a counter is the first of its name. */
export function namesBefore(draft: Draft, envelope: Envelope, counter: Counter | null): Counter | undefined {
  if (envelope.per === null || counter === null || counter.key === '' || counter.version > 0)
    return undefined;
  const names = newNames(envelope, draft.now);
  return draft.counter(names.id) ?? names;
}

/** The counter of the window under way; null for `transaction`. */
export function currentCounter(draft: Draft, tree: Tree, envelope: Envelope, key: string): Counter | null {
  if (envelope.window === 'transaction') return null;
  const window = windowAt(envelope.window, envelope.timezone ?? tree.timezone, draft.now);
  const known = draft.counter(counterId(envelope.id, window, key));
  return known ?? newCounter(envelope, tree, key, draft.now);
}

/** States of the budget and its ancestors that stop it from reserving and delegating. */
function stateViolations(path: Budget[]): Violation[] {
  return path.flatMap((budget) =>
    budget.state === 'active' ? [] : [{ rule: STATE_RULES[budget.state], budgetId: budget.id }],
  );
}

/**
 * Holds a wish to use `amount` more against every rule on the path: states, policies, funds, envelopes. All of them
 * are looked at, so that a denial names everything that is in the way.
 */
export function assess(
  draft: Draft,
  tree: Tree,
  path: Budget[],
  amount: bigint,
  purpose: Purpose | null,
  meters: Meter[],
  bounds = UNBOUNDED,
): Assessment {
  const violations = stateViolations(path);
  const isStopped = violations.length > 0;
  if (purpose) violations.push(...policyViolations(path, purpose));
  const stopped = violations.length > 0;
  violations.push(...bounds.violations);
  const funds = fundsAssessment(draft, tree, path, amount);
  violations.push(...funds.violations);
  const limits = envelopesAssessment(tree, meters, draft.command.origin.principal, draft.now);
  violations.push(...limits.violations);
  const open = !stopped && !limits.countExceeded;
  const waitable = !stopped && bounds.violations.length === 0 && funds.violations.length === 0;
  return {
    violations,
    notices: limits.notices,
    asks: limits.asks,
    trips: isStopped ? [] : limits.trips,
    largestAdmissible: open ? bounded(smaller(funds.largest, limits.room ?? funds.largest), bounds.room) : 0n,
    retryAt: waitable && violations.length > 0 ? limits.retryAt : null,
  };
}

function policyViolations(path: Budget[], purpose: Purpose): Violation[] {
  return path.flatMap((budget) => {
    const found: Violation[] = [];
    if (!passes(budget.policy?.vendors, purpose.vendor))
      found.push({ rule: 'vendor_not_allowed', budgetId: budget.id, key: purpose.vendor ?? '' });
    if (!passes(budget.policy?.categories, purpose.category))
      found.push({ rule: 'category_not_allowed', budgetId: budget.id, key: purpose.category ?? '' });
    return found;
  });
}

/** Walks up as far as money would have to be drawn, and names each budget that cannot give its part. */
export function fundsAssessment(draft: Draft, tree: Tree, path: Budget[], amount: bigint) {
  const violations: Violation[] = [];
  const largest = draft.obtainable(path[0]!);
  let wanted = amount;
  for (const budget of path) {
    const isRoot = budget.path.length === 0;
    const free = larger(0n, budget.allocated - budget.reserved - budget.delegated - budget.spent);
    if (wanted <= free) break;
    const cap = isRoot || isClosed(budget) ? budget.allocated : budget.ceiling;
    const using = budget.reserved + budget.delegated + budget.spent;
    if (using + wanted > cap) violations.push(insufficientFunds(tree, budget.id, cap, using, wanted));
    if (isRoot || budget.ceiling <= budget.allocated) break;
    // What the budget lacks it draws from its parent: the allocation it would need, less the one it has.
    wanted = using + wanted - budget.allocated;
  }
  return { violations, largest };
}

/** A budget that cannot give what is wanted of it. */
export const insufficientFunds = (
  { scale }: Tree,
  budgetId: string,
  cap: bigint,
  using: bigint,
  wanted: bigint,
): Violation => ({
  rule: 'insufficient_funds',
  budgetId,
  limit: formatAmount(cap, scale),
  used: formatAmount(using, scale),
  requested: formatAmount(wanted, scale),
  remaining: formatAmount(larger(0n, cap - using), scale),
});

/** What the envelopes of a path say, taken together. */
interface Limits {
  violations: Violation[];
  notices: Violation[];
  asks: Envelope[];
  trips: Violation[];
  /** The largest amount that all of them would let pass; null for any. */
  room: bigint | null;
  /** No amount passes. */
  countExceeded: boolean;
  /** When what they deny now would pass; null for never. */
  retryAt: number | null;
}

function envelopesAssessment(tree: Tree, meters: Meter[], principal: string, now: number): Limits {
  const limits: Limits = {
    violations: [],
    notices: [],
    asks: [],
    trips: [],
    room: null,
    countExceeded: false,
    retryAt: 0,
  };
  for (const meter of meters) {
    const { envelope, onExceed, counter, used, names } = meter;
    if (names && names.used >= MAX_NEW_NAMES) {
      limits.violations.push(namesViolation(meter, names));
      limits.countExceeded = true;
      limits.retryAt = laterOf(limits.retryAt, names.window.end);
    }
    // Whatever an envelope lets pass, its counter can only grow so far.
    if (counter && isMoney(envelope.metric)) limits.room = smallerOf(limits.room, MAX_UNITS - used);
    if (onExceed === 'approve') continue;
    const exceeded = isExceeded(meter);
    if (onExceed === 'notify') {
      if (exceeded) limits.notices.push(violationOf(tree, meter, now));
      continue;
    }
    if (isMoney(envelope.metric)) limits.room = smallerOf(limits.room, roomOf(meter));
    if (!exceeded) continue;
    const violation = violationOf(tree, meter, now);
    limits.violations.push(violation);
    if (onExceed === 'pause') limits.trips.push(violation);
    if (!isMoney(envelope.metric)) limits.countExceeded = true;
    limits.retryAt = laterOf(limits.retryAt, passesAt(meter));
  }
  const asking = meters.filter(({ onExceed }) => onExceed === 'approve');
  if (asking.length > 0) addAsking(tree, asking, principal, now, limits);
  return limits;
}

/**
 * Envelopes that ask people let pass what enough people can agree to. Where those that would be passed together name
 * too few in common, nobody could ever answer: they deny.
 */
function addAsking(tree: Tree, asking: Meter[], principal: string, now: number, limits: Limits): void {
  const asked = asking.filter(isExceeded);
  if (isAnswerable(asked, principal)) {
    limits.asks = asked.map(({ envelope }) => envelope);
    limits.notices.push(...asked.map((meter) => violationOf(tree, meter, now)));
  } else {
    limits.violations.push(...asked.map((meter) => violationOf(tree, meter, now)));
    limits.retryAt = laterOf(limits.retryAt, answerableAt(asked, principal));
  }
  // Counts are passed or not whatever the amount; the larger it is, the more of the others are passed with them.
  let together = asked.filter(({ envelope }) => !isMoney(envelope.metric));
  if (!isAnswerable(together, principal)) limits.countExceeded = true;
  const amounts = asking.filter(({ envelope }) => isMoney(envelope.metric));
  for (const meter of amounts.sort((a, b) => (roomOf(a) < roomOf(b) ? -1 : 1))) {
    together = [...together, meter];
    if (isAnswerable(together, principal)) continue;
    limits.room = smallerOf(limits.room, roomOf(meter));
    return;
  }
}

/** Whether enough people other than the one who asks are on the lists of all these envelopes. */
function isAnswerable(meters: Meter[], principal: string): boolean {
  const ask = askOf(meters.map(({ envelope }) => envelope));
  if (ask === null || ask.approvers === null) return true;
  return ask.approvers.filter((approver) => approver !== principal).length >= ask.needed;
}

/** When so many windows have ended that those who are left can be answered; null for never. */
function answerableAt(asked: Meter[], principal: string): number | null {
  let at = 0;
  let left = asked;
  while (!isAnswerable(left, principal)) {
    at = Math.min(...left.map((meter) => passesAt(meter) ?? Infinity));
    if (at === Infinity) return null;
    left = left.filter((meter) => (passesAt(meter) ?? Infinity) > at);
  }
  return at;
}

/** Whether what is added passes the limit of an envelope. */
export const isExceeded = ({ envelope, used, add }: Meter): boolean =>
  add > 0n && used + add > envelope.limit;

/** How much more the envelope lets pass, or people have agreed to. */
export const roomOf = ({ envelope, used, agreed = 0n }: Meter): bigint =>
  larger(larger(0n, envelope.limit - used), agreed);

/** When the window of an exceeded envelope ends, if it would pass in the next one; null for never. */
function passesAt({ envelope, counter, add, carried = 0n }: Meter): number | null {
  return counter !== null && counter.window.end !== Infinity && carried + add <= envelope.limit
    ? counter.window.end
    : null;
}

const smallerOf = (a: bigint | null, b: bigint): bigint => (a === null ? b : smaller(a, b));

/** The later of two times, of which null is never. */
export const laterOf = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

const resets = (end: number, now: number): boolean => end !== Infinity && end > now;

/** As seen at `now`: a window that has ended, as that of a late commit may have, has no `resetsAt`. */
export function violationOf(tree: Tree, { envelope, counter, used, add }: Meter, now: number): Violation {
  const text = (value: bigint) => limitText(value, envelope.metric, tree.scale);
  return {
    rule: METRIC_RULES[envelope.metric].rule,
    budgetId: envelope.budgetId,
    envelopeId: envelope.id,
    window: envelope.window,
    metric: envelope.metric,
    ...(counter && counter.key !== '' && { key: counter.key }),
    limit: text(envelope.limit),
    used: text(used),
    requested: text(add),
    remaining: text(larger(0n, envelope.limit - used)),
    ...(counter && resets(counter.window.end, now) && { resetsAt: timeText(counter.window.end) }),
  };
}

/** No matter which name it is: an envelope takes up so many in one day. */
const namesViolation = ({ envelope, counter }: Meter, names: Counter): Violation => ({
  rule: 'too_many_names',
  budgetId: envelope.budgetId,
  envelopeId: envelope.id,
  window: envelope.window,
  key: counter!.key,
  limit: String(MAX_NEW_NAMES),
  used: names.used.toString(),
  requested: '1',
  remaining: '0',
  resetsAt: timeText(names.window.end),
});

/** The code of the worst violation: {@link DENIAL_CODES} is in that order. */
export const codeOf = (violations: Violation[]): DenialCode | null =>
  DENIAL_CODES.find((code) => violations.some((violation) => violation.rule === code)) ?? null;

/** The denial that an assessment with violations amounts to. */
export function denialOf(assessment: Assessment, tree: Tree): Denial {
  const code = codeOf(assessment.violations);
  if (code === null) throw new Error('a denial without a violation');
  return {
    code,
    ...firstViolations(assessment.violations),
    largestAdmissible: formatAmount(assessment.largestAdmissible, tree.scale),
    retryAt: assessment.retryAt === null ? null : timeText(assessment.retryAt),
  };
}
