import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// What came of calls, through the API.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

interface Outcome {
  type: string;
  evidence: Record<string, string> | null;
}
interface Called {
  id: string;
  state: string;
  outcome: Outcome | null;
}

const RESOLVED = {
  type: 'ticket_resolved',
  evidence: { url: 'https://desk.example/7', b: 'ü', a: '{"x":1}' },
};
const FAILED = { type: 'failed', evidence: null };

const commit = (id: string, body: object, key?: string) =>
  admin.post<Called>(`/v1/reservations/${id}/commit`, body, key ? { key } : {});
const found = async (query: string): Promise<string[]> =>
  made(await admin.get<{ items: Called[] }>(`/v1/reservations?${query}`)).items.map(({ id }) => id);
/** What the entries of a reservation say of its outcome, in their order. */
const recorded = async (budgetId: string, id: string): Promise<[string, string | undefined][]> => {
  const { items } = made(await admin.get(`/v1/entries?budgetId=${budgetId}&reservationId=${id}`));
  return (items as { content: { kind: string; reservation: { outcome?: Outcome } } }[]).map(({ content }) => [
    content.kind,
    content.reservation.outcome?.type,
  ]);
};

test('parts of a call say what came of it, and the last of them counts', async () => {
  const { id: root } = await admin.root('100');
  const { id } = await admin.hold(root, '10', { vendor: 'acme' });
  expect(made(await admin.get<Called>(`/v1/reservations/${id}`)).outcome).toBeNull();
  const failed = { amount: '1', final: false, outcome: { type: 'failed' } };
  expect(made(await commit(id, failed)).outcome).toEqual(FAILED);
  // One that says nothing leaves it.
  expect(made(await commit(id, { amount: '1', final: false })).outcome).toEqual(FAILED);
  const resolved = { amount: '2', outcome: RESOLVED };
  const first = made(await commit(id, resolved, 'last'));
  expect(first).toMatchObject({ state: 'committed', outcome: RESOLVED });
  made(await admin.post(`/v1/reservations/${id}/refund`, { amount: '1' }));
  const again = await commit(id, resolved, 'last');
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body.outcome).toEqual(RESOLVED);
  // The key stands for the outcome as well.
  expect(codeOf(await commit(id, { amount: '2', outcome: FAILED }, 'last'))).toBe(
    '422 idempotency_key_reused',
  );
  expect(made(await admin.get<Called>(`/v1/reservations/${id}`)).outcome).toEqual(RESOLVED);
  expect(await recorded(root, id)).toEqual([
    ['reserve', undefined],
    ['commit', 'failed'],
    ['commit', 'failed'],
    ['commit', 'ticket_resolved'],
    ['refund', 'ticket_resolved'],
  ]);
  expect(await found(`budgetId=${root}&outcomeType=ticket_resolved`)).toEqual([id]);
  expect(await found(`budgetId=${root}&outcomeType=failed`)).toEqual([]);
});

test('a charge, a batch and a claim say it, and a denied commit does not', async () => {
  const { id: root } = await admin.root('100', { envelopes: [{ window: 'lifetime', limit: '12' }] });
  const charge = { amount: '1', vendor: 'acme', outcome: RESOLVED };
  const charged = made(await admin.post<Called>(`/v1/budgets/${root}/charges`, charge));
  expect(charged.outcome).toEqual(RESOLVED);
  const { id: late } = await admin.hold(root, '2');
  const batch = { type: 'commit', reservationId: late, amount: '2', outcome: FAILED, idempotencyKey: 'b' };
  const { results } = made(await admin.send('POST', '/v1/reservations/batch', { commands: [batch] }));
  expect(results[0].body.outcome).toEqual(FAILED);

  const agent = await admin.issue(root);
  const { id } = await agent.client.hold(root, '1');
  const denied = await agent.client.post(`/v1/reservations/${id}/commit`, { amount: '50', outcome: FAILED });
  expect(denied.status).toBe(402);
  expect(made(await admin.get<Called>(`/v1/reservations/${id}`)).outcome).toBeNull();
  const real = { amount: '50', overage: 'overdraft', outcome: RESOLVED };
  const claimed = await agent.client.post<Called>(`/v1/reservations/${id}/commit`, real);
  expect([claimed.status, claimed.body.outcome]).toEqual([202, RESOLVED]);
  expect(new Set(await found(`budgetId=${root}&outcomeType=ticket_resolved`))).toEqual(
    new Set([charged.id, id]),
  );
});

test.each([
  ['a text instead of it', 'failed', 'outcome', 'object'],
  ['no type', { evidence: { a: 'b' } }, 'outcome.type', 'required'],
  ['a type with capitals', { type: 'Failed' }, 'outcome.type', 'name'],
  ['a field that is none', { type: 'failed', score: 1 }, 'outcome.score', 'unknown_field'],
  ['evidence that is a text', { type: 'failed', evidence: 'x' }, 'outcome.evidence', 'evidence'],
  ['evidence of nothing', { type: 'failed', evidence: {} }, 'outcome.evidence', 'evidence'],
  ['an empty text', { type: 'failed', evidence: { a: '' } }, 'outcome.evidence', 'evidence'],
  ['something nested', { type: 'failed', evidence: { a: { b: 'c' } } }, 'outcome.evidence', 'evidence'],
  [
    'nine texts',
    { type: 'failed', evidence: Object.fromEntries([...'abcdefghi'].map((key) => [key, 'x'])) },
    'outcome.evidence',
    'evidence',
  ],
  [
    'more than 1 KiB',
    { type: 'failed', evidence: { a: '界'.repeat(200), b: '界'.repeat(200) } },
    'outcome.evidence',
    'evidence',
  ],
])('%s is refused, with the field and the rule', async (_, outcome, field, rule) => {
  const { id: root } = await admin.root('100');
  const { id } = await admin.hold(root, '10');
  for (const answer of [
    await commit(id, { amount: '1', outcome }),
    await admin.post(`/v1/budgets/${root}/charges`, { amount: '1', vendor: 'acme', outcome }),
  ]) {
    const { status, body } = answer as {
      status: number;
      body: { errors: { field: string; rule: string }[] };
    };
    expect([status, body.errors[0]!.field, body.errors[0]!.rule]).toEqual([400, field, rule]);
  }
});
