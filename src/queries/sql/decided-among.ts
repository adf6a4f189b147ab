import type { Reader } from '../snapshot.js';

/** Those of these reservations (UUIDs) that do not wait for approval any more. */
export async function decidedAmong(reader: Reader, uuids: string[]): Promise<string[]> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT r.id::text AS id
    FROM reservations r
    WHERE r.id = ANY (${uuids}::uuid[]) AND r.state <> 'pending_approval'`;
  return rows.map((row) => row.id);
}
