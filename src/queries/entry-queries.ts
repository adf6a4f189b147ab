import { CHAIN_START } from '../audit/chain.js';
import type { EntryContent } from '../core/entries.js';
import type { EntryKind } from '../core/kinds.js';
import type { DenialCode } from '../core/violations.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { chargedEntries, spendingAlone, type ChargedEntry } from './charged-entries.js';
import type { EntryView } from './journal-queries.js';
import type { MetadataFilter } from './metadata.js';
import { decodeRecorded, decodeSearch, encodeCursor, inRoom, PAGE_BYTES, type Page } from './page.js';
import { budgetItems } from './pointed.js';
import type { ReservationListItem } from './reservation-item.js';
import { ReservationQueries } from './reservation-queries.js';
import { completeTick } from './sql/as-of.js';
import { placeOf, type SearchPlace } from './sql/below.js';
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
  /** Null for everything that there is: then in the order in which it was recorded. */
  budgetId: string | null;
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

/** Whether a search names nothing that lies in one tree. */
const isOfAll = ({ budgetId, reservationId }: EntrySearch): boolean =>
  budgetId === null && reservationId === undefined;

const beginOf = (search: EntrySearch, order: 'asc' | 'desc', cursor: string) =>
  isOfAll(search) ? decodeRecorded(`recorded ${order}`, cursor) : decodeSearch(`search ${order}`, cursor);

function cursorOf(search: EntrySearch, order: 'asc' | 'desc', upTo: bigint, last: EntryPosition): string {
  const { at, tick, treeId, budgetId, version } = last;
  return isOfAll(search)
    ? encodeCursor(`recorded ${order}`, `${upTo} ${tick} ${treeId} ${budgetId} ${version}`)
    : encodeCursor(`search ${order}`, `${upTo} ${at} ${budgetId} ${version}`);
}

/** The journals of many budgets as readers see them. */
export class EntryQueries {
  private readonly reservations: ReservationQueries;

  constructor(private readonly prisma: PrismaClient) {
    this.reservations = new ReservationQueries(prisma);
  }

  /**
   * Entries of a subtree by their time, or of all trees as they were recorded; null if there is no such budget. All pages of one
   * search look at the same entries: those that had been committed when it began. Throws a MalformedCursorError.
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

  /** What was spent by those of them that spend, and nothing of the others. Of one tree. */
  async charges(search: EntrySearch & { budgetId: string }): Promise<Page<ChargedEntry> | null> {
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
    const { budgetId, order = 'asc', cursor, limit, reservationId } = search;
    const begin = cursor === undefined ? null : beginOf(search, order, cursor);
    if (reservationId !== undefined && !isId('reservation', reservationId))
      return { items: [], nextCursor: null };
    const ofAll = isOfAll(search);
    const place = ofAll ? null : await this.placeFor(search);
    if (!ofAll && !place) return budgetId === null ? { items: [], nextCursor: null } : null;
    const upTo = begin?.upTo ?? (await completeTick(this.prisma));
    const wanted: EntryConditions = { ...search, place, order, upTo, ...(begin && { after: begin.after }) };
    if (reservationId !== undefined) wanted.reservationId = uuidOf(reservationId);
    const cursorAt = (last: EntryPosition): string => cursorOf(search, order, upTo, last);
    const rows = await searchEntries(this.prisma, wanted, limit + 1, PAGE_BYTES);
    const items = await make(rows.slice(0, limit));
    const last = rows[items.length - 1];
    if (last && last.found > items.length) return { items, nextCursor: cursorAt(last) };
    // Too little was found: those that follow have not been looked at yet.
    const looked = place?.isSmall ? null : await lastLookedAt(this.prisma, wanted);
    return { items, nextCursor: looked && cursorAt(looked) };
  }

  /** Where a search looks that names a budget or a reservation; null if there is no such thing. */
  private async placeFor(search: EntrySearch): Promise<SearchPlace | null> {
    const { budgetId, scope = 'subtree', reservationId = '' } = search;
    if (budgetId !== null)
      return isId('budget', budgetId) ? await placeOf(this.prisma, uuidOf(budgetId), scope) : null;
    const where = { id: uuidOf(reservationId) };
    const reservation = await this.prisma.reservation.findFirst({ where, select: { treeId: true } });
    return reservation && { ...reservation, budgetId: reservation.treeId, scope: 'subtree', isSmall: false };
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
