import { VendorStandIn, type Speaker } from './vendor.js';

/** What the stand-in says, a word for each token. */
const WORDS = ['One', ' call', ' is', ' paid', ' once', '.'];

const usage = {
  inputTokens: { total: 40, noCache: 24, cacheRead: 16 },
  outputTokens: { total: WORDS.length, text: WORDS.length, reasoning: 0 },
};
const finishReason = { unified: 'stop', raw: 'stop' };

const sse = (part: object): string => `data: ${JSON.stringify(part)}\n\n`;

const speaker: Speaker = {
  json: () => ({ content: [{ type: 'text', text: WORDS.join('') }], finishReason, usage, warnings: [] }),
  events: () => [
    sse({ type: 'stream-start', warnings: [] }),
    sse({ type: 'response-metadata', id: 'gen_1' }),
    sse({ type: 'text-start', id: '1' }),
    ...WORDS.map((delta) => sse({ type: 'text-delta', id: '1', delta })),
    sse({ type: 'text-end', id: '1' }),
    sse({ type: 'finish', finishReason, usage }),
  ],
  error: (status) => ({ error: { message: `This is a ${status}`, type: 'invalid_request_error' } }),
};

/** Speaks as the gateway of the AI SDK does. */
export const gatewayStandIn = (): Promise<VendorStandIn> => VendorStandIn.start(speaker);
