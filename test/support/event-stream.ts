import type { Event } from '../../src/core/events.js';
import { ADMIN_KEY } from './service.js';

/** A reader of server-sent events, as a browser or an orchestrator would be. */
export class EventStream {
  readonly events: Event[] = [];
  readonly comments: string[] = [];
  /** Places that the stream sent without an event. */
  readonly places: string[] = [];
  /** Of the last event or place, as a client sends it when it comes back. */
  lastEventId = '';
  ended = false;
  readonly done: Promise<void>;

  private constructor(
    readonly response: Response,
    private readonly controller: AbortController,
  ) {
    this.done = this.read()
      .catch(() => undefined)
      .then(() => void (this.ended = true));
  }

  /** Throws unless it is answered 200. */
  static async open(
    baseUrl: string,
    query = '',
    lastEventId?: string,
    key = ADMIN_KEY,
  ): Promise<EventStream> {
    const controller = new AbortController();
    const response = await fetch(`${baseUrl}/v1/events${query}`, {
      headers: {
        authorization: `Bearer ${key}`,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
      signal: controller.signal,
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return new EventStream(response, controller);
  }

  get ids(): string[] {
    return this.events.map(({ id }) => id);
  }

  async until(done: (events: Event[]) => boolean): Promise<void> {
    while (!done(this.events)) {
      if (this.ended) throw new Error('the stream has ended');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    this.controller.abort();
    await this.done;
  }

  private async read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of this.response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    if (block.startsWith(':')) return void this.comments.push(block);
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const data = fields.get('data');
    const id = fields.get('id');
    if (data === undefined) {
      if (id === undefined) return;
      this.places.push(id);
      this.lastEventId = id;
      return;
    }
    const event = JSON.parse(data) as Event;
    if (event.id !== fields.get('id') || event.type !== fields.get('event')) throw new Error(block);
    this.lastEventId = event.id;
    this.events.push(event);
  }
}
