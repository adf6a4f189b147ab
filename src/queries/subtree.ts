import type { Tree } from '../core/budgets.js';
import type { BudgetView } from '../core/entries.js';
import type { Budget as BudgetRow, Prisma } from '../generated/prisma/client.js';
import { countChildren, oldestChildren } from './sql/children.js';
import { treeOf, viewOfBudget } from './views.js';

/** A budget with its descendants, as far down as was asked for. */
export type SubtreeView = BudgetView & {
  /** How many children it has, shown or not. */
  childrenCount: number;
  /** Whether some of its children are not shown, because of the depth or the limit. */
  truncated: boolean;
  /** The oldest first. */
  children: SubtreeView[];
};

/** Reads a subtree level by level; both its depth and the number of its budgets are bounded. */
export async function readSubtree(
  tx: Prisma.TransactionClient,
  uuid: string,
  depth: number,
  limit: number,
): Promise<SubtreeView | null> {
  const top = await tx.budget.findFirst({ where: { id: uuid }, include: { tree: true } });
  if (!top) return null;
  const rows: BudgetRow[] = [top];
  let parents = [top.id];
  for (let level = 0; level < depth && parents.length > 0 && rows.length < limit; level += 1) {
    parents = await oldestChildren(tx, top.treeId, parents, limit - rows.length);
    rows.push(...(await budgetsInOrder(tx, top.treeId, parents)));
  }
  const counts = await countChildren(
    tx,
    top.treeId,
    rows.map((row) => row.id),
  );
  return nest(treeOf(top.tree), rows, counts);
}

async function budgetsInOrder(
  tx: Prisma.TransactionClient,
  treeId: string,
  uuids: readonly string[],
): Promise<BudgetRow[]> {
  const found = await tx.budget.findMany({ where: { treeId, id: { in: [...uuids] } } });
  const byId = new Map(found.map((row) => [row.id, row]));
  return uuids.flatMap((uuid) => byId.get(uuid) ?? []);
}

/** Hangs each row below its parent. The rows begin with the top, and every parent comes before its children. */
function nest(
  tree: Tree,
  rows: readonly BudgetRow[],
  counts: ReadonlyMap<string, number>,
): SubtreeView | null {
  const views = new Map<string, SubtreeView>();
  let top: SubtreeView | null = null;
  for (const row of rows) {
    const childrenCount = counts.get(row.id) ?? 0;
    const view: SubtreeView = {
      ...viewOfBudget(tree, row),
      childrenCount,
      truncated: childrenCount > 0,
      children: [],
    };
    views.set(row.id, view);
    const parent = row.parentId === null ? undefined : views.get(row.parentId);
    top ??= view;
    if (!parent) continue;
    parent.children.push(view);
    parent.truncated = parent.children.length < parent.childrenCount;
  }
  return top;
}
