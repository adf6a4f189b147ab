import {
  boundInput,
  fieldsOf,
  limitOf,
  listOf,
  textOf,
  UnboundedCallError,
  usageOf,
  type Fields,
  type ModelCall,
  type ModelOptions,
} from '@purser/sdk/models';
import type { AgentRequest } from './seam.js';

/** What a call can cost, and how it is asked for. */
export interface AgentPlan {
  readonly call: ModelCall;
  /** The request as it is made. */
  readonly sent: (outputLimit: number | undefined, signal: AbortSignal) => AgentRequest;
}

export async function planOfRequest(
  request: AgentRequest,
  name: string | undefined,
  options: ModelOptions,
): Promise<AgentPlan> {
  if (!name) throw new UnboundedCallError('Nobody has said which model is called: name it on the agent');
  const { signal, modelSettings, ...asked } = request;
  const { providerData = {}, maxTokens: limit } = modelSettings;
  const hosted = listOf(request.tools)
    .map(fieldsOf)
    .filter(({ type }) => type === 'hosted_tool');
  const { all, audio, toolCalls } = await boundInput({ ...asked, providerData }, options, {
    keptContext: [asked.previousResponseId, asked.conversationId, asked.prompt].some(Boolean),
    ...(hosted.length > 0 && {
      vendorTools: { calls: limitOf(providerData['max_tool_calls']), output: limit },
    }),
  });
  const has = (tool: RegExp): number => (hosted.some((one) => tool.test(nameOf(one))) ? toolCalls : 0);
  const most = usageOf({
    input: all,
    inputAudio: audio,
    cacheWrite: all,
    webSearches: has(/^web_search/),
    storageSearches: has(/^file_search/),
  });
  // The provider of several vendors names this one before the model.
  const model = name.replace(/^openai\//, '');
  const { vendor = 'openai' } = options;
  const settled = hosted.length > 0 ? { providerData: { ...providerData, max_tool_calls: toolCalls } } : {};
  return {
    call: { vendor, model, request: { ...asked, providerData }, most, output: { limit }, signal },
    sent: (maxTokens, connection) => ({
      ...request,
      modelSettings: { ...modelSettings, ...settled, maxTokens },
      signal: connection,
    }),
  };
}

const nameOf = (tool: Fields): string =>
  textOf(fieldsOf(tool['providerData'])['type']) ?? textOf(tool['name']) ?? '';
