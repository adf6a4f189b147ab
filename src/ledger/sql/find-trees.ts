import type { WriteClient } from '../../database/connections.js';
import { run } from './run.js';

const statements = {
  budget: 'SELECT id, tree_id, id AS budget_id FROM budgets WHERE id = ANY ($1::uuid[])',
  reservation: 'SELECT id, tree_id, budget_id FROM reservations WHERE id = ANY ($1::uuid[])',
  envelope: 'SELECT id, tree_id, budget_id FROM envelopes WHERE id = ANY ($1::uuid[])',
} as const;

/** What the ledger is asked to find. */
export type FindableKind = keyof typeof statements;

export interface FoundRow {
  id: string;
  tree_id: string;
  budget_id: string;
}

/** The tree and the budget to which ids belong. Unknown ids are missing in the answer. */
export async function findTrees(sql: WriteClient, kind: FindableKind, uuids: string[]): Promise<FoundRow[]> {
  return await run<FoundRow>(sql, statements[kind], [`{${uuids.join(',')}}`]);
}
