import { formatAmount } from '../core/money.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { decodeFullest, encodeCursor, inRoom, type Page } from './page.js';
import { budgetItems, envelopesWithin, viewWithout, type CountingEnvelopeView } from './pointed.js';
import { inSnapshot, type Reader } from './snapshot.js';
import {
  fullestCounters,
  SHARE_DECIMALS,
  type FullestCounter,
  type FullestPosition,
  type LimitPlace,
} from './sql/fullest-counters.js';
import { usageAt, type UsageView } from './usage.js';
import type { BudgetItem } from './views.js';

/** What limits show besides, where it is asked for. */
export const LIMIT_PARTS = ['budget'] as const;
export type LimitPart = (typeof LIMIT_PARTS)[number];

/** Which limits are wanted. */
export interface FullestSearch {
  /** Only on this budget and those under it; null for all that there are. */
  budgetId: string | null;
  /** The least part of a limit that is used, in ten thousandths. */
  from: number;
  expand?: readonly LimitPart[];
  limit: number;
  cursor?: string;
}

/** A limit with one counter of the window that is now. */
export type FullEnvelopeView = Omit<CountingEnvelopeView, 'usage'> & {
  budgetName: string;
  usage: UsageView;
  /** What part of the limit is used, as decimal text: cut, not rounded. */
  share: string;
  budget?: BudgetItem;
};

/** A page of them. */
export type FullestPage = Page<FullEnvelopeView> & {
  /** Whether there is more than is looked at. */
  truncated: boolean;
};

const NONE: FullestPage = { items: [], nextCursor: null, truncated: false };

/** The limits of many budgets. */
export class EnvelopeQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /** What is used of limits now, the fullest first. A budget that is not there has none. Throws a MalformedCursorError. */
  async fullest({ budgetId, from, expand = [], limit, cursor }: FullestSearch): Promise<FullestPage> {
    const after = cursor === undefined ? null : decodeFullest(cursor);
    if (budgetId !== null && !isId('budget', budgetId)) return NONE;
    return await inSnapshot(this.prisma, async (tx) => {
      const place = budgetId === null ? null : await placeOfLimits(tx, uuidOf(budgetId));
      if (budgetId !== null && !place) return NONE;
      const { rows, isCut } = await fullestCounters(tx, place, from, after, limit + 1);
      const items = inRoom(await viewsOf(tx, rows.slice(0, limit), expand));
      const last = rows.length > items.length ? rows[items.length - 1] : undefined;
      return { items, nextCursor: last ? encodeCursor('fullest', positionOf(last)) : null, truncated: isCut };
    });
  }
}

const positionOf = ({ share, envelopeId, key }: FullestPosition): string => `${share} ${envelopeId} ${key}`;

async function placeOfLimits(reader: Reader, id: string): Promise<LimitPlace | null> {
  const budget = await reader.budget.findFirst({ where: { id }, select: { treeId: true } });
  return budget && { treeId: budget.treeId, budgetId: id };
}

async function viewsOf(
  reader: Reader,
  rows: readonly FullestCounter[],
  expand: readonly LimitPart[],
): Promise<FullEnvelopeView[]> {
  const envelopes = await envelopesWithin(
    reader,
    rows.map(({ envelopeId }) => idOf('envelope', envelopeId)),
    null,
  );
  const found = rows.map((row) => ({ row, ...envelopes.get(idOf('envelope', row.envelopeId))! }));
  const budgets = expand.includes('budget')
    ? await budgetItems(
        reader,
        found.map(({ envelope }) => ({ budgetId: uuidOf(envelope.budgetId) })),
      )
    : null;
  return found.map(({ row: { key, used, share, start, end }, envelope, tree, budgetName }) => {
    const window = { start: start ?? -Infinity, end: end ?? Infinity };
    const budget = budgets?.get(uuidOf(envelope.budgetId));
    return {
      ...viewWithout(envelope, tree),
      budgetName,
      usage: usageAt(envelope, tree, window, envelope.per === null ? null : key, used),
      share: formatAmount(BigInt(share), SHARE_DECIMALS),
      ...(budget && { budget }),
    };
  });
}
