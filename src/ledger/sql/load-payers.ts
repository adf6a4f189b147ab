import type { WriteClient } from '../../database/connections.js';
import { idOf } from '../../ids/ids.js';
import { parametersOf, rowsOf } from '../../database/columns.js';
import { run } from '../../database/run.js';
import { RESERVATION_KEY, type ReservationKey } from './load-reservations.js';

const statement = `
SELECT made.reservation_id AS id, made.content::jsonb ->> 'by' AS payer
FROM ${rowsOf(RESERVATION_KEY, 'want', 1)}
CROSS JOIN LATERAL (
  SELECT e.reservation_id, e.content FROM entries e
  WHERE e.tree_id = want.tree_id AND e.budget_id = want.budget_id AND e.reservation_id = want.id
    AND NOT e.denied AND e.kind IN ('reserve', 'charge')
  LIMIT 1
) made`;

/** The holders who made these reservations, by the ids of these: the entry that made one never changes. */
export async function loadPayers(sql: WriteClient, wanted: ReservationKey[]): Promise<[string, string][]> {
  const rows = await run<{ id: string; payer: string }>(
    sql,
    statement,
    parametersOf(RESERVATION_KEY, wanted),
  );
  return rows.map(({ id, payer }) => [idOf('reservation', id), payer]);
}
