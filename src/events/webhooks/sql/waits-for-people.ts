import type { WriteClient } from '../../../database/connections.js';
import { run } from '../../../database/run.js';
import { uuidOf } from '../../../ids/ids.js';

const statement = `
SELECT FROM reservations
WHERE tree_id = $1::uuid AND budget_id = $2::uuid AND id = $3::uuid AND state = 'pending_approval'
  AND expires_at > clock_timestamp()`;

/** Whether a reservation waits for people still. */
export async function waitsForPeople(
  sql: WriteClient,
  { treeId, budgetId }: { treeId: string; budgetId: string },
  reservationId: string,
): Promise<boolean> {
  return (await run(sql, statement, [treeId, budgetId, reservationId].map(uuidOf))).length > 0;
}
