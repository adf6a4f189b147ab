// examples/ai.ts: an agent of the AI SDK that may spend no more than its budget, whichever model it calls
import { aiGuard } from '@purser/ai';
import { DeniedError, Purser } from '@purser/sdk';
import { createGateway, generateText, streamText, wrapLanguageModel } from 'ai';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', GATEWAY_URL: baseURL = '' } = process.env;

const gateway = createGateway({ baseURL, apiKey: 'stand-in' });
const middleware = aiGuard({ purser, budget, maxOutputTokens: 1_000, narrow: { atLeast: 100 } });
const modelOf = (name: string) => wrapLanguageModel({ model: gateway(name), middleware });
const prompt = 'Who pays?';

async function spent(what: string): Promise<void> {
  const { balances } = await purser.budgets.get(budget);
  console.log(`${what.padEnd(48)} spent ${balances.spent}, held ${balances.reserved}`);
}

const { text } = await generateText({ model: modelOf('openai/gpt-4o'), prompt });
await spent(`GPT: ${text}`);

await spent(`Claude: ${await streamText({ model: modelOf('anthropic/claude-opus-4-6'), prompt }).text}`);

const gone = new AbortController();
const { textStream } = streamText({ model: modelOf('openai/gpt-4o'), prompt, abortSignal: gone.signal });
for await (const _text of textStream) gone.abort();
await spent('A reader who leaves pays for what it could cost');

await generateText({ model: modelOf('openai/gpt-4o'), prompt, maxOutputTokens: 2_000_000 });
await spent('There was less money than was asked for');

const dear = { model: modelOf('openai/gpt-4o'), prompt: prompt.repeat(1_000_000) };
await generateText(dear).catch((error: unknown) => {
  if (!(error instanceof DeniedError)) throw error;
  console.log(`Not called: ${error.message}`);
});
