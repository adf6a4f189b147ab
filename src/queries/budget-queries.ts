import type { BudgetState } from '../core/budgets.js';
import type { EnvelopeView } from '../core/entries.js';
import { envelopeView, type BudgetView } from '../core/views.js';
import {
  Prisma,
  type Budget as BudgetRow,
  type PrismaClient,
  type Tree as TreeRow,
} from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { candidates, type MetadataFilter } from './metadata.js';
import { decodeUuid, readPage, type Page } from './page.js';
import { countedWindows, type CountedWindows } from './past-windows.js';
import { databaseClock, inSnapshot, type Reader } from './snapshot.js';
import { ownCounts, subtreeSums, type OwnCounts, type SubtreeSums } from './sql/subtree-sums.js';
import { readSubtree, type SubtreeView } from './subtree.js';
import { usageOf, type EnvelopeUsageView } from './usage.js';
import {
  envelopeOf,
  itemOfBudget,
  omitUnless,
  treeOf,
  viewOfBudget,
  type BudgetItem,
  type BudgetItemRow,
  type Expandable,
} from './views.js';

/** Which budgets to list; what is absent does not matter. */
export interface BudgetFilter {
  /** Only this budget and its descendants: all that the reader may see. */
  within?: string;
  /** Only the children of this budget. */
  parentId?: string;
  /** Only budgets without a parent. */
  rootsOnly?: boolean;
  state?: BudgetState;
  /** Only open ones that have an overdraft, or only those without one. */
  overdrawn?: boolean;
  /** The whole name. */
  name?: string;
  /** What their makers call them. */
  ref?: string;
  metadata?: MetadataFilter;
  expand?: readonly Expandable[];
  limit: number;
  cursor?: string;
}

/** A budget above another. */
export type AncestorView = Pick<BudgetView, 'id' | 'name' | 'state'>;

/** A budget with those above it, its envelopes and what they have counted in their current windows. */
export type BudgetWithEnvelopes = BudgetView & {
  /** From the top down. */
  ancestors: AncestorView[];
  own: OwnCounts;
  subtree: SubtreeSums;
  envelopes: EnvelopeUsageView[];
};

