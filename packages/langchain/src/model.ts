import { fieldsOf, isFields, limitOf, textOf, vendorOf, type Fields } from '@purser/sdk/models';

/** What a model of LangChain says of itself. */
export interface ModelFacts {
  readonly vendor: string | undefined;
  readonly model: string;
  /** What it asks its vendor for, but for the messages. */
  readonly params: Fields;
}

/** What limits of the output are called by vendors, and by LangChain. */
const LIMITS = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'maxOutputTokens',
  'maxCompletionTokens',
  'maxTokens',
];

/** The most tokens of one answer, where anything says so; of -1, which is for no limit, none. */
export function outputLimitOf(...sayings: readonly Fields[]): number | undefined {
  return sayings
    .flatMap((fields) => LIMITS.map((name) => limitOf(fields[name])))
    .find((limit) => limit !== undefined);
}

/** Asks a model what it is, and what it would ask its vendor for. */
export function factsOf(model: unknown, settings: Fields): ModelFacts {
  // One that is made from a name when it is called knows no more than that name.
  const configured = fieldsOf(fieldsOf(model)['_defaultConfig']);
  const said = ask(model, 'getLsParams', settings);
  const [prefix, rest] = (textOf(configured['model']) ?? '').split(/:(.*)/, 2);
  const provider =
    textOf(said['ls_provider']) ?? textOf(configured['modelProvider']) ?? (rest ? prefix : undefined);
  const name = textOf(said['ls_model_name']) ?? rest ?? prefix;
  return {
    vendor: provider === undefined ? undefined : vendorOf(provider),
    model: name ?? '',
    params: { ...fieldsOf(model), ...configured, ...ask(model, 'invocationParams', settings), ...settings },
  };
}

function ask(model: unknown, method: string, settings: Fields): Fields {
  const found = isFields(model) ? model[method] : undefined;
  if (typeof found !== 'function') return {};
  const answer: unknown = Reflect.apply(found, model, [settings]);
  return fieldsOf(answer);
}
