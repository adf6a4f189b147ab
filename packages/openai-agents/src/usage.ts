import type { Usage } from '@purser/sdk';
import {
  countOf,
  fieldsOf,
  listOf,
  textOf,
  usageOf,
  type Ending,
  type Fields,
  type StreamReader,
} from '@purser/sdk/models';
import type { AgentResponse } from './seam.js';

/** What a call has used; undefined where its vendor did not say: the SDK makes zeros of that. */
function usageOfCall(usage: unknown, output: unknown): Usage | undefined {
  const { inputTokens, outputTokens, inputTokensDetails, outputTokensDetails } = fieldsOf(usage);
  if (countOf(inputTokens) === 0 && countOf(outputTokens) === 0) return undefined;
  const input = (name: string): number => sumOf(inputTokensDetails, name);
  const searches = (name: RegExp): number =>
    listOf(output).filter((item) => isCallOf(name, fieldsOf(item))).length;
  return usageOf({
    input: countOf(inputTokens),
    output: countOf(outputTokens),
    cacheRead: input('cached_tokens'),
    cacheWrite: input('cache_write_tokens'),
    inputAudio: input('audio_tokens'),
    outputAudio: sumOf(outputTokensDetails, 'audio_tokens'),
    webSearches: searches(/web_search/),
    storageSearches: searches(/file_search/),
  });
}

/** Details are of one request, or a list of several. */
const sumOf = (details: unknown, name: string): number =>
  (Array.isArray(details) ? details : [details]).reduce<number>(
    (sum, one) => sum + countOf(fieldsOf(one)[name]),
    0,
  );

const isCallOf = (tool: RegExp, { type, name }: Fields): boolean =>
  type === 'hosted_tool_call' && tool.test(textOf(name) ?? '');

export const endingOfResponse = ({ usage, output, responseId }: AgentResponse): Ending => ({
  usage: usageOfCall(usage, output),
  externalId: responseId,
});

/** The last event has the whole response. */
export function responseEvents(): StreamReader<unknown> {
  let found: Ending = {};
  return {
    read: (event) => {
      const { type, response } = fieldsOf(event);
      const { id, usage, output } = fieldsOf(response);
      if (type === 'response_done') found = { usage: usageOfCall(usage, output), externalId: textOf(id) };
      return true;
    },
    ending: () => found,
  };
}
