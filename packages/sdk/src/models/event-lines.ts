/** Splits a stream of server-sent events into its events, each with the blank line that ends it. */
export class EventLines {
  #rest = '';

  /** The events that are whole now. */
  push(text: string): string[] {
    const parts = (this.#rest + text).split(/(?<=\r\n\r\n|\n\n|\r\r)/);
    this.#rest = parts.pop() ?? '';
    if (/(?:\r\n\r\n|\n\n|\r\r)$/.test(this.#rest)) {
      parts.push(this.#rest);
      this.#rest = '';
    }
    return parts;
  }

  /** What has come of an event that is not whole. */
  get rest(): string {
    return this.#rest;
  }
}

/** The data of one event; undefined where it has none. */
export function dataOf(event: string): string | undefined {
  const lines = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? undefined : lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}
