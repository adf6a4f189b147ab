import { Prisma } from '../../generated/prisma/client.js';
import { instantSql } from './instant-sql.js';
import type { ReservationPart } from '../pointed.js';
import type { Reader } from '../snapshot.js';
import {
  budgetClause,
  columnsWith,
  FROM_RESERVATIONS,
  rowOf,
  type BudgetClause,
  type ReservationRow,
  type ReservationText,
} from './list-reservations.js';

/** Where a page of approvals goes on: after this deadline (milliseconds since the epoch) and reservation (UUID). */
export interface ApprovalPosition {
  deadline: number;
  id: string;
}

/** Who wants to know what waits for them. */
export interface Answerer {
  holder: string;
  issuedBy: readonly string[];
  /** Envelopes above their reach that do not name them. */
  outOfReach: readonly string[];
}

/**
 * Reservations that somebody may still decide on, the earliest deadline first: what they or those who issued their key
 * asked for, what is not asked of them, and what they have approved already does not wait for them.
 */
export async function listApprovals(
  reader: Reader,
  { holder, issuedBy, outOfReach }: Answerer,
  budget: BudgetClause | undefined,
  after: ApprovalPosition | undefined,
  expand: readonly ReservationPart[],
  limit: number,
): Promise<ReservationRow[]> {
  const where = [
    Prisma.sql`r.state = 'pending_approval'`,
    Prisma.sql`r.expires_at > statement_timestamp()`,
    Prisma.sql`r.approval ->> 'askedBy' <> ALL (${[holder, ...issuedBy]}::text[])`,
    Prisma.sql`(jsonb_typeof(r.approval -> 'approvers') = 'null'
      OR r.approval -> 'approvers' @> to_jsonb(${holder}::text))`,
    Prisma.sql`NOT r.approval -> 'given' @> jsonb_build_array(jsonb_build_object('by', ${holder}::text))`,
  ];
  if (outOfReach.length > 0)
    where.push(Prisma.sql`NOT jsonb_exists_any(r.approval -> 'envelopes', ${[...outOfReach]}::text[])`);
  if (budget) where.push(Prisma.sql`r.tree_id = ${budget.treeId}::uuid`, budgetClause(budget));
  if (after)
    where.push(Prisma.sql`(r.expires_at, r.id) > (${instantSql(after.deadline)}, ${after.id}::uuid)`);
  const rows = await reader.$queryRaw<ReservationText[]>`
    SELECT ${columnsWith(expand)}
    ${FROM_RESERVATIONS}
    WHERE ${Prisma.join(where, ' AND ')}
    ORDER BY r.expires_at, r.id
    LIMIT ${limit}`;
  return rows.map(rowOf);
}
