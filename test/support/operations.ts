import { readFileSync } from 'node:fs';
import path from 'node:path';
import { may, UNSCOPED, type Action, type Role } from '../../src/core/keys.js';
import type { Answer, Client } from './client.js';

// Every operation of the document, and what asks it of a budget.

export type Operation = { id: string; method: string; route: string; action: Action; forms: string[] };

interface Documented {
  operationId: string;
  'x-purser-action'?: Action;
  responses: Record<string, { content?: object }>;
}

const document = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8'),
) as { paths: Record<string, Record<string, Documented>> };

/** The media types of exports: each is an answer of its own to the same question. */
const formsOf = (responses: Documented['responses']): string[] =>
  Object.keys(responses['200']?.content ?? {}).filter((type) => /csv|ndjson/.test(type));

export const OPERATIONS: Operation[] = Object.entries(document.paths).flatMap(([route, methods]) =>
  Object.entries(methods).flatMap(([method, { operationId: id, 'x-purser-action': action, responses }]) =>
    action ? [{ id, method: method.toUpperCase(), route, action, forms: formsOf(responses) }] : [],
  ),
);

export const RELATIONS = ['own', 'below', 'ancestor', 'sibling', 'other tree'] as const;
export type Relation = (typeof RELATIONS)[number];
export const WITHIN: ReadonlySet<Relation> = new Set(['own', 'below']);

/** What a request can be about. */
export interface Target {
  budget: string;
  reservation: string;
  envelope: string;
  price: string;
  key: string;
  webhook: string;
  delivery: string;
  /** Of the one who asks. */
  session: string;
  revision: number;
}

export interface Asked {
  /** What stands for {id}. */
  id?: Exclude<keyof Target, 'revision'>;
  body?: (target: Target) => object;
  query?: (target: Target) => string;
  ifMatch?: boolean;
  /** Names nothing: its answer has only what may be seen. */
  listing?: boolean;
  /** Is about the one who asks, wherever they may act. */
  ofCaller?: boolean;
}

export const CALL = { vendor: 'acme', item: 'call', charges: [{ unit: 'call', amount: '0.01' }] };

/** There is none: meters belong to roots, and no budget here is one within reach. */
const METER_EVENT = 'mev_01k9v3r5d6e7f8g9h0j1k2m3n4';

const purpose = ({ budget }: Target) => ({ budgetId: budget, amount: '1', vendor: 'acme' });

export const REQUESTS: Record<string, Asked> = {
  getPrincipal: { listing: true },
  listSessions: { ofCaller: true },
  endSession: { id: 'session', ofCaller: true },
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
  listFullestEnvelopes: { listing: true, query: ({ budget }) => `?budgetId=${budget}` },
  createEnvelope: { id: 'budget', body: () => ({ window: 'day', limit: '9' }), ifMatch: true },
  updateEnvelope: { id: 'envelope', body: () => ({ limit: '8' }), ifMatch: true },
  deleteEnvelope: { id: 'envelope', ifMatch: true },
  getEnvelopeWindows: { id: 'envelope' },
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
  upholdDispute: { id: 'reservation', body: () => ({ amount: '1', expectedVersion: 1 }) },
  rejectDispute: { id: 'reservation', body: () => ({ reason: 'no', expectedVersion: 1 }) },
  withdrawDispute: { id: 'reservation' },
  extendRun: { body: ({ budget }) => ({ budgetId: budget, ttlSeconds: 900 }) },
  releaseRun: { body: ({ budget }) => ({ budgetId: budget }) },
  listApprovals: { listing: true, query: ({ budget }) => `?budgetId=${budget}` },
  approveReservation: { id: 'reservation' },
  rejectReservation: { id: 'reservation', body: () => ({ reason: 'no' }) },
  createDecision: { body: purpose },
  listEntries: { id: 'budget' },
  getEntry: { id: 'budget', query: () => '?expand=path' },
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

export async function ask(
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
    .replace('{version}', '1')
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

/** Holds an answer against what a role may do, and where. */
export function expectAnswer(
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
  else if (asked.ofCaller) is(operation.method === 'GET' ? '200 ' : '204 ');
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

/** Whether anything can come of it: what is only read, not allowed, or elsewhere leaves all as it was. */
export const changes = (operation: Operation, role: Role, relation: Relation): boolean =>
  operation.method !== 'GET' && isAllowed(role, operation) && WITHIN.has(relation);
