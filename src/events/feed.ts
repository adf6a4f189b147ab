import { setTimeout as sleep } from 'node:timers/promises';
import { eventPlaceOf, eventsOf, placeId, tickOf, type Event } from '../core/events.js';
import { matches } from '../core/event-types.js';
import type { EntryContent } from '../core/entries.js';
import { isId, uuidOf } from '../ids/ids.js';
import { faultOf } from '../database/faults.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { Pages } from './pages.js';
import type { Pulse } from './pulse.js';
import { findBudget, findEntry } from './sql/find-entry.js';
import { readableTick } from './sql/find-news.js';
import { startOfTick, type EntryPlace, type EventScope } from './sql/read-entries.js';

/** What a follower receives: events, or (the id of a place) that there is nothing more before it. */
export type FeedItem = Event[] | string;

/** After so long without an event a follower receives the place that it has come to. */
const PLACE_MS = 15_000;

/** How long a follower waits before it asks a database again that could not be reached. */
const AWAY_MS = 500;

/** Events in their order, and the place up to which there are no others. */
export interface EventBatch {
  events: Event[];
  place: EntryPlace;
  /** Whether there is nothing more to be read at the moment. */
  last: boolean;
}

/** Where a follower begins: behind a place, and behind an event of the first entry after it. */
export interface Start {
  place: EntryPlace;
  behind: string | null;
}

/** The events of the journal in the order in which they were committed. */
export class Feed {
  private readonly pages: Pages;

  constructor(
    private readonly link: ResilientClient,
    private readonly pulse: Pulse,
  ) {
    this.pages = new Pages(link);
  }

  /** The subtree of a budget; null if there is no such budget. */
  async scopeOf(budgetId: string): Promise<NonNullable<EventScope> | null> {
    if (!isId('budget', budgetId)) return null;
    const uuid = uuidOf(budgetId);
    const budget = await this.link.use((sql) => findBudget(sql, uuid));
    return budget && { treeId: budget.tree_id, budgetId: uuid };
  }

  /** From now on: no later than what is committed after this call, and perhaps a little earlier. */
  async now(): Promise<Start> {
    return { place: startOfTick(await this.link.use(readableTick)), behind: null };
  }

  /** From the first event on that there ever was. */
  beginning(): Start {
    return { place: startOfTick(1n), behind: null };
  }

  /** Right behind an event that was sent in this scope, or from a place; null if there was no such event or place. */
  async behind(scope: EventScope, id: string): Promise<Start | null> {
    const tick = tickOf(id);
    if (tick !== null) {
      const reached = tick <= (await this.link.use(readableTick));
      return reached ? { place: startOfTick(tick), behind: null } : null;
    }
    const eventPlace = eventPlaceOf(id);
    if (!eventPlace || !isId('budget', eventPlace.budgetId)) return null;
    const budgetId = uuidOf(eventPlace.budgetId);
    const version = BigInt(eventPlace.version);
    const entry = await this.link.use((sql) => findEntry(sql, budgetId, version));
    if (!entry || entry.tick === 0n) return null;
    if (scope && scope.budgetId !== budgetId && !entry.path.includes(scope.budgetId)) return null;
    const events = eventsOf(JSON.parse(entry.content) as EntryContent);
    // Earlier versions emitted other events of envelopes for the same entry: such a place stays one.
    if (!eventPlace.type.startsWith('envelope.') && !events.some((event) => event.id === id)) return null;
    return {
      place: { tick: entry.tick, treeId: entry.tree_id, budgetId, version: version - 1n },
      behind: id,
    };
  }

  /** One page after a place. */
  async read(scope: EventScope, after: EntryPlace, patterns: readonly string[]): Promise<EventBatch> {
    const { entries, place, last } = await this.pages.read(scope, after);
    const events = entries
      .flatMap((entry) => entry.eventsIn(scope))
      .filter(({ type }) => matches(type, patterns));
    return { events, place, last };
  }

