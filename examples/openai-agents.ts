// examples/openai-agents.ts: an agent of the OpenAI Agents SDK, each of whose turns is paid
import { Agent, OpenAIProvider, Runner, setTracingDisabled } from '@openai/agents';
import { agentsGuard } from '@purser/openai-agents';
import { DeniedError, Purser } from '@purser/sdk';
import OpenAI from 'openai';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', OPENAI_BASE_URL: baseURL = '' } = process.env;

setTracingDisabled(true);
const agentOf = (modelSettings = {}) => new Agent({ name: 'payer', model: 'gpt-4o', modelSettings });
function runner(fault = 'none'): Runner {
  const fields = { apiKey: 'sk-stand-in', maxRetries: 0, defaultHeaders: { 'x-fault': fault } };
  const provider = new OpenAIProvider({ openAIClient: new OpenAI({ baseURL, ...fields }) });
  const options = { purser, budget, maxOutputTokens: 1_000, run: 'run-17' };
  return new Runner({ modelProvider: agentsGuard(provider, options) });
}

async function spent(what: string): Promise<void> {
  let { balances } = await purser.budgets.get(budget); // The runner goes on before all is settled.
  while (balances.reserved !== '0') ({ balances } = await purser.budgets.get(budget));
  console.log(`${what.padEnd(62)} spent ${balances.spent}`);
}

await spent(String((await runner().run(agentOf(), 'Who pays?')).finalOutput));

const stream = await runner().run(agentOf(), 'And who pays now?', { stream: true });
for await (const text of stream.toTextStream()) process.stdout.write(text);
await spent('');

for (const fault of ['answer lost', 'server error']) {
  const running = runner(fault).run(agentOf(), 'Who pays?');
  await running.catch(() => spent(`Nobody knows what it used, so it costs the whole: ${fault}`));
}
await runner()
  .run(agentOf({ maxTokens: 2_000_000 }), 'Say a lot.')
  .catch((error: unknown) => {
    if (!(error instanceof DeniedError)) throw error;
    console.log(`Not called: ${error.message}`);
  });
