import type { Tree } from '../core/budgets.js';
import type { Prisma } from '../generated/prisma/client.js';
import { Room } from './page.js';
import { countChildren, NO_CHILDREN, oldestChildren, type ChildCounts } from './sql/children.js';
import { subtreeSums, type SubtreeSums } from './sql/subtree-sums.js';
import { itemOfBudget, omitUnless, treeOf, type BudgetItem, type Expandable } from './views.js';

/** A budget with its descendants, as far down as was asked for. */
export type SubtreeView = BudgetItem & {
  /** What it and all that lies under it spent, shown or not. */
  subtree: SubtreeSums;
  /** How many children it has, shown or not. */
  childrenCount: number;
  /** How many of them are not closed. */
  openChildrenCount: number;
  /** Whether some of its children are not shown, because of the depth, the limit, or the size of the answer. */
  truncated: boolean;
  /** The oldest first. */
  children: SubtreeView[];
};

/** What is shown of a subtree. */
interface Shown {
  depth: number;
  limit: number;
  expand: readonly Expandable[];
}

/** Budgets that are read at once: what is read and then has no room stays small. */
const PIECE = 51;

/** A budget with the ids (UUIDs) by which it is found. */
interface Found {
  id: string;
  parentId: string | null;
  item: BudgetItem;
}

/** Reads a subtree level by level; its depth, the number of its budgets and their size are bounded. */
export async function readSubtree(
  tx: Prisma.TransactionClient,
  uuid: string,
  { depth, limit, expand }: Shown,
): Promise<SubtreeView | null> {
  const top = await tx.budget.findFirst({
    where: { id: uuid },
    omit: omitUnless(expand),
    include: { tree: true },
  });
  if (!top) return null;
  const tree = treeOf(top.tree);
  const room = new Room();
  const found: Found[] = [{ id: top.id, parentId: top.parentId, item: itemOfBudget(tree, top) }];
  room.has(found[0]!.item);
  let parents = [top.id];
  let isFull = false;
  for (let level = 0; level < depth && parents.length > 0 && found.length < limit && !isFull; level += 1) {
    parents = await oldestChildren(tx, top.treeId, parents, limit - found.length);
    for (let i = 0; i < parents.length && !isFull; i += PIECE) {
      const piece = await inOrder(tx, tree, top.treeId, parents.slice(i, i + PIECE), expand);
      const fitting = piece.filter(({ item }) => !isFull && !(isFull = !room.has(item)));
      found.push(...fitting);
    }
  }
  const ids = found.map(({ id }) => id);
  const counts = await countChildren(tx, top.treeId, ids);
  return nest(found, counts, await subtreeSums(tx, tree, ids));
}

async function inOrder(
  tx: Prisma.TransactionClient,
  tree: Tree,
  treeId: string,
  uuids: readonly string[],
  expand: readonly Expandable[],
): Promise<Found[]> {
  const rows = await tx.budget.findMany({
    where: { treeId, id: { in: [...uuids] } },
    omit: omitUnless(expand),
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return uuids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [{ id, parentId: row.parentId, item: itemOfBudget(tree, row) }] : [];
  });
}

/** Hangs each budget below its parent. They begin with the top, and every parent comes before its children. */
function nest(
  found: readonly Found[],
  counts: ReadonlyMap<string, ChildCounts>,
  sums: ReadonlyMap<string, SubtreeSums>,
): SubtreeView | null {
  const views = new Map<string, SubtreeView>();
  let top: SubtreeView | null = null;
  for (const { id, parentId, item } of found) {
    const counted = counts.get(id) ?? NO_CHILDREN;
    const truncated = counted.childrenCount > 0;
    const view: SubtreeView = { ...item, subtree: sums.get(id)!, ...counted, truncated, children: [] };
    views.set(id, view);
    const parent = parentId === null ? undefined : views.get(parentId);
    top ??= view;
    if (!parent) continue;
    parent.children.push(view);
    parent.truncated = parent.children.length < parent.childrenCount;
  }
  return top;
}
