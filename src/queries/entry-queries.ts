import { CHAIN_START } from '../audit/chain.js';
import type { EntryContent } from '../core/entries.js';
import type { EntryKind } from '../core/kinds.js';
import type { DenialCode } from '../core/violations.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { chargedEntries, spendingAlone, type ChargedEntry } from './charged-entries.js';
import type { EntryView } from './journal-queries.js';
import type { MetadataFilter } from './metadata.js';
import { decodeSearch, encodeCursor, inRoom, PAGE_BYTES, type Page } from './page.js';
import { budgetItems } from './pointed.js';
import type { ReservationListItem } from './reservation-item.js';
import { ReservationQueries } from './reservation-queries.js';
import { completeTick } from './sql/as-of.js';
import { placeOf } from './sql/below.js';
import {
  lastLookedAt,
  searchEntries,
  type EntryConditions,
  type EntryPosition,
  type SearchedEntry,
} from './sql/search-entries.js';
import type { BudgetItem } from './views.js';

/** What entries show of what they point at, where it is asked for. */
export const ENTRY_PARTS = ['budget', 'reservation'] as const;
export type EntryPart = (typeof ENTRY_PARTS)[number];

/** Which entries to search for; what is absent does not matter. */
export interface EntrySearch {
  budgetId: string;
  /** `subtree`, the default: those of its descendants, too. */
  scope?: 'subtree' | 'self';
  /** `asc`, the default: the oldest first. */
  order?: 'asc' | 'desc';
  /** Milliseconds since the epoch; `to` itself not included. */
  from?: number;
  to?: number;
  kinds?: readonly EntryKind[];
  outcome?: 'accepted' | 'denied';
  /** Why it was denied. */
  code?: DenialCode;
  /** Who asked for it. */
  principal?: string;
  vendor?: string;
  runId?: string;
  externalId?: string;
  /** What came of the call. */
  outcomeType?: string;
  reservationId?: string;
  metadata?: MetadataFilter;
  expand?: readonly EntryPart[];
  /** Nothing is shown that lies outside of the subtree of this budget: null for all that there is. */
  within?: string | null;
  limit: number;
  cursor?: string;
}

/** An entry as text: its content as it was hashed. */
export type EntryText = Pick<SearchedEntry, 'content' | 'denied'> & Pick<EntryView, 'hash' | 'previousHash'>;

/** An entry that was found, with what it points at as it is now, as far as that was asked for. */
export type FoundEntryView = EntryView & {
  budget?: BudgetItem;
  /** Null where it is about none. */
  reservation?: ReservationListItem | null;
};

/** The journals of many budgets as readers see them. */
export class EntryQueries {
  private readonly reservations: ReservationQueries;

  constructor(private readonly prisma: PrismaClient) {
    this.reservations = new ReservationQueries(prisma);
  }

  /**
   * Entries of a subtree by their time; null if there is no such budget. All pages of one search look at the same entries:
   * those that had been committed when it began. Throws a MalformedCursorError.
   */
  async search(search: EntrySearch): Promise<Page<FoundEntryView> | null> {
    return await this.pageOf(search, async (rows) => inRoom(await this.viewsOf(rows, search)));
  }

  /** The same for those who want more than a page, and nothing expanded: as text, and as many as the limit says or have some 1 MiB. */
  async texts(search: EntrySearch): Promise<Page<EntryText> | null> {
    return await this.pageOf(search, async (rows) =>
      rows.map(({ content, denied, hash, previousHash }) => ({
        content,
        denied,
        hash,
        previousHash: previousHash ?? CHAIN_START,
      })),
    );
  }

  /** What was spent by those of them that spend, and nothing of the others. */
  async charges(search: EntrySearch): Promise<Page<ChargedEntry> | null> {
    const spending = spendingAlone(search);
    if (!spending) return { items: [], nextCursor: null };
    const { within = null } = search;
    const page = await this.pageOf(spending, (rows) => chargedEntries(this.prisma, rows, within));
    return page && { ...page, items: page.items.filter((item) => item !== null) };
  }

  /** `make` makes items of the rows, from the first on, as many as have room. */
  private async pageOf<T>(
    search: EntrySearch,
    make: (rows: readonly SearchedEntry[]) => Promise<T[]>,
  ): Promise<Page<T> | null> {
    const { budgetId, scope = 'subtree', order = 'asc', cursor, limit } = search;
    const kind = `search ${order}` as const;
    const begin = cursor === undefined ? null : decodeSearch(kind, cursor);
    if (!isId('budget', budgetId)) return null;
    const place = await placeOf(this.prisma, uuidOf(budgetId), scope);
    if (!place) return null;
    const upTo = begin?.upTo ?? (await completeTick(this.prisma));
    const wanted: EntryConditions = { ...search, place, order, upTo, ...(begin && { after: begin.after }) };
    if (search.reservationId !== undefined) {
      if (!isId('reservation', search.reservationId)) return { items: [], nextCursor: null };
      wanted.reservationId = uuidOf(search.reservationId);
    }
    const cursorAt = ({ at, budgetId: id, version }: EntryPosition): string =>
      encodeCursor(kind, `${upTo} ${at} ${id} ${version}`);
    const rows = await searchEntries(this.prisma, wanted, limit + 1, PAGE_BYTES);
    const items = await make(rows.slice(0, limit));
    const last = rows[items.length - 1];
    if (last && last.found > items.length) return { items, nextCursor: cursorAt(last) };
    // Too little was found: those that follow have not been looked at yet.
    const looked = place.isSmall ? null : await lastLookedAt(this.prisma, wanted);
    return { items, nextCursor: looked && cursorAt(looked) };
  }

  private async viewsOf(
    rows: readonly SearchedEntry[],
    { expand = [], within = null }: EntrySearch,
  ): Promise<FoundEntryView[]> {
    const budgets = expand.includes('budget') ? await budgetItems(this.prisma, rows) : null;
    const reservations = expand.includes('reservation') ? await this.reservationsOf(rows, within) : null;
    return rows.map((row) => {
      const view: FoundEntryView = {
        content: JSON.parse(row.content) as EntryContent,
        hash: row.hash,
        previousHash: row.previousHash ?? CHAIN_START,
      };
      const budget = budgets?.get(row.budgetId);
      if (budget) view.budget = budget;
      if (reservations) view.reservation = reservations.get(row.reservationId ?? '') ?? null;
      return view;
    });
  }

  private async reservationsOf(
    rows: readonly SearchedEntry[],
    within: string | null,
  ): Promise<Map<string, ReservationListItem>> {
    const ids = [...new Set(rows.flatMap(({ reservationId }) => reservationId ?? []))];
    const items = await this.reservations.byIds(
      ids.map((id) => idOf('reservation', id)),
      { expand: [], within },
    );
    return new Map(items.map((item) => [uuidOf(item.id), item]));
  }
}
