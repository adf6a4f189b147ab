import type { Approval } from '../../core/approvals.js';
import type { Claim } from '../../core/claims.js';
import type { JsonObject } from '../../core/canonical.js';
import type { ReservationState } from '../../core/reservation-state.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { MetadataFilter } from '../metadata.js';
import type { ReservationPart } from '../pointed.js';
import type { Reader } from '../snapshot.js';

/** A reservation with what is needed to show it. */
export interface ReservationRow {
  treeId: string;
  id: string;
  budgetId: string;
  budgetName: string;
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
  item: string | null;
  usage: unknown;
  rating: unknown;
  externalId: string | null;
  taskId: string | null;
  reason: string | null;
  overage: string;
  approval: Approval | null;
  /** Null where the envelopes that counted it are not asked for. */
  charges: string[] | null;
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
  item?: string;
  externalId?: string;
  metadata?: MetadataFilter;
  /** Only reservations that are older than this one. */
  before?: string;
}

const unlessAsked = (isAsked: boolean, column: Prisma.Sql): Prisma.Sql =>
  isAsked ? column : Prisma.sql`NULL`;

/** Labels and counters are read only where they are asked for. */
export const columnsWith = (expand: readonly ReservationPart[]): Prisma.Sql => Prisma.sql`
  r.tree_id AS "treeId", r.id, r.budget_id AS "budgetId", own.name AS "budgetName", t.scale, r.state, r.amount, r.held, r.committed, r.refunded,
  r.overdrawn, r.claimed, r.claim, r.vendor, r.category, r.run_id AS "runId", r.item, r.usage, r.rating, r.external_id AS "externalId", r.task_id AS "taskId", r.reason, r.overage, r.approval,
  ${unlessAsked(expand.includes('metadata'), Prisma.sql`r.metadata`)} AS metadata,
  ${unlessAsked(expand.includes('envelopes'), Prisma.sql`r.charges`)} AS charges,
  r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.settled_at AS "settledAt",
  floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;

/** Reservations with their tree and budget. */
export const FROM_RESERVATIONS = Prisma.sql`
  FROM reservations r
  JOIN trees t ON t.id = r.tree_id
  JOIN budgets own ON own.tree_id = r.tree_id AND own.id = r.budget_id`;

/** Reservations that meet the conditions, the newest first. */
export async function listReservations(
  reader: Reader,
  conditions: ReservationConditions,
  expand: readonly ReservationPart[],
  limit: number,
): Promise<ReservationRow[]> {
  const where = Prisma.join([Prisma.sql`true`, ...clauses(conditions)], ' AND ');
  return await reader.$queryRaw<ReservationRow[]>`
    SELECT ${columnsWith(expand)}
    ${FROM_RESERVATIONS}
    WHERE ${where}
    ORDER BY r.id DESC
    LIMIT ${limit}`;
}

/** Those of these UUIDs that there are, in no order. */
export async function readReservations(
  reader: Reader,
  uuids: readonly string[],
  expand: readonly ReservationPart[],
): Promise<ReservationRow[]> {
  return await reader.$queryRaw<ReservationRow[]>`
    SELECT ${columnsWith(expand)}
    ${FROM_RESERVATIONS}
    WHERE r.id = ANY (${[...uuids]}::uuid[])`;
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
  if (wanted.item !== undefined) list.push(Prisma.sql`r.item = ${wanted.item}`);
  if (wanted.externalId !== undefined) list.push(Prisma.sql`r.external_id = ${wanted.externalId}`);
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
