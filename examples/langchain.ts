// examples/langchain.ts: an agent of LangChain whose model and tools are paid, and a bare model
import { ChatOpenAI } from '@langchain/openai';
import { langchainCallbacks, langchainGuard } from '@purser/langchain';
import { DeniedError, Purser } from '@purser/sdk';
import { createAgent, createMiddleware } from 'langchain';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', OPENAI_BASE_URL: baseURL = '' } = process.env;

const guard = createMiddleware(langchainGuard({ purser, budget, tools: { search: { max: '0.01' } } }));
const callbacks = [langchainCallbacks({ purser, budget, silenceSeconds: 1 })];
const fields = { model: 'gpt-4o', maxTokens: 1_000, maxRetries: 0, apiKey: 'sk-stand-in' };
const modelOf = (more = {}, fault = 'none') =>
  new ChatOpenAI({ ...fields, configuration: { baseURL, defaultHeaders: { 'x-fault': fault } }, ...more });

async function spent(what: string): Promise<void> {
  let { balances } = await purser.budgets.get(budget); // LangChain goes on before all is settled.
  while (balances.reserved !== '0') ({ balances } = await purser.budgets.get(budget));
  console.log(`${what.padEnd(62)} spent ${balances.spent}`);
}
const ask = (model: ChatOpenAI) =>
  createAgent({ model, tools: [], middleware: [guard] }).invoke({ messages: 'Who pays?' });

await spent(`Agent: ${(await ask(modelOf())).messages.at(-1)?.text}`);

let text = '';
for await (const chunk of await modelOf({ callbacks }).stream('Who pays?')) text += chunk.text;
await spent(`Model: ${text}`);
for (const fault of ['answer lost', 'server error']) {
  const asking = ask(modelOf({}, fault));
  await asking.catch(() => spent(`Nobody knows what it used, so it costs the whole: ${fault}`));
}
for await (const _chunk of await modelOf({ callbacks }).stream('Who pays?')) break;
await spent('A reader who leaves pays the whole, once it has been silent');
await ask(modelOf({ maxTokens: 2_000_000 })).catch((error: unknown) => {
  // LangChain wraps what a middleware throws.
  if (!(error instanceof Error && error.cause instanceof DeniedError)) throw error;
  console.log(`Not called: ${error.cause.message}`);
});
