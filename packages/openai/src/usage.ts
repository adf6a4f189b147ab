import type { Usage } from '@purser/sdk';
import { countOf, fieldsOf, isFields, listOf, usageOf, type Fields } from '@purser/sdk/models';

/** What a chat completion or an embedding has used, as its `usage` says; undefined where it says nothing. */
export function usageOfChat(usage: unknown, webSearches = 0): Usage | undefined {
  if (!isFields(usage) || usage['prompt_tokens'] === undefined) return undefined;
  const input = fieldsOf(usage['prompt_tokens_details']);
  const output = fieldsOf(usage['completion_tokens_details']);
  return usageOf({
    input: countOf(usage['prompt_tokens']),
    output: countOf(usage['completion_tokens']),
    cacheRead: countOf(input['cached_tokens']),
    cacheWrite: countOf(input['cache_write_tokens']),
    inputAudio: countOf(input['audio_tokens']),
    outputAudio: countOf(output['audio_tokens']),
    webSearches,
  });
}

/** What a response has used; undefined where it says nothing, as one that goes on in the background. */
export function usageOfResponse(response: Fields): Usage | undefined {
  const usage = response['usage'];
  if (!isFields(usage)) return undefined;
  const input = fieldsOf(usage['input_tokens_details']);
  const calls = (type: string): number =>
    listOf(response['output']).filter((item) => fieldsOf(item)['type'] === type).length;
  return usageOf({
    input: countOf(usage['input_tokens']),
    output: countOf(usage['output_tokens']),
    cacheRead: countOf(input['cached_tokens']),
    cacheWrite: countOf(input['cache_write_tokens']),
    webSearches: calls('web_search_call'),
    storageSearches: calls('file_search_call'),
  });
}
