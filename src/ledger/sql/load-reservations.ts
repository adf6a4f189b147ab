import type { WriteClient } from '../../database/connections.js';
import type { Reservation } from '../../core/reservations.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, selected, type Columns } from '../../database/columns.js';
import { KEY, type RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';
import { RESERVATION_COLUMNS, reservationOfRow, type StoredReservation } from '../../rows/reservations.js';

/** Names a reservation: its budget is part of its key, since reservations are kept by budget. */
export interface ReservationKey extends RowKey {
  budgetId: string;
}

export const RESERVATION_KEY: Columns<ReservationKey> = {
  ...KEY,
  budget_id: ['uuid', (key) => uuidOf(key.budgetId)],
};

const named = `
SELECT ${selected(RESERVATION_COLUMNS, 'r')}
FROM ${rowsOf(RESERVATION_KEY, 'want', 1)}
JOIN reservations r ON r.tree_id = want.tree_id AND r.budget_id = want.budget_id AND r.id = want.id`;

/** The named reservations, without their context, which no decision looks at. Unknown ones are missing. */
export async function loadReservations(sql: WriteClient, wanted: ReservationKey[]): Promise<Reservation[]> {
  return (await run<StoredReservation>(sql, named, parametersOf(RESERVATION_KEY, wanted))).map(
    reservationOfRow,
  );
}
