import type { Approval, ApprovalRule } from './approvals.js';
import type { Balances } from './balances.js';
import type { Baseline, Relative } from './baselines.js';
import type { BudgetState, Tree } from './budgets.js';
import type { JsonObject } from './canonical.js';
import type { CallOutcome } from './call-outcome.js';
import type { Origin } from './commands/origin.js';
import type { Claim } from './claims.js';
import type { Dispute } from './disputes.js';
import type { SpendLabels } from './dimensions.js';
import type { OnExceed, Per, Scope } from './envelopes.js';
import type { Role, Scopes } from './keys.js';
import type { EntryKind } from './kinds.js';
import type { MatchView } from './matches/match.js';
import type { Metric } from './metrics/metrics.js';
import type { Policy } from './policy.js';
import type { Priced, Tariff } from './prices/price.js';
import type { PriceSource, RatingView } from './prices/rating.js';
import type { Usage } from './prices/usage.js';
import type { ReservationState } from './reservation-state.js';
import type { SettlementToken } from './settlement-tokens.js';
import type { OnExpiry, Overage } from './reservations.js';
import type { Denial, Violation } from './violations.js';
import type { Window } from './windows.js';

// The views below are written by views.ts, in the order of their keys, as canonical text wants them: see ledger/seal.ts.

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
  /** Only of a root that has some: the labels that spend of its tree is kept by. */
  dimensions?: string[];
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

/**
 * A reservation after the entry. Its context, and labels beyond the first 1 KiB, are in the entry that made it alone; those of
 * a settlement in the entry of that.
 */
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
  /** Only where it has one, like the seven that follow; `occurredAt` is of a charge. */
  item?: string;
  /** The price that it is paid by. */
  price?: PriceSource;
  /** What its commits have reported so far. */
  usage?: Usage;
  externalId?: string;
  /** What came of the call, as it was reported last. */
  outcome?: CallOutcome;
  /** How the last refund is named that has a name. */
  refundExternalId?: string;
  /** What of the usage came back with refunds. */
  refundedUsage?: Usage;
  occurredAt?: string;
  taskId: string | null;
  reason: string | null;
  overage: Overage;
  /** Only of what is paid when it ends by itself. */
  onExpiry?: OnExpiry;
  metadata: JsonObject | null;
  /** In entries other than the one that made it: how many labels more it has than are repeated. */
  metadataOmitted?: number;
  /** The labels of its settlements so far. */
  settlementMetadata?: JsonObject;
  /** How many more of these there are than are repeated. */
  settlementMetadataOmitted?: number;
  /** With what somebody else may settle it. */
  settlementToken?: SettlementToken;
  createdAt: string;
  expiresAt: string;
  settledAt: string | null;
  /** Of one that people had to approve. */
  approval?: Approval;
  /** What waits for somebody who may record it. */
  claim?: { amount: string } & Claim;
  /** What was said against its payments last; the amount is what is still disputed. */
  dispute?: { amount: string } & Dispute;
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
  /** What is expected of a call, what its commits have reported by now, or what of it came back with this refund. */
  usage?: Usage;
  /** Of a commit with `usage`: what had been reported before it. */
  usageBefore?: Usage;
  context?: JsonObject;
  /** Of a refund, or a dispute that was upheld: how the one who paid back names it. */
  externalId?: string;
  /** Labels of this commit or refund. */
  metadata?: JsonObject;
  /** Of what spends or is denied, where the tree has dimensions: the values by which spend keeps it. */
  labels?: SpendLabels;
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
  /** The decimals of its amounts: those of its tree. */
  scale: number;
  kind: EntryKind;
  denied: boolean;
  reservationId: string | null;
  /** Set on the entry that answers the command's idempotency key. */
  requestKey: string | null;
  content: EntryContent;
}

/** An entry as it stands in the journal. */
export interface WrittenEntry {
  entry: Entry;
  /** SHA-256 over the hash of the budget's entry before it and the content, hexadecimal. */
  hash: string;
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

/** What an entry records of the request; nothing for what the service does by itself. */
export function askedAs(origin: Origin): EntryContent['request'] {
  const { principal, keyId, fingerprint, requestId, idempotencyKey } = origin;
  if (requestId === null) return undefined;
  return {
    credential: keyId === null || keyId === principal ? undefined : keyId,
    fingerprint: fingerprint ?? undefined,
    id: requestId,
    idempotencyKey: idempotencyKey ?? undefined,
  };
}