  /** The entries of one page after a place. */
  async entries(
    scope: EventScope,
    after: EntryPlace,
  ): Promise<{ entries: EntryContent[]; place: EntryPlace; last: boolean }> {
    const { entries, place, last } = await this.pages.read(scope, after);
    const contents = entries.map((entry) => entry.contentIn(scope)).filter((content) => content !== null);
    return { entries: contents, place, last };
  }

  /**
   * Follows the journal until the signal, which ends it without an error. A page is read when the one before has been
   * dealt with: a slow follower makes nobody wait and holds no more than one page. Sends at once where it begins, and
   * after each while without an event how far it has come, so that it can always be gone on from there.
   */
  async *follow(
    scope: EventScope,
    { place, behind }: Start,
    patterns: readonly string[],
    signal: AbortSignal,
    placeMs = PLACE_MS,
  ): AsyncGenerator<FeedItem, void> {
    // One listener for all rounds: a race with a promise that lasts would keep something of each.
    let wake: () => void = () => undefined;
    signal.addEventListener('abort', () => wake(), { once: true });
    let skip = behind;
    if (skip === null) yield placeId(place.tick);
    let sentTick = place.tick;
    let eventPlaceAt = performance.now();
    while (!signal.aborted) {
      const { news, forget } = this.pulse.next(scope && scope.treeId);
      // Asked before it is read: what is committed before this tick is read then.
      const readable = performance.now() - eventPlaceAt >= placeMs ? await this.readableTick(signal) : null;
      let timer: NodeJS.Timeout | undefined;
      try {
        const batch = await this.readPatiently(scope, place, skip === null ? patterns : ['*'], signal);
        if (!batch) return;
        place = batch.place;
        const events = skip === null ? batch.events : eventsBehind(skip, batch.events, patterns);
        skip = null;
        if (events.length > 0) {
          yield events;
          sentTick = place.tick;
        } else if (readable !== null && batch.last) {
          // Nothing that was sent lies behind it. The follower itself stays where it is, with all who share its pages.
          const tick = place.tick < readable ? readable : place.tick;
          if (tick > sentTick) yield placeId((sentTick = tick));
        }
        if (events.length > 0 || readable !== null) eventPlaceAt = performance.now();
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
          void news.then(resolve);
          timer = setTimeout(resolve, Math.max(1, eventPlaceAt + placeMs - performance.now()));
        });
        if (batch.last && !signal.aborted) await woken;
      } finally {
        clearTimeout(timer);
        forget();
      }
    }
  }

  /** Null where the database cannot be reached now: it is asked again when the next page is read. */
  private async readableTick(signal: AbortSignal): Promise<bigint | null> {
    if (signal.aborted) return null;
    try {
      return await this.link.use(readableTick);
    } catch (error) {
      if (faultOf(error) === 'broken') throw error;
      return null;
    }
  }

  /** Waits for a database that cannot be reached; null when the signal came first. */
  private async readPatiently(
    scope: EventScope,
    after: EntryPlace,
    patterns: readonly string[],
    signal: AbortSignal,
  ): Promise<EventBatch | null> {
    while (!signal.aborted) {
      try {
        return await this.read(scope, after, patterns);
      } catch (error) {
        if (faultOf(error) === 'broken') throw error;
        await sleep(AWAY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return null;
  }
}

/**
 * What comes after an event of the first entry; the event itself need not be meant. Events of envelopes come last of
 * an entry: behind one that is no longer emitted there is nothing of it.
 */
function eventsBehind(id: string, events: readonly Event[], patterns: readonly string[]): Event[] {
  const at = events.findIndex((event) => event.id === id);
  const { budgetId, version } = eventPlaceOf(id)!;
  const rest =
    at < 0
      ? events.filter(({ data }) => data.budgetId !== budgetId || data.version !== version)
      : events.slice(at + 1);
  return rest.filter(({ type }) => matches(type, patterns));
}
