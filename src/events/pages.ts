import type { EntryContent } from '../core/entries.js';
import { eventsOf, type Event } from '../core/events.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { Coalescer } from '../runtime/coalesce.js';
import {
  entryPlaceOf,
  readEntries,
  type EntryRow,
  type EntryPlace,
  type EventScope,
} from './sql/read-entries.js';

/** Entries read at once, and their bytes: what one follower holds in memory. */
const PAGE = 200;
const PAGE_BYTES = 256 * 1024;

/** A part of the journal, as several followers see it. */
export interface EventPage {
  entries: PageEntry[];
  /** The place up to which there are no others. */
  place: EntryPlace;
  /** Whether there is nothing more to be read at the moment. */
  last: boolean;
}

/**
 * Reads the journal for all followers of this process. Those who stand at the same place of the same tree, as all do
 * who have read everything, share one query and one reading of its entries: a hundred streams cost what one does.
 */
export class Pages {
  private readonly questions = new Coalescer<string, EventPage>();

  constructor(private readonly link: ResilientClient) {}

  /** What comes after a place, read later than this call. */
  read(scope: EventScope, after: EntryPlace): Promise<EventPage> {
    const { tick, treeId, budgetId, version } = after;
    const place = `${tick} ${treeId} ${budgetId} ${version}`;
    if (scope === null) return this.questions.ask(`all ${place}`, '', () => this.query(null, after));
    const within = scope.treeId;
    return this.questions.ask(`${within} ${place}`, scope.budgetId, (budgetIds) =>
      this.query({ treeId: within, budgetIds }, after),
    );
  }

  private async query(
    within: { treeId: string; budgetIds: string[] } | null,
    after: EntryPlace,
  ): Promise<EventPage> {
    const rows = await this.link.use((sql) => readEntries(sql, within, after, PAGE, PAGE_BYTES));
    const newest = rows.at(-1);
    return {
      entries: rows.map((row) => new PageEntry(row)),
      place: newest ? entryPlaceOf(newest) : after,
      last: newest === undefined || (newest.found < PAGE && newest.found === rows.length),
    };
  }
}

/** An entry that was passed on the way. */
class PageEntry {
  private content: EntryContent | null = null;
  private events: Event[] | null = null;

  constructor(private readonly row: EntryRow) {}

  /** What it says, if it lies in a scope; read once for all who want to know. */
  contentIn(scope: EventScope): EntryContent | null {
    const { budget_id, path, content } = this.row;
    if (content === null) return null;
    if (scope && scope.budgetId !== budget_id && !path.includes(scope.budgetId)) return null;
    this.content ??= JSON.parse(content) as EntryContent;
    return this.content;
  }

  /** Its events in a scope, likewise. */
  eventsIn(scope: EventScope): readonly Event[] {
    const content = this.contentIn(scope);
    if (content === null) return [];
    this.events ??= eventsOf(content);
    return this.events;
  }
}
