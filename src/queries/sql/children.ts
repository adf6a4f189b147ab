import type { Reader } from '../snapshot.js';

/** The oldest children of each parent: at most `limit` of each and `limit` in all. Only their ids. */
export async function oldestChildren(
  reader: Reader,
  treeUuid: string,
  parents: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT child.id::text AS id
    FROM unnest(${parents}::uuid[]) WITH ORDINALITY AS parent(id, place)
    CROSS JOIN LATERAL (
      SELECT b.id
      FROM budgets b
      WHERE b.tree_id = ${treeUuid}::uuid AND b.parent_id = parent.id
      ORDER BY b.id
      LIMIT ${limit}
    ) AS child
    ORDER BY parent.place, child.id
    LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

/** How many children a budget has, and how many of them are not closed. */
export type ChildCounts = { childrenCount: number; openChildrenCount: number };

export const NO_CHILDREN: ChildCounts = { childrenCount: 0, openChildrenCount: 0 };

/** How many children each parent has; a parent without children is missing in the answer. */
export async function countChildren(
  reader: Reader,
  treeUuid: string,
  parents: readonly string[],
): Promise<Map<string, ChildCounts>> {
  const rows = await reader.$queryRaw<({ id: string } & ChildCounts)[]>`
    SELECT parent_id::text AS id, count(*)::int AS "childrenCount",
      (count(*) FILTER (WHERE state <> 'closed'))::int AS "openChildrenCount"
    FROM budgets
    WHERE tree_id = ${treeUuid}::uuid AND parent_id = ANY (${parents}::uuid[])
    GROUP BY parent_id`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
