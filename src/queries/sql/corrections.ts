import { Prisma, type PrismaClient } from '../../generated/prisma/client.js';

/** An entry that gives something back, and when the month began in which it does. Ids as the database has them. */
export interface GivenBack {
  budgetId: string;
  version: number;
  reservationId: string;
  monthStart: number;
}

/**
 * Which of these give back more than was paid for their reservation since the month began, less what had come back by then: so
 * that they correct what was billed before. By {@link correctionKey}.
 */
export async function corrections(
  prisma: PrismaClient,
  treeId: string,
  back: readonly GivenBack[],
): Promise<Set<string>> {
  if (back.length === 0) return new Set();
  const rows = await prisma.$queryRaw<{ budgetId: string; version: number }[]>(Prisma.sql`
    SELECT back.budget_id::text AS "budgetId", back.version::int AS version
    FROM unnest(
      ${back.map(({ budgetId }) => budgetId)}::uuid[], ${back.map(({ version }) => version)}::bigint[],
      ${back.map(({ reservationId }) => reservationId)}::uuid[], ${back.map(({ monthStart }) => monthStart)}::float8[]
    ) AS back (budget_id, version, reservation_id, month_start)
    JOIN entries e ON e.tree_id = ${treeId}::uuid AND e.reservation_id = back.reservation_id
      AND e.budget_id = back.budget_id AND e.version <= back.version
      AND e.at >= to_timestamp(back.month_start / 1000) AND NOT e.denied
    GROUP BY back.budget_id, back.version
    HAVING sum(coalesce((e.content::jsonb #>> '{deltas,spent}')::numeric, 0)) < 0`);
  return new Set(rows.map(correctionKey));
}

export const correctionKey = ({ budgetId, version }: { budgetId: string; version: number }): string =>
  `${budgetId} ${version}`;
