import { Prisma } from '../../generated/prisma/client.js';
import type { Reader } from '../snapshot.js';

/** Where a search looks. UUIDs. */
export interface SearchPlace {
  treeId: string;
  budgetId: string;
  scope: 'subtree' | 'self';
  /** Whether all that can lie there can be looked at for one page: then the rest of the tree is not. */
  isSmall: boolean;
}

/** Where no place is asked for, none is looked up. */
const NO_UUID = '00000000-0000-0000-0000-000000000000';
export const NOWHERE = { treeId: NO_UUID, budgetId: NO_UUID, scope: 'self' as const };

/** What one page of a search looks at, whatever it finds. */
export const LOOKED_AT = 20_000;

/** The common table expression `below`: the budgets of a place. */
export const below = ({ treeId, budgetId, scope }: Omit<SearchPlace, 'isSmall'>): Prisma.Sql =>
  scope === 'self'
    ? Prisma.sql`below AS (SELECT ${budgetId}::uuid AS id)`
    : Prisma.sql`below AS (
        SELECT ${budgetId}::uuid AS id
        UNION ALL
        SELECT b.id FROM below JOIN budgets b ON b.tree_id = ${treeId}::uuid AND b.parent_id = below.id
      )`;

/** Whether a budget lies there. As a truth value it is asked of each row in turn: a join would give up their order. */
export const liesBelow = (budgetId: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${budgetId} IN (SELECT id FROM below)) IS TRUE`;

/** Whether a place is a whole tree, so that nothing has to be left out. */
export const isWholeTree = ({ treeId, budgetId, scope }: SearchPlace): boolean =>
  scope === 'subtree' && treeId === budgetId;

/** The place of a budget; null if there is none. The versions of budgets count their entries, and no reservation has less than one. */
export async function placeOf(
  reader: Reader,
  budgetId: string,
  scope: SearchPlace['scope'],
): Promise<SearchPlace | null> {
  const budget = await reader.budget.findFirst({ where: { id: budgetId }, select: { treeId: true } });
  if (!budget) return null;
  const place = { treeId: budget.treeId, budgetId, scope };
  if (isWholeTree({ ...place, isSmall: false })) return { ...place, isSmall: false };
  const [row] = await reader.$queryRaw<{ isSmall: boolean }[]>`
    WITH RECURSIVE ${below(place)}
    SELECT sum(b.version) <= ${LOOKED_AT} AS "isSmall"
    FROM below JOIN budgets b ON b.tree_id = ${budget.treeId}::uuid AND b.id = below.id`;
  return { ...place, isSmall: row?.isSmall ?? false };
}
