import { denied, type DenialFacts } from './denials.js';
import { META } from './meta-keys.js';
import { isRecord } from './records.js';
import type { ToolResult } from './tool-call.js';

/** What x402 calls its fields in the `_meta` of MCP. */
export const X402_META = {
  /** Of a call: what was signed for it. */
  payment: 'x402/payment',
  /** Of a result: what became of that. */
  settled: 'x402/payment-response',
} as const;

/** A document of x402: what has to be paid, or what was. */
type X402Document = object;

/** What a call costs, for whoever takes x402. */
export interface X402Bill {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly amount: string;
  readonly currency: string;
}

/** A payment that was looked at, and can be taken. */
export interface X402Sale {
  /** How long it can, in milliseconds. */
  readonly forMs: number;
  /** Takes the money, once. Throws where nobody knows whether it was taken. */
  take(): Promise<{ readonly settled: { readonly transaction: string } } | { readonly asked: X402Document }>;
  /** Called in the end: with the answer where it was paid for, to be kept for whoever sends the payment again. */
  end(answer: Record<string, unknown> | undefined): void;
}

/** Takes x402 for calls of tools, as a `ToolTill` of `@purser/x402/seller` does. */
export interface X402Seller {
  /** What a call has to be paid with. */
  ask(bill: X402Bill, why: string): Promise<X402Document>;
  /** Looks at a payment before the work: it has bought an answer before, is not taken, or can be. Throws where nobody could look. */
  enter(
    bill: X402Bill,
    payment: unknown,
  ): Promise<{ readonly given: Record<string, unknown> } | { readonly asked: X402Document } | X402Sale>;
}

/** A call of a tool, for whoever pays by x402. */
export interface X402Asked {
  readonly vendor: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly key?: string | undefined;
  readonly signal: AbortSignal;
}

/** Pays for calls of tools that ask for x402, as a `toolBuyer` of `@purser/x402` does. */
export interface X402Buyer {
  call(
    asked: X402Asked,
    /** Sends the call, with a payment or without; answers the whole message of JSON-RPC. */
    send: (payment?: object) => Promise<Readonly<Record<string, unknown>>>,
  ): Promise<{ readonly answer: Readonly<Record<string, unknown>> } | { readonly refused: X402Refusal }>;
}

/** Why a call was not paid, or not again, in words for a model. */
export interface X402Refusal {
  readonly code: string;
  readonly message: string;
  /** What is held for a payment that is out. */
  readonly reservationId?: string | undefined;
  /** The last moment at which that can be cashed. */
  readonly until?: Date | undefined;
}

/** A denial that says how x402 pays, in both places where its clients look. */
export function askedFor(
  tool: string,
  code: string,
  sentence: string,
  asked: X402Document,
  facts?: DenialFacts,
): ToolResult {
  const { content, ...denial } = denied(tool, code, sentence, facts);
  const said = Array.isArray(content) ? content : [];
  return {
    ...denial,
    structuredContent: asked,
    content: [{ type: 'text', text: JSON.stringify(asked) }, ...said],
  };
}

/**
 * What is asked of a tool with an output schema is in the text alone: clients of v1 hold what errors have in `structuredContent` against that schema
 * as well, and throw.
 */
export function askedInText(result: unknown): unknown {
  if (!isRecord(result) || !isRecord(result._meta)) return result;
  if (!(META.denial in result._meta) || !asksForX402(result)) return result;
  const { structuredContent: _, ...rest } = result;
  return rest;
}

/** Whether a result asks for x402 instead of having done anything. */
export const asksForX402 = ({ isError, structuredContent, content }: ToolResult): boolean =>
  isError === true && [structuredContent, documentIn(content)].some(isAsking);

const isAsking = (found: unknown): boolean =>
  isRecord(found) && typeof found.x402Version === 'number' && Array.isArray(found.accepts);

/** The first text, where it is JSON. */
function documentIn(content: unknown): unknown {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  if (!isRecord(first) || typeof first.text !== 'string') return undefined;
  try {
    const found: unknown = JSON.parse(first.text);
    return found;
  } catch {
    return undefined;
  }
}
