import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { EventStream } from '../../support/event-stream.js';

// What is said against payments, and what people answer, through the API.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

interface Dispute {
  amount: string;
  asked: string;
  at: string;
  by: string;
  state: string;
  answer: { by: string; reason: string | null; refunded: string } | null;
}
interface Disputed {
  id: string;
  state: string;
  committed: string;
  refunded: string;
  dispute: Dispute | null;
}

const on = (client: Client, id: string, what: string, body?: object, key?: string) =>
  client.post<Disputed>(`/v1/reservations/${id}/${what}`, body, key ? { key } : {});
const dispute = (client: Client, id: string, fields: object = {}, key?: string) =>
  on(client, id, 'dispute', { reason: 'not what was asked for', ...fields }, key);
/** Answers what was seen right before: upholds all of it, or rejects it. */
const answer = async (client: Client, id: string, what: string, fields: object) =>
  on(client, id, `dispute/${what}`, { openedAt: (await get(id)).dispute!.at, ...fields });
const uphold = (client: Client, id: string, fields: object = {}) => answer(client, id, 'uphold', fields);
const reject = (client: Client, id: string, reason = 'no') => answer(client, id, 'reject', { reason });
const get = async (id: string): Promise<Disputed> =>
  made(await admin.get<Disputed>(`/v1/reservations/${id}`));
const found = async (query: string): Promise<string[]> =>
  made(await admin.get<{ items: Disputed[] }>(`/v1/reservations?${query}`)).items.map(({ id }) => id);

/** A budget with an agent and an approver, and a call of 10 that the agent has paid. */
async function paid(fields: object = {}) {
  const root = await admin.root('100', fields);
  const agent = await admin.issue(root.id);
  const approver = await admin.issue(root.id, { role: 'approver', holder: 'other' });
  const { id } = await agent.client.hold(root.id, '10', { vendor: 'acme' });
  made(await agent.client.commit(id, '10'));
  return { root: root.id, agent, approver, id };
}

test('an agent disputes, an approver upholds a part, and the money is back in its windows', async () => {
  const { root, agent, approver, id } = await paid({ envelopes: [{ window: 'month', limit: '50' }] });
  const opened = await dispute(agent.client, id, { amount: '6' }, 'd');
  expect(opened.status).toBe(200);
  expect(opened.body.dispute).toMatchObject({ amount: '6', asked: '6', by: agent.id, state: 'open' });
  expect(opened.body.dispute!.answer).toBeNull();
  const again = await dispute(agent.client, id, { amount: '6' }, 'd');
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(codeOf(await dispute(agent.client, id))).toBe('409 dispute_exists');
  expect(await found(`budgetId=${root}&dispute=open`)).toEqual([id]);
  // Who may only ask does not answer, and who answers gives no more than was asked for.
  expect(codeOf(await uphold(agent.client, id))).toBe('403 forbidden');
  const more = await uphold(approver.client, id, { amount: '6.01' });
  expect(codeOf(more)).toBe('409 dispute_exceeded');
  expect(more.body).toMatchObject({ field: 'amount', acceptable: '6' });
  const upheld = await uphold(approver.client, id, { amount: '4', reason: 'partly' });
  expect(made(upheld)).toMatchObject({
    state: 'committed',
    committed: '10',
    refunded: '4',
    dispute: { amount: '0', state: 'upheld', answer: { by: approver.id, reason: 'partly', refunded: '4' } },
  });
  expect(await admin.budget(root)).toMatchObject({
    balances: { spent: '6' },
    envelopes: [{ usage: [{ used: '6' }] }],
  });
  for (const query of ['dispute=open', 'dispute=rejected'])
    expect(await found(`budgetId=${root}&${query}`)).toEqual([]);
  expect(await found(`budgetId=${root}&subtree=true&dispute=open,upheld`)).toEqual([id]);
  expect(codeOf(await reject(approver.client, id))).toBe('409 reservation_state');
  // What it was not about can still be disputed, and no more.
  const rest = await dispute(agent.client, id, { amount: '5' });
  expect(codeOf(rest)).toBe('409 refund_exceeds_committed');
  expect(rest.body).toMatchObject({ field: 'amount', acceptable: '4' });
  expect(await fleet.historyOf(id)).toEqual(['reserve', 'commit', 'dispute_open', 'dispute_uphold']);
});

