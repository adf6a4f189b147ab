import type { EntryContent } from '../../../src/core/entries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import type { Answer, Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { Issuer } from '../../support/issuer.js';
import { auditAfter, rewriteJournal } from '../../support/tamper.js';

const FIRST = {
  name: 'new vendors',
  window: 'transaction',
  limit: '10',
  match: { newVendors: true },
  onExceed: 'approve',
  approve: { approvals: 1, withinSeconds: 3600 },
};

let fleet: Fleet;
let admin: Client;
let issuer: Issuer;
let ann: Client;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(1, issuer.environment);
  admin = fleet.client();
  ann = admin.as(await issuer.operator('ann'));
});
afterAll(async () => {
  await expectAuditPasses(fleet.database.sql);
  await fleet.stop();
  issuer.stop();
});

const reserve = (budgetId: string, vendor: string | null, amount = '20'): Promise<Answer> =>
  admin.post('/v1/reservations', { budgetId, amount, ...(vendor !== null && { vendor }) });
const commit = async (id: string, amount = '20'): Promise<void> => {
  expect((await admin.post(`/v1/reservations/${id}/commit`, { amount })).status).toBe(200);
};

describe('a vendor who was never paid', () => {
  it('waits for a person, and is known when it was paid', async () => {
    const { id: root } = await admin.root('1000', { envelopes: [FIRST] });
    const [envelope] = (await admin.get(`/v1/budgets/${root}`)).body.envelopes;
    expect(envelope).toMatchObject({
      match: { vendors: null, categories: null, newVendors: true },
      usage: [],
    });
    expect((await reserve(root, 'acme', '10')).status).toBe(201);
    const first = await reserve(root, 'acme');
    expect([first.status, first.body.state]).toEqual([202, 'pending_approval']);
    const seen = await admin.post('/v1/decisions', { budgetId: root, amount: '20', vendor: 'acme' });
    expect(seen.body).toMatchObject({ admissible: true, approval: { envelopes: [envelope.id] } });
    expect((await ann.post(`/v1/reservations/${first.body.id}/approve`, {})).status).toBe(200);
    expect((await reserve(root, 'acme')).status).toBe(202);
    await commit(first.body.id as string);
    expect((await reserve(root, 'acme')).status).toBe(201);
    expect((await reserve(root, 'other')).status).toBe(202);
    expect((await reserve(root, null)).status).toBe(202);
  });

  it('does not become known by a trifle that a bounded right records', async () => {
    const { id: root } = await admin.root('1000', { envelopes: [{ ...FIRST, limit: '0' }] });
    const scopes = { actions: ['read', 'reserve', 'overdraft'], largestOverdraft: '5' };
    const { client: agent } = await admin.issue(root, { scopes });
    const nothing = await agent.reserve(root, '0', { vendor: 'evil' });
    expect(nothing.status).toBe(201);
    const commit = `/v1/reservations/${nothing.body.id}/commit`;
    const cost = await agent.post(commit, { amount: '0.000001', overage: 'overdraft' });
    expect([cost.status, cost.body.committed, cost.body.claim?.amount]).toEqual([202, '0', '0.000001']);
    expect((await reserve(root, 'evil', '400')).status).toBe(202);
    const settle = `/v1/reservations/${nothing.body.id}/claim/settle`;
    expect((await agent.post(settle, {})).body.code).toBe('overdraft_bound');
    expect((await admin.post(settle)).body).toMatchObject({ committed: '0.000001', claim: null });
  });

  it('is none of those who were paid before there was an envelope', async () => {
    const { id: root } = await admin.root('1000');
    const agent = (await admin.post(`/v1/budgets/${root}/children`, { name: 'a', guarantee: '100' })).body.id;
    await commit((await admin.hold(root, '20', { vendor: 'acme' })).id);
    await commit((await admin.hold(agent, '20', { vendor: 'deep' })).id);
    await admin.hold(root, '20', { vendor: 'held' });
    const made = await admin.post(`/v1/budgets/${root}/envelopes`, FIRST, { revision: 1 });
    expect(made.status).toBe(201);
    const self = await admin.post(
      `/v1/budgets/${root}/envelopes`,
      { ...FIRST, scope: 'self' },
      { revision: 2 },
    );
    expect(self.status).toBe(201);
    expect((await reserve(agent, 'acme')).status).toBe(201);
    expect((await reserve(agent, 'deep')).status).toBe(201);
    expect((await reserve(root, 'acme')).status).toBe(201);
    const asked = await reserve(root, 'deep');
    expect(asked.body.approval).toMatchObject({ envelopes: [self.body.id] });
    expect((await reserve(root, 'held')).body.approval).toMatchObject({
      envelopes: [made.body.id, self.body.id],
    });
    const { body } = await admin.get(`/v1/budgets/${root}/entries?kind=envelope_create`);
    const [entry] = (body.items as { content: EntryContent }[]).map(({ content }) => content);
    expect(entry!.charges?.map(({ counterId }) => counterId).sort()).toEqual([
      `${made.body.id}/lifetime/acme`,
      `${made.body.id}/lifetime/deep`,
    ]);
  });

  it.each([
    [{ window: 'day' }, 'invalid_envelope', 'match.newVendors'],
    [{ per: 'vendor' }, 'invalid_envelope', 'match.newVendors'],
    [{ match: { newVendors: 'yes' } }, 'validation_failed', 'match.newVendors'],
    [{ match: { newVendors: null } }, 'validation_failed', 'match.newVendors'],
  ])('%j is refused: %s', async (settings, problem, field) => {
    const { id: root } = await admin.root('100');
    const body = { ...FIRST, ...settings };
    const answer = await admin.post(`/v1/budgets/${root}/envelopes`, body, { revision: 1 });
    expect([answer.status, answer.body.code]).toEqual([400, problem]);
    expect((answer.body.errors as { field: string }[] | undefined)?.[0]?.field ?? answer.body.field).toBe(
      field,
    );
  });

  it('is anybody, where it is said that it need not be new', async () => {
    const { id: root } = await admin.root('100');
    const body = { ...FIRST, window: 'day', match: { newVendors: false } };
    const made = await admin.post(`/v1/budgets/${root}/envelopes`, body, { revision: 1 });
    expect([made.status, made.body.match]).toEqual([201, { vendors: null, categories: null }]);
  });
});

