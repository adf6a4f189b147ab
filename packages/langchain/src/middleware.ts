import { fieldsOf, ModelGuard } from '@purser/sdk/models';
import { factsOf } from './model.js';
import { planOfMessages, type LangchainModelOptions } from './plan.js';
import { payForTool, type ToolCost } from './tools.js';
import { endingOfMessage } from './usage.js';

export interface LangchainGuardOptions extends LangchainModelOptions {
  /** What calls of tools cost, by their names. Those that are not named cost nothing. */
  readonly tools?: Readonly<Record<string, ToolCost>> | undefined;
}

/** What a model is asked, as far as the guard looks at it. */
interface AskedModel {
  readonly model: unknown;
  readonly messages: unknown;
  readonly systemMessage?: unknown;
  readonly tools?: unknown;
  readonly modelSettings?: unknown;
  readonly runtime?: unknown;
}

/** What a tool is asked, as far as the guard looks at it. */
interface AskedTool {
  readonly toolCall: { readonly name: string };
}

/** The parts of a middleware for agents of LangChain. */
export interface AgentMiddlewareParts {
  readonly name: string;
  readonly wrapModelCall: <Q extends AskedModel, R>(
    request: Q,
    handler: (request: Q) => R | Promise<R>,
  ) => Promise<R>;
  readonly wrapToolCall: <Q extends AskedTool, R>(
    request: Q,
    handler: (request: Q) => R | Promise<R>,
  ) => Promise<R>;
}

/** Pays for the calls of an agent's model and tools: `createMiddleware(langchainGuard({ … }))`. */
export function langchainGuard(options: LangchainGuardOptions): AgentMiddlewareParts {
  const guard = new ModelGuard(options);
  return {
    name: 'purser',
    wrapModelCall: async (request, handler) => {
      const { model, messages, systemMessage, tools, modelSettings, runtime } = request;
      const { signal } = fieldsOf(runtime);
      const call = await planOfMessages(
        {
          ...factsOf(model, fieldsOf(modelSettings)),
          messages: [systemMessage, messages],
          tools,
          signal: signal instanceof AbortSignal ? signal : undefined,
        },
        options,
      );
      return guard.call(call, async (attempt) => {
        const answer = await handler(request);
        await attempt.settle(endingOfMessage(answer));
        return answer;
      });
    },
    wrapToolCall: async (request, handler) => {
      const { name } = request.toolCall;
      const cost = options.tools && Object.hasOwn(options.tools, name) ? options.tools[name] : undefined;
      if (!cost) return handler(request);
      return payForTool(options.purser, name, cost, options, () => handler(request));
    },
  };
}
