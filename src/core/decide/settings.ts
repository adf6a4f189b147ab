import { assess, denialOf } from '../assess.js';
import { entitled, used } from '../balances.js';
import { isClosed, type Budget, type Tree } from '../budgets.js';
import type { ChangeState, EndPause, Fund, Update } from '../commands/budgets.js';
import type { Draft } from '../draft.js';
import { formatAmount, larger } from '../money.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { amountBounds, bounded, UNBOUNDED } from '../scopes.js';
import {
  accepted,
  amountOf,
  deny,
  budgetFound,
  isRejection,
  versionRejection,
  settingsTarget,
} from './common.js';
import { fromAboveRejection, reachesAbove, setsFromAbove } from './above.js';

/** Changes the allocation of a root. Money that is used cannot be taken away. */
export function fund(draft: Draft, command: Fund): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const amount = amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  if (budget.path.length > 0)
    return rejected(
      'not_a_root',
      'Only a root can be funded. Change the guarantee or ceiling of a child with PATCH.',
    );
  if (isClosed(budget)) return rejected('budget_state', 'The budget is closed.');
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;
  const unused = larger(0n, budget.allocated - used(budget));
  if (command.type === 'defund' && amount > unused) return belowUsed(tree, unused, 'amount');
  const allocation = budget.allocated + (command.type === 'fund' ? amount : -amount);
  const settings = { guarantee: allocation, ceiling: allocation };
  const details = command.reason === null ? {} : { reason: command.reason };
  draft.move(budget.id, command.type, {}, settings, details);
  return accepted(draft, tree, budget.id);
}

/** Changes the settings of a budget; a raised guarantee is drawn from the parent, a lowered one flows back. */
export function update(draft: Draft, command: Update): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const settings: Partial<Budget> = { revision: budget.revision + 1 };
  if (command.name !== undefined) settings.name = command.name;
  if (command.policy !== undefined) {
    const theirs =
      budget.policyFromAbove &&
      fromAboveRejection(command, budget, 'The policy was set from above', 'policy');
    if (theirs) return theirs;
    settings.policy = command.policy;
    settings.policyFromAbove = command.policy !== null && setsFromAbove(command, budget);
  }
  if (command.metadata !== undefined) settings.metadata = command.metadata;
  if (command.dimensions !== undefined) {
    if (budget.path.length > 0)
      return rejected('not_a_root', 'Only a root has dimensions: they are those of all its tree.', {
        field: 'dimensions',
      });
    settings.dimensions = command.dimensions;
  }
  const refusal = readAllowance(draft, tree, budget, command, settings);
  if (refusal) return refusal;
  const details = command.reason === null ? {} : { reason: command.reason };
  draft.move(budget.id, 'update', {}, settings, details);
  return accepted(draft, tree, budget.id);
}

