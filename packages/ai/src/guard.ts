import { followStream, ModelGuard, type ModelOptions } from '@purser/sdk/models';
import { planOfCall, type CalledModel, type CallParams } from './plan.js';
import { answerParts, endingOfAnswer, type GeneratedAnswer, type StreamedAnswer } from './usage.js';

/** A middleware of the AI SDK, of one version of its specification. */
export interface GuardMiddleware<V extends string> {
  readonly specificationVersion: V;
  readonly wrapGenerate: <P extends CallParams, R extends GeneratedAnswer>(call: {
    readonly params: P;
    readonly model: CalledModel & { doGenerate(params: P): PromiseLike<R> };
  }) => Promise<R>;
  readonly wrapStream: <P extends CallParams, R extends StreamedAnswer>(call: {
    readonly params: P;
    readonly model: CalledModel & { doStream(params: P): PromiseLike<R> };
  }) => Promise<R>;
}

/** Pays for each call of a model of AI SDK 7: `wrapLanguageModel({ model, middleware: aiGuard({ … }) })`. */
export const aiGuard = (options: ModelOptions): GuardMiddleware<'v4'> => middleware('v4', options);

/** The same for AI SDK 6. */
export const aiGuardV3 = (options: ModelOptions): GuardMiddleware<'v3'> => middleware('v3', options);

function middleware<V extends string>(specificationVersion: V, options: ModelOptions): GuardMiddleware<V> {
  const guard = new ModelGuard(options);
  return {
    specificationVersion,
    wrapGenerate: async ({ params, model }) =>
      guard.call(await planOfCall(params, model, options), async (attempt) => {
        const { outputLimit: maxOutputTokens, signal: abortSignal } = attempt;
        const answer = await model.doGenerate({ ...params, maxOutputTokens, abortSignal });
        await attempt.settle(endingOfAnswer(answer));
        return answer;
      }),
    wrapStream: async ({ params, model }) =>
      guard.call(await planOfCall(params, model, options), async (attempt) => {
        const connection = new AbortController();
        const abort = (): void => connection.abort(attempt.signal.reason);
        attempt.signal.addEventListener('abort', abort, { once: true });
        const { outputLimit: maxOutputTokens } = attempt;
        const answer = await model.doStream({ ...params, maxOutputTokens, abortSignal: connection.signal });
        // From here on it is for the rule of streams to say when the connection ends.
        attempt.signal.removeEventListener('abort', abort);
        const { onLeave } = options;
        const stop = (): void => connection.abort();
        const stream = followStream(answer.stream, { attempt, reader: answerParts(), onLeave, stop });
        return { ...answer, stream };
      }),
  };
}
