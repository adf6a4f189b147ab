import type { Usage } from '@purser/sdk';
import {
  boundInput,
  cachedFor,
  countOf,
  fieldsOf,
  listOf,
  textOf,
  usageOf,
  type Fields,
  type ModelCall,
  type ModelOptions,
} from '@purser/sdk/models';
import { vendorOf } from './vendor.js';

/** What a model is called with, as far as the guard looks at it. */
export interface CallParams {
  readonly prompt: unknown;
  maxOutputTokens?: number | undefined;
  readonly tools?: unknown;
  readonly responseFormat?: unknown;
  readonly providerOptions?: unknown;
  abortSignal?: AbortSignal | undefined;
}

/** Which model is called. */
export interface CalledModel {
  readonly provider: string;
  readonly modelId: string;
}

/** What a call can cost. */
export async function planOfCall(
  params: CallParams,
  { provider, modelId }: CalledModel,
  options: ModelOptions,
): Promise<ModelCall> {
  const { abortSignal, maxOutputTokens: limit, prompt, tools, responseFormat, providerOptions } = params;
  const vendor = options.vendor ?? vendorOf(provider);
  const request: Fields = { prompt, tools, responseFormat, providerOptions, maxOutputTokens: limit };
  const atVendor = listOf(tools)
    .map(fieldsOf)
    .filter(({ type }) => type === 'provider');
  const own = ownOptions(providerOptions);
  const { all, audio, toolCalls } = await boundInput(request, options, {
    keptContext: own.some(({ previousResponseId, conversation }) => previousResponseId ?? conversation),
    // Some providers put a prompt of their own before that of a request with tools.
    added: listOf(tools).length > 0 ? 1_000 : 0,
    ...(atVendor.length > 0 && { vendorTools: { calls: undefined, output: limit } }),
  });
  const searches = atVendor.some(({ id }) => /web_?search/i.test(textOf(id) ?? ''));
  return {
    vendor,
    model: modelId,
    request,
    most: mostOfInput(vendor, request, { all, audio, webSearches: searches ? toolCalls : 0 }),
    output: { limit, beside: thinkingBeside(vendor, own) },
    signal: abortSignal,
  };
}

function mostOfInput(
  vendor: string,
  request: Fields,
  { all, audio, webSearches }: { all: number; audio: number; webSearches: number },
): Usage {
  const kept = cachedFor(request);
  // Anthropic keeps what it is asked to, others what they like.
  const isKept = vendor !== 'anthropic' || kept !== undefined;
  return usageOf({
    input: all,
    inputAudio: audio,
    cacheWrite: isKept ? all : 0,
    cacheWriteHour: kept === 'hour' ? all : 0,
    webSearches,
  });
}

/** What is said to providers, whichever they are. */
const ownOptions = (providerOptions: unknown): Fields[] =>
  Object.values(fieldsOf(providerOptions)).map(fieldsOf);

/** What a model may think with: Anthropic's provider adds it to the limit of the output. */
const thinkingBeside = (vendor: string, own: Fields[]): number =>
  vendor === 'anthropic' || vendor === 'aws'
    ? Math.max(
        0,
        ...own.map(({ thinking, reasoningConfig }) =>
          countOf(fieldsOf(thinking ?? reasoningConfig)['budgetTokens']),
        ),
      )
    : 0;
