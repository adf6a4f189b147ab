import type { WriteClient } from '../../database/connections.js';
import { parametersOf } from '../../database/columns.js';
import { KEY, WANTED_PATHS, type RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';

const statement = `
WITH wanted AS MATERIALIZED (${WANTED_PATHS})
SELECT b.id
FROM wanted
JOIN budgets b ON b.tree_id = wanted.tree_id AND b.id = wanted.id
ORDER BY b.tree_id, b.id
FOR NO KEY UPDATE OF b`;

/**
 * Locks the wanted budgets and their ancestors until the transaction ends, in the order in which every writer locks
 * them. Who holds these holds all counters of their envelopes as well: writers come past the envelope's budget first.
 */
export async function lockBudgets(sql: WriteClient, wanted: RowKey[]): Promise<void> {
  await run(sql, statement, parametersOf(KEY, wanted));
}
