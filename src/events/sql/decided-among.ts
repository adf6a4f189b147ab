import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';

const statement = `
SELECT id FROM reservations
WHERE id = ANY ($1::uuid[]) AND state <> 'pending_approval'`;

/** Those of these reservations (UUIDs) that do not wait for approval any more. */
export async function decidedAmong(sql: WriteClient, uuids: readonly string[]): Promise<string[]> {
  const rows = await run<{ id: string }>(sql, statement, [`{${uuids.join(',')}}`]);
  return rows.map(({ id }) => id);
}