describe('the audit', () => {
  let root: string;
  beforeAll(async () => {
    root = (await admin.root('1000')).id;
    await commit((await admin.hold(root, '20', { vendor: 'acme' })).id);
    await admin.post(
      `/v1/budgets/${root}/envelopes`,
      { ...FIRST, onExceed: 'notify', approve: null },
      { revision: 1 },
    );
    await commit((await admin.hold(root, '20', { vendor: 'other' })).id);
  });

  test.each([
    ['used of the counter', `UPDATE counters SET used = 5 WHERE tree_id = $1 AND key = 'other'`],
    ['used of the counter', `UPDATE counters SET used = 0 WHERE tree_id = $1 AND key = 'acme'`],
    ['metric of the counter', `UPDATE counters SET metric = 'count' WHERE tree_id = $1 AND key = 'acme'`],
    ['counter', `DELETE FROM counters WHERE tree_id = $1 AND key = 'acme'`],
    ['match of the envelope', `UPDATE envelopes SET match_new_vendors = false WHERE tree_id = $1`],
  ])('finds a table that was changed: %s: %s', async (what, statement) => {
    const difference = await auditAfter(fleet.database.sql, (tx) =>
      tx.unsafe(statement.replace('$1', `'${uuidOf(root)}'`)).simple(),
    );
    expect(difference?.what).toBe(what);
  });

  test('and the database refuses other windows', async () => {
    const statement = `UPDATE envelopes SET "window" = 'day' WHERE tree_id = '${uuidOf(root)}'`;
    await expect(fleet.database.sql.unsafe(statement)).rejects.toThrow('envelopes_new_vendors');
  });

  type Change = (content: EntryContent) => void;
  const on =
    (kind: string, change: Change): Change =>
    (content) => {
      if (content.kind === kind && content.charges) change(content);
    };
  const charge = (kind: string, at: number, changes: object): Change =>
    on(kind, (content) => void Object.assign(content.charges![at] ?? {}, changes));
  test.each<[string, Change]>([
    ['charge to the counter', charge('envelope_create', 0, { delta: '2' })],
    ['use of the counter after the charge', charge('envelope_create', 0, { used: '2' })],
    ['charges without a reservation', charge('envelope_create', 0, { counterId: 'x/lifetime/acme' })],
    ['charges without a reservation', on('envelope_create', (c) => void delete c.envelope!.match.newVendors)],
    ['used of the counter', charge('reserve', 1, { delta: '1' })],
    ['version of the counter', on('commit', (c) => void delete c.charges)],
  ])('finds a journal that was rewritten: %s (case %#)', async (what, change) => {
    let changed = 0;
    const difference = await auditAfter(fleet.database.sql, async (tx) => {
      changed = await rewriteJournal(tx, root, change);
    });
    expect(changed).toBeGreaterThan(0);
    expect(difference?.what).toBe(what);
  });
});
