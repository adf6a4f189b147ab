import type { ChainRow } from '../chain.js';

/** Rows as the audit reads them. Ids are UUIDs, amounts decimal digits in units, times milliseconds since the epoch. */
export interface TreeRow {
  id: string;
  scale: number;
  currency: string;
  timezone: string;
  creationKey: string | null;
  createdAt: number;
}

export interface AuditedBudget {
  treeId: string;
  id: string;
  parentId: string | null;
  /** Joined by commas. */
  path: string;
  ref: string | null;
  name: string;
  state: string;
  pausedUntil: number | null;
  guarantee: string;
  ceiling: string;
  allocated: string;
  reserved: string;
  delegated: string;
  spent: string;
  overdraft: string;
  version: number;
  revision: number;
  /** Hexadecimal. */
  head: string;
  /** JSON text, as in every column that is JSON. */
  policy: string | null;
  policyFromAbove: boolean;
  stoppedFromAbove: boolean;
  metadata: string | null;
  dimensions: string | null;
  createdAt: number;
  changedAt: number;
}

export interface EnvelopeRow {
  treeId: string;
  id: string;
  budgetId: string;
  name: string | null;
  window: string;
  timezone: string | null;
  metric: string;
  limit: string;
  matchVendors: string | null;
  matchCategories: string | null;
  matchItems: string | null;
  matchNewVendors: boolean;
  per: string | null;
  scope: string;
  onExceed: string;
  approve: string | null;
  relative: string | null;
  baseline: string | null;
  fromAbove: boolean;
  createdAt: number;
  deletedAt: number | null;
}

export interface PriceRow {
  treeId: string;
  id: string;
  budgetId: string;
  seriesId: string;
  vendor: string;
  item: string;
  fromAt: number;
  tariff: string;
  createdAt: number;
  endedAt: number | null;
}

export interface KeyRow {
  treeId: string;
  id: string;
  budgetId: string;
  name: string;
  role: string;
  actions: string | null;
  vendors: string | null;
  categories: string | null;
  runs: string | null;
  largestAmount: string | null;
  largestOverdraft: string | null;
  holder: string | null;
  issuedBy: string;
  madeFrom: string | null;
  hash: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
}

export interface AuditedCounter {
  treeId: string;
  id: string;
  envelopeId: string;
  key: string;
  windowStart: number;
  windowEnd: number;
  metric: string;
  used: string;
  version: number;
  alerts: number;
  alertLimit: string | null;
  alertPassed: boolean | null;
}

export interface AuditedReservation {
  treeId: string;
  id: string;
  budgetId: string;
  state: string;
  amount: string;
  held: string;
  committed: string;
  refunded: string;
  overdrawn: string;
  claimed: string;
  claim: string | null;
  disputed: string;
  dispute: string | null;
  vendor: string | null;
  category: string | null;
  runId: string | null;
  item: string | null;
  usage: string | null;
  rating: string | null;
  externalId: string | null;
  outcome: string | null;
  refundExternalId: string | null;
  refundedUsage: string | null;
  settlementMetadata: string | null;
  occurredAt: number | null;
  taskId: string | null;
  reason: string | null;
  overage: string;
  onExpiry: string;
  settlementToken: string | null;
  charges: string | null;
  approval: string | null;
  context: string | null;
  metadata: string | null;
  createdAt: number;
  expiresAt: number;
  settledAt: number | null;
}

export interface AuditedEntry extends ChainRow {
  treeId: string;
  budgetId: string;
  tick: number;
}

const time = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/**
 * The tables, each in the order of its tree (and budget), so that they can be read side by side. All columns come as
 * types that any client reads alike.
 */
