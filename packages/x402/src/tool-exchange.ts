import { settlementIn, type SettlementSaid } from './answered.js';
import type { Cheque } from './cheque.js';
import type { Exchange, AnswerKind } from './exchange.js';
import { digestOf, isJsonObject, objectIn, type Unread } from './json.js';
import { MOST_BYTES, quoteOf, type Quote } from './offer.js';

/** A call of a tool of MCP. */
export interface ToolAsked {
  /** Who is paid: a name for the server, by whoever has connected to it. */
  readonly vendor: string;
  readonly tool: string;
  readonly args: Unread;
  /** What the caller calls it: one purchase, for ever, by whichever process. */
  readonly key?: string | undefined;
  readonly signal: AbortSignal;
}

/** Sends a call, with a payment for its `_meta["x402/payment"]` or without; answers the whole message, with its `result` or `error`. */
export type SendTool = (payment?: object) => Promise<Unread>;

/** A call of a tool, which is answered by an error that has what it costs. */
export class ToolExchange implements Exchange<Unread> {
  private constructor(
    private readonly asked: ToolAsked,
    private readonly send: SendTool,
    readonly identity: string,
  ) {}

  static async of(asked: ToolAsked, send: SendTool): Promise<ToolExchange> {
    const { vendor, tool, args, key } = asked;
    const named = key === undefined ? ['args', JSON.stringify(args)] : ['key', key];
    return new ToolExchange(asked, send, await digestOf('tools/call', vendor, tool, ...named));
  }

  get url(): string {
    return `mcp://${this.vendor}/${encodeURIComponent(this.asked.tool)}`;
  }

  get vendor(): string {
    return this.asked.vendor;
  }

  get item(): string | undefined {
    const { tool } = this.asked;
    return /^[A-Za-z0-9._:/@-]{1,128}$/.test(tool) ? tool : undefined;
  }

  get key(): string | undefined {
    return this.asked.key;
  }

  get signal(): AbortSignal {
    return this.asked.signal;
  }

  ask(): Promise<Unread> {
    return this.send();
  }

  pay({ signed }: Cheque): Promise<Unread> {
    return this.send(signed);
  }

  asks(answer: Unread): boolean {
    return quoteInAnswer(answer) !== undefined;
  }

  async quoteOf(answer: Unread): Promise<Quote | undefined> {
    return quoteInAnswer(answer);
  }

  saidBy({ result }: Unread): SettlementSaid | undefined {
    if (!isJsonObject(result)) return undefined;
    const places = [result._meta, result.structuredContent].filter(isJsonObject);
    const [said] = places.map((place) => place['x402/payment-response']).filter(isJsonObject);
    return settlementIn(said);
  }

  outcomeOf({ result }: Unread): AnswerKind {
    if (!isJsonObject(result) || result.isError === true) return 'failed';
    // It asks for something else first, and is called again with it.
    return result.resultType === 'input_required' ? 'open' : 'done';
  }

  async drop(): Promise<void> {
    // It is here already.
  }

  ledTo(): this {
    return this;
  }
}

/** What an answer asks, in the places where the versions of the transport have it. */
function quoteInAnswer({ result, error }: Unread): Quote | undefined {
  // As it was before tools answered it.
  if (isJsonObject(error)) return error.code === 402 ? quoteInDocument(error.data) : undefined;
  if (!isJsonObject(result) || result.isError !== true) return undefined;
  return quoteInDocument(result.structuredContent) ?? quoteInDocument(documentInText(result.content));
}

function quoteInDocument(document: unknown): Quote | undefined {
  if (!isJsonObject(document)) return undefined;
  const wrapped = document['x402/error'];
  if (isJsonObject(wrapped)) return quoteInDocument(wrapped.data);
  return quoteOf(document, document.x402Version === 1 ? 1 : 2);
}

function documentInText(content: unknown): Unread | undefined {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  const text = isJsonObject(first) ? first.text : undefined;
  return typeof text === 'string' && text.length <= MOST_BYTES ? objectIn(text) : undefined;
}