test('it is rejected with a reason, and never by who opened it', async () => {
  const { root, agent, approver, id } = await paid();
  const operator = await admin.issue(root, { role: 'operator', holder: 'other' });
  made(await dispute(operator.client, id));
  const own = await operator.client.post<{ secret: string }>(`/v1/budgets/${root}/keys`, {
    name: 'handed out',
    role: 'approver',
    holder: 'other',
  });
  const handedOut = admin.as(made(own).secret);
  for (const client of [operator.client, handedOut])
    for (const [what, body] of [
      ['uphold', { amount: '1' }],
      ['reject', { reason: 'no' }],
    ] as const)
      expect(codeOf(await answer(client, id, what, body))).toBe('403 own_request');
  expect(codeOf(await on(agent.client, id, 'dispute/withdraw'))).toBe('403 not_your_dispute');
  expect(codeOf(await reject(approver.client, id, ' '))).toBe('400 reason_required');
  const rejected = made(await reject(approver.client, id, 'it was resolved'));
  expect(rejected).toMatchObject({ refunded: '0', dispute: { amount: '0', state: 'rejected' } });
  expect(rejected.dispute!.answer).toMatchObject({ reason: 'it was resolved', refunded: '0' });
});

test('an answer says which dispute it is to, as it was seen, and is to no other', async () => {
  const { root, agent, approver, id } = await paid();
  const colleague = await admin.issue(root);
  const seen = made(await dispute(colleague.client, id, { amount: '1' })).dispute!;
  const { version } = await admin.budget(root);
  // Of who reserved: it takes the place of the one that was looked at.
  const other = made(await dispute(agent.client, id)).dispute!;
  expect(other.at > seen.at).toBe(true);
  const { at: openedAt } = seen;
  for (const [what, body] of [
    ['uphold', {}],
    ['uphold', { amount: '1' }],
    ['reject', { reason: 'no' }],
  ] as const) {
    const say = (seen: object) => on(approver.client, id, `dispute/${what}`, { ...body, ...seen });
    const unnamed = await say({});
    expect([codeOf(unnamed), unnamed.body.errors]).toEqual([
      '400 validation_failed',
      [expect.objectContaining({ field: 'openedAt', rule: 'required' })],
    ]);
    expect(codeOf(await say({ openedAt }))).toBe('409 reservation_state');
    expect(codeOf(await say({ expectedVersion: version }))).toBe('412 version_mismatch');
  }
  expect(await get(id)).toMatchObject({ refunded: '0', dispute: { state: 'open', amount: '10' } });
  // The same moment, as somebody else writes it.
  const asWritten = other.at.replace('Z', '+00:00');
  expect(made(await on(approver.client, id, 'dispute/uphold', { openedAt: asWritten })).refunded).toBe('10');
});

test('it is withdrawn by who opened it, and can be opened again', async () => {
  const { agent, approver, id } = await paid();
  made(await dispute(agent.client, id, { amount: '3' }));
  expect(made(await on(agent.client, id, 'dispute/withdraw')).dispute).toMatchObject({
    ...{ amount: '0', asked: '3', state: 'withdrawn', answer: null },
  });
  expect(codeOf(await uphold(approver.client, id))).toBe('409 reservation_state');
  expect(made(await dispute(agent.client, id)).dispute).toMatchObject({ amount: '10', state: 'open' });
  expect(made(await uphold(approver.client, id)).refunded).toBe('10');
});

test('what comes back meanwhile is taken off, and nothing comes back twice', async () => {
  const { agent, approver, id } = await paid();
  made(await dispute(agent.client, id, { amount: '6' }));
  made(await on(admin, id, 'refund', { amount: '4' }));
  expect((await get(id)).dispute).toMatchObject({ amount: '2', asked: '6', state: 'open' });
  expect(codeOf(await uphold(approver.client, id, { amount: '6' }))).toBe('409 dispute_exceeded');
  made(await on(admin, id, 'refund', { amount: '5' }));
  const left = await get(id);
  expect(left).toMatchObject({ refunded: '9', dispute: { amount: '0', state: 'refunded', answer: null } });
  // What is left can be disputed, and no more.
  expect(codeOf(await dispute(agent.client, id, { amount: '2' }))).toBe('409 refund_exceeds_committed');
  made(await dispute(agent.client, id));
  expect(made(await uphold(approver.client, id))).toMatchObject({ refunded: '10' });
  expect((await get(id)).dispute).toMatchObject({ asked: '1', state: 'upheld' });
});

test('others neither use up nor hold up what the one who reserved can dispute', async () => {
  const { root, agent, approver, id } = await paid();
  const { client: other } = await admin.issue(root);
  made(await dispute(other, id));
  made(await reject(approver.client, id));
  expect(codeOf(await dispute(other, id, { amount: '1' }))).toBe('409 dispute_exists');
  const second = await admin.issue(root);
  expect(codeOf(await dispute(second.client, id, { amount: '1' }))).toBe('409 dispute_exists');
  expect(made(await dispute(agent.client, id, { amount: '7' })).dispute).toMatchObject({
    ...{ amount: '7', by: agent.id, ofPayer: true, answered: { others: '10', payer: '0' } },
  });
  made(await reject(approver.client, id));
  made(await dispute(agent.client, id));
  expect((await get(id)).dispute).toMatchObject({ amount: '3', answered: { others: '10', payer: '7' } });

  const open = await paid();
  const { client: stranger } = await admin.issue(open.root);
  made(await dispute(stranger, open.id, { amount: '1' }));
  expect(made(await dispute(open.agent.client, open.id)).dispute).toMatchObject({ amount: '10' });
  expect(codeOf(await on(stranger, open.id, 'dispute/withdraw'))).toBe('403 not_your_dispute');
  expect(codeOf(await dispute(stranger, open.id))).toBe('409 dispute_exists');
  expect(made(await uphold(approver.client, id)).refunded).toBe('3');
});

