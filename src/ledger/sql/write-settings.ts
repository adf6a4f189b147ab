import type { WriteClient } from '../../database/connections.js';
import { parentIdOf, type Budget, type Tree } from '../../core/budgets.js';
import type { Envelope } from '../../core/envelopes.js';
import type { Key } from '../../core/keys.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';

/** A tree that begins, with the key it was created under. */
interface NewTree {
  tree: Tree;
  createdAt: number;
  creationKey: string | null;
}

const TREES: Columns<NewTree> = {
  id: ['uuid', ({ tree }) => uuidOf(tree.id)],
  currency: ['text', ({ tree }) => tree.currency],
  scale: ['smallint', ({ tree }) => tree.scale],
  timezone: ['text', ({ tree }) => tree.timezone],
  creation_key: ['uuid', (row) => row.creationKey],
  created_at: ['float8', (row) => row.createdAt],
};

const insertTrees = `
INSERT INTO trees (id, currency, scale, timezone, creation_key, created_at)
SELECT id, currency, scale, timezone, creation_key, to_timestamp(created_at / 1000) FROM ${rowsOf(TREES, 'x', 1)}`;

/** A budget that begins, with the hash of its newest entry. */
interface NewBudget {
  budget: Budget;
  head: string;
}

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

const BUDGETS: Columns<NewBudget> = {
  tree_id: ['uuid', ({ budget }) => uuidOf(budget.treeId)],
  id: ['uuid', ({ budget }) => uuidOf(budget.id)],
  parent_id: ['uuid', ({ budget }) => (parentIdOf(budget) === null ? null : uuidOf(parentIdOf(budget)!))],
  path: ['text', ({ budget }) => budget.path.map(uuidOf).join(',')],
  ref: ['text', ({ budget }) => budget.ref],
  name: ['text', ({ budget }) => budget.name],
  state: ['text', ({ budget }) => budget.state],
  paused_until: ['float8', ({ budget }) => budget.pausedUntil],
  guarantee: ['bigint', ({ budget }) => budget.guarantee],
  ceiling: ['bigint', ({ budget }) => budget.ceiling],
  allocated: ['bigint', ({ budget }) => budget.allocated],
  reserved: ['bigint', ({ budget }) => budget.reserved],
  delegated: ['bigint', ({ budget }) => budget.delegated],
  spent: ['bigint', ({ budget }) => budget.spent],
  overdraft: ['bigint', ({ budget }) => budget.overdraft],
  version: ['bigint', ({ budget }) => budget.version],
  revision: ['bigint', ({ budget }) => budget.revision],
  head: ['text', (row) => row.head],
  policy: ['jsonb', ({ budget }) => json(budget.policy)],
  policy_from_above: ['boolean', ({ budget }) => (budget.policyFromAbove ? 't' : 'f')],
  stopped_from_above: ['boolean', ({ budget }) => (budget.stoppedFromAbove ? 't' : 'f')],
  metadata: ['jsonb', ({ budget }) => json(budget.metadata)],
  created_at: ['float8', ({ budget }) => budget.createdAt],
  changed_at: ['float8', ({ budget }) => budget.changedAt],
};

const insertBudgets = `
INSERT INTO budgets (tree_id, id, parent_id, path, ref, name, state, paused_until, guarantee, ceiling, allocated, reserved, delegated,
  spent, overdraft, version, revision, head, policy, policy_from_above, stopped_from_above, metadata, created_at,
  changed_at)
SELECT tree_id, id, parent_id, string_to_array(coalesce(path, ''), ',')::uuid[], ref, name, state,
  to_timestamp(paused_until / 1000), guarantee, ceiling,
  allocated, reserved, delegated, spent, overdraft, version, revision, decode(head, 'hex'), policy,
  policy_from_above, stopped_from_above, metadata,
  to_timestamp(created_at / 1000), to_timestamp(changed_at / 1000)
FROM ${rowsOf(BUDGETS, 'x', 1)}`;

const DESCRIPTIONS: Columns<Budget> = {
  tree_id: ['uuid', (budget) => uuidOf(budget.treeId)],
  id: ['uuid', (budget) => uuidOf(budget.id)],
  name: ['text', (budget) => budget.name],
  policy: ['jsonb', (budget) => json(budget.policy)],
  policy_from_above: ['boolean', (budget) => (budget.policyFromAbove ? 't' : 'f')],
  metadata: ['jsonb', (budget) => json(budget.metadata)],
};

const updateDescriptions = `
UPDATE budgets b
SET name = x.name, policy = x.policy, policy_from_above = x.policy_from_above, metadata = x.metadata
FROM ${rowsOf(DESCRIPTIONS, 'x', 1)}
WHERE b.tree_id = x.tree_id AND b.id = x.id`;

const ENVELOPES: Columns<{ envelope: Envelope; at: number }> = {
  tree_id: ['uuid', ({ envelope }) => uuidOf(envelope.treeId)],
  id: ['uuid', ({ envelope }) => uuidOf(envelope.id)],
  budget_id: ['uuid', ({ envelope }) => uuidOf(envelope.budgetId)],
  name: ['text', ({ envelope }) => envelope.name],
  window_name: ['text', ({ envelope }) => envelope.window],
  timezone: ['text', ({ envelope }) => envelope.timezone],
  metric: ['text', ({ envelope }) => envelope.metric],
  limit_units: ['bigint', ({ envelope }) => envelope.limit],
  match_vendors: ['text', ({ envelope }) => envelope.matchVendors?.join(',') ?? null],
  match_categories: ['text', ({ envelope }) => envelope.matchCategories?.join(',') ?? null],
  match_new_vendors: ['boolean', ({ envelope }) => (envelope.matchNewVendors ? 't' : 'f')],
  per: ['text', ({ envelope }) => envelope.per],
  scope: ['text', ({ envelope }) => envelope.scope],
  on_exceed: ['text', ({ envelope }) => envelope.onExceed],
  approve: ['jsonb', ({ envelope }) => json(envelope.approve)],
  relative: ['jsonb', ({ envelope }) => json(envelope.relative)],
  baseline: ['jsonb', ({ envelope }) => json(envelope.baseline)],
  from_above: ['boolean', ({ envelope }) => (envelope.fromAbove ? 't' : 'f')],
  created_at: ['float8', (row) => row.at],
  deleted_at: ['float8', ({ envelope }) => envelope.deletedAt],
};

