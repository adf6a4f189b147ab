/** What a stream of server-sent events says at once. */
export interface Message {
  /** Of the message; of one without an id the last that came before. */
  id: string;
  /** Absent where the stream only says how far it has come. */
  data?: string;
}

/** An event is a journal entry with its limits. What is longer is no event, and would fill the memory. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** The stream sends what cannot be an event. */
export class EndlessMessage extends Error {
  constructor() {
    super('the stream sends a message without an end');
  }
}

/** Server-sent events as HTML has them, without what this service does not send: `event` is in the data, `retry` is ours to say. */
export class MessageReader {
  private readonly decoder = new TextDecoder();
  private rest = '';
  private id = '';
  private data: string[] = [];
  private hasId = false;

  /** The messages that are whole with these bytes. Throws an {@link EndlessMessage}. */
  read(bytes: Uint8Array): Message[] {
    this.rest += this.decoder.decode(bytes, { stream: true });
    const messages: Message[] = [];
    // The last line is not whole; one that ends in \r may go on with \n.
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines)
      if (line === '') messages.push(...this.taken());
      else this.take(line);
    if (this.rest.length + this.data.reduce((sum, { length }) => sum + length, 0) > MOST_CHARACTERS)
      throw new EndlessMessage();
    return messages;
  }

  private take(line: string): void {
    const colon = line.indexOf(':');
    // A comment, or a field without a value.
    if (colon <= 0) return;
    const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    const name = line.slice(0, colon);
    if (name === 'data') this.data.push(value);
    if (name === 'id') [this.id, this.hasId] = [value, true];
  }

  private taken(): Message[] {
    const { id, data, hasId } = this;
    [this.data, this.hasId] = [[], false];
    if (data.length > 0) return [{ id, data: data.join('\n') }];
    return hasId ? [{ id }] : [];
  }
}
