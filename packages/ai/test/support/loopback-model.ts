import { APICallError } from 'ai';
import type { MockLanguageModelV4 } from 'ai/test';
import type { Json } from '../../../../test/support/vendors/vendor.js';

type Model = Pick<MockLanguageModelV4, 'provider' | 'modelId' | 'supportedUrls' | 'doGenerate' | 'doStream'>;
type Params = Parameters<Model['doGenerate']>[0];
type Part = Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;

const finishReason = { unified: 'stop' as const, raw: 'stop' };

/** What the vendor says of usage, as providers of the AI SDK hand it on. */
function usageOf({
  prompt_tokens: input,
  completion_tokens: output,
  prompt_tokens_details: { cached_tokens: cached },
}: {
  prompt_tokens: number;
  completion_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
}) {
  return {
    inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite: undefined },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}

/** A model of the AI SDK that asks the stand-in of OpenAI over HTTP: what its providers do, in small. */
export function loopbackModel<V extends string>(
  url: string,
  specificationVersion: V,
  modelId = 'gpt-x',
): Model & { specificationVersion: V } {
  const ask = async ({ maxOutputTokens, abortSignal }: Params, stream: boolean): Promise<Response> => {
    const body = {
      model: modelId,
      max_tokens: maxOutputTokens,
      ...(stream && { stream, stream_options: { include_usage: true } }),
    };
    const target = `${url}/v1/chat/completions`;
    const failed = { url: target, requestBodyValues: body };
    const response = await fetch(target, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: abortSignal ?? null,
    }).catch((cause: unknown) => {
      throw new APICallError({ ...failed, message: 'Cannot connect', cause, isRetryable: true });
    });
    if (response.ok) return response;
    const responseHeaders = Object.fromEntries(response.headers);
    throw new APICallError({ ...failed, message: 'refused', statusCode: response.status, responseHeaders });
  };
  return {
    specificationVersion,
    provider: 'openai.chat',
    modelId,
    supportedUrls: {},
    doGenerate: async (params) => {
      const answer: Json = await (await ask(params, false)).json();
      const content = [{ type: 'text' as const, text: answer.choices[0].message.content as string }];
      return {
        content,
        finishReason,
        usage: usageOf(answer.usage),
        warnings: [],
        response: { id: answer.id },
      };
    },
    doStream: async (params) => {
      const response = await ask(params, true);
      return { stream: response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(parts()) };
    },
  };
}

/** The parts of the AI SDK that the vendor's events stand for. */
function parts(): TransformStream<string, Part> {
  return new TransformStream<string, Part>({
    start(to) {
      to.enqueue({ type: 'stream-start', warnings: [] });
      to.enqueue({ type: 'text-start', id: '1' });
    },
    transform(text, to) {
      for (const line of text.split('\n')) {
        if (!line.startsWith('data: {')) continue;
        const { id, choices, usage }: Json = JSON.parse(line.slice(6));
        const delta = choices[0]?.delta.content;
        if (delta === '') to.enqueue({ type: 'response-metadata', id });
        else if (delta) to.enqueue({ type: 'text-delta', id: '1', delta });
        if (!usage) continue;
        to.enqueue({ type: 'text-end', id: '1' });
        to.enqueue({ type: 'finish', finishReason, usage: usageOf(usage) });
      }
    },
  });
}