/** Adds a new guarantee and ceiling to the settings, or answers why they cannot be had. */
function readAllowance(
  draft: Draft,
  tree: Tree,
  budget: Budget,
  command: Update,
  settings: Partial<Budget>,
): Outcome | null {
  if (command.guarantee === undefined && command.ceiling === undefined) return null;
  if (budget.path.length === 0)
    return rejected('invalid_allowance', 'A root has no guarantee or ceiling: fund or defund it.', {
      field: command.guarantee === undefined ? 'ceiling' : 'guarantee',
    });
  const field = command.ceiling === undefined ? 'guarantee' : 'ceiling';
  const theirs = fromAboveRejection(command, budget, 'Guarantee and ceiling are given', field);
  if (theirs) return theirs;
  const guarantee =
    command.guarantee === undefined ? budget.guarantee : amountOf(command.guarantee, tree, 'guarantee');
  if (isRejection(guarantee)) return guarantee;
  const ceiling = command.ceiling === undefined ? budget.ceiling : amountOf(command.ceiling, tree, 'ceiling');
  if (isRejection(ceiling)) return ceiling;
  if (ceiling < guarantee)
    return rejected('invalid_allowance', 'The ceiling must not be below the guarantee.', {
      field: command.ceiling === undefined ? 'guarantee' : 'ceiling',
    });
  const inUse = used(budget) - budget.overdraft;
  if (ceiling < inUse) return belowUsed(tree, inUse, 'ceiling');
  const growth = larger(0n, entitled({ guarantee, ceiling }, inUse) - budget.allocated);
  const bounds =
    guarantee > budget.guarantee
      ? amountBounds(command.origin.authority, tree, budget.id, guarantee)
      : UNBOUNDED;
  if (growth > 0n || bounds.violations.length > 0) {
    const parent = draft.path(budget)[1]!;
    const assessment = assess(draft, tree, draft.path(parent), growth, null, []);
    if (growth === 0n) assessment.violations = [];
    assessment.violations.push(...bounds.violations);
    if (assessment.violations.length > 0) {
      // What would pass is a guarantee: what the budget has and what its parent could add, or that of before.
      const room = bounds.room === null ? null : larger(bounds.room, budget.guarantee);
      assessment.largestAdmissible = bounded(assessment.largestAdmissible + budget.allocated, room);
      if (bounds.violations.length > 0) assessment.retryAt = null;
      return deny(draft, budget, 'update', denialOf(assessment, tree), {
        requested: {
          guarantee: formatAmount(guarantee, tree.scale),
          ceiling: formatAmount(ceiling, tree.scale),
        },
      });
    }
  }
  settings.guarantee = guarantee;
  settings.ceiling = ceiling;
  return null;
}

/** Freezes a budget by hand, or lets a frozen or paused one go on. Repeating either is no error. */
export function changeState(draft: Draft, command: ChangeState): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  // What a rule stopped goes on because a person has looked at it, and says what they found.
  if (command.type === 'resume' && budget.state === 'paused' && !command.reason?.trim())
    return rejected('reason_required', 'Resuming a paused budget needs a reason.', { field: 'reason' });
  const theirs =
    command.type === 'resume' &&
    budget.stoppedFromAbove &&
    fromAboveRejection(command, budget, 'The budget was stopped from above');
  if (theirs) return theirs;
  const stoppedFromAbove = budget.stoppedFromAbove || reachesAbove(command, budget);
  // What a rule has paused stays paused when it is frozen: it is stopped already, and goes on with a reason only.
  const stopped = budget.state === 'paused' ? 'paused' : 'frozen';
  const state = command.type === 'freeze' ? stopped : 'active';
  const details = command.reason === null ? {} : { reason: command.reason };
  // A freeze of a paused budget means that it goes on only when somebody resumes it.
  const settings = { state, stoppedFromAbove, pausedUntil: null, revision: budget.revision + 1 } as const;
  draft.move(budget.id, command.type, {}, settings, details);
  return accepted(draft, tree, budget.id);
}

/** Why a pause ends by itself: what every entry of it says. */
const PAUSE_IS_OVER = 'The windows that were passed have ended.';

/** Lets a paused budget go on when the windows have ended that it was paused for; somebody may have resumed it meanwhile. */
export function endPause(draft: Draft, { budgetId }: EndPause): Outcome {
  const target = budgetFound(draft, budgetId);
  if (isRejection(target)) return { status: 'ignored' };
  const { tree, budget } = target;
  if (budget.state !== 'paused' || budget.pausedUntil === null || budget.pausedUntil > draft.now)
    return { status: 'ignored' };
  const settings = { state: 'active', revision: budget.revision + 1 } as const;
  draft.move(budget.id, 'resume', {}, settings, { reason: PAUSE_IS_OVER });
  return accepted(draft, tree, budget.id);
}

const belowUsed = (tree: Tree, acceptable: bigint, field: string): Rejected =>
  rejected(
    'below_used',
    `This is below what is used: ${formatAmount(acceptable, tree.scale)} would be accepted.`,
    {
      field,
      acceptable: formatAmount(acceptable, tree.scale),
    },
  );
