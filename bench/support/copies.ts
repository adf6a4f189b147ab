import postgres from 'postgres';
import { uuidOf } from '../../src/ids/ids.js';

/**
 * Copies a settled reservation, and the two entries about it, until there are so many rows of each. It writes them directly: what an
 * export reads is the same, and the journal behind them would take hours to make.
 */
export async function copyRows(databaseUrl: string, reservationId: string, rows: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const id = uuidOf(reservationId);
  try {
    await sql`
      INSERT INTO reservations
      SELECT copy.*
      FROM reservations r
      CROSS JOIN generate_series(1, ${rows - 1}::int) n
      CROSS JOIN LATERAL (SELECT r.created_at - interval '1 hour' - n * interval '1 ms' AS at) made
      CROSS JOIN LATERAL (SELECT lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS time) digits
      CROSS JOIN LATERAL jsonb_populate_record(r, jsonb_build_object(
        'id', overlay(overlay(r.id::text placing substr(time, 1, 8) from 1 for 8) placing substr(time, 9, 4) from 10 for 4),
        'created_at', at)) copy
      WHERE r.id = ${id}::uuid`;
    await sql`
      INSERT INTO entries
      SELECT copy.*
      FROM entries e
      CROSS JOIN generate_series(1, ${Math.ceil(rows / 2) - 1}::int) n
      CROSS JOIN LATERAL jsonb_populate_record(e, jsonb_build_object(
        'version', e.version + n * 2, 'at', e.at + n * interval '1 ms', 'request_key', NULL, 'tick', 0)) copy
      WHERE e.reservation_id = ${id}::uuid`;
    // Versions count the entries of a budget: what is known to be small is read otherwise.
    await sql`UPDATE budgets SET version = version + ${rows}::int WHERE id = (SELECT budget_id FROM reservations WHERE id = ${id}::uuid)`;
  } finally {
    await sql.end();
  }
}
