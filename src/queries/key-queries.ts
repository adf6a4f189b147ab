import { timeText } from '../core/entries.js';
import type { Action, Role, Scopes } from '../core/keys.js';
import type { ApiKey, Prisma, PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { decodeUuid, readPage, type Page } from './page.js';

/** A key as readers see it. */
export interface KeyView {
  id: string;
  budgetId: string;
  name: string;
  role: Role;
  scopes: Scopes;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  holder: string;
  issuedBy: string[];
  madeFrom: string | null;
}

/** Keys as readers see them. Ids that are not well formed are ids of nothing. */
export class KeyQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** The newest first; null if there is no such budget. Throws a MalformedCursorError. */
  async list(
    budgetId: string,
    { subtree, limit, cursor }: { subtree: boolean; limit: number; cursor?: string },
  ): Promise<Page<KeyView> | null> {
    const before = cursor === undefined ? undefined : decodeUuid('keys', cursor);
    if (!isId('budget', budgetId)) return null;
    const id = uuidOf(budgetId);
    const budget = await this.prisma.budget.findFirst({ where: { id }, select: { treeId: true } });
    if (!budget) return null;
    const where: Prisma.ApiKeyWhereInput = {
      treeId: budget.treeId,
      ...(subtree ? { budget: { OR: [{ id }, { path: { has: id } }] } } : { budgetId: id }),
    };
    return await readPage<ApiKey, KeyView>(limit, {
      kind: 'keys',
      read: (last, take) =>
        this.prisma.apiKey.findMany({
          where: { ...where, id: { lt: last?.id ?? before } },
          orderBy: { id: 'desc' },
          take,
        }),
      position: (row) => row.id,
      views: (rows) => rows.map(viewOf),
    });
  }

  /** One key, ended ones included, or null. */
  async get(id: string): Promise<KeyView | null> {
    if (!isId('key', id)) return null;
    const row = await this.prisma.apiKey.findFirst({ where: { id: uuidOf(id), budgetId: { not: null } } });
    return row && viewOf(row);
  }
}

/** An empty list in the row's Prisma form is one that the column has no value for. */
const listOrNull = <T extends string>(names: string[]): T[] | null =>
  names.length === 0 ? null : (names as T[]);

const viewOf = (row: ApiKey): KeyView => ({
  id: idOf('key', row.id),
  budgetId: idOf('budget', row.budgetId!),
  name: row.name,
  role: row.role as Role,
  scopes: {
    actions: listOrNull<Action>(row.actions),
    vendors: listOrNull(row.vendors),
    categories: listOrNull(row.categories),
    runs: listOrNull(row.runs),
    largestAmount: row.largestAmount,
    largestOverdraft: row.largestOverdraft,
  },
  createdAt: timeText(row.createdAt.getTime()),
  expiresAt: row.expiresAt && timeText(row.expiresAt.getTime()),
  revokedAt: row.revokedAt && timeText(row.revokedAt.getTime()),
  holder: row.holder ?? idOf('key', row.id),
  issuedBy: row.issuedBy,
  madeFrom: row.madeFrom && idOf('key', row.madeFrom),
});
