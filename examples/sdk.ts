// examples/sdk.ts: a call that is paid, and one that a limit denies
import { DeniedError, Purser } from '@purser/sdk';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: budget = '' } = process.env;

/** Stands in for a model that somebody sells. */
const callTheModel = async (prompt: string) => ({ text: `In short: ${prompt}`, cost: '0.2814', id: 'req-1' });

const text = await purser.paid(
  { budget, max: '0.35', vendor: 'openai', reason: 'summarise' },
  async (hold) => {
    const { text, cost, id } = await callTheModel('the quarterly report');
    await hold.settle({ amount: cost, externalId: id });
    return text;
  },
);
const { balances } = await purser.budgets.get(budget);
console.log(`${text}\nspent ${balances.spent}, left ${balances.available}\n`);

try {
  await purser.paid({ budget, max: '50', vendor: 'openai' }, () => callTheModel('every report there is'));
} catch (error) {
  if (!(error instanceof DeniedError)) throw error;
  console.log(`Not called: ${error.message}`);
}
