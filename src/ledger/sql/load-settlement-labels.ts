import type { JsonObject } from '../../core/canonical.js';
import type { EntryContent } from '../../core/entries.js';
import { settledLabels } from '../../core/labels.js';
import { run } from '../../database/run.js';
import type { WriteClient } from '../../database/connections.js';
import { uuidOf } from '../../ids/ids.js';

const statement = `
SELECT e.content::jsonb ->> 'metadata' AS labels FROM entries e
WHERE e.tree_id = $1::uuid AND e.budget_id = $2::uuid AND e.reservation_id = $3::uuid AND e.version <= $4::bigint
  AND e.kind IN ('commit', 'refund') AND NOT e.denied
ORDER BY e.version`;

/** The labels of all settlements of the reservation of an entry, up to that entry. Its own are among them. */
export async function loadSettlementLabels(
  sql: WriteClient,
  { treeId, budgetId, version, reservation }: EntryContent,
): Promise<JsonObject | null> {
  const place = [uuidOf(treeId), uuidOf(budgetId), uuidOf(reservation!.id), version];
  const rows = await run<{ labels: string | null }>(sql, statement, place);
  const own = rows.flatMap(({ labels }) => (labels === null ? [] : [JSON.parse(labels) as JsonObject]));
  return own.reduce(settledLabels, null as JsonObject | null);
}