export const STATEMENTS = {
  trees: `
    SELECT id::text, scale::int, currency, timezone, creation_key::text AS "creationKey", ${time('created_at')} AS "createdAt"
    FROM trees ORDER BY trees.id`,
  budgets: `
    SELECT tree_id::text AS "treeId", id::text, parent_id::text AS "parentId", array_to_string(path, ',') AS path,
      ref, name, state, ${time('paused_until')} AS "pausedUntil", guarantee::text, ceiling::text, allocated::text, reserved::text, delegated::text, spent::text,
      overdraft::text, version::float8, revision::float8, encode(head, 'hex') AS head, policy::text,
      policy_from_above AS "policyFromAbove", stopped_from_above AS "stoppedFromAbove", metadata::text, dimensions::text,
      ${time('created_at')} AS "createdAt", ${time('changed_at')} AS "changedAt"
    FROM budgets ORDER BY budgets.tree_id, budgets.id`,
  envelopes: `
    SELECT tree_id::text AS "treeId", id::text, budget_id::text AS "budgetId", name, "window", timezone, metric,
      "limit"::text, to_json(match_vendors)::text AS "matchVendors", to_json(match_categories)::text AS "matchCategories",
      to_json(match_items)::text AS "matchItems", match_new_vendors AS "matchNewVendors",
      per, scope, on_exceed AS "onExceed", approve::text, relative::text, baseline::text,
      from_above AS "fromAbove",
      ${time('created_at')} AS "createdAt", ${time('deleted_at')} AS "deletedAt"
    FROM envelopes ORDER BY envelopes.tree_id, envelopes.id`,
  prices: `
    SELECT tree_id::text AS "treeId", id::text, budget_id::text AS "budgetId", series_id::text AS "seriesId", vendor, item,
      ${time('from_at')} AS "fromAt", tariff::text, ${time('created_at')} AS "createdAt", ${time('ended_at')} AS "endedAt"
    FROM prices ORDER BY prices.tree_id, prices.id`,
  keys: `
    SELECT tree_id::text AS "treeId", id::text, budget_id::text AS "budgetId", name, role,
      to_json(actions)::text AS actions, to_json(vendors)::text AS vendors, to_json(categories)::text AS categories,
      to_json(runs)::text AS runs, holder, to_json(issued_by)::text AS "issuedBy", made_from::text AS "madeFrom",
      largest_amount AS "largestAmount", largest_overdraft AS "largestOverdraft", encode(hash, 'hex') AS hash,
      ${time('created_at')} AS "createdAt",
      ${time('expires_at')} AS "expiresAt", ${time('revoked_at')} AS "revokedAt"
    FROM api_keys WHERE tree_id IS NOT NULL ORDER BY api_keys.tree_id, api_keys.id`,
  counters: `
    SELECT tree_id::text AS "treeId", id, envelope_id::text AS "envelopeId", key, ${time('window_start')} AS "windowStart",
      ${time('window_end')} AS "windowEnd", metric, used::text, version::float8,
      alerts::float8, alert_limit::text AS "alertLimit", alert_passed AS "alertPassed"
    FROM counters ORDER BY counters.tree_id, counters.id`,
  reservations: `
    SELECT tree_id::text AS "treeId", id::text, budget_id::text AS "budgetId", state, amount::text, held::text,
      committed::text, refunded::text, overdrawn::text, claimed::text, claim::text, disputed::text, dispute::text, vendor, category, run_id AS "runId", item, usage::text, rating::text, external_id AS "externalId", refund_external_id AS "refundExternalId",
      refunded_usage::text AS "refundedUsage", settlement_metadata::text AS "settlementMetadata", outcome::text, ${time('occurred_at')} AS "occurredAt", task_id AS "taskId", reason, overage, on_expiry AS "onExpiry", settlement_token::text AS "settlementToken",
      to_json(charges)::text AS charges, approval::text, context::text, metadata::text, ${time('created_at')} AS "createdAt",
      ${time('expires_at')} AS "expiresAt", ${time('settled_at')} AS "settledAt"
    FROM reservations ORDER BY reservations.tree_id, reservations.budget_id, reservations.id`,
  entries: `
    SELECT tree_id::text AS "treeId", budget_id::text AS "budgetId", version::float8, ${time('at')} AS at, kind, denied,
      reservation_id::text AS "reservationId", request_key::text AS "requestKey", content, encode(hash, 'hex') AS hash,
      tick::float8
    FROM entries ORDER BY entries.tree_id, entries.budget_id, entries.version`,
} as const;

/** From which tick on a decision leaves no debt that could be paid, charges name their alerts, and later costs settle; and the time. */
export const CLOCK = `
  SELECT debts_since::float8 AS "debtsSince", alerts_since::float8 AS "alertsSince",
    settled_since::float8 AS "settledSince",
    (extract(epoch FROM statement_timestamp()) * 1000)::float8 AS now
  FROM journal_clock`;

export const ENTRY_THAT_MADE = `
  SELECT content FROM entries
  WHERE tree_id = $1::uuid AND budget_id = $2::uuid AND reservation_id = $3::uuid
  ORDER BY version LIMIT 1`;
