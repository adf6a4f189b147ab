import type { Reader } from '../snapshot.js';

/** A counter by its key. */
interface CounterName {
  treeUuid: string;
  id: string;
}

/** How far counters have come, by id; one without a row is at zero. An id begins with its envelope, so that it is of one tree. */
export async function usedCounters(
  reader: Reader,
  names: readonly CounterName[],
): Promise<Map<string, bigint>> {
  if (names.length === 0) return new Map();
  const rows = await reader.$queryRaw<{ id: string; used: bigint }[]>`
    SELECT c.id, c.used
    FROM unnest(${names.map(({ treeUuid }) => treeUuid)}::uuid[], ${names.map(({ id }) => id)}::text[]) AS want(tree_id, id)
    JOIN counters c ON c.tree_id = want.tree_id AND c.id = want.id`;
  return new Map(rows.map(({ id, used }) => [id, used]));
}
