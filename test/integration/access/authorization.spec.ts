import { readFileSync } from 'node:fs';
import path from 'node:path';
import { may, ROLES, UNSCOPED, type Action, type Role } from '../../../src/core/keys.js';
import { type Client, made, type Answer } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { Issuer } from '../../support/issuer.js';

// Every route of the document, with a key of every role, on a budget in every relation to the key's own. A new route
// has no row in REQUESTS, and fails.

type Operation = { id: string; method: string; route: string; action: Action; forms: string[] };

interface Documented {
  operationId: string;
  'x-purser-action'?: Action;
  responses: Record<string, { content?: object }>;
}

const document = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'),
) as { paths: Record<string, Record<string, Documented>> };

/** The media types of exports: each is an answer of its own to the same question. */
const formsOf = (responses: Documented['responses']): string[] =>
  Object.keys(responses['200']?.content ?? {}).filter((type) => /csv|ndjson/.test(type));

const OPERATIONS: Operation[] = Object.entries(document.paths).flatMap(([route, methods]) =>
  Object.entries(methods).flatMap(([method, { operationId: id, 'x-purser-action': action, responses }]) =>
    action ? [{ id, method: method.toUpperCase(), route, action, forms: formsOf(responses) }] : [],
  ),
);

const RELATIONS = ['own', 'below', 'ancestor', 'sibling', 'other tree'] as const;
type Relation = (typeof RELATIONS)[number];
const WITHIN: ReadonlySet<Relation> = new Set(['own', 'below']);

/** What a request can be about. */
interface Target {
  budget: string;
  reservation: string;
  envelope: string;
  price: string;
  key: string;
  webhook: string;
  delivery: string;
  revision: number;
}

interface Asked {
  /** What stands for {id}. */
  id?: Exclude<keyof Target, 'revision'>;
  body?: (target: Target) => object;
  query?: (target: Target) => string;
  ifMatch?: boolean;
  /** Names nothing: its answer has only what may be seen. */
  listing?: boolean;
}

const CALL = { vendor: 'acme', item: 'call', charges: [{ unit: 'call', amount: '0.01' }] };

/** There is none: meters belong to roots, and no budget here is one within reach. */
const METER_EVENT = 'mev_01k9v3r5d6e7f8g9h0j1k2m3n4';

const purpose = ({ budget }: Target) => ({ budgetId: budget, amount: '1', vendor: 'acme' });

