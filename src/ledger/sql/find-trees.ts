import type { WriteClient } from '../../database/connections.js';
import type { IdKind } from '../../ids/ids.js';
import { run } from '../../database/run.js';

const columnsOf = (id: string): string =>
  `${id} AS id, b.tree_id, b.id AS budget_id, array_to_string(b.path, ',') AS path`;

const found = (table: string): string => `
SELECT ${columnsOf('x.id')}
FROM ${table} x
JOIN budgets b ON b.tree_id = x.tree_id AND b.id = x.budget_id
WHERE x.id = ANY ($1::uuid[])`;

/** What can be found. Webhooks, meters, what they deliver, and sessions are nothing to the ledger. */
export type FindableKind = Exclude<IdKind, 'webhook' | 'delivery' | 'meterEvent' | 'session'>;

const statements: Record<FindableKind, string> = {
  budget: `SELECT ${columnsOf('b.id')} FROM budgets b WHERE b.id = ANY ($1::uuid[])`,
  reservation: found('reservations'),
  envelope: found('envelopes'),
  price: found('prices'),
  key: found('api_keys'),
};

export interface FoundRow {
  id: string;
  tree_id: string;
  budget_id: string;
  /** The ancestors of the budget, joined by commas. */
  path: string;
}

/** The tree and the budget to which ids belong. Unknown ids are missing in the answer. */
export async function findTrees(sql: WriteClient, kind: FindableKind, uuids: string[]): Promise<FoundRow[]> {
  return await run<FoundRow>(sql, statements[kind], [`{${uuids.join(',')}}`]);
}