test('an answer has the name of the credit, as a refund has, and is found by it', async () => {
  const { root, agent, approver, id } = await paid();
  made(await dispute(agent.client, id, { amount: '6' }));
  const name = { externalId: 'credit-1' };
  expect(made(await uphold(approver.client, id, name))).toMatchObject({
    ...{ refunded: '6', refundExternalId: 'credit-1', dispute: { answer: name } },
  });
  expect(await found(`budgetId=${root}&externalId=credit-1`)).toEqual([id]);
  // Another refund takes its place on the reservation, and not in the journal.
  made(await on(admin, id, 'refund', { amount: '1', externalId: 'credit-2' }));
  const entries = await admin.get<{ items: { content: { kind: string; externalId: string } }[] }>(
    `/v1/entries?budgetId=${root}&externalId=credit-1`,
  );
  expect(made(entries).items.map(({ content }) => content)).toMatchObject([
    { kind: 'dispute_uphold', ...name },
  ]);
});

test('the price says for how long, and a close changes nothing of what is open', async () => {
  const root = await admin.root('100');
  const child = await admin.child(root.id, '20');
  const approver = await admin.issue(root.id, { role: 'approver', holder: 'other' });
  const call = { vendor: 'acme', charges: [{ unit: 'call', amount: '2' }] };
  const price = (item: string, disputableSeconds: number, revision: number) =>
    admin.write('PUT', `/v1/budgets/${root.id}/prices`, { ...call, item, disputableSeconds }, { revision });
  expect(made(await price('never', 0, 1))).toMatchObject({ tariff: { disputableSeconds: 0 } });
  made(await price('long', 34_560_000, 2));
  const bought = async (item: string): Promise<string> => {
    const usage = { call: 2 };
    const asked = { budgetId: child.id, vendor: 'acme', item, usage };
    const { id } = made(await admin.post<Disputed>('/v1/reservations', asked));
    made(await admin.post(`/v1/reservations/${id}/commit`, { usage }));
    return id;
  };
  const late = await dispute(admin, await bought('never'));
  expect(codeOf(late)).toBe('409 dispute_too_late');
  expect(Date.parse((late.body as unknown as { until: string }).until)).toBeLessThanOrEqual(Date.now());
  const id = await bought('long');
  made(await dispute(admin, id, { amount: '3' }));
  made(await admin.post(`/v1/budgets/${child.id}/close`));
  expect(made(await uphold(approver.client, id))).toMatchObject({ refunded: '3' });
  expect((await admin.budget(root.id)).balances).toMatchObject({ available: '95', delegated: '5' });
});

test('what was never settled, never paid or lies elsewhere is not disputed', async () => {
  const { root, agent, id } = await paid();
  const held = await agent.client.hold(root, '5');
  expect(codeOf(await dispute(agent.client, held.id))).toBe('409 reservation_state');
  made(await agent.client.release(held.id));
  expect(codeOf(await dispute(agent.client, held.id))).toBe('409 reservation_state');
  expect(codeOf(await dispute(agent.client, id, { amount: '0' }))).toBe('400 invalid_amount');
  expect(codeOf(await dispute(agent.client, id, { reason: undefined }))).toBe('400 validation_failed');
  const over = await dispute(agent.client, id, { amount: '10.5' });
  expect(codeOf(over)).toBe('409 refund_exceeds_committed');
  expect(over.body).toMatchObject({ field: 'amount', acceptable: '10' });
  const stranger = await admin.issue((await admin.root('1')).id);
  expect(codeOf(await dispute(stranger.client, id))).toBe('404 not_found');
  const narrow = await admin.issue(root, { scopes: { vendors: ['other'] } });
  expect(codeOf(await dispute(narrow.client, id))).toBe('403 scope_vendor');
  expect((await get(id)).dispute).toBeNull();
});

test('each step is an event, and what came back is a refund', async () => {
  const { root, agent, approver, id } = await paid();
  const stream = await EventStream.open(admin.baseUrl, `?budgetId=${root}`);
  made(await dispute(agent.client, id));
  made(await on(agent.client, id, 'dispute/withdraw'));
  made(await dispute(agent.client, id));
  made(await uphold(approver.client, id));
  const wanted = ['disputed', 'dispute_withdrawn', 'disputed', 'dispute_upheld', 'refunded'];
  const types = (): string[] =>
    stream.events.map(({ type }) => type.replace('reservation.', '')).filter((type) => wanted.includes(type));
  await stream.until(() => types().length >= wanted.length);
  expect(types()).toEqual(wanted);
  await stream.close();
});
