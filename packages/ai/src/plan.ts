import {
  boundInput,
  cacheWritesOf,
  countOf,
  fieldsOf,
  listOf,
  textOf,
  usageOf,
  vendorOf,
  type Fields,
  type ModelCall,
  type ModelOptions,
} from '@purser/sdk/models';

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
  called: CalledModel,
  options: ModelOptions,
): Promise<ModelCall> {
  const { abortSignal, maxOutputTokens: limit, prompt, tools, responseFormat, providerOptions } = params;
  const sold = soldBy(called);
  const { vendor = sold.vendor } = options;
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
    model: sold.model,
    request,
    most: usageOf({
      input: all,
      inputAudio: audio,
      ...cacheWritesOf(request, { vendor, input: all }),
      webSearches: searches ? toolCalls : 0,
    }),
    output: { limit, beside: thinkingBeside(vendor, own) },
    signal: abortSignal,
  };
}

/** Whom the call is paid to, and for which model: a gateway names both. */
function soldBy({ provider, modelId }: CalledModel): { vendor: string; model: string } {
  const [, behind, model] = /^([^/]+)\/(.+)$/.exec(modelId) ?? [];
  return provider === 'gateway' && behind && model
    ? { vendor: vendorOf(behind), model }
    : { vendor: vendorOf(provider), model: modelId };
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
