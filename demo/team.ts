import type { Purser } from '@purser/sdk';
import { MODELS, type Model } from './models.js';

type NewRoot = Parameters<Purser['budgets']['create']>[0];
type NewBudget = Parameters<Purser['budgets']['delegate']>[1];
type NewEnvelope = Parameters<Purser['envelopes']['create']>[1];

/** What sub-agents get, in turn: a fixed part; a little, and more on demand; nothing but a cap on the common pool. */
const ALLOWANCES = [
  { guarantee: '0.70' },
  { guarantee: '0.10', ceiling: '2' },
  { guarantee: '0', ceiling: '1.50' },
];

/** An agent that makes calls. */
export interface Agent {
  name: string;
  orchestrator: string;
  budgetId: string;
  model: Model;
  /** The client with the agent's own key. */
  client: Purser;
  /** Caught in a loop, it asks for far more than it needs. */
  isLooping: boolean;
}

type Orchestrator = { name: string; models: Model[]; settings: Omit<NewBudget, 'name'> };

const { sonnet, haiku, gpt, gptMini, pro, flash, mistral, deepseek } = MODELS;

/** Five orchestrators, each with limits of its own that its sub-agents cannot escape. */
const ORCHESTRATORS: Orchestrator[] = [
  {
    name: 'code-review',
    models: [sonnet, haiku, gpt],
    settings: {
      guarantee: '8',
      // One call may not cost more than the first, whoever makes it; above the second a person is asked.
      envelopes: [
        { name: 'per call', window: 'transaction', limit: '0.022' },
        {
          name: 'dear calls',
          window: 'transaction',
          limit: '0.015',
          onExceed: 'approve',
          approve: { approvals: 1, withinSeconds: 60 },
        },
      ],
    },
  },
  {
    name: 'bug-hunt',
    models: [gpt, gptMini, pro],
    settings: {
      guarantee: '4',
      envelopes: [{ name: 'per run', window: 'lifetime', per: 'run', limit: '0.12' }],
    },
  },
  {
    name: 'test-writing',
    models: [pro, flash, mistral],
    settings: {
      guarantee: '4',
      envelopes: [{ name: 'a minute', window: 'minute', metric: 'count', limit: '900' }],
    },
  },
  {
    name: 'refactoring',
    models: [mistral, haiku, mistral, deepseek],
    // Its agents would also use a vendor that this part of the company may not pay.
    settings: { guarantee: '4', policy: { vendors: { deny: ['deepseek'] } } },
  },
  { name: 'documentation', models: [flash, gptMini, haiku], settings: { guarantee: '2', ceiling: '6' } },
];

const SUB_AGENTS = 8;

/** The whole team: enough money for most of the hour, and limits for the day. */
const TEAM: NewRoot = {
  name: 'engineering',
  currency: 'USD',
  scale: 9,
  allocation: '28',
  envelopes: [
    { name: 'daily', window: 'day', limit: '15.50' },
    { name: 'daily, each vendor', window: 'day', per: 'vendor', limit: '4.20' },
    { name: 'half of the day is spent', window: 'day', limit: '8', onExceed: 'notify' },
  ],
};

/** Delegates from the team to the orchestrators and from them to their sub-agents. */
export async function assemble(admin: Purser): Promise<{ root: { id: string }; agents: Agent[] }> {
  const root = await admin.budgets.create(TEAM);
  const agents: Agent[] = [];
  for (const { name, models, settings } of ORCHESTRATORS) {
    const body = { name, metadata: { role: 'orchestrator' }, ...settings };
    const orchestrator = await admin.budgets.delegate(root.id, body);
    for (let i = 0; i < SUB_AGENTS; i += 1) {
      const agent = `${name}-${i + 1}`;
      const child = await admin.delegate({
        parent: orchestrator.id,
        name: agent,
        metadata: { role: 'sub-agent' },
        ...ALLOWANCES[i % ALLOWANCES.length],
      });
      agents.push({
        name: agent,
        orchestrator: name,
        budgetId: child.budget.id,
        model: models[i % models.length]!,
        client: child.client,
        isLooping: false,
      });
    }
  }
  return { root, agents };
}

/** Stops an agent that asks for ten times what its calls used to cost. Added to one that has a past to compare with. */
const BREAKER: NewEnvelope = {
  name: 'breaker',
  window: 'transaction',
  relative: { times: 10, of: 'average', windowDays: 30, atLeast: '0.001' },
  onExceed: 'pause',
};

export async function guard(admin: Purser, { budgetId }: Agent): Promise<void> {
  const { revision } = await admin.budgets.get(budgetId);
  await admin.envelopes.create(budgetId, BREAKER, { ifMatch: revision });
}
