import { codeOf, type Client, made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { auditAfter, rewriteJournal } from '../../support/tamper.js';

// What people agreed to can be taken back, and is then worth no more than a request of the agent's own.

const ASKS = {
  window: 'transaction',
  limit: '10',
  onExceed: 'approve',
  approve: { approvals: 1, withinSeconds: 3600 },
};

let fleet: Fleet;
let admin: Client;
let budgetId: string;
let agent: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
beforeEach(async () => {
  const root = await admin.root('1000', { envelopes: [ASKS] });
  ({ id: budgetId } = await admin.child(root.id, '1000'));
  agent = (await admin.issue(budgetId)).client;
});
afterAll(async () => {
  await expectAuditPasses(fleet.database.sql);
  await fleet.stop();
});

/** A reservation of the agent's above the limit, to which somebody agreed. */
async function approved(ttlSeconds: number): Promise<string> {
  const { id } = made(await agent.reserve(budgetId, '900', { ttlSeconds }));
  expect(made(await admin.post(`/v1/reservations/${id}/approve`))).toMatchObject({ state: 'held' });
  return id;
}

/** None of it is paid by the agent's word; what it did cost is claimed, and somebody who may settles it. */
async function expectNoConsent(id: string): Promise<void> {
  const denied = await agent.commit(id, '900');
  expect([codeOf(denied), denied.body.largestAdmissible]).toEqual(['402 envelope_exceeded', '10']);
  const cost = { amount: '900', overage: 'overdraft' };
  const claimed = await agent.post(`/v1/reservations/${id}/commit`, cost);
  expect(claimed).toMatchObject({ status: 202, body: { committed: '10', claim: { amount: '890' } } });
  expect(made(await admin.post(`/v1/reservations/${id}/claim/settle`))).toMatchObject({
    committed: '900',
    claim: null,
  });
}

test('a release by an operator takes it back', async () => {
  const id = await approved(600);
  made(await admin.post(`/v1/reservations/${id}/release`, { reason: 'withdrawn' }));
  await expectNoConsent(id);
});

test('so does one by the agent that asked', async () => {
  const id = await approved(600);
  made(await agent.release(id));
  await expectNoConsent(id);
});

test('a hold that ended by its time is no way round it', async () => {
  const id = await approved(1);
  await expectExpired(id);
  expect(made(await admin.release(id))).toMatchObject({ state: 'released' });
  expect(codeOf(await admin.release(id))).toBe('409 reservation_state');
  await expectNoConsent(id);
  // A journal in which nobody had agreed is found out.
  const difference = await auditAfter(fleet.database.sql, (tx) =>
    rewriteJournal(tx, budgetId, ({ kind, reservation }) => {
      if (kind === 'release') reservation!.approval!.given = [];
    }),
  );
  expect(difference?.what).toBe('consent that is taken back');
});

test('a late call is paid as agreed unless the consent was withdrawn', async () => {
  const id = await approved(1);
  await expectExpired(id);
  expect(made(await agent.commit(id, '900'))).toMatchObject({ state: 'committed', committed: '900' });
});

test('the close of its budget takes it back', async () => {
  const id = await approved(600);
  made(await admin.post(`/v1/budgets/${budgetId}/close`));
  expect(codeOf(await agent.commit(id, '900'))).toBe('423 budget_closed');
  const cost = { amount: '900', overage: 'overdraft' };
  const claimed = await agent.post(`/v1/reservations/${id}/commit`, cost);
  expect(claimed).toMatchObject({ status: 202, body: { committed: '0', claim: { amount: '900' } } });
});

async function expectExpired(id: string): Promise<void> {
  for (const ends = Date.now() + 60_000; Date.now() < ends; await new Promise((go) => setTimeout(go, 50))) {
    const { state } = made(await admin.get<{ state: string }>(`/v1/reservations/${id}`));
    if (state === 'expired') return;
  }
  throw new Error('it does not expire');
}
