import { approvalRuleOf, type ApprovalRule } from '../core/approvals.js';
import { relativeOf, storedBaseline, type Baseline, type Relative } from '../core/baselines.js';
import type { Budget, BudgetState, Tree } from '../core/budgets.js';
import type { JsonObject } from '../core/canonical.js';
import type { SettingsView } from '../core/entries.js';
import { balancesView, budgetView, settingsView, type BudgetView } from '../core/views.js';
import type { Envelope } from '../core/envelopes.js';
import type { Policy } from '../core/policy.js';
import type {
  Budget as BudgetRow,
  Envelope as EnvelopeRow,
  Tree as TreeRow,
} from '../generated/prisma/client.js';
import { idOf } from '../ids/ids.js';

/** What can be large of a budget: lists show it only where it is asked for. */
export const EXPANDABLE = ['policy', 'metadata'] as const;
export type Expandable = (typeof EXPANDABLE)[number];

/** What lists show besides where it is asked for: it takes a look at other budgets. */
export const EXPANDABLE_IN_LISTS = [...EXPANDABLE, 'subtree', 'ancestors'] as const;
export type ExpandableInLists = (typeof EXPANDABLE_IN_LISTS)[number];

/** A budget in a list. */
export type BudgetItem = Omit<BudgetView, Expandable> & Partial<Pick<BudgetView, Expandable>>;

/** A row without the columns that nobody asked for. */
export type BudgetItemRow = Omit<BudgetRow, Expandable> & Partial<Pick<BudgetRow, Expandable>>;

/** The columns that are left out where they are not asked for. */
export const omitUnless = (expand: readonly ExpandableInLists[]): Record<Expandable, boolean> => ({
  policy: !expand.includes('policy'),
  metadata: !expand.includes('metadata'),
});

/** A tree as the rules know it. */
export const treeOf = (row: TreeRow): Tree => ({
  id: idOf('budget', row.id),
  currency: row.currency,
  scale: row.scale,
  timezone: row.timezone,
});

/** A budget as the rules know it. */
const budgetOf = (row: BudgetRow): Budget => ({
  treeId: idOf('budget', row.treeId),
  id: idOf('budget', row.id),
  path: row.path.map((uuid) => idOf('budget', uuid)),
  ref: row.ref,
  name: row.name,
  // Checked by the database; the generated types only know that these are texts and JSON.
  state: row.state as BudgetState,
  pausedUntil: row.pausedUntil?.getTime() ?? null,
  policy: row.policy as Policy | null,
  policyFromAbove: row.policyFromAbove,
  stoppedFromAbove: row.stoppedFromAbove,
  metadata: row.metadata as JsonObject | null,
  dimensions: row.dimensions as string[] | null,
  guarantee: row.guarantee,
  ceiling: row.ceiling,
  allocated: row.allocated,
  reserved: row.reserved,
  delegated: row.delegated,
  spent: row.spent,
  overdraft: row.overdraft,
  version: Number(row.version),
  revision: Number(row.revision),
  createdAt: row.createdAt.getTime(),
  changedAt: row.changedAt.getTime(),
});

/** The settings of a budget as entries have them. */
export const settingsOfBudget = ({ scale }: Tree, row: BudgetRow): SettingsView =>
  settingsView(budgetOf(row), scale);

/** What a reader sees of a budget. */
export function viewOfBudget(tree: Tree, row: BudgetRow): BudgetView {
  const budget = budgetOf(row);
  return budgetView(tree, budget, {
    version: budget.version,
    balances: balancesView(budget, tree.scale),
    settings: settingsView(budget, tree.scale),
  });
}

/** What a list shows of a budget. */
export function itemOfBudget(tree: Tree, row: BudgetItemRow): BudgetItem {
  const { policy, metadata, ...item } = viewOfBudget(tree, { policy: null, metadata: null, ...row });
  return {
    ...item,
    ...(row.policy !== undefined && { policy }),
    ...(row.metadata !== undefined && { metadata }),
  };
}

/** The names that an envelope matches: Prisma reads an array that is NULL as an empty one, and none is ever empty. */
const names = (list: string[]): string[] | null => (list.length > 0 ? list : null);

/** An envelope as the rules know it. */
export const envelopeOf = (row: EnvelopeRow): Envelope => ({
  treeId: idOf('budget', row.treeId),
  id: idOf('envelope', row.id),
  budgetId: idOf('budget', row.budgetId),
  name: row.name,
  window: row.window as Envelope['window'],
  timezone: row.timezone,
  metric: row.metric as Envelope['metric'],
  limit: row.limit,
  match: {
    vendors: names(row.matchVendors),
    categories: names(row.matchCategories),
    items: names(row.matchItems),
    newVendors: row.matchNewVendors,
  },
  per: row.per as Envelope['per'],
  scope: row.scope as Envelope['scope'],
  onExceed: row.onExceed as Envelope['onExceed'],
  approve: row.approve === null ? null : approvalRuleOf(row.approve as unknown as ApprovalRule),
  relative: row.relative === null ? null : relativeOf(row.relative as unknown as Relative),
  baseline: row.baseline === null ? null : storedBaseline(row.baseline as unknown as Baseline),
  fromAbove: row.fromAbove,
  deletedAt: row.deletedAt?.getTime() ?? null,
});