const REQUESTS: Record<string, Asked> = {
  getPrincipal: { listing: true },
  createBudget: { body: () => ({ name: 'n', currency: 'USD', allocation: '1' }) },
  listBudgets: { listing: true, query: ({ budget }) => `?parentId=${budget}` },
  getBudget: { id: 'budget' },
  getBudgetTree: { id: 'budget' },
  delegateBudget: { id: 'budget', body: () => ({ name: 'n', guarantee: '1' }) },
  updateBudget: { id: 'budget', body: () => ({ name: 'm' }), ifMatch: true },
  fundBudget: { id: 'budget', body: () => ({ amount: '1' }) },
  defundBudget: { id: 'budget', body: () => ({ amount: '1' }) },
  freezeBudget: { id: 'budget' },
  resumeBudget: { id: 'budget' },
  closeBudget: { id: 'budget' },
  createEnvelope: { id: 'budget', body: () => ({ window: 'day', limit: '9' }), ifMatch: true },
  updateEnvelope: { id: 'envelope', body: () => ({ limit: '8' }), ifMatch: true },
  deleteEnvelope: { id: 'envelope', ifMatch: true },
  setPrice: { id: 'budget', body: () => ({ ...CALL, item: 'another' }), ifMatch: true },
  listPrices: { id: 'budget' },
  findPrice: { query: ({ budget }) => `?budgetId=${budget}&vendor=acme&item=call` },
  getPrice: { id: 'price' },
  withdrawPrice: { id: 'price', ifMatch: true },
  createEstimate: {
    body: ({ budget }) => ({
      budgetId: budget,
      candidates: [{ vendor: 'acme', item: 'call', usage: { call: 1 } }],
    }),
  },
  getBaseline: { id: 'budget' },
  createReservation: { body: purpose },
  listReservations: { listing: true, query: ({ budget }) => `?budgetId=${budget}` },
  getReservation: { id: 'reservation' },
  batchReservations: {
    body: (target) => ({ commands: [{ type: 'reserve', idempotencyKey: 'k', ...purpose(target) }] }),
  },
  recordCharge: { id: 'budget', body: () => ({ amount: '1', vendor: 'acme' }) },
  commitReservation: { id: 'reservation', body: () => ({ amount: '1' }) },
  releaseReservation: { id: 'reservation' },
  extendReservation: { id: 'reservation', body: () => ({ ttlSeconds: 900 }) },
  revokeSettlementToken: { id: 'reservation' },
  refundReservation: { id: 'reservation', body: () => ({ amount: '0' }) },
  settleClaim: { id: 'reservation' },
  dismissClaim: { id: 'reservation', body: () => ({ reason: 'no' }) },
  openDispute: { id: 'reservation', body: () => ({ reason: 'no' }) },
  upholdDispute: { id: 'reservation' },
  rejectDispute: { id: 'reservation', body: () => ({ reason: 'no' }) },
  withdrawDispute: { id: 'reservation' },
  extendRun: { body: ({ budget }) => ({ budgetId: budget, ttlSeconds: 900 }) },
  releaseRun: { body: ({ budget }) => ({ budgetId: budget }) },
  listApprovals: { listing: true, query: ({ budget }) => `?budgetId=${budget}` },
  approveReservation: { id: 'reservation' },
  rejectReservation: { id: 'reservation', body: () => ({ reason: 'no' }) },
  createDecision: { body: purpose },
  listEntries: { id: 'budget' },
  searchEntries: { query: ({ budget }) => `?budgetId=${budget}` },
  getBalance: { id: 'budget' },
  verifyBudget: { id: 'budget' },
  getStatement: { id: 'budget' },
  getSpend: { query: ({ budget }) => `?budgetId=${budget}&groupBy=budget` },
  issueKey: { id: 'budget', body: () => ({ name: 'n', role: 'auditor' }) },
  listKeys: { id: 'budget' },
  revokeKeys: { id: 'budget' },
  getKey: { id: 'key' },
  rotateKey: { id: 'key' },
  revokeKey: { id: 'key' },
  followEvents: { query: ({ budget }) => `?budgetId=${budget}` },
  createWebhook: { body: ({ budget }) => ({ budgetId: budget, url: 'https://example.com/' }) },
  listWebhooks: { listing: true, query: ({ budget }) => `?budgetId=${budget}` },
  getWebhook: { id: 'webhook' },
  updateWebhook: { id: 'webhook', body: () => ({ state: 'paused' }) },
  deleteWebhook: { id: 'webhook' },
  rotateWebhookSecret: { id: 'webhook' },
  testWebhook: { id: 'webhook' },
  listDeliveries: { id: 'webhook' },
  redeliver: { id: 'webhook' },
  parkDelivery: { id: 'webhook' },
  setMeters: {
    id: 'budget',
    body: () => ({
      apiKey: 'rk_test_51ForTheTests',
      customerLabel: 'customer',
      meters: [{ eventName: 'calls', measure: 'calls' }],
    }),
  },
  getMeters: { id: 'budget' },
  deleteMeters: { id: 'budget' },
  listMeterEvents: { id: 'budget' },
  retryMeterEvent: { id: 'budget' },
  skipMeterEvent: { id: 'budget' },
};

let fleet: Fleet;
let admin: Client;
let people: Issuer;

beforeAll(async () => {
  people = await Issuer.start();
  fleet = await Fleet.start(1, people.environment);
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
  people.stop();
});

const issue = async (budgetId: string, role: Role): Promise<{ id: string; secret: string }> =>
  made(
    await admin.post<{ id: string; secret: string }>(`/v1/budgets/${budgetId}/keys`, { name: role, role }),
  );

/** A webhook with a delivery. It is paused, so that nothing is sent. */
async function subscribed(budgetId: string): Promise<Pick<Target, 'webhook' | 'delivery'>> {
  const url = 'https://example.com/hook';
  const { id } = made(await admin.post<{ id: string }>('/v1/webhooks', { budgetId, url }));
  made(await admin.patch(`/v1/webhooks/${id}`, { state: 'paused' }));
  const ping = made(await admin.post<{ id: string }>(`/v1/webhooks/${id}/test`));
  return { webhook: id, delivery: ping.id };
}

