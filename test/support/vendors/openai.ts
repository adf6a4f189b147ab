import { VendorStandIn, type Json, type Speaker } from './vendor.js';

/** What the stand-in says, a word for each token. */
const WORDS = ['One', ' call', ' is', ' paid', ' once', '.'];

/** What it counts of a request: some of the input was cached. */
const counts = { input: 40, cached: 16, output: WORDS.length };

const chatUsage = {
  prompt_tokens: counts.input,
  completion_tokens: counts.output,
  total_tokens: counts.input + counts.output,
  prompt_tokens_details: { cached_tokens: counts.cached, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 2, audio_tokens: 0 },
};

const responseUsage = {
  input_tokens: counts.input,
  output_tokens: counts.output,
  total_tokens: counts.input + counts.output,
  input_tokens_details: { cached_tokens: counts.cached },
  output_tokens_details: { reasoning_tokens: 2 },
};

/** What each answer of the stand-in has used, in the units of the catalogue. */
export const OPENAI_USAGE = {
  input_tokens: counts.input,
  cache_read_tokens: counts.cached,
  output_tokens: counts.output,
};

const about = (request: Json) => ({ created: 1, model: request.model });

const completion = (request: Json) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  ...about(request),
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: WORDS.join(''), refusal: null },
      finish_reason: 'stop',
    },
  ],
  usage: chatUsage,
});

const response = (request: Json, status: string) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status,
  model: request.model,
  parallel_tool_calls: true,
  tools: [],
  output:
    status === 'completed'
      ? [
          {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: WORDS.join(''), annotations: [] }],
          },
        ]
      : [],
  usage: status === 'completed' ? responseUsage : null,
});

const sse = (event: object): string => `data: ${JSON.stringify(event)}\n\n`;

function chunks(request: Json): string[] {
  const chunk = (more: object) =>
    sse({ id: 'chatcmpl-1', object: 'chat.completion.chunk', ...about(request), ...more });
  const delta = (content: object, finish_reason: string | null = null) =>
    chunk({ choices: [{ index: 0, delta: content, finish_reason }] });
  return [
    delta({ role: 'assistant', content: '' }),
    ...WORDS.map((content) => delta({ content })),
    delta({}, 'stop'),
    ...(request.stream_options?.include_usage ? [chunk({ choices: [], usage: chatUsage })] : []),
    'data: [DONE]\n\n',
  ];
}

function responseEvents(request: Json): string[] {
  let sequence_number = 0;
  const event = (type: string, more: object) =>
    `event: ${type}\n${sse({ type, sequence_number: (sequence_number += 1), ...more })}`;
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  return [
    event('response.created', { response: response(request, 'in_progress') }),
    ...WORDS.map((delta) => event('response.output_text.delta', { ...at, delta, logprobs: [] })),
    event('response.completed', { response: response(request, 'completed') }),
  ];
}

const speaker: Speaker = {
  json: (path, request) => {
    if (path.endsWith('/embeddings'))
      return {
        object: 'list',
        model: request.model,
        data: [{ object: 'embedding', index: 0, embedding: [0.1] }],
        usage: { prompt_tokens: counts.input, total_tokens: counts.input },
      };
    return path.endsWith('/responses')
      ? response(request, request.background ? 'queued' : 'completed')
      : completion(request);
  },
  events: (path, request) => (path.endsWith('/responses') ? responseEvents(request) : chunks(request)),
  error: (status) => ({ error: { message: `This is a ${status}`, type: 'error', code: null, param: null } }),
};

/** Speaks as OpenAI does: chat completions, responses and embeddings. */
export const openaiStandIn = (): Promise<VendorStandIn> => VendorStandIn.start(speaker);
