import { Prisma, type PrismaClient } from '../../generated/prisma/client.js';

/** Kinds of entries that can correct a month before the one in which they are recorded. */
export const CORRECTING_KINDS = ['charge', 'refund', 'dispute_uphold'] as const;

/** An entry that may correct something, and when the month began in which it was recorded. Ids as the database has them. */
export interface Candidate {
  budgetId: string;
  version: number;
  monthStart: number;
}

/**
 * Which of some entries correct an earlier month than that in which they were recorded, and `corrects`, a time in it. A charge does whose
 * call happened before the month. A refund does that gives back more than the month had paid for its reservation by then, less what had
 * come back: of when something was last paid for it before. Time of settlement says less, since a call can be paid in parts.
 * `candidates` is a statement: entries of these kinds that were accepted, and `month_start`.
 */
export const correctionsAmong = (candidates: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT * FROM (
    SELECT e.*, CASE
      WHEN e.kind = 'charge' THEN (e.content::jsonb #>> '{reservation,occurredAt}')::timestamptz
      ELSE (
        SELECT coalesce(max(p.at) FILTER (WHERE p.at < e.month_start AND spent > 0), '-infinity')
        FROM entries p
        CROSS JOIN LATERAL (SELECT coalesce((p.content::jsonb #>> '{deltas,spent}')::numeric, 0) AS spent) part
        WHERE p.tree_id = e.tree_id AND p.reservation_id = e.reservation_id AND p.budget_id = e.budget_id
          AND p.version <= e.version AND NOT p.denied
        HAVING sum(spent) FILTER (WHERE p.at >= e.month_start) < 0
      )
    END AS corrects
    FROM (${candidates}) e
  ) dated
  WHERE corrects < month_start`;

/** Those of some entries of a tree that correct an earlier month: by {@link correctionKey}. */
export async function corrections(
  prisma: PrismaClient,
  treeId: string,
  candidates: readonly Candidate[],
): Promise<Set<string>> {
  if (candidates.length === 0) return new Set();
  const rows = await prisma.$queryRaw<{ budgetId: string; version: number }[]>(Prisma.sql`
    SELECT c.budget_id::text AS "budgetId", c.version::float8 AS version
    FROM (${correctionsAmong(Prisma.sql`
      SELECT e.*, to_timestamp(asked.month_start / 1000) AS month_start
      FROM unnest(
        ${candidates.map(({ budgetId }) => budgetId)}::uuid[], ${candidates.map(({ version }) => version)}::bigint[],
        ${candidates.map(({ monthStart }) => monthStart)}::float8[]
      ) AS asked (budget_id, version, month_start)
      JOIN entries e ON e.tree_id = ${treeId}::uuid AND e.budget_id = asked.budget_id AND e.version = asked.version`)}
    ) c`);
  return new Set(rows.map(correctionKey));
}

export const correctionKey = ({ budgetId, version }: { budgetId: string; version: number }): string =>
  `${budgetId} ${version}`;
