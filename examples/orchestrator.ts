// examples/orchestrator.ts: an orchestrator that gives three agents a part of its budget, and runs them at once
import { setTimeout as sleep } from 'node:timers/promises';
import { DeniedError, Money, NotApprovedError, Purser } from '@purser/sdk';

const purser = new Purser(); // PURSER_URL, PURSER_KEY
const { PURSER_BUDGET: parent = '' } = process.env;

const AGENTS = [
  { name: 'reader', ceiling: '2', calls: ['0.40', '0.25', '0.30'] },
  { name: 'coder', ceiling: '3', calls: ['0.80', '1.20', '2.50'] },
  { name: 'shopper', ceiling: '4', calls: ['0.30', '1.90', '1.60'] },
];

/** A person is asked about every call above a dollar and a half. */
const approve = { approvals: 1, withinSeconds: 60 };
const ask = { name: 'ask', window: 'transaction', limit: '1.50', onExceed: 'approve', approve } as const;

/** Stands in for a model: it takes longer than money is set aside for, and costs less than it could. */
async function callTheModel(max: string): Promise<Money> {
  await sleep(3_000);
  return Money.of(max).multiply('0.9');
}

/** What an agent does: one call after the other, each within its budget. Resolves with what they have cost. */
async function work({ name, ceiling, calls }: (typeof AGENTS)[number]): Promise<Money> {
  const part = { parent, ref: `run-1/${name}`, name, ceiling, envelopes: [ask] };
  const { client, budget, close } = await purser.delegate(part);
  let spent = Money.of(0);
  for (const max of calls)
    try {
      const call = { budget, max, vendor: 'openai', ttlSeconds: 2 };
      await client.paid(call, async (hold) => {
        const cost = await callTheModel(max);
        await hold.settle({ amount: cost });
        spent = spent.add(cost);
      });
    } catch (error) {
      if (!(error instanceof DeniedError || error instanceof NotApprovedError)) throw error;
      console.log(`${name} goes on without a call of ${max}: ${error.message}`);
    }
  await close();
  return spent;
}

const events = purser.follow({ budgetId: parent, types: ['reservation.*'] });
const watching = (async () => {
  for await (const { type, data } of events) console.log(type, data.entry.reservation?.amount ?? '');
})();
const spent = (await Promise.all(AGENTS.map(work))).reduce((sum, one) => sum.add(one));
await events.return();
await watching;
const { balances } = await purser.budgets.get(parent);
console.log(`${spent.toString()} spent by the agents, ${balances.available} left of 10`);
