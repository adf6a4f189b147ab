import { approvalOf, type Approval } from '../core/approvals.js';
import { callOutcomeOf, type CallOutcome } from '../core/call-outcome.js';
import type { JsonObject } from '../core/canonical.js';
import { claimOf } from '../core/claims.js';
import { disputeOf } from '../core/disputes.js';
import type { ReservationView } from '../core/entries.js';
import { formatDigits } from '../core/money.js';
import type { PriceSource, Rating } from '../core/prices/rating.js';
import type { Usage } from '../core/prices/usage.js';
import { remainingTtlMs, type ReservationState } from '../core/reservation-state.js';
import type { OnExpiry, Overage } from '../core/reservations.js';
import { settleableView } from '../core/settlement-tokens.js';
import { idOf } from '../ids/ids.js';
import type { CountingEnvelopeView, Pointed, ReservationPart } from './pointed.js';
import type { ReservationRow } from './sql/list-reservations.js';
import type { BudgetItem } from './views.js';

/** A reservation as it stands, by the database's clock; its labels where they were asked for. */
export type ReservationListItem = Omit<
  ReservationView,
  | 'approval'
  | 'metadata'
  | 'claim'
  | 'dispute'
  | 'overdrawn'
  | 'item'
  | 'price'
  | 'usage'
  | 'externalId'
  | 'outcome'
  | 'occurredAt'
  | 'onExpiry'
  | 'refundExternalId'
  | 'refundedUsage'
  | 'settlementMetadata'
  | 'settlementToken'
> & {
  metadata?: JsonObject | null;
  settlementMetadata?: JsonObject | null;
  /** The name of its budget now. */
  budgetName: string;
  approval: (Approval & { envelopeNames: (string | null)[] }) | null;
  budget?: BudgetItem;
  /** Those in force that asked people, or counted it, as far as the reader reaches. */
  envelopes?: CountingEnvelopeView[];
  item: string | null;
  price: PriceSource | null;
  usage: Usage | null;
  externalId: string | null;
  outcome: CallOutcome | null;
  refundExternalId: string | null;
  refundedUsage: Usage | null;
  onExpiry: OnExpiry;
  /** Whether it has a settlement token, and whether that was revoked. */
  settlement: { prefix: string; revokedAt: string | null } | null;
  /** Of a charge: when its cost happened. */
  occurredAt: string | null;
  /** What waits for somebody who may record it. */
  claim: NonNullable<ReservationView['claim']> | null;
  /** What was said against its payments last. */
  dispute: NonNullable<ReservationView['dispute']> | null;
  /** How far its commits went above limits. */
  overdrawn: string;
  budgetId: string;
  treeId: string;
  /** How long it still is held, or waits for approval: zero when its time has come or it is settled. */
  remainingTtlMs: number;
};

/**
 * What is shown of a row: the fields of its {@link ReservationView} as entries have them, and what lists say besides. It is written at
 * once and from text, since an export has millions of them.
 */
export function itemOf(
  row: ReservationRow,
  expand: readonly ReservationPart[],
  pointed: Pointed,
): ReservationListItem {
  const { scale } = row;
  const approval = row.approval && approvalOf(row.approval);
  const state = row.state as ReservationState;
  const [budget, envelopes] = [pointed.budgetOf(row), pointed.envelopesOf(row)];
  const item: ReservationListItem = {
    amount: formatDigits(row.amount, scale),
    approval: approval && { ...approval, envelopeNames: pointed.namesOf(row) },
    category: row.category,
    claim: row.claim && { amount: formatDigits(row.claimed, scale), ...claimOf(row.claim) },
    committed: formatDigits(row.committed, scale),
    createdAt: row.createdAt,
    dispute: row.dispute && { amount: formatDigits(row.disputed, scale), ...disputeOf(row.dispute) },
    expiresAt: row.expiresAt,
    externalId: row.externalId,
    held: formatDigits(row.held, scale),
    id: idOf('reservation', row.id),
    item: row.item,
    occurredAt: row.occurredAt,
    outcome: row.outcome && callOutcomeOf(row.outcome),
    onExpiry: row.onExpiry as OnExpiry,
    overage: row.overage as Overage,
    overdrawn: formatDigits(row.overdrawn, scale),
    price: (row.rating as Rating | null)?.source ?? null,
    reason: row.reason,
    refundExternalId: row.refundExternalId,
    refunded: formatDigits(row.refunded, scale),
    refundedUsage: row.refundedUsage as Usage | null,
    runId: row.runId,
    settledAt: row.settledAt,
    settlement: settleableView(idOf('reservation', row.id), row.settlementToken),
    state,
    taskId: row.taskId,
    usage: row.usage as Usage | null,
    vendor: row.vendor,
    budgetName: row.budgetName,
    budgetId: idOf('budget', row.budgetId),
    treeId: idOf('budget', row.treeId),
    remainingTtlMs: remainingTtlMs({ state, expiresAt: row.expiresAt }, row.now),
  };
  if (expand.includes('metadata')) {
    item.metadata = row.metadata;
    item.settlementMetadata = row.settlementMetadata;
  }
  if (budget) item.budget = budget;
  if (envelopes) item.envelopes = envelopes;
  return item;
}
