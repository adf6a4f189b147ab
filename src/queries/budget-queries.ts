import type { BudgetState } from '../core/budgets.js';
import type { EnvelopeView } from '../core/entries.js';
import { envelopeView, type BudgetView } from '../core/views.js';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import { isId, uuidOf } from '../ids/ids.js';
import { ancestorsOf, type AncestorView } from './ancestors.js';
import { listedBudgets, type ListedBudget, type ListedRow } from './listed-budgets.js';
import { candidates, type MetadataFilter } from './metadata.js';
import { decodeUuid, readPage, type Page } from './page.js';
import { countedWindows, type CountedWindows } from './past-windows.js';
import { databaseClock, inSnapshot, type Reader } from './snapshot.js';
import { ownCounts, subtreeSums, type OwnCounts, type SubtreeSums } from './sql/subtree-sums.js';
import { readSubtree, type SubtreeView } from './subtree.js';
import { usageOf, type EnvelopeUsageView } from './usage.js';
import {
  envelopeOf,
  omitUnless,
  treeOf,
  viewOfBudget,
  type Expandable,
  type ExpandableInLists,
} from './views.js';

/** Which budgets to list; what is absent does not matter. */
export interface BudgetFilter {
  /** Only this budget and its descendants. */
  within?: string;
  /** All that the reader may see: this budget and its descendants, or (null) everything. Holds for what is shown of those above. */
  reach?: string | null;
  /** Only the children of this budget. */
  parentId?: string;
  /** Only budgets without a parent. */
  rootsOnly?: boolean;
  /** Only budgets that are not closed. */
  openOnly?: boolean;
  state?: BudgetState;
  /** Only open ones that have an overdraft, or only those without one. */
  overdrawn?: boolean;
  /** Part of the name or of the ref, in whatever case. */
  q?: string;
  /** The whole name. */
  name?: string;
  /** What their makers call them. */
  ref?: string;
  metadata?: MetadataFilter;
  expand?: readonly ExpandableInLists[];
  order?: 'asc' | 'desc';
  limit: number;
  cursor?: string;
}

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

  /** The newest first, unless another order is asked for. Throws a MalformedCursorError. */
  async list(filter: BudgetFilter): Promise<Page<ListedBudget>> {
    const { limit, cursor, order = 'desc', expand = [], reach = null } = filter;
    const kind = order === 'asc' ? 'budgets asc' : 'budgets';
    const begin = cursor === undefined ? undefined : decodeUuid(kind, cursor);
    const where = await this.conditions(filter);
    if (!where) return { items: [], nextCursor: null };
    const read = (reader: Reader): Promise<Page<ListedBudget>> =>
      readPage<ListedRow, ListedBudget>(limit, {
        kind,
        read: (last, take) => {
          const after = last?.id ?? begin;
          return reader.budget.findMany({
            where: { ...where, id: order === 'asc' ? { gt: after } : { lt: after } },
            omit: omitUnless(expand),
            include: { tree: true },
            orderBy: { id: order },
            take,
          });
        },
        position: (row) => row.id,
        views: (rows) => listedBudgets(reader, rows, expand, reach),
      });
    // Sums have to agree with the balances that stand beside them.
    return expand.includes('subtree') ? await inSnapshot(this.prisma, read) : await read(this.prisma);
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
      const sums = await subtreeSums(tx, tree, [row.id]);
      const above = await ancestorsOf(tx, [row], top);
      return {
        ...viewOfBudget(tree, row),
        ancestors: above.get(row.id)!,
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
    else if (filter.openOnly) where.state = { not: 'closed' };
    if (filter.name !== undefined) where.name = filter.name;
    if (filter.ref !== undefined) where.ref = filter.ref;
    const labelled = Object.entries(filter.metadata ?? {}).map(([label, text]) => ({
      OR: candidates(text).map((equals) => ({ metadata: { path: [label], equals } })),
    }));
    where.AND = [
      ...labelled,
      ...(filter.overdrawn === undefined ? [] : [isOverdrawn(filter.overdrawn)]),
      ...(filter.q === undefined ? [] : [{ OR: [{ name: part(filter.q) }, { ref: part(filter.q) }] }]),
    ];
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

/** In the words of the index that has nothing else. */
const isOverdrawn = (isWanted: boolean): Prisma.BudgetWhereInput =>
  isWanted ? { overdraft: { gt: 0 }, state: { not: 'closed' } } : { overdraft: 0 };

/** A text that has this part, in whatever case. What Postgres reads as a pattern stands for itself. */
const part = (text: string) => ({
  contains: text.replaceAll(/[\\%_]/g, String.raw`\$&`),
  mode: 'insensitive' as const,
});
