import type { SettlementToken } from '../../core/settlement-tokens.js';
import type { Approval } from '../../core/approvals.js';
import type { CallOutcome } from '../../core/call-outcome.js';
import type { Dispute, DisputeState } from '../../core/disputes.js';
import type { Claim } from '../../core/claims.js';
import type { JsonObject } from '../../core/canonical.js';
import type { ReservationState } from '../../core/reservation-state.js';
import { Prisma } from '../../generated/prisma/client.js';
import { instantSql } from './instant-sql.js';
import type { MetadataFilter } from '../metadata.js';
import type { ReservationPart } from '../pointed.js';
import type { Reader } from '../snapshot.js';
import { firstUuidAt } from '../../ids/ids.js';
import { below, liesBelow, isWholeTree, LOOKED_AT, NOWHERE, type SearchPlace } from './below.js';
import { inBytes, rowsInBytes, type InBytes } from './in-bytes.js';
import { isAskedBy } from './says.js';

/** A reservation with what is needed to show it. */
export interface ReservationRow {
  treeId: string;
  id: string;
  budgetId: string;
  budgetName: string;
  scale: number;
  state: string;
  /** Amounts are the digits of units: nothing is worked out with them. */
  amount: string;
  held: string;
  committed: string;
  refunded: string;
  overdrawn: string;
  claimed: string;
  claim: Claim | null;
  disputed: string;
  dispute: Dispute | null;
  vendor: string | null;
  category: string | null;
  runId: string | null;
  item: string | null;
  usage: unknown;
  rating: unknown;
  externalId: string | null;
  outcome: CallOutcome | null;
  refundExternalId: string | null;
  refundedUsage: unknown;
  /** Times are text, as answers write them. */
  occurredAt: string | null;
  taskId: string | null;
  reason: string | null;
  overage: string;
  onExpiry: string;
  settlementToken: SettlementToken | null;
  approval: Approval | null;
  /** Null where the envelopes that counted it are not asked for. */
  charges: string[] | null;
  metadata: JsonObject | null;
  settlementMetadata: JsonObject | null;
  createdAt: string;
  expiresAt: string;
  settledAt: string | null;
  /** The database's clock, in milliseconds since the epoch. */
  now: number;
}

/** Where a reservation stands in the order of a list. */
export interface ReservationPosition {
  id: string;
  /** Milliseconds since the epoch; in the order of settlement. */
  settledAt?: number;
}

/** All of these have to hold; UUIDs, not TypeIDs. Times are milliseconds since the epoch, and ends of ranges not included. */
export interface ReservationConditions {
  /** Left out: everywhere. */
  place?: SearchPlace;
  order: 'asc' | 'desc';
  /** By id, or by the time of settlement: only those that are settled. */
  orderBy: 'createdAt' | 'settledAt';
  after?: ReservationPosition;
  createdFrom?: number;
  createdTo?: number;
  settledFrom?: number;
  settledTo?: number;
  states?: readonly ReservationState[];
  /** Whether something is claimed on it. */
  claimed?: boolean;
  /** In which of these states its dispute is. */
  disputes?: readonly DisputeState[];
  /** Who asked for it: a holder, or the key that was sent. */
  principal?: string;
  runId?: string;
  taskId?: string;
  vendors?: readonly string[];
  category?: string;
  item?: string;
  externalId?: string;
  outcomeType?: string;
  metadata?: MetadataFilter;
}

/** The same as it is read: times are those of the driver or, in JSON, of Postgres. */
export type ReservationText = Omit<ReservationRow, Time> & Record<Time, Date | string | null>;
type Time = 'createdAt' | 'expiresAt' | 'occurredAt' | 'settledAt';

/** Makes of what was read with {@link columnsWith} what it is, in its place: there can be many. */
export function rowOf(read: ReservationText): ReservationRow {
  const row = read as ReservationRow;
  row.createdAt = textOfTime(read.createdAt!);
  row.expiresAt = textOfTime(read.expiresAt!);
  row.occurredAt = read.occurredAt && textOfTime(read.occurredAt);
  row.settledAt = read.settledAt && textOfTime(read.settledAt);
  return row;
}

