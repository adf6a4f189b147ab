import type { Event } from '@purser/sdk';
import { EVENT_TYPES } from './event-types.js';

/** Whether what is shown follows what happens. */
type LiveState =
  | { readonly name: 'connecting' }
  | { readonly name: 'live' }
  /** Nothing has come since: what is shown may be older than that. */
  | { readonly name: 'away'; readonly since: Date };

export interface LiveView {
  readonly state: LiveState;
  /** The latest events, the newest first. */
  readonly recent: readonly Event[];
}

const MOST_RECENT = 50;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export interface Listeners {
  event(event: Event): void;
  /** The stream is back, and may have missed something. */
  resumed(): void;
  /** The stream was cut: by the network, or since the session is over. */
  cut(): void;
}

/** The one stream of events that the page has. It comes back by itself, and says how it is. */
export class LiveStream {
  #view: LiveView = { state: { name: 'connecting' }, recent: [] };
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = FIRST_WAIT_MS;
  readonly #watchers = new Set<() => void>();

  constructor(private readonly listeners: Listeners) {}

  readonly view = (): LiveView => this.#view;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  open(): void {
    const source = new EventSource('/v1/events');
    this.#source = source;
    source.onopen = () => this.#opened();
    source.onerror = () => this.#failed(source);
    for (const type of EVENT_TYPES) source.addEventListener(type, this.#came);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  readonly #came = ({ data }: MessageEvent<string>): void => {
    const event: Event = JSON.parse(data);
    this.#show({ recent: [event, ...this.#view.recent].slice(0, MOST_RECENT) });
    this.listeners.event(event);
  };

  #opened(): void {
    const wasAway = this.#view.state.name === 'away';
    this.#waitMs = FIRST_WAIT_MS;
    this.#show({ state: { name: 'live' } });
    if (wasAway) this.listeners.resumed();
  }

  /** A browser comes back by itself after a cut, and gives up where it was answered otherwise. */
  #failed(source: EventSource): void {
    if (this.#view.state.name !== 'away') this.#show({ state: { name: 'away', since: new Date() } });
    this.listeners.cut();
    if (source.readyState !== EventSource.CLOSED || source !== this.#source) return;
    this.#timer = setTimeout(() => this.open(), this.#waitMs);
    this.#waitMs = Math.min(2 * this.#waitMs, LONGEST_WAIT_MS);
  }

  #show(change: Partial<LiveView>): void {
    this.#view = { ...this.#view, ...change };
    for (const watcher of this.#watchers) watcher();
  }
}