/** A client with a new key of a role, bound to a new budget, and something new in the relation to that budget. */
async function scene(
  role: Role,
  relation: Relation,
  needsWebhook = false,
): Promise<{ client: Client; target: Target; own: string }> {
  const envelopes = [{ window: 'day', limit: '50' }];
  const settings = { name: 'n', guarantee: '40', envelopes };
  const root = await admin.root('1000');
  const parent = await admin.child(root.id, '100', { envelopes });
  const own = await admin.child(parent.id, '50', { envelopes });
  const related = {
    own: async () => own,
    below: () => admin.child(own.id, '20', settings),
    ancestor: async () => parent,
    sibling: () => admin.child(parent.id, '20', settings),
    'other tree': () => admin.root('100', { envelopes }),
  };
  const budget = await related[relation]();
  const held = made(await admin.reserve(budget.id, '2', { settleable: true }));
  const price = await admin.write<{ id: string }>('PUT', `/v1/budgets/${budget.id}/prices`, CALL, {
    revision: 1,
  });
  return {
    client: admin.as((await issue(own.id, role)).secret),
    own: own.id,
    target: {
      budget: budget.id,
      reservation: held.id,
      envelope: budget.envelopes![0]!.id,
      price: made(price).id,
      // Setting the price was the first change of its settings.
      revision: 2,
      key: (await issue(budget.id, 'auditor')).id,
      ...(needsWebhook ? await subscribed(budget.id) : { webhook: '', delivery: '' }),
    },
  };
}

async function ask(
  { method, route }: Operation,
  asked: Asked,
  client: Client,
  target: Target,
  accept?: string,
): Promise<Answer> {
  const named = route.replace('{id}', asked.id ? target[asked.id] : '');
  const whole = named
    .replace('{deliveryId}', target.delivery)
    .replace('{eventId}', METER_EVENT)
    .replace('{runId}', 'run-42')
    .replace('{month}', '2026-11');
  const url = whole + (asked.query?.(target) ?? '');
  if (accept !== undefined) return await client.send(method, url, undefined, { accept });
  if (method === 'GET') return await client.get(url);
  const answer = await client.write<{ results?: { status: number; body: Answer['body'] }[] }>(
    method,
    url,
    asked.body?.(target),
    { ...(asked.ifMatch && { revision: target.revision }) },
  );
  // An item of a bulk request is answered as the single route would have been.
  const [item] = answer.body.results ?? [];
  return item ? { ...answer, status: item.status, body: item.body } : answer;
}

/** What an operator of a budget does not change of what those above it have set. */
const SET_FROM_ABOVE: ReadonlySet<string> = new Set(['updateEnvelope', 'deleteEnvelope']);

type NewKey = { id: string; secret: string };

const minted = async (by: Client, budgetId: string, role: Role): Promise<NewKey> =>
  made(await by.post<NewKey>(`/v1/budgets/${budgetId}/keys`, { name: 'minted', role, holder: 'other' }));

/** What somebody who has a key of a role, bound to a budget, can hold instead. */
const CREDENTIALS: Record<string, (first: Client, role: Role, budgetId: string) => Promise<Client>> = {
  'that took the place of another': async (first) => {
    const { keyId } = made(await first.get<{ keyId: string }>('/v1/principal'));
    return admin.as(made(await admin.post<NewKey>(`/v1/keys/${keyId}/rotate`)).secret);
  },
  'that an operator minted': async (_, role, budgetId) => {
    const issuer = admin.as((await issue(budgetId, 'operator')).secret);
    return admin.as((await minted(issuer, budgetId, role)).secret);
  },
  'whose issuer was revoked since': async (_, role, budgetId) => {
    const issuer = await issue(budgetId, 'operator');
    const { secret } = await minted(admin.as(issuer.secret), budgetId, role);
    made(await admin.write('DELETE', `/v1/keys/${issuer.id}`));
    return admin.as(secret);
  },
  'of a person': async (_, role, budgetId) =>
    admin.as(await people.token({ purser_role: role, purser_budget: budgetId }, { expires: '2h' })),
};

/** Holds an answer against what a role may do, and where. */
function expectAnswer(
  operation: Operation,
  asked: Asked,
  role: Role,
  relation: Relation,
  { status, body }: Answer,
): void {
  const seen = `${operation.id}, ${relation}: ${status} ${body.code ?? ''}`;
  const is = (answer: string) => expect(seen).toBe(`${operation.id}, ${relation}: ${answer}`);
  const within = WITHIN.has(relation);
  // No key that is bound to a budget opens a tree, and an agent does not close its own budget.
  const never =
    operation.id === 'createBudget' ||
    (operation.id === 'closeBudget' && role === 'agent' && relation === 'own');
  if (!isAllowed(role, operation) || never) is('403 forbidden');
  else if (asked.listing) {
    is('200 ');
    const { items } = body as { items?: unknown[] };
    if (!within && items) expect(items).toEqual([]);
  } else if (relation === 'own' && SET_FROM_ABOVE.has(operation.id)) is('403 set_from_above');
  else if (within) for (const refusal of ['401 ', '403 ', '404 ']) expect(seen).not.toContain(`: ${refusal}`);
  else is('404 not_found');
}

