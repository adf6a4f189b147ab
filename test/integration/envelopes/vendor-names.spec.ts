import { tally, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// Whom a caller pays is what the caller says: what of that can be relied on, and what cannot.

/** Other spellings of a vendor that are names as well, and no vendor at all. */
const OTHERS = ['openai.', 'openai/v1', 'openai:443', 'api.openai', undefined];

/** Those that only look like it, which are no names. */
const LOOKALIKES = ['OpenAI', ' openai', 'openai ', 'ｏpenai', 'open\u200bai', 'оpenai', 'openai\u00ad'];

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.expectAuditPasses();
  await fleet.stop();
});

const payAll = async (agent: Client, budgetId: string, vendors: (string | undefined)[]) => {
  const answers = [];
  for (const vendor of vendors) answers.push(await agent.reserve(budgetId, '1', { vendor }));
  return tally(answers);
};

test('a deny list binds those who say the name: the docs say so', async () => {
  const root = await admin.root('100', { policy: { vendors: { deny: ['openai'] } } });
  const agent = (await admin.issue(root.id)).client;
  expect(await payAll(agent, root.id, ['openai'])).toEqual({ '403 vendor_not_allowed': 1 });
  expect(await payAll(agent, root.id, OTHERS)).toEqual({ '201': OTHERS.length });
});

test.each(['a policy', 'the scope of a key'])(
  'an allow list of %s lets no other name pass, and none',
  async (of) => {
    const policy = of === 'a policy' ? { policy: { vendors: { allow: ['openai'] } } } : {};
    const root = await admin.root('100', policy);
    const scopes = of === 'a policy' ? {} : { scopes: { vendors: ['openai'] } };
    const { client: agent } = await admin.issue(root.id, scopes);
    const refusal = of === 'a policy' ? '403 vendor_not_allowed' : '403 scope_vendor';
    expect(await payAll(agent, root.id, OTHERS)).toEqual({ [refusal]: OTHERS.length });
    expect(await payAll(agent, root.id, ['openai'])).toEqual({ '201': 1 });
  },
);

test('names that only look like others are no names', async () => {
  const root = await admin.root('100');
  expect(await payAll(admin, root.id, LOOKALIKES)).toEqual({ '400 validation_failed': LOOKALIKES.length });
});

test('a new run evades a limit per run, but not the limit above it', async () => {
  const envelopes = [
    { window: 'day', limit: '5', per: 'run' },
    { window: 'day', limit: '12' },
  ];
  const root = await admin.root('100', { envelopes });
  const agent = (await admin.issue(root.id)).client;
  const answers = [];
  for (const runId of ['run-0', 'RUN-0', 'run-0/'])
    answers.push(await agent.reserve(root.id, '5', { runId }));
  expect(tally(answers)).toEqual({ '201': 2, '402 envelope_exceeded': 1 });
});
