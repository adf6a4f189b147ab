import { pageOf, type Asked, type BudgetPage, type ListedBudget, type PageAsked } from './budget-pages.js';

interface Row {
  /** Names it for as long as it is shown. */
  readonly key: string;
  /** 1 at the top. */
  readonly level: number;
  /** The page that it came with, or is to come with. */
  readonly page: PageAsked | null;
}

/** A budget. */
export interface BudgetRow extends Row {
  readonly kind: 'budget';
  readonly budget: ListedBudget;
  /** Null where nothing lies under it that could be shown. */
  readonly isOpen: boolean | null;
  /** Its place among those beside it, and how many they are. */
  readonly place: number;
  readonly beside: number;
}

/** Room for budgets that have not come yet. */
export interface PendingRow extends Row {
  readonly kind: 'pending';
  readonly page: PageAsked;
  /** How many they are; a search does not know. */
  readonly count: number;
}

/** Budgets that are closed, and folded away. */
interface ClosedRow extends Row {
  readonly kind: 'closed';
  readonly count: number;
}

export type TreeRow = BudgetRow | PendingRow | ClosedRow;

export interface Layout {
  readonly rows: readonly TreeRow[];
  /** All pages that the rows are of, and those that they wait for. */
  readonly pages: readonly PageAsked[];
}

/** What is to be laid out. */
export interface Shown {
  /** A list at the top, or one budget. */
  readonly top: Asked | ListedBudget;
  readonly isOpen: (id: string) => boolean;
  /** Whether what is closed is shown, too. */
  readonly closed: boolean;
  /** Whether rows can be opened: what was searched for stands by itself. */
  readonly nested: boolean;
  readonly read: (page: PageAsked) => BudgetPage | undefined;
}

/** The rows of a tree from the top down, as far as it is open and has come. */
export function laidOut(shown: Shown): Layout {
  const out = new Rows(shown);
  if ('id' in shown.top) out.addBudget(shown.top, { level: 1, place: 1, beside: 1, page: null, above: '' });
  else out.addList(shown.top, 1, null, '');
  return out;
}

interface Place extends Pick<BudgetRow, 'level' | 'place' | 'beside' | 'page'> {
  readonly above: string;
}

class Rows implements Layout {
  readonly rows: TreeRow[] = [];
  readonly pages: PageAsked[] = [];

  constructor(private readonly shown: Shown) {}

  addBudget(budget: ListedBudget, { above, ...place }: Place): void {
    const { closed, nested, isOpen } = this.shown;
    const { id, childrenCount = 0, openChildrenCount = 0 } = budget;
    const key = `${above}/${id}`;
    const opens = nested && childrenCount > 0;
    const open = opens && isOpen(id);
    this.rows.push({ kind: 'budget', key, budget, isOpen: opens ? open : null, ...place });
    if (!open) return;
    const level = place.level + 1;
    if (closed) this.addList({ parentId: id, order: 'asc' }, level, childrenCount, key);
    else {
      this.addList({ parentId: id, order: 'asc', openOnly: true }, level, openChildrenCount, key);
      const count = childrenCount - openChildrenCount;
      if (count > 0) this.rows.push({ kind: 'closed', key: `${key}/closed`, level, count, page: null });
    }
  }

  /** `total` is null where nobody knows how many there are. */
  addList(asked: Asked, level: number, total: number | null, above: string): void {
    if (total === 0) return;
    const seen = new Set<string>();
    for (let page = pageOf(asked); ;) {
      this.pages.push(page);
      const data = this.shown.read(page);
      if (!data) {
        const count = Math.max(1, (total ?? 0) - seen.size);
        this.rows.push({ kind: 'pending', key: `${above}/${page.key}`, level, page, count });
        return;
      }
      for (const budget of data.items) {
        // A page that lost some to a filter reaches into the next.
        if (seen.has(budget.id)) continue;
        seen.add(budget.id);
        const beside = Math.max(total ?? 0, seen.size);
        this.addBudget(budget, { level, place: seen.size, beside, page, above });
      }
      if (data.nextCursor === null) return;
      page = pageOf(asked, data.nextCursor);
    }
  }
}
