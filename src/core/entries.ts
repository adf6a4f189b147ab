import { approvalOf, approvalRuleOf, type Approval, type ApprovalRule } from './approvals.js';
import { relativeOf, storedBaseline, type Baseline, type Relative } from './baselines.js';
import type { Budget, BudgetState, Tree } from './budgets.js';
import { claimOf, type Claim } from './claims.js';
import { available, type Balances } from './balances.js';
import type { JsonObject } from './canonical.js';
import { matchView, type MatchView } from './matches/match.js';
import { limitText, type Metric } from './metrics/metrics.js';
import type { Envelope, OnExceed, Per, Scope } from './envelopes.js';
import type { Key, Role, Scopes } from './keys.js';
import type { EntryKind } from './kinds.js';
import { formatAmount } from './money.js';
import type { Denial, Violation } from './violations.js';
import type { Policy } from './policy.js';
import type { Price, Priced, Tariff } from './prices/price.js';
import type { PriceSource, RatingView } from './prices/rating.js';
import type { Usage } from './prices/usage.js';
import type { ReservationState } from './reservation-state.js';
import type { Overage, Reservation } from './reservations.js';
import type { Window } from './windows.js';

// The views below are written in the order of their keys, as canonical text wants them: see ledger/seal.ts.

/** Balances as decimal text. */
export type BalancesView = Record<keyof Balances | 'available', string>;

/** The settings of a budget after the entry. */
export type SettingsView = {
  name: string;
  state: BudgetState;
  guarantee: string;
  ceiling: string;
  policy: Policy | null;
  /** Of a child with a policy: whether it is theirs who reach above it. */
  policyFromAbove?: boolean;
  metadata: JsonObject | null;
  /** Of a paused budget that goes on by itself. */
  pausedUntil?: string;
  revision: number;
  /** Only where it is so: whether those above it, or an envelope of theirs, stopped it. */
  stoppedFromAbove?: true;
};

/** What all budgets of a tree have in common, and never changes. */
export type TreeView = Pick<Tree, 'currency' | 'scale' | 'timezone'>;

export type EnvelopeView = {
  id: string;
  budgetId: string;
  name: string | null;
  window: Window;
  timezone: string | null;
  metric: Metric;
  /** The one in force. */
  limit: string;
  match: MatchView;
  per: Per | null;
  scope: Scope;
  onExceed: OnExceed;
  /** Only where it is so: made by somebody who reaches above the budget. */
  fromAbove?: true;
  /** With `onExceed: approve`. */
  approve?: ApprovalRule;
  /** Of a limit that follows the past. */
  relative?: Relative;
  /** With `relative`: the past that the limit was worked out from; null where there was none. */
  baseline?: Baseline | null;
};

/** A price as it was set. */
export type PriceView = Priced & {
  id: string;
  budgetId: string;
  /** From when it holds. */
  from: string;
  /** The first price of the item on this budget, where it is another: what tiers have seen goes on from price to price. */
  seriesId?: string;
  tariff: Tariff;
};

/**
 * A key as issued. The hash of its text is in the journal so that nobody can put another in its place unseen; of 256
 * random bits, it gives nothing away.
 */
export type JournaledKey = {
  budgetId: string;
  expiresAt: string | null;
  hash: string;
  /** Absent in entries from before there were holders: its own id. */
  holder?: string;
  id: string;
  /** The holders who handed it out, from the nearest up. */
  issuedBy?: string[];
  /** The key that it was issued with, or whose place it took. */
  madeFrom?: string | null;
  name: string;
  role: Role;
  scopes: Scopes;
};

/** When a key stops working: at once because it was revoked, or after the overlap of a rotation. */
export type KeyEnd = { at: string; id: string; revoked: boolean };

/** A reservation after the entry. Its context, and labels beyond the first 1 KiB, are in the entry that made it alone. */
export type ReservationView = {
  id: string;
  state: ReservationState;
  amount: string;
  held: string;
  committed: string;
  refunded: string;
  vendor: string | null;
  category: string | null;
  runId: string | null;
  /** Only where it has one, like the four that follow; `occurredAt` is of a charge. */
  item?: string;
  /** The price that it is paid by. */
  price?: PriceSource;
  /** What its commits have reported so far. */
  usage?: Usage;
  externalId?: string;
  occurredAt?: string;
  taskId: string | null;
  reason: string | null;
  overage: Overage;
  metadata: JsonObject | null;
  /** In entries other than the one that made it: how many labels more it has than are repeated. */
  metadataOmitted?: number;
  createdAt: string;
  expiresAt: string;
  settledAt: string | null;
  /** Of one that people had to approve. */
  approval?: Approval;
  /** What waits for somebody who may record it. */
  claim?: { amount: string } & Claim;
  /** How far its commits went above limits; absent for most. */
  overdrawn?: string;
};

