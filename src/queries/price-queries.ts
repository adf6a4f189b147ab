import { timeText, type PriceView } from '../core/entries.js';
import { priceView } from '../core/views.js';
import { nearestInForce, type Price, type Priced, type Tariff } from '../core/prices/price.js';
import type { Price as PriceRow, PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { decodeUuid, readPage, type Page } from './page.js';

/** A price as readers see it. */
export type ShownPrice = PriceView & { createdAt: string; endedAt: string | null };

/** What is asked of a list of prices. */
export interface PriceFilter {
  vendor?: string;
  item?: string;
  /** Those that were withdrawn, or whose place another has taken, as well. */
  ended: boolean;
  limit: number;
  cursor?: string;
}

/** Prices as readers see them. Ids that are not well formed are ids of nothing. */
export class PriceQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** Those that were set on a budget, the newest first; null if there is no such budget. Throws a MalformedCursorError. */
  async list(budgetId: string, filter: PriceFilter): Promise<Page<ShownPrice> | null> {
    const { vendor, item, ended, limit, cursor } = filter;
    const before = cursor === undefined ? undefined : decodeUuid('prices', cursor);
    if (!isId('budget', budgetId)) return null;
    const id = uuidOf(budgetId);
    const budget = await this.prisma.budget.findFirst({ where: { id }, select: { treeId: true } });
    if (!budget) return null;
    return await readPage<PriceRow, ShownPrice>(limit, {
      kind: 'prices',
      read: (last, take) =>
        this.prisma.price.findMany({
          where: {
            treeId: budget.treeId,
            budgetId: id,
            id: { lt: last?.id ?? before },
            vendor,
            item,
            ...(!ended && { endedAt: null }),
          },
          orderBy: { id: 'desc' },
          take,
        }),
      position: (row) => row.id,
      views: (rows) => rows.map(viewOf),
    });
  }

  /** One price, withdrawn ones included, or null. */
  async get(id: string): Promise<ShownPrice | null> {
    if (!isId('price', id)) return null;
    const row = await this.prisma.price.findFirst({ where: { id: uuidOf(id) } });
    return row && viewOf(row);
  }

  /**
   * The price of an item that holds for a budget: the nearest on the way to the root. `currency` is that of the tree. Null
   * if there is no such budget.
   */
  async inForce(
    budgetId: string,
    { vendor, item }: Priced,
    at: number,
  ): Promise<{ price: ShownPrice | null; currency: string } | null> {
    if (!isId('budget', budgetId)) return null;
    const budget = await this.prisma.budget.findFirst({
      where: { id: uuidOf(budgetId) },
      select: { treeId: true, id: true, path: true, tree: { select: { currency: true } } },
    });
    if (!budget) return null;
    const { currency } = budget.tree;
    const path = [budget.id, ...budget.path.toReversed()];
    const rows = await this.prisma.price.findMany({
      where: { treeId: budget.treeId, budgetId: { in: path }, vendor, item, endedAt: null },
    });
    const prices = rows.map(priceOf);
    const pricesOn = (id: string) => prices.filter((price) => price.budgetId === id);
    const ids = path.map((id) => idOf('budget', id));
    const price = nearestInForce(ids, pricesOn, at);
    return { price: price && shown(price), currency };
  }
}

const priceOf = (row: PriceRow): Price => ({
  treeId: idOf('budget', row.treeId),
  id: idOf('price', row.id),
  budgetId: idOf('budget', row.budgetId),
  seriesId: idOf('price', row.seriesId),
  vendor: row.vendor,
  item: row.item,
  from: row.fromAt.getTime(),
  // Written by the ledger; the generated types only know that it is JSON.
  tariff: row.tariff as unknown as Tariff,
  createdAt: row.createdAt.getTime(),
  endedAt: row.endedAt?.getTime() ?? null,
});

const shown = (price: Price): ShownPrice => ({
  ...priceView(price),
  createdAt: timeText(price.createdAt),
  endedAt: price.endedAt === null ? null : timeText(price.endedAt),
});

const viewOf = (row: PriceRow): ShownPrice => shown(priceOf(row));
