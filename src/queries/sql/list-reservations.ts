import type { Approval } from '../../core/approvals.js';
import type { Claim } from '../../core/claims.js';
import type { JsonObject } from '../../core/canonical.js';
import type { ReservationState } from '../../core/reservation-state.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { MetadataFilter } from '../metadata.js';
import type { Reader } from '../snapshot.js';

/** A reservation with what is needed to show it. */
export interface ReservationRow {
  treeId: string;
  id: string;
  budgetId: string;
  scale: number;
  state: string;
  amount: bigint;
  held: bigint;
  committed: bigint;
  refunded: bigint;
  overdrawn: bigint;
  claimed: bigint;
  claim: Claim | null;
  vendor: string | null;
  category: string | null;
  runId: string | null;
  taskId: string | null;
  reason: string | null;
  overage: string;
  approval: Approval | null;
  metadata: JsonObject | null;
  createdAt: Date;
  expiresAt: Date;
  settledAt: Date | null;
  /** The database's clock, in milliseconds since the epoch. */
  now: number;
}

/** All of these have to hold; UUIDs, not TypeIDs. */
export interface ReservationConditions {
  budget?: { treeId: string; id: string; subtree: boolean };
  state?: ReservationState;
  /** Whether something is claimed on it. */
  claimed?: boolean;
  runId?: string;
  taskId?: string;
  vendor?: string;
  category?: string;
  metadata?: MetadataFilter;
  /** Only reservations that are older than this one. */
  before?: string;
}

/** Labels are read only where they are asked for. */
export const columnsWith = (expand: readonly 'metadata'[]): Prisma.Sql => Prisma.sql`
  r.tree_id AS "treeId", r.id, r.budget_id AS "budgetId", t.scale, r.state, r.amount, r.held, r.committed, r.refunded,
  r.overdrawn, r.claimed, r.claim, r.vendor, r.category, r.run_id AS "runId", r.task_id AS "taskId", r.reason, r.overage, r.approval, ${expand.includes('metadata') ? Prisma.sql`r.metadata` : Prisma.sql`NULL AS metadata`},
  r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.settled_at AS "settledAt",
  floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;

/** Reservations that meet the conditions, the newest first. */
export async function listReservations(
  reader: Reader,
  conditions: ReservationConditions,
  expand: readonly 'metadata'[],
  limit: number,
): Promise<ReservationRow[]> {
  const where = Prisma.join([Prisma.sql`true`, ...clauses(conditions)], ' AND ');
  return await reader.$queryRaw<ReservationRow[]>`
    SELECT ${columnsWith(expand)}
    FROM reservations r
    JOIN trees t ON t.id = r.tree_id
    WHERE ${where}
    ORDER BY r.id DESC
    LIMIT ${limit}`;
}

/** A condition on columns is left out, rather than made always true, so that the planner sees what is asked for. */
function clauses(wanted: ReservationConditions): Prisma.Sql[] {
  const list: Prisma.Sql[] = [];
  if (wanted.budget)
    list.push(Prisma.sql`r.tree_id = ${wanted.budget.treeId}::uuid`, budgetClause(wanted.budget));
  if (wanted.before !== undefined) list.push(Prisma.sql`r.id < ${wanted.before}::uuid`);
  if (wanted.state !== undefined) list.push(stateClause(wanted.state));
  if (wanted.claimed !== undefined)
    list.push(wanted.claimed ? Prisma.sql`r.claim IS NOT NULL` : Prisma.sql`r.claim IS NULL`);
  if (wanted.runId !== undefined) list.push(Prisma.sql`r.run_id = ${wanted.runId}`);
  if (wanted.taskId !== undefined) list.push(Prisma.sql`r.task_id = ${wanted.taskId}`);
  if (wanted.vendor !== undefined) list.push(Prisma.sql`r.vendor = ${wanted.vendor}`);
  if (wanted.category !== undefined) list.push(Prisma.sql`r.category = ${wanted.category}`);
  for (const [label, text] of Object.entries(wanted.metadata ?? {}))
    list.push(Prisma.sql`r.metadata ->> ${label} = ${text}`);
  return list;
}

export function budgetClause({
  treeId,
  id,
  subtree,
}: NonNullable<ReservationConditions['budget']>): Prisma.Sql {
  if (!subtree) return Prisma.sql`r.budget_id = ${id}::uuid`;
  return Prisma.sql`r.budget_id IN (
    SELECT b.id FROM budgets b
    WHERE b.tree_id = ${treeId}::uuid AND (b.id = ${id}::uuid OR ${id}::uuid = ANY (b.path))
  )`;
}

/** Live ones have an index of their own, which is only found when the state stands in the statement. */
function stateClause(state: ReservationState): Prisma.Sql {
  if (state === 'held') return Prisma.sql`r.state = 'held'`;
  if (state === 'pending_approval') return Prisma.sql`r.state = 'pending_approval'`;
  return Prisma.sql`r.state = ${state}`;
}
