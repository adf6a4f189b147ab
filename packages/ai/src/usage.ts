import type { Usage } from '@purser/sdk';
import {
  countOf,
  fieldsOf,
  limitOf,
  listOf,
  textOf,
  usageOf,
  type Ending,
  type StreamReader,
} from '@purser/sdk/models';

/** What a model answers, as far as the guard looks at it. */
export interface GeneratedAnswer {
  readonly usage: unknown;
  readonly content?: unknown;
  readonly response?: { readonly id?: string | undefined } | undefined;
}

/** What a model answers part by part. */
export interface StreamedAnswer {
  readonly stream: ReadableStream<unknown>;
}

/** What a call has used; undefined where its provider does not say. */
function usageOfCall(usage: unknown, webSearches: number): Usage | undefined {
  const { inputTokens, outputTokens, raw } = fieldsOf(usage);
  const { total, noCache, cacheRead, cacheWrite } = fieldsOf(inputTokens);
  const output = limitOf(fieldsOf(outputTokens)['total']);
  const input =
    limitOf(total) ??
    (limitOf(noCache) === undefined
      ? undefined
      : countOf(noCache) + countOf(cacheRead) + countOf(cacheWrite));
  if (input === undefined || output === undefined) return undefined;
  // What Anthropic says beside what all providers say.
  const { cache_creation: creation, server_tool_use: tools } = fieldsOf(raw);
  return usageOf({
    input,
    output,
    cacheRead: countOf(cacheRead),
    cacheWrite: countOf(cacheWrite),
    cacheWriteHour: countOf(fieldsOf(creation)['ephemeral_1h_input_tokens']),
    webSearches: limitOf(fieldsOf(tools)['web_search_requests']) ?? webSearches,
  });
}

/** Whether a part is a search of the web that the provider has made. */
function isWebSearch(part: unknown): boolean {
  const { type, providerExecuted, toolName } = fieldsOf(part);
  return type === 'tool-call' && providerExecuted === true && /web_?search/i.test(textOf(toolName) ?? '');
}

export const endingOfAnswer = ({ usage, content, response }: GeneratedAnswer): Ending => ({
  usage: usageOfCall(usage, listOf(content).filter(isWebSearch).length),
  externalId: response?.id,
});

/** The usage comes with the last part. */
export function answerParts(): StreamReader<unknown> {
  let webSearches = 0;
  let found: Ending = {};
  return {
    read: (part) => {
      const { type, id, usage } = fieldsOf(part);
      if (isWebSearch(part)) webSearches += 1;
      if (type === 'response-metadata') found = { ...found, externalId: textOf(id) ?? found.externalId };
      if (type === 'finish') found = { ...found, usage: usageOfCall(usage, webSearches) };
      return true;
    },
    ending: () => found,
  };
}
