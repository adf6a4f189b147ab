import { approvalOf, approvalRuleOf } from './approvals.js';
import { available, type Balances } from './balances.js';
import { relativeOf, storedBaseline } from './baselines.js';
import type { Budget, Tree } from './budgets.js';
import { callOutcomeOf } from './call-outcome.js';
import { claimOf } from './claims.js';
import { disputeOf } from './disputes.js';
import {
  timeText,
  type BalancesView,
  type EntryContent,
  type EnvelopeView,
  type JournaledKey,
  type PriceView,
  type ReservationView,
  type SettingsView,
  type TreeView,
} from './entries.js';
import type { Envelope } from './envelopes.js';
import type { Key } from './keys.js';
import { matchView } from './matches/match.js';
import { limitText } from './metrics/metrics.js';
import { formatAmount } from './money.js';
import type { Price } from './prices/price.js';
import type { Reservation } from './reservations.js';
import { tokenOf } from './settlement-tokens.js';

/*
 * How entries and answers write what the rules know, in the words of entries.ts. In the order of the keys, as canonical text wants
 * them: see ledger/seal.ts.
 */

export function balancesView(b: Balances, scale: number): BalancesView {
  return {
    allocated: formatAmount(b.allocated, scale),
    available: formatAmount(available(b), scale),
    delegated: formatAmount(b.delegated, scale),
    overdraft: formatAmount(b.overdraft, scale),
    reserved: formatAmount(b.reserved, scale),
    spent: formatAmount(b.spent, scale),
  };
}

export function deltasView(before: Balances | null, after: Balances, scale: number): EntryContent['deltas'] {
  const deltas: EntryContent['deltas'] = {};
  for (const part of ['allocated', 'delegated', 'overdraft', 'reserved', 'spent'] as const) {
    const delta = after[part] - (before ? before[part] : 0n);
    if (delta !== 0n) deltas[part] = formatAmount(delta, scale);
  }
  return deltas;
}

export const settingsView = (b: Budget, scale: number): SettingsView => ({
  ceiling: formatAmount(b.ceiling, scale),
  dimensions: b.dimensions ?? undefined,
  guarantee: formatAmount(b.guarantee, scale),
  metadata: b.metadata,
  name: b.name,
  pausedUntil: b.pausedUntil === null ? undefined : timeText(b.pausedUntil),
  policy: b.policy,
  policyFromAbove: b.policy !== null && b.path.length > 0 ? b.policyFromAbove : undefined,
  revision: b.revision,
  state: b.state,
  stoppedFromAbove: b.stoppedFromAbove || undefined,
});

export const treeView = ({ currency, scale, timezone }: Tree): TreeView => ({ currency, scale, timezone });

export const envelopeView = (e: Envelope, scale: number): EnvelopeView => ({
  approve: e.approve === null ? undefined : approvalRuleOf(e.approve),
  baseline: e.relative === null ? undefined : e.baseline && storedBaseline(e.baseline),
  budgetId: e.budgetId,
  fromAbove: e.fromAbove || undefined,
  id: e.id,
  limit: limitText(e.limit, e.metric, scale),
  match: matchView(e.match),
  metric: e.metric,
  name: e.name,
  onExceed: e.onExceed,
  per: e.per,
  relative: e.relative === null ? undefined : relativeOf(e.relative),
  scope: e.scope,
  timezone: e.timezone,
  window: e.window,
});

export const priceView = (price: Price): PriceView => ({
  budgetId: price.budgetId,
  from: timeText(price.from),
  id: price.id,
  item: price.item,
  seriesId: price.seriesId === price.id ? undefined : price.seriesId,
  tariff: price.tariff,
  vendor: price.vendor,
});

export const keyView = (key: Key): JournaledKey => ({
  budgetId: key.budgetId,
  expiresAt: key.expiresAt === null ? null : timeText(key.expiresAt),
  hash: key.hash,
  holder: key.holder,
  id: key.id,
  issuedBy: [...key.issuedBy],
  madeFrom: key.madeFrom,
  name: key.name,
  role: key.role,
  scopes: key.scopes,
});

export const reservationView = (r: Reservation, scale: number): ReservationView => ({
  amount: formatAmount(r.amount, scale),
  approval: r.approval === null ? undefined : approvalOf(r.approval),
  category: r.category,
  claim: r.claim === null ? undefined : { amount: formatAmount(r.claimed, scale), ...claimOf(r.claim) },
  committed: formatAmount(r.committed, scale),
  createdAt: timeText(r.createdAt),
  dispute:
    r.dispute === null ? undefined : { amount: formatAmount(r.disputed, scale), ...disputeOf(r.dispute) },
  expiresAt: timeText(r.expiresAt),
  externalId: r.externalId ?? undefined,
  held: formatAmount(r.held, scale),
  id: r.id,
  item: r.item ?? undefined,
  metadata: r.metadata,
  metadataOmitted: undefined,
  occurredAt: r.occurredAt === null ? undefined : timeText(r.occurredAt),
  onExpiry: r.onExpiry === 'release' ? undefined : r.onExpiry,
  outcome: r.outcome === null ? undefined : callOutcomeOf(r.outcome),
  overage: r.overage,
  overdrawn: r.overdrawn === 0n ? undefined : formatAmount(r.overdrawn, scale),
  price: r.rating?.source,
  reason: r.reason,
  refundExternalId: r.refundExternalId ?? undefined,
  refunded: formatAmount(r.refunded, scale),
  refundedUsage: r.refundedUsage ?? undefined,
  runId: r.runId,
  settledAt: r.settledAt === null ? null : timeText(r.settledAt),
  settlementMetadata: r.settlementMetadata ?? undefined,
  settlementMetadataOmitted: undefined,
  settlementToken: r.token === null ? undefined : tokenOf(r.token),
  state: r.state,
  taskId: r.taskId,
  usage: r.usage ?? undefined,
  vendor: r.vendor,
});

/** What a budget of a tree looks like to a reader: the facts that never change, its settings and its balances. */
export type BudgetView = {
  id: string;
  treeId: string;
  parentId: string | null;
  ref: string | null;
  depth: number;
  currency: string;
  scale: number;
  timezone: string;
  createdAt: string;
  version: number;
  balances: BalancesView;
  pausedUntil: string | null;
} & Omit<SettingsView, 'pausedUntil'>;

export function budgetView(
  tree: Tree,
  budget: Pick<Budget, 'id' | 'path' | 'ref' | 'createdAt'>,
  state: { version: number; balances: BalancesView; settings: SettingsView },
): BudgetView {
  return {
    id: budget.id,
    treeId: tree.id,
    parentId: budget.path.at(-1) ?? null,
    ref: budget.ref,
    depth: budget.path.length,
    currency: tree.currency,
    scale: tree.scale,
    timezone: tree.timezone,
    createdAt: timeText(budget.createdAt),
    version: state.version,
    balances: state.balances,
    ...state.settings,
    pausedUntil: state.settings.pausedUntil ?? null,
  };
}
