import type { BudgetState } from '../core/budgets.js';
import type { BudgetView } from '../core/views.js';
import { idOf, uuidOf } from '../ids/ids.js';
import type { Reader } from './snapshot.js';

/** A budget above another. */
export type AncestorView = Pick<BudgetView, 'id' | 'name' | 'state'>;

/** What has to be known of a budget. UUIDs. */
interface Placed {
  id: string;
  treeId: string;
  path: string[];
}

/** The budgets above each of some, by the UUIDs of these: from `top` down, or (null) from the root. */
export async function ancestorsOf(
  reader: Reader,
  budgets: readonly Placed[],
  top: string | null,
): Promise<Map<string, AncestorView[]>> {
  const from = top === null ? null : uuidOf(top);
  const above = ({ path }: Placed): string[] => {
    const first = from === null ? 0 : path.indexOf(from);
    return first < 0 ? [] : path.slice(first);
  };
  const ids = [...new Set(budgets.flatMap(above))];
  const treeIds = [...new Set(budgets.map(({ treeId }) => treeId))];
  const rows =
    ids.length === 0
      ? []
      : await reader.budget.findMany({
          where: { treeId: { in: treeIds }, id: { in: ids } },
          select: { id: true, name: true, state: true },
        });
  const views = new Map(rows.map((row) => [row.id, viewOf(row)]));
  return new Map(budgets.map((budget) => [budget.id, above(budget).flatMap((id) => views.get(id) ?? [])]));
}

const viewOf = ({ id, name, state }: { id: string; name: string; state: string }): AncestorView => ({
  id: idOf('budget', id),
  name,
  // Checked by the database; the generated types only know that states are texts.
  state: state as BudgetState,
});
