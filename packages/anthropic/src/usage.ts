import type { Usage } from '@purser/sdk';
import { countOf, fieldsOf, isFields, usageOf, withCertainInput, textOf } from '@purser/sdk/models';
import type { Ending, Fields, StreamReader } from '@purser/sdk/models';

/**
 * What a message has used, as its `usage` says; undefined where it says nothing. Anthropic counts what was read from the cache
 * and what was written to it beside the input: in the catalogue both are part of it.
 */
function usageOfMessage(usage: unknown): Usage | undefined {
  if (!isFields(usage) || usage['input_tokens'] === undefined) return undefined;
  const cacheRead = countOf(usage['cache_read_input_tokens']);
  const cacheWrite = countOf(usage['cache_creation_input_tokens']);
  return usageOf({
    input: countOf(usage['input_tokens']) + cacheRead + cacheWrite,
    cacheRead,
    cacheWrite,
    cacheWriteHour: countOf(fieldsOf(usage['cache_creation'])['ephemeral_1h_input_tokens']),
    output: countOf(usage['output_tokens']),
    webSearches: countOf(fieldsOf(usage['server_tool_use'])['web_search_requests']),
  });
}

export const endingOf = (message: Fields): Ending => ({
  usage: usageOfMessage(message['usage']),
  externalId: textOf(message['id']),
});

/**
 * The first event says what the input is, the last but one what all of it was. `most` is what the call can use, where the input
 * is certain from the start; undefined where tools at the vendor add to it.
 */
export function messageEvents(most: Usage | undefined): StreamReader<unknown> {
  let usage: Fields = {};
  let externalId: string | undefined;
  let isWhole = false;
  return {
    read: (event) => {
      const { type, message, delta, usage: more } = fieldsOf(event);
      if (type === 'message_start') {
        externalId = textOf(fieldsOf(message)['id']);
        usage = fieldsOf(fieldsOf(message)['usage']);
      }
      if (type === 'message_delta') {
        // Totals, of which some may be left out.
        usage = { ...usage, ...said(fieldsOf(more)) };
        isWhole ||= textOf(fieldsOf(delta)['stop_reason']) !== undefined;
      }
      return true;
    },
    ending: () => {
      const found = usageOfMessage(usage);
      if (isWhole || !found) return { usage: found, externalId };
      return { usage: most && withCertainInput(most, found), externalId };
    },
  };
}

const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? null) !== null));
