import { UnboundedCallError } from './errors.js';
import type { Fields } from './fields.js';
import type { ModelOptions } from './options.js';
import { sizeOf, tokensOf, tokensOfTurns } from './size.js';

/** What of a request makes its input larger than what can be seen of it. */
export interface InputBeyond {
  /** Whether it goes on from a context that the vendor keeps. */
  readonly keptContext?: boolean;
  /** The most tokens that the vendor counts for a picture. */
  readonly image?: number;
  /** Tokens that the vendor adds by itself. */
  readonly added?: number;
  /** Of a request with tools that run at the vendor. */
  readonly vendorTools?: {
    /** The most calls of them, where the request says so. */
    readonly calls: number | undefined;
    /** The most tokens of the output, where anything says so. */
    readonly output: number | undefined;
  };
}

/** The most tokens that the input of a request can have. */
export interface InputBound {
  readonly all: number;
  /** Of these: what can be sound, which has a price of its own. */
  readonly audio: number;
  /** The most calls of tools that run at the vendor. */
  readonly toolCalls: number;
}

/** What bounds the input of a request; throws an `UnboundedCallError` where nothing does. */
export async function boundInput(
  request: Fields,
  options: ModelOptions,
  { keptContext = false, image, added = 0, vendorTools }: InputBeyond = {},
): Promise<InputBound> {
  const { contextTokens, maxToolCalls } = options;
  const allowances = { ...options.allowances, image: options.allowances?.image ?? image };
  const size = sizeOf(request);
  const counted = Math.ceil((await options.inputTokens?.(request)) ?? tokensOf(size, allowances));
  if (keptContext && contextTokens === undefined)
    throw new UnboundedCallError(
      'The request goes on from a context that nobody can see here: give the guard its `contextTokens`',
    );
  const input = counted + added + (keptContext ? (contextTokens ?? 0) : 0);
  const audio = size.audios === 0 ? 0 : Math.min(size.audios * (allowances.audio ?? Infinity), input);
  if (!vendorTools) return { all: input, audio, toolCalls: 0 };
  const calls = vendorTools.calls ?? maxToolCalls;
  if (calls === undefined)
    throw new UnboundedCallError(
      'Tools that run at the vendor read the input again: limit their calls, or give the guard a `maxToolCalls`',
    );
  const output = vendorTools.output ?? options.maxOutputTokens ?? 0;
  const all = tokensOfTurns(input, { calls, output, allowances });
  return { all, audio: audio * (calls + 1), toolCalls: calls };
}
