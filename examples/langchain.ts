// examples/langchain.ts: an agent of LangChain whose model and tools are paid, and a bare model
import { ChatOpenAI } from '@langchain/openai';
import { langchainCallbacks, langchainGuard } from '@purser/langchain';
import { DeniedError, Purser } from '@purser/sdk';
import { createAgent, createMiddleware } from 'langchain';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', OPENAI_BASE_URL: baseURL = '' } = process.env;

const fields = { model: 'gpt-4o', maxTokens: 1_000, apiKey: 'sk-stand-in', configuration: { baseURL } };
const guard = createMiddleware(langchainGuard({ purser, budget, tools: { search: { max: '0.01' } } }));
const agent = createAgent({ model: new ChatOpenAI(fields), tools: [], middleware: [guard] });

async function spent(what: string): Promise<void> {
  const { balances } = await purser.budgets.get(budget);
  console.log(`${what.padEnd(48)} spent ${balances.spent}, held ${balances.reserved}`);
}

const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Who pays?' }] });
await spent(`Agent: ${messages.at(-1)?.text}`);

const callbacks = [langchainCallbacks({ purser, budget })];
let text = '';
for await (const chunk of await new ChatOpenAI({ ...fields, callbacks }).stream('Who pays?'))
  text += chunk.text;
await spent(`Model: ${text}`);

const greedy = createAgent({
  model: new ChatOpenAI({ ...fields, maxTokens: 2_000_000 }),
  middleware: [guard],
});
await greedy.invoke({ messages: 'Say a lot.' }).catch((error: unknown) => {
  // LangChain wraps what a middleware throws.
  if (!(error instanceof Error && error.cause instanceof DeniedError)) throw error;
  console.log(`Not called: ${error.cause.message}`);
});
