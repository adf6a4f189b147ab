import { followStream, ModelGuard, type ModelAttempt, type ModelOptions } from '@purser/sdk/models';
import { planOfRequest } from './plan.js';
import type { AgentRequest, AgentResponse, GuardableModel, GuardableProvider } from './seam.js';
import { endingOfResponse, responseEvents } from './usage.js';

/** A provider whose models pay for each call: `new Runner({ modelProvider: agentsGuard(new OpenAIProvider(), { … }) })`. */
export function agentsGuard<M extends GuardableModel>(
  provider: GuardableProvider<M>,
  options: ModelOptions,
): GuardableProvider<M> {
  const guard = new ModelGuard(options);
  return { getModel: async (name) => guarded(guard, await provider.getModel(name), name) };
}

/** The same for one model, of which `name` has the price: agents that are given a model ask no provider. */
export const agentsModelGuard = <M extends GuardableModel>(
  model: M,
  name: string,
  options: ModelOptions,
): M => guarded(new ModelGuard(options), model, name);

/** A model that is everything that another is, but pays for its calls. */
function guarded<M extends GuardableModel>(guard: ModelGuard, model: M, name: string | undefined): M {
  const getResponse = async (request: AgentRequest): Promise<AgentResponse> => {
    const { call, sent } = await planOfRequest(request, name, guard.options);
    return guard.call(call, async (attempt) => {
      const response = await model.getResponse(sent(attempt.outputLimit, attempt.signal));
      await attempt.settle(endingOfResponse(response));
      return response;
    });
  };
  async function* getStreamedResponse(request: AgentRequest): AsyncGenerator<unknown> {
    const { call, sent } = await planOfRequest(request, name, guard.options);
    const stream = await guard.call(call, async (attempt: ModelAttempt) => {
      const connection = new AbortController();
      const source = model.getStreamedResponse(sent(attempt.outputLimit, connection.signal));
      const { onLeave } = guard.options;
      return followStream(source, {
        attempt,
        reader: responseEvents(),
        onLeave,
        stop: () => connection.abort(),
      });
    });
    yield* stream;
  }
  const own: Readonly<Record<PropertyKey, unknown>> = { getResponse, getStreamedResponse };
  return new Proxy(model, {
    get: (target, property) => {
      const value: unknown = Object.hasOwn(own, property) ? own[property] : Reflect.get(target, property);
      // Models have private fields, which only they themselves can read.
      return typeof value === 'function'
        ? (...args: unknown[]): unknown => Reflect.apply(value, target, args)
        : value;
    },
  });
}