// A limit that is new, or relative in another way than before, is worked out at once.
const upsertEnvelopes = `
INSERT INTO envelopes (tree_id, id, budget_id, name, "window", timezone, metric, "limit", match_vendors,
  match_categories, match_new_vendors, per, scope, on_exceed, approve, relative, baseline, from_above, appraise_at,
  created_at, deleted_at)
SELECT tree_id, id, budget_id, name, window_name, timezone, metric, limit_units, string_to_array(match_vendors, ','),
  string_to_array(match_categories, ','), match_new_vendors, per, scope, on_exceed, approve, relative, baseline, from_above,
  CASE WHEN relative IS NOT NULL AND deleted_at IS NULL THEN to_timestamp(created_at / 1000) END,
  to_timestamp(created_at / 1000), to_timestamp(deleted_at / 1000)
FROM ${rowsOf(ENVELOPES, 'x', 1)}
ON CONFLICT (tree_id, id) DO UPDATE
SET name = excluded.name, "limit" = excluded."limit", on_exceed = excluded.on_exceed,
  approve = excluded.approve, relative = excluded.relative, baseline = excluded.baseline,
  appraise_at = CASE WHEN excluded.appraise_at IS NULL OR excluded.relative IS DISTINCT FROM envelopes.relative
                     THEN excluded.appraise_at ELSE envelopes.appraise_at END,
  deleted_at = excluded.deleted_at`;

const list = (names: readonly string[] | null): string | null => names?.join(',') ?? null;

const KEYS: Columns<Key> = {
  id: ['uuid', (key) => uuidOf(key.id)],
  tree_id: ['uuid', (key) => uuidOf(key.treeId)],
  budget_id: ['uuid', (key) => uuidOf(key.budgetId)],
  name: ['text', (key) => key.name],
  role: ['text', (key) => key.role],
  actions: ['text', ({ scopes }) => list(scopes.actions)],
  vendors: ['text', ({ scopes }) => list(scopes.vendors)],
  categories: ['text', ({ scopes }) => list(scopes.categories)],
  runs: ['text', ({ scopes }) => list(scopes.runs)],
  largest_amount: ['text', ({ scopes }) => scopes.largestAmount],
  largest_overdraft: ['text', ({ scopes }) => scopes.largestOverdraft],
  holder: ['text', (key) => key.holder],
  issued_by: ['text', (key) => key.issuedBy.join('\u001f')],
  made_from: ['uuid', (key) => (key.madeFrom === null ? null : uuidOf(key.madeFrom))],
  hash: ['text', (key) => key.hash],
  created_at: ['float8', (key) => key.createdAt],
  expires_at: ['float8', (key) => key.expiresAt],
  revoked_at: ['float8', (key) => key.revokedAt],
};

const upsertKeys = `
INSERT INTO api_keys (id, tree_id, budget_id, name, role, actions, vendors, categories, runs, largest_amount,
  largest_overdraft, holder, issued_by, made_from, hash, created_at, expires_at, revoked_at, changed_at)
SELECT id, tree_id, budget_id, name, role, string_to_array(actions, ','), string_to_array(vendors, ','),
  string_to_array(categories, ','), string_to_array(runs, ','), largest_amount, largest_overdraft, holder,
  string_to_array(coalesce(issued_by, ''), E'\\x1f'), made_from, decode(hash, 'hex'), to_timestamp(created_at / 1000),
  to_timestamp(expires_at / 1000), to_timestamp(revoked_at / 1000), clock_timestamp()
FROM ${rowsOf(KEYS, 'x', 1)}
ON CONFLICT (id) DO UPDATE
SET expires_at = excluded.expires_at, revoked_at = excluded.revoked_at, changed_at = excluded.changed_at`;

/** What a batch does besides moving money. Written in the transaction of the guarded write, after it. */
export interface SettingsBatch {
  trees: NewTree[];
  budgets: NewBudget[];
  described: Budget[];
  envelopes: Envelope[];
  keys: Key[];
  at: number;
}

export async function writeSettings(sql: WriteClient, batch: SettingsBatch): Promise<void> {
  await Promise.all([
    batch.trees.length > 0 && run(sql, insertTrees, parametersOf(TREES, batch.trees)),
    batch.budgets.length > 0 && run(sql, insertBudgets, parametersOf(BUDGETS, batch.budgets)),
    batch.described.length > 0 && run(sql, updateDescriptions, parametersOf(DESCRIPTIONS, batch.described)),
    batch.envelopes.length > 0 &&
      run(
        sql,
        upsertEnvelopes,
        parametersOf(
          ENVELOPES,
          batch.envelopes.map((envelope) => ({ envelope, at: batch.at })),
        ),
      ),
    batch.keys.length > 0 && run(sql, upsertKeys, parametersOf(KEYS, batch.keys)),
  ]);
}
