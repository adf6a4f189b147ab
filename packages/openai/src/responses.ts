import {
  boundInput,
  fieldsOf,
  isFields,
  limitOf,
  listOf,
  textOf,
  UnboundedCallError,
  usageOf,
  type Ending,
  type Fields,
  type StreamReader,
} from '@purser/sdk/models';
import type { Endpoint } from './endpoint.js';
import { usageOfResponse } from './usage.js';

/** Tools that run at the vendor. What they find is input of another turn. */
const VENDOR_TOOLS = /^(?:web_search|file_search|mcp|code_interpreter|image_generation|tool_search)/;

/** Those that cost what no usage of tokens says. */
const COST_MORE = /^(?:code_interpreter|image_generation)/;

export const responses: Endpoint = {
  path: /\/responses$/,
  plan: async (request, options) => {
    const tools = listOf(request['tools']).map((tool) => textOf(fieldsOf(tool)['type']) ?? '');
    const costly = tools.find((type) => COST_MORE.test(type));
    if (costly !== undefined && options.unpriced !== 'pass')
      throw new UnboundedCallError(`${costly} costs more than its tokens say: see the guard's \`unpriced\``);
    const limit = limitOf(request['max_output_tokens']);
    const calls = limitOf(request['max_tool_calls']);
    const hasVendorTools = tools.some((type) => VENDOR_TOOLS.test(type));
    const { all, audio, toolCalls } = await boundInput(request, options, {
      keptContext: goesOn(request),
      ...(hasVendorTools && { vendorTools: { calls, output: limit } }),
    });
    const has = (type: RegExp): number => (tools.some((tool) => type.test(tool)) ? toolCalls : 0);
    return {
      most: usageOf({
        input: all,
        inputAudio: audio,
        cacheWrite: all,
        webSearches: has(/^web_search/),
        storageSearches: has(/^file_search/),
      }),
      output: { limit },
      sent: (outputLimit) => ({
        ...request,
        max_output_tokens: outputLimit,
        ...(hasVendorTools && { max_tool_calls: toolCalls }),
      }),
      ending,
      reader: events,
    };
  },
};

/** Whether it goes on from what the vendor keeps. */
const goesOn = (request: Fields): boolean =>
  ['previous_response_id', 'conversation', 'prompt'].some((name) => (request[name] ?? null) !== null) ||
  listOf(request['input']).some((item) => fieldsOf(item)['type'] === 'item_reference');

const ending = (response: Fields): Ending => ({
  usage: usageOfResponse(response),
  externalId: textOf(response['id']),
});

/** The first event has the id of the response, the last all of it. */
function events(): StreamReader<unknown> {
  let found: Ending = {};
  return {
    read: (event) => {
      const response = fieldsOf(event)['response'];
      if (isFields(response)) found = ending(response);
      return true;
    },
    ending: () => found,
  };
}
