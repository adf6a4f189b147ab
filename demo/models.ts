import { calcPrice } from '@pydantic/genai-prices';
import { unitsOf } from './money.js';

/** A hosted model, and who is paid for it. */
export interface Model {
  vendor: string;
  name: string;
}

export const MODELS = {
  sonnet: { vendor: 'anthropic', name: 'claude-sonnet-4-5' },
  haiku: { vendor: 'anthropic', name: 'claude-haiku-4-5' },
  gpt: { vendor: 'openai', name: 'gpt-4.1' },
  gptMini: { vendor: 'openai', name: 'gpt-5-mini' },
  pro: { vendor: 'google', name: 'gemini-2.5-pro' },
  flash: { vendor: 'google', name: 'gemini-2.5-flash' },
  mistral: { vendor: 'mistral', name: 'mistral-large' },
  deepseek: { vendor: 'deepseek', name: 'deepseek-chat' },
} satisfies Record<string, Model>;

/** What a call costs, from the price list that comes with the package: nothing is looked up in the network. */
export function priceOf({ vendor, name }: Model, inputTokens: number, outputTokens: number): bigint {
  const usage = { input_tokens: inputTokens, output_tokens: outputTokens };
  const price = calcPrice(usage, name, { providerId: vendor });
  if (!price) throw new Error(`the price list has no ${name} of ${vendor}`);
  return unitsOf(price.total_price);
}