/** A change of one counter, or (without `counterId`) a limit per transaction that was looked at. */
export type Charge = {
  /** Where it took the counter to its limit or past it, and this was reported before: by which alert of the counter. */
  again?: number;
  /** The same where this entry reports it: which alert of the counter this is. */
  alert?: number;
  /** Where it took the counter to its limit or past it: whose envelope that is, and the names, as they were then. */
  budgetId?: string;
  budgetName?: string;
  envelopeName?: string;
  counterId?: string;
  envelopeId?: string;
  delta?: string;
  used?: string;
  /** The limit in force; absent for an envelope that was deleted since. */
  limit?: string;
};

/**
 * One row of the journal: what one decision did to one budget, complete in itself. Its hash is the SHA-256 over the
 * hash of the budget's previous entry, as 64 hexadecimal digits (zeros before the first), followed by this content as
 * RFC 8785 text in UTF-8.
 */
export type EntryContent = {
  treeId: string;
  budgetId: string;
  version: number;
  at: string;
  kind: EntryKind;
  outcome: 'accepted' | 'denied';
  /** In the first entry of a child. */
  parentId?: string;
  /** The same, where its maker gave it one. */
  ref?: string;
  /** In the first entry of a root. */
  tree?: TreeView;
  /** The holder that asked; "purser" for what the service does by itself. */
  by: string;
  request?: {
    /** The key that was sent, where it is not the one that `by` names. */
    credential?: string;
    fingerprint?: string;
    id?: string;
    idempotencyKey?: string;
  };
  /**
   * Present where the decision was addressed to another budget, whose money this one holds or funds; and where one of
   * this budget's envelopes stopped it, which is then named, with the budget whose request it was.
   */
  cause?: { budgetId: string; envelopeId?: string; reservationId?: string };
  /** Why the caller did it, in the caller's words. */
  reason?: string;
  deltas: Partial<Record<keyof Balances, string>>;
  balances: BalancesView;
  charges?: Charge[];
  /** What a commit added to the claim of its reservation. */
  claimed?: string;
  /**
   * Limits that the decision passed: of `notify` and `approve` envelopes, and of any (with `exceededBy`) by real cost.
   * In an entry of kind `pause`: the limits whose passing was tried, or recorded.
   */
  notices?: Violation[];
  denial?: Denial;
  /** What a denied command asked for; or the cost of which not all found its place in the claim. */
  requested?: JsonObject;
  reservation?: ReservationView;
  /** How the usage was rated. */
  rating?: RatingView;
  /** What is expected of a call, or what its commits have reported by now. */
  usage?: Usage;
  /** Of a commit with `usage`: what had been reported before it. */
  usageBefore?: Usage;
  context?: JsonObject;
  /** A key that was issued, with the budget or later. */
  key?: JournaledKey;
  /** Keys that end with this entry (at the time given, where one was rotated). */
  keysEnded?: KeyEnd[];
  /** How many more keys end with this decision, in the entries that follow; and that some are left, for the next decision. */
  moreKeysEnded?: number;
  keysRemain?: true;
  /** A price that was set, or withdrawn. */
  price?: PriceView;
  /** The prices whose place it took: they hold for nothing new. */
  pricesEnded?: string[];
  settings?: SettingsView;
  envelope?: EnvelopeView;
  envelopes?: EnvelopeView[];
};

/** A journal entry as decided; the ledger seals it with its hash. */
export interface Entry {
  treeId: string;
  budgetId: string;
  version: number;
  at: number;
  kind: EntryKind;
  denied: boolean;
  reservationId: string | null;
  /** Set on the entry that answers the command's idempotency key. */
  requestKey: string | null;
  content: EntryContent;
}

/** Times already written: a batch has one clock, and most of its holds last equally long. */
const written = new Map<number, string>();

/** RFC 3339 in UTC, to the millisecond. */
export function timeText(milliseconds: number): string {
  let text = written.get(milliseconds);
  if (text === undefined) {
    if (written.size >= 1_000) written.clear();
    text = new Date(milliseconds).toISOString();
    written.set(milliseconds, text);
  }
  return text;
}

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
  expiresAt: timeText(r.expiresAt),
  externalId: r.externalId ?? undefined,
  held: formatAmount(r.held, scale),
  id: r.id,
  item: r.item ?? undefined,
  metadata: r.metadata,
  metadataOmitted: undefined,
  occurredAt: r.occurredAt === null ? undefined : timeText(r.occurredAt),
  overage: r.overage,
  overdrawn: r.overdrawn === 0n ? undefined : formatAmount(r.overdrawn, scale),
  price: r.rating?.source,
  reason: r.reason,
  refunded: formatAmount(r.refunded, scale),
  runId: r.runId,
  settledAt: r.settledAt === null ? null : timeText(r.settledAt),
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
