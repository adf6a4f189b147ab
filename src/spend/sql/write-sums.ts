import type { SpendKey, SpendSums } from '../../core/spend.js';
import { parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';

/** What sums are kept by. Ids are UUIDs. */
export interface SpendKeyRow extends SpendKey {
  treeId: string;
  /** The number of what it knows. */
  kind: number;
  id: string;
}

/** What is added to the sums of a budget over all time. */
export interface BudgetSums extends SpendSums {
  treeId: string;
  budgetId: string;
}

/** What is added to one sum. */
export interface CellSums extends BudgetSums {
  /** Of sums of a whole tree the root. */
  budgetId: string;
  /** Its number. */
  grain: number;
  /** With which it begins. */
  quarter: number;
  keyId: string;
}

/** What is added to the usage of one sum. */
export interface UsageSums extends Pick<CellSums, 'treeId' | 'budgetId' | 'grain' | 'quarter' | 'keyId'> {
  unit: string;
  /** Decimal digits. */
  quantity: string;
}

/** Names of holders may have any characters: they travel as JSON. */
const keys = `
INSERT INTO spend_keys (tree_id, kind, id, vendor, category, item, run_id, principal, code, labels)
SELECT "treeId", kind, id, vendor, category, item, "runId", principal, code, labels
FROM json_to_recordset($1::text::json)
  AS k("treeId" uuid, kind smallint, id uuid, vendor text, category text, item text, "runId" text, principal text, code text,
    labels jsonb)
ON CONFLICT DO NOTHING`;

/** Writes keys that may be there already. */
export async function writeKeys(tx: WriteClient, rows: readonly SpendKeyRow[]): Promise<void> {
  if (rows.length > 0) await run(tx, keys, [JSON.stringify(rows)]);
}

const SUMS: Columns<BudgetSums> = {
  tree_id: ['uuid', ({ treeId }) => treeId],
  budget_id: ['uuid', ({ budgetId }) => budgetId],
  spent: ['bigint', ({ spent }) => spent],
  refunded: ['numeric', ({ refunded }) => refunded],
  calls: ['bigint', ({ calls }) => calls],
  denied: ['bigint', ({ denied }) => denied],
};

const CELLS: Columns<CellSums> = {
  ...SUMS,
  grain: ['smallint', ({ grain }) => grain],
  quarter: ['integer', ({ quarter }) => quarter],
  key_id: ['uuid', ({ keyId }) => keyId],
};

const USAGE: Columns<UsageSums> = {
  tree_id: ['uuid', ({ treeId }) => treeId],
  budget_id: ['uuid', ({ budgetId }) => budgetId],
  grain: ['smallint', ({ grain }) => grain],
  quarter: ['integer', ({ quarter }) => quarter],
  key_id: ['uuid', ({ keyId }) => keyId],
  unit: ['text', ({ unit }) => unit],
  quantity: ['numeric', ({ quantity }) => quantity],
};

const usage = `
INSERT INTO spend_usage AS s (${Object.keys(USAGE).join(', ')})
SELECT * FROM ${rowsOf(USAGE, 'added', 1)}
ON CONFLICT (tree_id, budget_id, grain, quarter, key_id, unit) DO UPDATE SET quantity = s.quantity + excluded.quantity`;

const adding = <T>(table: string, columns: Columns<T>, key: string): string => `
INSERT INTO ${table} AS s (${Object.keys(columns).join(', ')})
SELECT * FROM ${rowsOf(columns, 'added', 1)}
ON CONFLICT (${key}) DO UPDATE SET spent = s.spent + excluded.spent, refunded = s.refunded + excluded.refunded,
  calls = s.calls + excluded.calls, denied = s.denied + excluded.denied`;

const cells = adding('spend_cells', CELLS, 'tree_id, budget_id, grain, quarter, key_id');
const budgets = adding('spend_budgets', SUMS, 'tree_id, budget_id');

/** Adds to sums, each of which comes once. */
export async function addToCells(tx: WriteClient, rows: readonly CellSums[]): Promise<void> {
  if (rows.length > 0) await run(tx, cells, parametersOf(CELLS, rows));
}

/** The same for those over all time. */
export async function addToBudgets(tx: WriteClient, rows: readonly BudgetSums[]): Promise<void> {
  if (rows.length > 0) await run(tx, budgets, parametersOf(SUMS, rows));
}

/** Adds to usage, in rows of which each comes once. */
export async function addToUsage(tx: WriteClient, rows: readonly UsageSums[]): Promise<void> {
  if (rows.length > 0) await run(tx, usage, parametersOf(USAGE, rows));
}

const TABLES = ['spend_cells', 'spend_usage', 'spend_keys', 'spend_budgets'] as const;

/**
 * Deletes at most so many rows of the sums; answers how many it were. Rows are deleted and no tables emptied: a backup or
 * an audit that is under way goes on seeing them.
 */
export async function deleteSums(tx: WriteClient, limit: number): Promise<number> {
  for (const table of TABLES) {
    const { count } = await run(
      tx,
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} LIMIT $1::int))`,
      [limit],
    );
    if (count > 0) return count;
  }
  return 0;
}
