import { setTimeout as sleep } from 'node:timers/promises';
import { eventPlaceOf, eventsOf, isMeant, type Event } from '../core/events.js';
import type { EntryContent } from '../core/entries.js';
import { isId, uuidOf } from '../ids.js';
import { faultOf } from '../ledger/faults.js';
import type { Link } from '../ledger/link.js';
import { Pages } from './pages.js';
import type { Pulse } from './pulse.js';
import { findBudget, findEntry } from './sql/find-entry.js';
import { readableTick } from './sql/find-news.js';
import { startOfTick, type Place, type Scope } from './sql/read-entries.js';

/** How long a follower waits before it asks a database again that could not be reached. */
const AWAY_MS = 500;

/** Events in their order, and the place up to which there are no others. */
export interface Batch {
  events: Event[];
  place: Place;
  /** Whether there is nothing more to be read at the moment. */
  last: boolean;
}

/** Where a follower begins: behind a place, and behind an event of the first entry after it. */
export interface Start {
  place: Place;
  behind: string | null;
}

/** The events of the journal in the order in which they were committed. */
export class Feed {
  private readonly pages: Pages;

  constructor(
    private readonly link: Link,
    private readonly pulse: Pulse,
  ) {
    this.pages = new Pages(link);
  }

  /** The subtree of a budget; null if there is no such budget. */
  async scopeOf(budgetId: string): Promise<NonNullable<Scope> | null> {
    if (!isId('budget', budgetId)) return null;
    const uuid = uuidOf(budgetId);
    const budget = await this.link.use((sql) => findBudget(sql, uuid));
    return budget && { treeId: budget.tree_id, budgetId: uuid };
  }

  /** From now on: no later than what is committed after this call, and perhaps a little earlier. */
  async now(): Promise<Start> {
    return { place: startOfTick(await this.link.use(readableTick)), behind: null };
  }

  /** Right behind an event that was told in this scope; null if there was no such event. */
  async behind(scope: Scope, id: string): Promise<Start | null> {
    const told = eventPlaceOf(id);
    if (!told || !isId('budget', told.budgetId)) return null;
    const budgetId = uuidOf(told.budgetId);
    const version = BigInt(told.version);
    const entry = await this.link.use((sql) => findEntry(sql, budgetId, version));
    if (!entry || entry.tick === 0n) return null;
    if (scope && scope.budgetId !== budgetId && !entry.path.includes(scope.budgetId)) return null;
    const events = eventsOf(JSON.parse(entry.content) as EntryContent);
    if (!events.some((event) => event.id === id)) return null;
    return {
      place: { tick: entry.tick, treeId: entry.tree_id, budgetId, version: version - 1n },
      behind: id,
    };
  }

  /** One page after a place. */
  async read(scope: Scope, after: Place, patterns: readonly string[]): Promise<Batch> {
    const { entries, place, last } = await this.pages.read(scope, after);
    const events = entries
      .flatMap((entry) => entry.eventsIn(scope))
      .filter(({ type }) => isMeant(type, patterns));
    return { events, place, last };
  }

  /**
   * Follows the journal until the signal, which ends it without an error. A page is read when the one before has been
   * dealt with: a slow follower makes nobody wait and holds no more than one page.
   */
  async *follow(
    scope: Scope,
    { place, behind }: Start,
    patterns: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<Event[], void> {
    // One listener for all rounds: a race with a promise that lasts would keep something of each.
    let wake: () => void = () => undefined;
    signal.addEventListener('abort', () => wake(), { once: true });
    let skip = behind;
    while (!signal.aborted) {
      const { news, forget } = this.pulse.next(scope && scope.treeId);
      try {
        const batch = await this.readPatiently(scope, place, skip === null ? patterns : ['*'], signal);
        if (!batch) return;
        place = batch.place;
        const events = skip === null ? batch.events : eventsBehind(skip, batch.events, patterns);
        skip = null;
        if (events.length > 0) yield events;
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
          void news.then(resolve);
        });
        if (batch.last && !signal.aborted) await woken;
      } finally {
        forget();
      }
    }
  }

  /** Waits for a database that cannot be reached; null when the signal came first. */
  private async readPatiently(
    scope: Scope,
    after: Place,
    patterns: readonly string[],
    signal: AbortSignal,
  ): Promise<Batch | null> {
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

/** What comes after an event of the first entry; the event itself need not be meant. */
const eventsBehind = (id: string, events: readonly Event[], patterns: readonly string[]): Event[] =>
  events
    .slice(events.findIndex((event) => event.id === id) + 1)
    .filter(({ type }) => isMeant(type, patterns));
