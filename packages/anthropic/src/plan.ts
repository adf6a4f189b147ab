import {
  boundInput,
  cacheWritesOf,
  fieldsOf,
  limitOf,
  listOf,
  textOf,
  UnboundedCallError,
  usageOf,
  type Fields,
  type OutputBounds,
} from '@purser/sdk/models';
import type { Usage } from '@purser/sdk';
import type { AnthropicGuardOptions } from './options.js';

/** What a request can cost. */
export interface MessagePlan {
  /** The most that it can use, but for its output. */
  readonly most: Usage;
  readonly output: OutputBounds;
  /** Whether the first event of its stream says all of its input. */
  readonly isInputCertain: boolean;
  /** The request as it is sent. */
  readonly sent: (outputLimit: number | undefined) => Fields;
}

/** Tools that run at the vendor. What they find is input of another turn. */
const VENDOR_TOOLS = /^(?:web_search|web_fetch|code_execution|tool_search)/;

/** Those whose calls the request can limit. */
const LIMITED = /^(?:web_search|web_fetch)/;

/** With tools, the vendor puts a prompt of its own before that of the request: of some 350 to 800 tokens. */
const TOOL_PROMPT = 1_000;

/** A larger one is scaled down: to 1,568 tokens, and to 4,784 of models since 4.7 (platform.claude.com, "Vision"). */
const MOST_OF_PICTURE = 5_000;

export async function planOf(request: Fields, options: AnthropicGuardOptions): Promise<MessagePlan> {
  const tools = listOf(request['tools']).map(fieldsOf);
  mustBePriced(request, tools, options);
  const atVendor = tools.filter((tool) => VENDOR_TOOLS.test(textOf(tool['type']) ?? ''));
  const servers = listOf(request['mcp_servers']).length;
  const runsTools = atVendor.length + servers > 0;
  const limit = limitOf(request['max_tokens']);
  const { all, audio, toolCalls } = await boundInput(request, options, {
    image: MOST_OF_PICTURE,
    added: tools.length > 0 ? TOOL_PROMPT : 0,
    ...(runsTools && { vendorTools: { calls: callsOf(atVendor, servers, options), output: limit } }),
  });
  const { type, budget_tokens: budget } = fieldsOf(request['thinking']);
  return {
    most: usageOf({
      input: all,
      inputAudio: audio,
      ...cacheWritesOf(request, { vendor: 'anthropic', input: all }),
      webSearches: atVendor.some((tool) => /^web_search/.test(textOf(tool['type']) ?? '')) ? toolCalls : 0,
    }),
    output: { limit, atLeast: type === 'enabled' ? (limitOf(budget) ?? 0) + 1 : undefined },
    isInputCertain: !runsTools,
    sent: (outputLimit) => ({
      ...request,
      max_tokens: outputLimit,
      ...(atVendor.length > 0 && { tools: tools.map((tool) => limited(tool, options)) }),
    }),
  };
}

/** What costs more than its tokens say. */
function mustBePriced(request: Fields, tools: Fields[], { item, unpriced }: AnthropicGuardOptions): void {
  if ((request['speed'] === 'fast' || request['inference_geo'] === 'us') && !item)
    throw new UnboundedCallError("A speed or a place has prices of its own: see the guard's `item`");
  if (unpriced !== 'pass' && tools.some((tool) => /^code_execution/.test(textOf(tool['type']) ?? '')))
    throw new UnboundedCallError("code_execution costs more than its tokens say: see the guard's `unpriced`");
}

/** The most calls of all tools that run at the vendor; undefined where one of them has no limit. */
function callsOf(
  tools: Fields[],
  servers: number,
  { maxToolCalls }: AnthropicGuardOptions,
): number | undefined {
  const each = [
    ...tools.map((tool) => limitOf(tool['max_uses']) ?? maxToolCalls),
    ...Array.from({ length: servers }, () => maxToolCalls),
  ];
  return each.reduce<number | undefined>(
    (sum, calls) => (sum === undefined || calls === undefined ? undefined : sum + calls),
    0,
  );
}

/** A tool with a limit that the vendor keeps, where it had none. */
const limited = (tool: Fields, { maxToolCalls }: AnthropicGuardOptions): Fields =>
  LIMITED.test(textOf(tool['type']) ?? '') && limitOf(tool['max_uses']) === undefined
    ? { ...tool, max_uses: maxToolCalls }
    : tool;
