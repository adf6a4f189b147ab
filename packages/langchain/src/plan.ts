import {
  boundInput,
  cacheWritesOf,
  fieldsOf,
  isFields,
  limitOf,
  listOf,
  textOf,
  UnboundedCallError,
  usageOf,
  type Fields,
  type ModelCall,
  type ModelOptions,
} from '@purser/sdk/models';
import { outputLimitOf } from './model.js';

/**
 * LangChain lets nobody change the limit of a model's output for one call: the model has it, or the call is refused. So there is
 * nothing to put into a request, and nothing to narrow.
 */
export interface LangchainModelOptions extends Omit<ModelOptions, 'maxOutputTokens' | 'narrow' | 'onLeave'> {
  /** How many tokens the description of a tool counts for, where its schema cannot be read. Left out: 2,000. */
  readonly toolTokens?: number | undefined;
}

interface Asked {
  readonly vendor: string | undefined;
  readonly model: string;
  readonly messages: unknown;
  readonly tools: unknown;
  /** What is asked of the vendor besides. */
  readonly params: Fields;
  readonly signal?: AbortSignal | undefined;
}

const TOOL_TOKENS = 2_000;

/** What a call can cost. */
export async function planOfMessages(asked: Asked, options: LangchainModelOptions): Promise<ModelCall> {
  const { params, model, signal } = asked;
  const vendor = options.vendor ?? asked.vendor;
  if (!vendor || !model)
    throw new UnboundedCallError('The model does not say which one it is: see `vendor` and `item`');
  const limit = outputLimitOf(params);
  if (limit === undefined)
    throw new UnboundedCallError('The model has no limit for its output: give it one, such as `maxTokens`');
  const tools = listOf(asked.tools).map(descriptionOf);
  const request = { messages: contentsOf(asked.messages), tools: tools.filter((tool) => tool !== undefined) };
  const atVendor = request.tools.some(runsAtVendor);
  const { all, audio } = await boundInput(request, options, {
    keptContext: isFields(params) && textOf(params['previous_response_id']) !== undefined,
    added:
      tools.filter((tool) => tool === undefined).length * (options.toolTokens ?? TOOL_TOKENS) +
      (tools.length && 1_000),
    ...(atVendor && { vendorTools: { calls: limitOf(params['max_tool_calls']), output: limit } }),
  });
  return {
    vendor,
    model,
    request,
    most: usageOf({ input: all, inputAudio: audio, ...cacheWritesOf(request, { vendor, input: all }) }),
    output: { limit, answers: limitOf(params['n']) },
    signal,
  };
}

/** What of messages is sent: they have much more, some of it twice. */
const contentsOf = (messages: unknown): unknown[] =>
  listOf(messages)
    .flat()
    .map((message) => {
      const { content, tool_calls, additional_kwargs } = fieldsOf(message);
      return isFields(message) ? { content, tool_calls, additional_kwargs } : message;
    });

/** What of a tool is sent; undefined where its schema has to be worked out by somebody else. */
function descriptionOf(tool: unknown): unknown {
  const { name, description, schema } = fieldsOf(tool);
  if (schema === undefined) return tool;
  const { toJSONSchema: toJson, _def: ofZod3, _zod: ofZod4 } = fieldsOf(schema);
  if (typeof toJson === 'function') {
    const json: unknown = Reflect.apply(toJson, schema, []);
    return { name, description, schema: json };
  }
  return ofZod3 === undefined && ofZod4 === undefined ? { name, description, schema } : undefined;
}

/** Whether a tool is described by its type alone, as those are that run at the vendor. */
function runsAtVendor(tool: unknown): boolean {
  const { type, schema, input_schema: input, parameters, function: called } = fieldsOf(tool);
  return typeof type === 'string' && type !== 'function' && !(schema ?? input ?? parameters ?? called);
}