/** Budgets as readers see them. Ids that are not well formed are ids of nothing. */
export class BudgetQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** The newest first. Throws a MalformedCursorError. */
  async list(filter: BudgetFilter): Promise<Page<BudgetItem>> {
    const { limit, cursor, expand = [] } = filter;
    const before = cursor === undefined ? undefined : decodeUuid('budgets', cursor);
    const where = await this.conditions(filter);
    if (!where) return { items: [], nextCursor: null };
    return await readPage<BudgetItemRow & { tree: TreeRow }, BudgetItem>(limit, {
      kind: 'budgets',
      read: (last, take) =>
        this.prisma.budget.findMany({
          where: { ...where, id: { lt: last?.id ?? before } },
          omit: omitUnless(expand),
          include: { tree: true },
          orderBy: { id: 'desc' },
          take,
        }),
      position: (row) => row.id,
      views: (rows) => rows.map((row) => itemOfBudget(treeOf(row.tree), row)),
    });
  }

  /** The budget as of one moment, or null. Of those above it, `top` and what lies under it, if there is one. */
  async get(id: string, top: string | null = null): Promise<BudgetWithEnvelopes | null> {
    if (!isId('budget', id)) return null;
    return await inSnapshot(this.prisma, async (tx) => {
      const row = await tx.budget.findFirst({
        where: { id: uuidOf(id) },
        include: { tree: true, envelopes: { where: { deletedAt: null }, orderBy: { id: 'asc' } } },
      });
      if (!row) return null;
      const tree = treeOf(row.tree);
      const envelopes = row.envelopes.map(envelopeOf);
      const usage = await usageOf(tx, tree, envelopes, envelopes.length > 0 ? await databaseClock(tx) : 0);
      const sums = await subtreeSums(tx, tree, row.id, [row.id]);
      return {
        ...viewOfBudget(tree, row),
        ancestors: await ancestorsOf(tx, row, top),
        own: await ownCounts(tx, tree, row.id),
        subtree: sums.get(row.id)!,
        envelopes: usage,
      };
    });
  }

  /**
   * A budget with its descendants, `depth` levels down (0: none of them) and at most `limit` budgets in all, breadth
   * first and the oldest child first; null if there is no such budget. It ends early where it would become larger than
   * a page may be.
   */
  async tree(
    id: string,
    depth: number,
    limit: number,
    expand: readonly Expandable[] = [],
  ): Promise<SubtreeView | null> {
    if (!isId('budget', id)) return null;
    return await inSnapshot(this.prisma, (tx) => readSubtree(tx, uuidOf(id), { depth, limit, expand }));
  }

  /** The envelopes of a budget whose limits follow its past; null if there is no such budget. */
  async relativeEnvelopes(budgetId: string): Promise<EnvelopeView[] | null> {
    if (!isId('budget', budgetId)) return null;
    const row = await this.prisma.budget.findFirst({
      where: { id: uuidOf(budgetId) },
      include: {
        tree: true,
        envelopes: {
          where: { relative: { not: Prisma.DbNull }, deletedAt: null },
          orderBy: { id: 'asc' },
        },
      },
    });
    return row && row.envelopes.map((one) => envelopeView(envelopeOf(one), row.tree.scale));
  }

  /** What an envelope counted in its last windows, as of one moment; null if there is no such envelope. */
  async countedWindows(envelopeId: string, key: string, most: number): Promise<CountedWindows | null> {
    if (!isId('envelope', envelopeId)) return null;
    return await inSnapshot(this.prisma, async (tx) => {
      const row = await tx.envelope.findFirst({
        where: { id: uuidOf(envelopeId), deletedAt: null },
        include: { budget: { include: { tree: true } } },
      });
      if (!row) return null;
      const dated = { envelope: envelopeOf(row), createdAt: row.createdAt.getTime() };
      const now = await databaseClock(tx);
      return await countedWindows(tx, treeOf(row.budget.tree), dated, { key, most, now });
    });
  }

  /** Null where nothing can match. */
  private async conditions(filter: BudgetFilter): Promise<Prisma.BudgetWhereInput | null> {
    const where: Prisma.BudgetWhereInput = {};
    if (filter.parentId !== undefined) {
      const parent = await this.find(filter.parentId);
      if (!parent) return null;
      // With the tree named, the children are found by the index that begins with it.
      where.treeId = parent.treeId;
      where.parentId = parent.id;
    } else if (filter.rootsOnly) where.parentId = null;
    if (filter.within !== undefined) {
      const top = await this.find(filter.within);
      if (!top || (where.treeId !== undefined && where.treeId !== top.treeId)) return null;
      where.treeId = top.treeId;
      where.OR = [{ id: top.id }, { path: { has: top.id } }];
    }
    if (filter.state !== undefined) where.state = filter.state;
    if (filter.name !== undefined) where.name = filter.name;
    if (filter.ref !== undefined) where.ref = filter.ref;
    const labelled = Object.entries(filter.metadata ?? {}).map(([label, text]) => ({
      OR: candidates(text).map((equals) => ({ metadata: { path: [label], equals } })),
    }));
    where.AND = [...labelled, ...(filter.overdrawn === undefined ? [] : [isOverdrawn(filter.overdrawn)])];
    return where;
  }

  private async find(id: string): Promise<{ treeId: string; id: string } | null> {
    if (!isId('budget', id)) return null;
    return await this.prisma.budget.findFirst({
      where: { id: uuidOf(id) },
      select: { treeId: true, id: true },
    });
  }
}

/** The budgets above one from a top down, or all of them. */
async function ancestorsOf(
  reader: Reader,
  { treeId, path }: BudgetRow,
  top: string | null,
): Promise<AncestorView[]> {
  const first = top === null ? 0 : path.indexOf(uuidOf(top));
  const ids = first < 0 ? [] : path.slice(first);
  if (ids.length === 0) return [];
  const rows = await reader.budget.findMany({
    where: { treeId, id: { in: ids } },
    select: { id: true, name: true, state: true, path: true },
  });
  return (
    rows
      .sort((a, b) => a.path.length - b.path.length)
      // Checked by the database; the generated types only know that states are texts.
      .map(({ id, name, state }) => ({ id: idOf('budget', id), name, state: state as BudgetState }))
  );
}

/** In the words of the index that has nothing else. */
const isOverdrawn = (isWanted: boolean): Prisma.BudgetWhereInput =>
  isWanted ? { overdraft: { gt: 0 }, state: { not: 'closed' } } : { overdraft: 0 };