/** Of a time with thousandths of a second and in UTC, as most are, the text says it already. */
const WHOLE = '2026-11-26T09:30:00.123+00:00';

function textOfTime(read: Date | string): string {
  if (typeof read === 'string' && read.length === WHOLE.length && read.endsWith('+00:00') && read[19] === '.')
    return `${read.slice(0, 23)}Z`;
  return new Date(read).toISOString();
}

const unlessAsked = (isAsked: boolean, column: Prisma.Sql): Prisma.Sql =>
  isAsked ? column : Prisma.sql`NULL`;

/** Labels and counters are read only where they are asked for. */
export const columnsWith = (expand: readonly ReservationPart[]): Prisma.Sql => Prisma.sql`
  r.tree_id AS "treeId", r.id, r.budget_id AS "budgetId", own.name AS "budgetName", t.scale, r.state, r.amount::text AS amount, r.held::text AS held,
  r.committed::text AS committed, r.refunded::text AS refunded, r.overdrawn::text AS overdrawn, r.claimed::text AS claimed, r.claim, r.disputed::text AS disputed, r.dispute, r.vendor, r.category, r.run_id AS "runId", r.item, r.usage, r.rating, r.external_id AS "externalId", r.refund_external_id AS "refundExternalId", r.refunded_usage AS "refundedUsage", r.outcome, r.occurred_at AS "occurredAt", r.task_id AS "taskId", r.reason, r.overage, r.on_expiry AS "onExpiry", r.settlement_token AS "settlementToken", r.approval,
  ${unlessAsked(expand.includes('metadata'), Prisma.sql`r.metadata`)} AS metadata,
  ${unlessAsked(expand.includes('metadata'), Prisma.sql`r.settlement_metadata`)} AS "settlementMetadata",
  ${unlessAsked(expand.includes('envelopes'), Prisma.sql`r.charges`)} AS charges,
  r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.settled_at AS "settledAt",
  floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;

/** Reservations with their tree and budget. */
export const FROM_RESERVATIONS = Prisma.sql`
  FROM reservations r
  JOIN trees t ON t.id = r.tree_id
  JOIN budgets own ON own.tree_id = r.tree_id AND own.id = r.budget_id`;

/**
 * Reservations that meet the conditions, in the order wanted: as many as have room in so many bytes, and at least one. No more than {@link LOOKED_AT} are looked at: behind the last of
 * these goes on who found less than the limit.
 */
export async function listReservations(
  reader: Reader,
  wanted: ReservationConditions,
  expand: readonly ReservationPart[],
  limit: number,
  bytes: number,
): Promise<InBytes<ReservationRow>> {
  const where = Prisma.join([Prisma.sql`true`, ...clauses(wanted)], ' AND ');
  const query = Prisma.sql`
    ${lookedAt(wanted)}
    SELECT ${columnsWith(expand)}
    FROM looked r
    JOIN trees t ON t.id = r.tree_id
    JOIN budgets own ON own.tree_id = r.tree_id AND own.id = r.budget_id
    WHERE ${where}
    ORDER BY ${orderOf(wanted)}
    LIMIT ${limit}`;
  const { rows, found } = rowsInBytes<ReservationText>(await reader.$queryRaw(inBytes(query, bytes)));
  return { rows: rows.map(rowOf), found };
}

/** The last of as many reservations as are looked at; null where there are less. */
export async function lastReservationLookedAt(
  reader: Reader,
  wanted: ReservationConditions,
): Promise<Required<ReservationPosition> | null> {
  const [row] = await reader.$queryRaw<Required<ReservationPosition>[]>`
    ${lookedAt(wanted)}
    SELECT r.id::text AS id, coalesce(extract(epoch FROM r.settled_at) * 1000, 0)::float8 AS "settledAt"
    FROM looked r
    ORDER BY ${orderOf(wanted)}
    OFFSET ${LOOKED_AT - 1} LIMIT 1`;
  return row ?? null;
}

const isSettledOrder = ({ orderBy }: ReservationConditions): boolean => orderBy === 'settledAt';

function orderOf(wanted: ReservationConditions): Prisma.Sql {
  const order = wanted.order === 'asc' ? 'ASC' : 'DESC';
  return Prisma.raw(isSettledOrder(wanted) ? `r.settled_at ${order}, r.id ${order}` : `r.id ${order}`);
}

/** Ids have the time of the database's clock when they were made, as a process follows it: so far from what the rows say at most. */
const ID_SLACK_MS = 86_400_000;

/** The common table expression `looked`: where reservations are looked for, in their order, as far as it is read. */
function lookedAt(wanted: ReservationConditions): Prisma.Sql {
  const { after, createdFrom, createdTo, place, runId, settledFrom, settledTo } = wanted;
  const where = [Prisma.sql`true`];
  if (place) where.push(Prisma.sql`r.tree_id = ${place.treeId}::uuid`);
  const compare = Prisma.raw(wanted.order === 'asc' ? '>' : '<');
  if (isSettledOrder(wanted)) {
    where.push(Prisma.sql`r.settled_at IS NOT NULL`);
    if (settledFrom !== undefined) where.push(Prisma.sql`r.settled_at >= ${instantSql(settledFrom)}`);
    if (settledTo !== undefined) where.push(Prisma.sql`r.settled_at < ${instantSql(settledTo)}`);
    if (after)
      where.push(
        Prisma.sql`(r.settled_at, r.id) ${compare} (${instantSql(after.settledAt!)}, ${after.id}::uuid)`,
      );
  } else {
    // What was made in a time has an id of that time, and what was settled in it an earlier one.
    const end = Math.min(createdTo ?? Infinity, settledTo ?? Infinity);
    if (createdFrom !== undefined)
      where.push(Prisma.sql`r.id >= ${firstUuidAt(createdFrom - ID_SLACK_MS)}::uuid`);
    if (end !== Infinity) where.push(Prisma.sql`r.id < ${firstUuidAt(end + ID_SLACK_MS)}::uuid`);
    if (after) where.push(Prisma.sql`r.id ${compare} ${after.id}::uuid`);
    // These have an index in this order.
    if (place?.scope === 'self') where.push(Prisma.sql`r.budget_id = ${place.budgetId}::uuid`);
    if (place && runId !== undefined) where.push(Prisma.sql`r.run_id = ${runId}`);
    if (place && wanted.claimed) where.push(Prisma.sql`r.claim IS NOT NULL`);
    if (place && wanted.disputes) where.push(Prisma.sql`r.dispute IS NOT NULL`);
  }
  return Prisma.sql`
    WITH RECURSIVE ${below(place ?? NOWHERE)},
    looked AS NOT MATERIALIZED (
      SELECT r.* FROM ${source(wanted)} r
      WHERE ${Prisma.join(where, ' AND ')}
      ORDER BY ${orderOf(wanted)}
      LIMIT ${LOOKED_AT}
    )`;
}

const LIVE = Prisma.sql`state IN ('held', 'pending_approval')`;

const isLiveAlone = ({ states }: ReservationConditions): boolean =>
  states !== undefined && states.every((state) => state === 'held' || state === 'pending_approval');

/** Few reservations are read by what makes them few, and then put in order; OFFSET keeps the planner from the order of the tree. */
function source(wanted: ReservationConditions): Prisma.Sql {
  const { externalId, place } = wanted;
  if (!place)
    return isLiveAlone(wanted) ? Prisma.sql`(SELECT * FROM reservations WHERE ${LIVE})` : RESERVATIONS;
  if (externalId !== undefined)
    return Prisma.sql`(
      SELECT * FROM reservations
      WHERE tree_id = ${place.treeId}::uuid AND (external_id = ${externalId} OR refund_external_id = ${externalId})
      OFFSET 0
    )`;
  const live = isLiveAlone(wanted) ? Prisma.sql`AND ${LIVE}` : Prisma.empty;
  if (place.isSmall)
    return Prisma.sql`(
      SELECT own.* FROM below CROSS JOIN LATERAL (
        SELECT * FROM reservations WHERE tree_id = ${place.treeId}::uuid AND budget_id = below.id ${live} OFFSET 0
      ) own
    )`;
  return isLiveAlone(wanted)
    ? Prisma.sql`(SELECT * FROM reservations WHERE tree_id = ${place.treeId}::uuid ${live} OFFSET 0)`
    : RESERVATIONS;
}

const RESERVATIONS = Prisma.sql`reservations`;

/** Those of these UUIDs that there are, in no order. */
export async function readReservations(
  reader: Reader,
  uuids: readonly string[],
  expand: readonly ReservationPart[],
): Promise<ReservationRow[]> {
  const rows = await reader.$queryRaw<ReservationText[]>`
    SELECT ${columnsWith(expand)}
    ${FROM_RESERVATIONS}
    WHERE r.id = ANY (${[...uuids]}::uuid[])`;
  return rows.map(rowOf);
}

/** What is asked of each that is looked at. What is not asked is left out, so that the planner sees what is. */
function clauses(wanted: ReservationConditions): Prisma.Sql[] {
  const list: Prisma.Sql[] = [];
  const { createdFrom, createdTo, place, principal, settledFrom, settledTo, states, vendors } = wanted;
  if (place && !isWholeTree(place)) list.push(liesBelow(Prisma.sql`r.budget_id`));
  if (createdFrom !== undefined) list.push(Prisma.sql`r.created_at >= ${instantSql(createdFrom)}`);
  if (createdTo !== undefined) list.push(Prisma.sql`r.created_at < ${instantSql(createdTo)}`);
  if (settledFrom !== undefined) list.push(Prisma.sql`r.settled_at >= ${instantSql(settledFrom)}`);
  if (settledTo !== undefined) list.push(Prisma.sql`r.settled_at < ${instantSql(settledTo)}`);
  if (states) list.push(Prisma.sql`r.state = ANY (${[...states]}::text[])`);
  if (wanted.claimed !== undefined)
    list.push(wanted.claimed ? Prisma.sql`r.claim IS NOT NULL` : Prisma.sql`r.claim IS NULL`);
  if (wanted.disputes) list.push(Prisma.sql`r.dispute ->> 'state' = ANY (${[...wanted.disputes]}::text[])`);
  if (wanted.runId !== undefined) list.push(Prisma.sql`r.run_id = ${wanted.runId}`);
  if (wanted.taskId !== undefined) list.push(Prisma.sql`r.task_id = ${wanted.taskId}`);
  if (vendors) list.push(Prisma.sql`r.vendor = ANY (${[...vendors]}::text[])`);
  if (wanted.category !== undefined) list.push(Prisma.sql`r.category = ${wanted.category}`);
  if (wanted.item !== undefined) list.push(Prisma.sql`r.item = ${wanted.item}`);
  if (wanted.externalId !== undefined)
    list.push(
      Prisma.sql`(r.external_id = ${wanted.externalId} OR r.refund_external_id = ${wanted.externalId})`,
    );
  if (wanted.outcomeType !== undefined) list.push(Prisma.sql`r.outcome ->> 'type' = ${wanted.outcomeType}`);
  for (const [label, text] of Object.entries(wanted.metadata ?? {}))
    list.push(
      Prisma.sql`(r.metadata ->> ${label} = ${text} OR r.settlement_metadata ->> ${label} = ${text})`,
    );
  if (principal !== undefined)
    list.push(Prisma.sql`EXISTS (
      SELECT FROM (
        SELECT content FROM entries
        WHERE tree_id = r.tree_id AND reservation_id = r.id
        ORDER BY version LIMIT 1
      ) e
      WHERE ${isAskedBy(principal)}
    )`);
  return list;
}

/** A budget, and what lies under it where that is asked for. UUIDs. */
export interface BudgetClause {
  treeId: string;
  id: string;
  subtree: boolean;
}

/** The condition that a reservation lies there. */
export function budgetClause({ treeId, id, subtree }: BudgetClause): Prisma.Sql {
  if (!subtree) return Prisma.sql`r.budget_id = ${id}::uuid`;
  return Prisma.sql`r.budget_id IN (
    SELECT b.id FROM budgets b
    WHERE b.tree_id = ${treeId}::uuid AND (b.id = ${id}::uuid OR ${id}::uuid = ANY (b.path))
  )`;
}
