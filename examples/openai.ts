// examples/openai.ts: calls by the OpenAI SDK, of which streams break, readers leave and answers are lost
import { openaiGuard } from '@purser/openai';
import { Purser } from '@purser/sdk';
import OpenAI, { APIError } from 'openai';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', OPENAI_BASE_URL: baseURL = '' } = process.env;

const guard = openaiGuard({ purser, budget, maxOutputTokens: 1_000, run: 'run-17' });
const client = new OpenAI({ baseURL, apiKey: 'sk-stand-in', fetch: guard });
const messages = [{ role: 'user' as const, content: 'Who pays?' }];

async function spent(what: string): Promise<void> {
  const { balances } = await purser.budgets.get(budget);
  console.log(`${what.padEnd(48)} spent ${balances.spent}, held ${balances.reserved}`);
}

const { choices } = await client.chat.completions.create({ model: 'gpt-4o', messages });
await spent(choices[0]?.message.content ?? '');

for await (const event of await client.responses.create({ model: 'gpt-4o', input: 'Who?', stream: true }))
  if (event.type === 'response.output_text.delta') process.stdout.write(event.delta);
await spent('');

const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true });
for await (const _chunk of stream) break;
await spent('A reader who leaves pays for what it could cost');

await client.chat.completions.create(
  { model: 'gpt-4o', messages },
  { headers: { 'x-fault': 'rate limited' } },
);
await spent('A 429 costs nothing, and the next attempt what it used');

await client.chat.completions
  .create({ model: 'gpt-4o', messages, max_tokens: 2_000_000 })
  .catch((error: unknown) => {
    if (!(error instanceof APIError) || error.status !== 402) throw error;
    console.log(`Not called: ${error.message}`);
  });
