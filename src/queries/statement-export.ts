import { PAGE_BYTES, type Page } from './page.js';
import type { TierView } from './statement-tiers.js';
import type { BaseFeeView, CorrectionView, StatementHeading, StatementLine } from './statement-view.js';

/** A row of an exported statement. `spent` of lines and `amount` of base fees add up to its total; the others say more of the lines. */
export type StatementItem =
  | ({ row: 'statement' } & StatementHeading)
  | ({ row: 'line' } & StatementLine)
  | ({ row: 'tier' } & TierView)
  | ({ row: 'base_fee' } & BaseFeeView)
  | ({ row: 'correction' } & CorrectionView);

/** All rows of a statement, as of one moment, to be read one page after the other; whoever begins it ends it. */
export interface StatementExport {
  /** Of an open month. */
  asOf?: string;
  next: () => Promise<Page<StatementItem>>;
  end: () => Promise<void>;
}

/** Items of a page. */
const MOST_ITEMS = 1_000;

/** What an item has as text at most but for its units, and each of these. */
const ITEM_BYTES = 800;
const UNIT_BYTES = 150;

/** Pages of items that come some at a time. */
export function pagesOfItems(
  parts: AsyncGenerator<readonly StatementItem[], void>,
): () => Promise<Page<StatementItem>> {
  return async () => {
    const items: StatementItem[] = [];
    let bytes = 0;
    while (items.length < MOST_ITEMS && bytes < PAGE_BYTES) {
      const part = await parts.next();
      if (part.done === true) return { items, nextCursor: null };
      items.push(...part.value);
      for (const item of part.value) bytes += bytesOf(item);
    }
    return { items, nextCursor: '' };
  };
}

const bytesOf = (item: StatementItem): number =>
  ITEM_BYTES + (item.row === 'line' ? UNIT_BYTES * Object.keys(item.usage).length : 0);
