import { VendorStandIn, type Json, type Speaker } from './vendor.js';

/** What the stand-in says, a word for each token. */
const WORDS = ['One', ' call', ' is', ' paid', ' once', '.'];

/** What it counts of a request: 10 tokens are new, 16 were cached, and 14 are kept from now on, 4 of them for an hour. */
const input = {
  input_tokens: 10,
  cache_read_input_tokens: 16,
  cache_creation_input_tokens: 14,
  cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 4 },
  server_tool_use: null,
  service_tier: 'standard',
};

/** What each answer of the stand-in has used, in the units of the catalogue. */
export const ANTHROPIC_USAGE = {
  input_tokens: 40,
  cache_read_tokens: 16,
  cache_write_tokens: 14,
  cache_write_1h_tokens: 4,
  output_tokens: WORDS.length,
};

const message = (request: Json, more: object) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: request.model,
  stop_sequence: null,
  ...more,
});

const event = (type: string, more: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;

const speaker: Speaker = {
  json: (_, request) =>
    message(request, {
      content: [{ type: 'text', text: WORDS.join('') }],
      stop_reason: 'end_turn',
      usage: { ...input, output_tokens: WORDS.length },
    }),
  events: (_, request) => [
    event('message_start', {
      message: message(request, { content: [], stop_reason: null, usage: { ...input, output_tokens: 1 } }),
    }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...WORDS.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: WORDS.length },
    }),
    event('message_stop', {}),
  ],
  error: (status) => ({ type: 'error', error: { type: 'api_error', message: `This is a ${status}` } }),
};

/** Speaks as Anthropic does: messages. */
export const anthropicStandIn = (): Promise<VendorStandIn> => VendorStandIn.start(speaker);
