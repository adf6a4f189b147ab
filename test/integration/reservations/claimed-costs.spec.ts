import { made, type Client } from '../../support/client.js';
import { cost, settle } from '../../support/costs.js';
import { EventStream } from '../../support/event-stream.js';
import { Fleet } from '../../support/fleet.js';

// Events report costs above limits: which limits, and by how much.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const LIMITS = {
  deny: { window: 'day', limit: '200' },
  approve: { window: 'day', limit: '200', onExceed: 'approve', approve: { approvals: 1, withinSeconds: 60 } },
  pause: { window: 'day', limit: '200', onExceed: 'pause' },
};

const follow = (budgetId: string): Promise<EventStream> =>
  EventStream.open(admin.baseUrl, `?budgetId=${budgetId}`);

test.each(Object.entries(LIMITS))(
  'a real cost above a limit that would %s is recorded, stops the budget, and has an event',
  async (onExceed, limit) => {
    const root = await admin.root('1000', { envelopes: [limit] });
    const stream = await follow(root.id);
    const { id } = made(await admin.reserve(root.id, '1'));
    expect(made(await cost(admin, id, '250'))).toMatchObject({ committed: '250', claim: null });
    const resets = new Date();
    resets.setUTCHours(24, 0, 0, 0);
    expect(await admin.budget(root.id)).toMatchObject({
      state: 'paused',
      // A limit that pauses asks for a person; the others hold again in their next window.
      pausedUntil: onExceed === 'pause' ? null : resets.toISOString(),
      balances: { spent: '250', overdraft: '0' },
    });
    await stream.until((events) => events.some(({ type }) => type === 'budget.paused'));
    const event = stream.events.find(({ type }) => type === 'reservation.overdraft')!;
    expect(event.data.entry).toMatchObject({
      kind: 'commit',
      by: 'admin',
      notices: [{ envelopeId: root.envelopes![0]!.id, limit: '200', exceededBy: '50' }],
    });
    await stream.close();
  },
);

test('a claim has an event with the limits that it would pass, and one when it is settled', async () => {
  const root = await admin.root('1000', { envelopes: [LIMITS.deny] });
  const stream = await follow(root.id);
  const agent = await admin.issue(root.id);
  const { id } = made(await agent.client.reserve(root.id, '1'));
  expect((await cost(agent.client, id, '250')).status).toBe(202);
  await stream.until((events) => events.some(({ type }) => type === 'reservation.claimed'));
  const claimed = stream.events.find(({ type }) => type === 'reservation.claimed')!;
  expect(claimed.data.entry).toMatchObject({
    by: agent.id,
    claimed: '50',
    reservation: {
      id,
      claim: { amount: '50', limits: [{ envelopeId: root.envelopes![0]!.id, exceededBy: '50' }] },
    },
  });
  made(await settle(admin, id));
  await stream.until((events) => events.some(({ type }) => type === 'reservation.overdraft'));
  const types = stream.events.map(({ type }) => type).filter((type) => !type.startsWith('key.'));
  expect(types).toEqual(
    expect.arrayContaining(['reservation.claim_settled', 'reservation.overdraft', 'budget.paused']),
  );
  expect(types.indexOf('budget.paused')).toBeGreaterThan(types.indexOf('reservation.claimed'));
  await stream.close();
});
