import type { Usage } from '@purser/sdk';
import { countOf, fieldsOf, isFields, listOf, textOf, usageOf, type Ending } from '@purser/sdk/models';

/** What a message of a model says that it took; undefined where it says nothing. */
function usageOfMessage(message: unknown): Usage | undefined {
  const usage = fieldsOf(message)['usage_metadata'];
  if (!isFields(usage)) return undefined;
  const input = fieldsOf(usage['input_token_details']);
  // What Anthropic says beside what all vendors say.
  const { usage: own } = fieldsOf(fieldsOf(message)['response_metadata']);
  const { cache_creation: creation, server_tool_use: tools } = fieldsOf(own);
  return usageOf({
    input: countOf(usage['input_tokens']),
    output: countOf(usage['output_tokens']),
    cacheRead: countOf(input['cache_read']),
    cacheWrite: countOf(input['cache_creation']),
    cacheWriteHour: countOf(fieldsOf(creation)['ephemeral_1h_input_tokens']),
    inputAudio: countOf(input['audio']),
    outputAudio: countOf(fieldsOf(usage['output_token_details'])['audio']),
    webSearches: countOf(fieldsOf(tools)['web_search_requests']),
  });
}

export const endingOfMessage = (message: unknown): Ending => ({
  usage: usageOfMessage(message),
  externalId:
    textOf(fieldsOf(fieldsOf(message)['response_metadata'])['id']) ?? textOf(fieldsOf(message)['id']),
});

/** The first answer of a model: each says what all of them took. */
export const messageOf = (output: unknown): unknown => {
  const [answers] = listOf(fieldsOf(output)['generations']);
  return fieldsOf(listOf(answers)[0])['message'];
};
