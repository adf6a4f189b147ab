import { approvalOf, type Approval } from '../core/approvals.js';
import { callOutcomeOf, type CallOutcome } from '../core/call-outcome.js';
import type { JsonObject } from '../core/canonical.js';
import { claimOf, type Claim } from '../core/claims.js';
import { ratingOf, type Rating } from '../core/prices/rating.js';
import { inOrder, type Usage } from '../core/prices/usage.js';
import { disputeOf, type Dispute } from '../core/disputes.js';
import type { Reservation } from '../core/reservations.js';
import { tokenOf, type SettlementToken } from '../core/settlement-tokens.js';
import { ITEMS, ITEMS_LIST, JSON_TEXT, TIME, type Column } from '../database/columns.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { json } from './values.js';

/** A reservation as it is read: without its context, which no decision looks at. */
export interface StoredReservation {
  tree_id: string;
  id: string;
  budget_id: string;
  state: Reservation['state'];
  amount: string;
  held: string;
  committed: string;
  refunded: string;
  overdrawn: string;
  claimed: string;
  claim: Claim | null;
  disputed: string;
  dispute: Dispute | null;
  vendor: string | null;
  category: string | null;
  run_id: string | null;
  item: string | null;
  usage: Usage | null;
  rating: Rating | null;
  external_id: string | null;
  outcome: CallOutcome | null;
  refund_external_id: string | null;
  refunded_usage: Usage | null;
  occurred_at: number | null;
  task_id: string | null;
  reason: string | null;
  overage: Reservation['overage'];
  on_expiry: Reservation['onExpiry'];
  settlement_token: SettlementToken | null;
  charges: string | null;
  approval: Approval | null;
  metadata: JsonObject | null;
  settlement_metadata: JsonObject | null;
  created_at: number;
  expires_at: number;
  settled_at: number | null;
}

/** What is read of a reservation, and written. */
export const RESERVATION_COLUMNS: Readonly<Record<keyof StoredReservation, Column<Reservation>>> = {
  tree_id: ['uuid', (r) => uuidOf(r.treeId)],
  id: ['uuid', (r) => uuidOf(r.id)],
  budget_id: ['uuid', (r) => uuidOf(r.budgetId)],
  state: ['text', (r) => r.state],
  amount: ['bigint', (r) => r.amount],
  held: ['bigint', (r) => r.held],
  committed: ['bigint', (r) => r.committed],
  refunded: ['bigint', (r) => r.refunded],
  overdrawn: ['bigint', (r) => r.overdrawn],
  claimed: ['bigint', (r) => r.claimed],
  claim: ['text', (r) => json(r.claim), JSON_TEXT],
  disputed: ['bigint', (r) => r.disputed],
  dispute: ['text', (r) => json(r.dispute), JSON_TEXT],
  vendor: ['text', (r) => r.vendor],
  category: ['text', (r) => r.category],
  run_id: ['text', (r) => r.runId],
  item: ['text', (r) => r.item],
  usage: ['text', (r) => json(r.usage), JSON_TEXT],
  rating: ['text', (r) => json(r.rating), JSON_TEXT],
  external_id: ['text', (r) => r.externalId],
  outcome: ['text', (r) => json(r.outcome), JSON_TEXT],
  refund_external_id: ['text', (r) => r.refundExternalId],
  refunded_usage: ['text', (r) => json(r.refundedUsage), JSON_TEXT],
  occurred_at: ['float8', (r) => r.occurredAt, TIME],
  task_id: ['text', (r) => r.taskId],
  reason: ['text', (r) => r.reason],
  overage: ['text', (r) => r.overage],
  on_expiry: ['text', (r) => r.onExpiry],
  settlement_token: ['text', (r) => json(r.token), JSON_TEXT],
  charges: ['text', (r) => (r.charges.length > 0 ? r.charges.join(ITEMS) : null), ITEMS_LIST],
  approval: ['text', (r) => json(r.approval), JSON_TEXT],
  metadata: ['text', (r) => json(r.metadata), JSON_TEXT],
  settlement_metadata: ['text', (r) => json(r.settlementMetadata), JSON_TEXT],
  created_at: ['float8', (r) => r.createdAt, TIME],
  expires_at: ['float8', (r) => r.expiresAt, TIME],
  settled_at: ['float8', (r) => r.settledAt, TIME],
};

/** What is written of a reservation when it is made, and read by people alone. */
export const CONTEXT: Readonly<Record<'context', Column<Reservation>>> = {
  context: ['text', (r) => json(r.context), JSON_TEXT],
};

/** What names a reservation. */
export const NAMES_RESERVATION = ['tree_id', 'budget_id', 'id'] as const;

/** What never changes of a reservation, beside what names it. */
export const RESERVATION_FACTS = [
  'amount',
  'vendor',
  'category',
  'run_id',
  'task_id',
  'reason',
  'overage',
  'metadata',
  'created_at',
] as const;

/**
 * What few reservations have: of approvals, of promises, of costs above limits, of disputes, of prices, of charges, and of what
 * settlements say.
 */
export const RARE = [
  'approval',
  'on_expiry',
  'settlement_token',
  'overdrawn',
  'claimed',
  'claim',
  'disputed',
  'dispute',
  'item',
  'usage',
  'rating',
  'external_id',
  'outcome',
  'refund_external_id',
  'refunded_usage',
  'settlement_metadata',
  'occurred_at',
] as const;

export const reservationOfRow = (row: StoredReservation): Reservation => ({
  treeId: idOf('budget', row.tree_id),
  id: idOf('reservation', row.id),
  budgetId: idOf('budget', row.budget_id),
  state: row.state,
  amount: BigInt(row.amount),
  held: BigInt(row.held),
  committed: BigInt(row.committed),
  refunded: BigInt(row.refunded),
  overdrawn: BigInt(row.overdrawn),
  claimed: BigInt(row.claimed),
  claim: row.claim && claimOf(row.claim),
  disputed: BigInt(row.disputed),
  dispute: row.dispute && disputeOf(row.dispute),
  vendor: row.vendor,
  category: row.category,
  runId: row.run_id,
  item: row.item,
  usage: row.usage && inOrder(row.usage),
  rating: row.rating && ratingOf(row.rating),
  externalId: row.external_id,
  outcome: row.outcome && callOutcomeOf(row.outcome),
  refundExternalId: row.refund_external_id,
  refundedUsage: row.refunded_usage && inOrder(row.refunded_usage),
  occurredAt: row.occurred_at,
  taskId: row.task_id,
  reason: row.reason,
  overage: row.overage,
  onExpiry: row.on_expiry,
  token: row.settlement_token && tokenOf(row.settlement_token),
  charges: row.charges ? row.charges.split(ITEMS) : [],
  approval: row.approval && approvalOf(row.approval),
  context: null,
  metadata: row.metadata,
  settlementMetadata: row.settlement_metadata,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  settledAt: row.settled_at,
});
