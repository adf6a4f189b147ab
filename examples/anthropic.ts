// examples/anthropic.ts: messages by the Anthropic SDK, with a stream that breaks and an answer that is lost
import Anthropic from '@anthropic-ai/sdk';
import { anthropicGuard } from '@purser/anthropic';
import { DeniedError, Purser } from '@purser/sdk';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', ANTHROPIC_BASE_URL: baseURL = '' } = process.env;

const middleware = [anthropicGuard({ purser, budget, run: 'run-17' })];
const client = new Anthropic({ baseURL, apiKey: 'sk-stand-in', middleware });
const asked = {
  model: 'claude-opus-4-6',
  max_tokens: 1_000,
  messages: [{ role: 'user' as const, content: 'Who pays?' }],
};

async function spent(what: string): Promise<void> {
  const { balances } = await purser.budgets.get(budget);
  console.log(`${what.padEnd(60)} spent ${balances.spent}, held ${balances.reserved}`);
}

const stream = client.messages.stream(asked);
await stream.finalMessage();
await spent(`Claude: ${await stream.finalText()}`);

const broken = client.messages.stream(asked, { headers: { 'x-fault': 'breaks' } });
await broken.finalMessage().catch(() => undefined);
await spent('A stream that breaks: its input, and the most of its output');

await client.messages.create(asked, { headers: { 'x-fault': 'answer lost' } });
await spent('An answer that is lost costs the whole, and the next its own');

await client.messages.create({ ...asked, max_tokens: 2_000_000, stream: true }).catch((error: unknown) => {
  if (!(error instanceof DeniedError)) throw error;
  console.log(`Not called: ${error.message}`);
});
