import type { WriteClient } from '../../database/connections.js';
import type { External } from '../../core/reservations.js';
import { externalKey, type Named } from '../../core/state.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';

/** What a vendor that is paid in a tree names so. */
export type ExternalInTree = External & { treeId: string };

const EXTERNAL: Columns<ExternalInTree> = {
  tree_id: ['uuid', (external) => uuidOf(external.treeId)],
  vendor: ['text', (external) => external.vendor],
  external_id: ['text', (external) => external.externalId],
};

interface Row {
  tree_id: string;
  vendor: string;
  external_id: string;
  id: string;
  budget_id: string;
  path: string;
}

const statement = `
SELECT DISTINCT ON (r.tree_id, r.vendor, r.external_id)
  r.tree_id, r.vendor, r.external_id, r.id, r.budget_id, array_to_string(b.path, ',') AS path
FROM ${rowsOf(EXTERNAL, 'want', 1)}
JOIN reservations r ON r.tree_id = want.tree_id AND r.external_id = want.external_id AND r.vendor = want.vendor
JOIN budgets b ON b.tree_id = r.tree_id AND b.id = r.budget_id
ORDER BY r.tree_id, r.vendor, r.external_id, r.id`;

/** The first reservations that have these names, by {@link externalKey}. */
export async function loadExternals(sql: WriteClient, wanted: ExternalInTree[]): Promise<[string, Named][]> {
  const rows = await run<Row>(sql, statement, parametersOf(EXTERNAL, wanted));
  return rows.map(({ tree_id, vendor, external_id: externalId, id, budget_id, path }) => [
    externalKey(idOf('budget', tree_id), { vendor, externalId }),
    {
      id: idOf('reservation', id),
      budgetId: idOf('budget', budget_id),
      path: path === '' ? [] : path.split(',').map((one) => idOf('budget', one)),
    },
  ]);
}
