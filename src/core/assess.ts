import type { Budget, Tree } from './budgets.js';
import type { Draft } from './draft.js';
import { limitText, timeText } from './entries.js';
import {
  counterId,
  counterKey,
  envelopesFor,
  newCounter,
  type Counter,
  type Envelope,
  type Purpose,
} from './envelopes.js';
import { formatAmount, larger, smaller } from './money.js';
import { DENIAL_CODES, type Denial, type DenialCode, type Violation } from './violations.js';
import { passes } from './policy.js';
import { windowAt } from './windows.js';

/** One envelope in the way of a command: what would be added to which counter. */
export interface Meter {
  envelope: Envelope;
  /** Null for the `transaction` window. */
  counter: Counter | null;
  /** What counts already: in the counter, or (without one) of the reservation itself. */
  used: bigint;
  add: bigint;
}

/** What a command would meet on its way from a budget to the root. */
export interface Assessment {
  violations: Violation[];
  notices: Violation[];
  largestAdmissible: bigint;
  /** Milliseconds since the epoch; null when the command never passes by waiting. */
  retryAt: number | null;
}

const STATE_RULES = { frozen: 'budget_frozen', paused: 'budget_paused', closed: 'budget_closed' } as const;

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
    const add = envelope.metric === 'amount' ? amount : 1n;
    const counter = currentCounter(draft, tree, envelope, purpose);
    meters.push({ envelope, counter, used: counter?.used ?? 0n, add });
  }
  return meters;
}

function currentCounter(draft: Draft, tree: Tree, envelope: Envelope, purpose: Purpose): Counter | null {
  if (envelope.window === 'transaction') return null;
  const window = windowAt(envelope.window, envelope.timezone ?? tree.timezone, draft.now);
  const known = draft.counter(counterId(envelope.id, window, counterKey(envelope, purpose)));
  return known ?? newCounter(envelope, tree, purpose, draft.now);
}

/** States of the budget and its ancestors that stop it from reserving and delegating. */
export function stateViolations(path: Budget[]): Violation[] {
  return path.flatMap((budget) =>
    budget.state === 'active' ? [] : [{ rule: STATE_RULES[budget.state], budgetId: budget.id }],
  );
}

/**
 * Holds a wish to use `amount` more against every rule on the path: states, policies, funds, envelopes. All of them
 * are looked at, so that a denial tells everything that is in the way.
 */
export function assess(
  draft: Draft,
  tree: Tree,
  path: Budget[],
  amount: bigint,
  purpose: Purpose | null,
  meters: Meter[],
): Assessment {
  const violations = stateViolations(path);
  if (purpose) violations.push(...policyViolations(path, purpose));
  const stopped = violations.length > 0;
  const funds = fundsAssessment(draft, tree, path, amount);
  violations.push(...funds.violations);
  const limits = envelopesAssessment(tree, meters);
  violations.push(...limits.violations);
  const open = !stopped && !limits.countExceeded;
  const waitable = !stopped && funds.violations.length === 0;
  return {
    violations,
    notices: limits.notices,
    largestAdmissible: open ? smaller(funds.largest, limits.room ?? funds.largest) : 0n,
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
function fundsAssessment(draft: Draft, tree: Tree, path: Budget[], amount: bigint) {
  const violations: Violation[] = [];
  const largest = draft.obtainable(path[0]!);
  let wanted = amount;
  for (const budget of path) {
    const isRoot = budget.path.length === 0;
    const free = larger(0n, budget.allocated - budget.reserved - budget.delegated - budget.spent);
    if (wanted <= free) break;
    const cap = isRoot ? budget.allocated : budget.state === 'closed' ? budget.allocated : budget.ceiling;
    const using = budget.reserved + budget.delegated + budget.spent;
    if (using + wanted > cap)
      violations.push({
        rule: 'insufficient_funds',
        budgetId: budget.id,
        limit: formatAmount(cap, tree.scale),
        used: formatAmount(using, tree.scale),
        requested: formatAmount(wanted, tree.scale),
        remaining: formatAmount(larger(0n, cap - using), tree.scale),
      });
    if (isRoot || budget.ceiling <= budget.allocated) break;
    // What the budget lacks it draws from its parent: the allocation it would need, less the one it has.
    wanted = using + wanted - budget.allocated;
  }
  return { violations, largest };
}

function envelopesAssessment(tree: Tree, meters: Meter[]) {
  const violations: Violation[] = [];
  const notices: Violation[] = [];
  let room: bigint | null = null;
  let countExceeded = false;
  let retryAt: number | null = 0;
  for (const meter of meters) {
    const { envelope, counter, used, add } = meter;
    const remaining = larger(0n, envelope.limit - used);
    const exceeded = add > 0n && used + add > envelope.limit;
    if (envelope.onExceed === 'notify') {
      if (exceeded) notices.push(violationOf(tree, meter));
      continue;
    }
    if (envelope.metric === 'amount') room = room === null ? remaining : smaller(room, remaining);
    if (!exceeded) continue;
    violations.push(violationOf(tree, meter));
    if (envelope.metric === 'count') countExceeded = true;
    const passesLater = counter !== null && counter.window.end !== Infinity && add <= envelope.limit;
    retryAt = passesLater && retryAt !== null ? Math.max(retryAt, counter.window.end) : null;
  }
  return { violations, notices, room, countExceeded, retryAt };
}

function violationOf(tree: Tree, { envelope, counter, used, add }: Meter): Violation {
  const text = (value: bigint) => limitText(value, envelope.metric, tree.scale);
  return {
    rule: envelope.metric === 'amount' ? 'envelope_exceeded' : 'count_exceeded',
    budgetId: envelope.budgetId,
    envelopeId: envelope.id,
    window: envelope.window,
    metric: envelope.metric,
    ...(counter && counter.key !== '' && { key: counter.key }),
    limit: text(envelope.limit),
    used: text(used),
    requested: text(add),
    remaining: text(larger(0n, envelope.limit - used)),
    ...(counter && counter.window.end !== Infinity && { resetsAt: timeText(counter.window.end) }),
  };
}

/** The code of the worst violation: {@link DENIAL_CODES} is in that order. */
export const codeOf = (violations: Violation[]): DenialCode | null =>
  DENIAL_CODES.find((code) => violations.some((violation) => violation.rule === code)) ?? null;

/** The denial that an assessment with violations amounts to. */
export function denialOf(assessment: Assessment, tree: Tree): Denial {
  const code = codeOf(assessment.violations);
  if (code === null) throw new Error('a denial without a violation');
  return {
    code,
    violations: assessment.violations,
    largestAdmissible: formatAmount(assessment.largestAdmissible, tree.scale),
    retryAt: assessment.retryAt === null ? null : timeText(assessment.retryAt),
  };
}
