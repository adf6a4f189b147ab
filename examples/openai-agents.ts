// examples/openai-agents.ts: an agent of the OpenAI Agents SDK, each of whose turns is paid
import { Agent, OpenAIProvider, Runner, setTracingDisabled } from '@openai/agents';
import { agentsGuard } from '@purser/openai-agents';
import { DeniedError, Purser } from '@purser/sdk';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '', OPENAI_BASE_URL: baseURL = '' } = process.env;

setTracingDisabled(true);
const provider = new OpenAIProvider({ baseURL, apiKey: 'sk-stand-in' });
const options = { purser, budget, maxOutputTokens: 1_000, run: 'run-17' };
const runner = new Runner({ modelProvider: agentsGuard(provider, options) });
const agent = new Agent({ name: 'payer', instructions: 'Answer in one sentence.', model: 'gpt-4o' });

async function spent(what: string): Promise<void> {
  const { balances } = await purser.budgets.get(budget);
  console.log(`${what.padEnd(48)} spent ${balances.spent}, held ${balances.reserved}`);
}

await spent(String((await runner.run(agent, 'Who pays?')).finalOutput));

const stream = await runner.run(agent, 'And who pays now?', { stream: true });
for await (const text of stream.toTextStream()) process.stdout.write(text);
await stream.completed;
await spent('');

const greedy = new Agent({ name: 'greedy', model: 'gpt-4o', modelSettings: { maxTokens: 2_000_000 } });
await runner.run(greedy, 'Say a lot.').catch((error: unknown) => {
  if (!(error instanceof DeniedError)) throw error;
  console.log(`Not called: ${error.message}`);
});
