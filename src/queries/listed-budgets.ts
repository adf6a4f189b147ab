import type { Tree as TreeRow } from '../generated/prisma/client.js';
import { ancestorsOf, type AncestorView } from './ancestors.js';
import type { Reader } from './snapshot.js';
import { countChildren, NO_CHILDREN, type ChildCounts } from './sql/children.js';
import { subtreeSums, type SubtreeSums } from './sql/subtree-sums.js';
import {
  itemOfBudget,
  treeOf,
  type BudgetItem,
  type BudgetItemRow,
  type ExpandableInLists,
} from './views.js';

/** What lies under a budget. */
type Below = ChildCounts & { subtree: SubtreeSums };

/** A budget in a list, with what was asked for. */
export type ListedBudget = BudgetItem & Partial<Below> & { ancestors?: AncestorView[] };

export type ListedRow = BudgetItemRow & { tree: TreeRow };

/** Of those above a budget only what a reader may see: a budget and what lies under it, or (null) everything. */
export async function listedBudgets(
  reader: Reader,
  rows: readonly ListedRow[],
  expand: readonly ExpandableInLists[],
  reach: string | null,
): Promise<ListedBudget[]> {
  const below = expand.includes('subtree') ? await belowEach(reader, rows) : null;
  const above = expand.includes('ancestors') ? await ancestorsOf(reader, rows, reach) : null;
  return rows.map((row) => ({
    ...itemOfBudget(treeOf(row.tree), row),
    ...below?.get(row.id),
    ...(above && { ancestors: above.get(row.id)! }),
  }));
}

/** What lies under each budget, by its UUID. */
async function belowEach(reader: Reader, rows: readonly ListedRow[]): Promise<Map<string, Below>> {
  const below = new Map<string, Below>();
  for (const tree of new Map(rows.map((row) => [row.treeId, row.tree])).values()) {
    const uuids = rows.flatMap(({ id, treeId }) => (treeId === tree.id ? [id] : []));
    const counts = await countChildren(reader, tree.id, uuids);
    const sums = await subtreeSums(reader, treeOf(tree), uuids);
    for (const id of uuids) below.set(id, { subtree: sums.get(id)!, ...(counts.get(id) ?? NO_CHILDREN) });
  }
  return below;
}
