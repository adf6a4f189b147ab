import {
  boundInput,
  fieldsOf,
  isFields,
  limitOf,
  listOf,
  textOf,
  usageOf,
  type Ending,
  type Fields,
  type StreamReader,
} from '@purser/sdk/models';
import type { Endpoint } from './endpoint.js';
import { usageOfChat } from './usage.js';

export const chat: Endpoint = {
  path: /\/chat\/completions$/,
  plan: async (request, options) => {
    const input = await boundInput(request, options);
    // A model that searches the web does so once for each request.
    const webSearches = isFields(request['web_search_options']) ? 1 : 0;
    const { all, audio } = input;
    const limit = limitOf(request['max_completion_tokens']) ?? limitOf(request['max_tokens']);
    const isAudio = listOf(request['modalities']).includes('audio');
    const isAsked = fieldsOf(request['stream_options'])['include_usage'] === true;
    const ending = (answer: Fields): Ending => ({
      usage: usageOfChat(answer['usage'], webSearches),
      externalId: textOf(answer['id']),
    });
    return {
      most: usageOf({ input: all, inputAudio: audio, cacheWrite: all, webSearches }),
      output: { limit, answers: limitOf(request['n']), isAudio },
      sent: (outputLimit) => ({
        ...request,
        ...(outputLimit !== limit && { [nameOfLimit(request, options.vendor)]: outputLimit }),
        ...(request['stream'] === true && {
          stream_options: { ...fieldsOf(request['stream_options']), include_usage: true },
        }),
      }),
      ending,
      reader: () => chunks(ending, isAsked),
    };
  },
};

/** What the request itself names it; else `max_tokens` for those who only speak as OpenAI does, which calls it by another name now. */
function nameOfLimit(request: Fields, vendor = 'openai'): string {
  if (limitOf(request['max_completion_tokens']) !== undefined) return 'max_completion_tokens';
  return limitOf(request['max_tokens']) !== undefined || vendor !== 'openai'
    ? 'max_tokens'
    : 'max_completion_tokens';
}

/** Usage comes with a chunk of its own, the last one. Whoever has not asked for it does not see it. */
function chunks(ending: (answer: Fields) => Ending, isAsked: boolean): StreamReader<unknown> {
  let found: Ending = {};
  return {
    read: (chunk) => {
      if (!isFields(chunk)) return true;
      found = { ...found, externalId: found.externalId ?? textOf(chunk['id']) };
      if (!isFields(chunk['usage'])) return true;
      found = { ...found, ...ending(chunk) };
      return isAsked || listOf(chunk['choices']).length > 0;
    },
    ending: () => found,
  };
}
