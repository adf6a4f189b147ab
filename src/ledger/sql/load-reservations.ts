import type { WriteClient } from '../../database/connections.js';
import { approvalOf, type Approval } from '../../core/approvals.js';
import { claimOf, type Claim } from '../../core/claims.js';
import type { JsonObject } from '../../core/canonical.js';
import type { Reservation } from '../../core/reservations.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { milliseconds, parametersOf, rowsOf, SEPARATOR, type Columns } from '../../database/columns.js';
import { KEY, type RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';

/** Names a reservation: its budget is part of its key, since reservations are kept by budget. */
export interface ReservationKey extends RowKey {
  budgetId: string;
}

export const RESERVATION_KEY: Columns<ReservationKey> = {
  ...KEY,
  budget_id: ['uuid', (key) => uuidOf(key.budgetId)],
};

const COLUMNS = `
  r.tree_id, r.id, r.budget_id, r.state, r.amount, r.held, r.committed, r.refunded, r.overdrawn, r.claimed, r.claim, r.vendor, r.category, r.run_id,
  r.task_id, r.reason, r.overage, array_to_string(r.charges, E'\\x1e') AS charges, r.approval, r.metadata,
  ${milliseconds('r.created_at')} AS created_at, ${milliseconds('r.expires_at')} AS expires_at,
  ${milliseconds('r.settled_at')} AS settled_at`;

const named = `
SELECT ${COLUMNS}
FROM ${rowsOf(RESERVATION_KEY, 'want', 1)}
JOIN reservations r ON r.tree_id = want.tree_id AND r.budget_id = want.budget_id AND r.id = want.id`;

interface Row {
  tree_id: string;
  id: string;
  budget_id: string;
  state: Reservation['state'];
  amount: string;
  held: string;
  committed: string;
  refunded: string;
  overdrawn: string;
  claimed: string;
  claim: Claim | null;
  vendor: string | null;
  category: string | null;
  run_id: string | null;
  task_id: string | null;
  reason: string | null;
  overage: Reservation['overage'];
  charges: string | null;
  approval: Approval | null;
  metadata: JsonObject | null;
  created_at: number;
  expires_at: number;
  settled_at: number | null;
}

/** The named reservations, without their context, which no decision looks at. Unknown ones are missing. */
export async function loadReservations(sql: WriteClient, wanted: ReservationKey[]): Promise<Reservation[]> {
  return (await run<Row>(sql, named, parametersOf(RESERVATION_KEY, wanted))).map(reservationOf);
}

const reservationOf = (row: Row): Reservation => ({
  treeId: idOf('budget', row.tree_id),
  id: idOf('reservation', row.id),
  budgetId: idOf('budget', row.budget_id),
  state: row.state,
  amount: BigInt(row.amount),
  held: BigInt(row.held),
  committed: BigInt(row.committed),
  refunded: BigInt(row.refunded),
  overdrawn: BigInt(row.overdrawn),
  claimed: BigInt(row.claimed),
  claim: row.claim && claimOf(row.claim),
  vendor: row.vendor,
  category: row.category,
  runId: row.run_id,
  taskId: row.task_id,
  reason: row.reason,
  overage: row.overage,
  charges: row.charges ? row.charges.split(SEPARATOR) : [],
  approval: row.approval && approvalOf(row.approval),
  context: null,
  metadata: row.metadata,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  settledAt: row.settled_at,
});