const isAllowed = (role: Role, { action }: Operation): boolean =>
  may({ role, budgetId: null, scopes: UNSCOPED, expiresAt: null }, action);

describe.each(Object.keys(CREDENTIALS))('a credential %s', (name) => {
  test.each(ROLES)('is worth what the first of role %s is', async (role) => {
    const sceneOf = async (relation: Relation) => {
      const { client, target, own } = await scene(role, relation, true);
      return { client: await CREDENTIALS[name]!(client, role, own), target };
    };
    const [within, outside] = [await sceneOf('own'), await sceneOf('sibling')];
    for (const operation of OPERATIONS) {
      const asked = REQUESTS[operation.id]!;
      const beside = await ask(operation, asked, outside.client, outside.target);
      expectAnswer(operation, asked, role, 'sibling', beside);
      // What changes nothing can be asked of one budget, one after the other.
      const changes = operation.method !== 'GET' && isAllowed(role, operation);
      const { client, target } = changes ? await sceneOf('own') : within;
      expectAnswer(operation, asked, role, 'own', await ask(operation, asked, client, target));
    }
  });
});

test('what an issuer minted before it ended does nothing after that', async () => {
  const { target } = await scene('operator', 'own');
  const expiresAt = new Date(Date.now() + 3_000).toISOString();
  const issuer = made(
    await admin.post<NewKey>(`/v1/budgets/${target.budget}/keys`, { name: 'i', role: 'operator', expiresAt }),
  );
  const { secret } = await minted(admin.as(issuer.secret), target.budget, 'operator');
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  for (const operation of OPERATIONS) {
    const answer = await ask(operation, REQUESTS[operation.id]!, admin.as(secret), target);
    expect(`${operation.id} ${answer.status}`).toBe(`${operation.id} 401`);
  }
});

test('every operation of the document has a row here', () => {
  expect(Object.keys(REQUESTS).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
});

describe.each(OPERATIONS)('$id', (operation) => {
  const asked = REQUESTS[operation.id] ?? {};

  test.each(ROLES)('with a key of role %s', async (role) => {
    const answers = await Promise.all(
      RELATIONS.map(async (relation) => {
        const { client, target } = await scene(role, relation, asked.id === 'webhook');
        return { relation, answer: await ask(operation, asked, client, target) };
      }),
    );
    for (const { relation, answer } of answers) expectAnswer(operation, asked, role, relation, answer);
  });
});

test('a settlement token opens none of these, whatever is its reservation', async () => {
  const { target, own } = await scene('operator', 'own', true);
  const { settlementToken } = made(await admin.reserve(own, '1', { settleable: true }));
  for (const operation of OPERATIONS) {
    const answer = await ask(operation, REQUESTS[operation.id]!, admin.as(settlementToken!), target);
    expect(`${operation.id} ${answer.status} ${answer.body.code}`).toBe(`${operation.id} 403 forbidden`);
  }
});

test('without a key, and with one that nobody has, nothing but 401', async () => {
  const { target, client } = await scene('operator', 'own');
  for (const operation of OPERATIONS)
    for (const key of ['', 'purser_admin_nobody', `purser_agent_${target.key.slice(4)}_${'A'.repeat(43)}`]) {
      const answer = await ask(operation, REQUESTS[operation.id]!, client.as(key), target);
      expect(`${operation.id} ${answer.status}`).toBe(`${operation.id} 401`);
    }
});

const EXPORTED = OPERATIONS.flatMap((operation) => operation.forms.map((accept) => ({ operation, accept })));

describe.each(EXPORTED)('$operation.id as $accept', ({ operation, accept }) => {
  const asked = REQUESTS[operation.id]!;

  test.each(ROLES)('with a key of role %s has what the role may see, where it may', async (role) => {
    for (const relation of RELATIONS) {
      const { client, target } = await scene(role, relation);
      const answer = await ask(operation, asked, client, target, accept);
      expectAnswer(operation, asked, role, relation, answer);
      if (answer.status !== 200) continue;
      expect(String(answer.body).includes(target.budget)).toBe(WITHIN.has(relation));
    }
  });

  test('without a key is not there', async () => {
    const { target, client } = await scene('operator', 'own');
    expect((await ask(operation, asked, client.as(''), target, accept)).status).toBe(401);
  });
});
