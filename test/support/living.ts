import { Browser } from './browser.js';
import { made, type Client } from './client.js';
import { cost } from './costs.js';

/** Something living of each kind that an id in an example can be of, and the revision of its budget. */
export interface Living {
  budget: string;
  rsv: string;
  env: string;
  price: string;
  key: string;
  wh: string;
  dlv: string;
  mev: string;
  ses: string;
  evt: string;
  /** Of the dispute on the reservation, where there is one. */
  openedAt: string;
  revision: number;
}

/** A root, a child of it with everything that a budget can have, and what an operation needs besides. */
export async function livingFor(admin: Client, operationId: string): Promise<Living> {
  const root = await admin.root('1000', {
    dimensions: ['team', 'customer'],
    metadata: { customer: 'cus_1' },
  });
  const child = await admin.child(root.id, '60');
  const envelope = {
    window: 'transaction',
    limit: '5',
    onExceed: 'approve',
    approve: { approvals: 1, withinSeconds: 900 },
  };
  const { revision } = child;
  const env = made(await admin.post(`/v1/budgets/${child.id}/envelopes`, envelope, { revision }));
  const call = { vendor: 'acme', item: 'call', charges: [{ unit: 'call', amount: '0.01' }] };
  const price = made(
    await admin.write<{ id: string }>('PUT', `/v1/budgets/${child.id}/prices`, call, {
      revision: revision + 1,
    }),
  );
  const key = await admin.issue(child.id);
  // Of this tree: there are more examples than one tree may have webhooks.
  const subscription = { budgetId: root.id, url: 'http://127.0.0.1:9/nobody' };
  const webhook = made(await admin.post('/v1/webhooks', subscription));
  const delivery = made(await admin.post(`/v1/webhooks/${webhook.id}/test`));
  // Asked by an agent, so that the admin may decide on it.
  const settleable = operationId === 'revokeSettlementToken';
  const amount = WAITS.has(operationId) ? '6' : '0.0035';
  const rsv = made(await key.client.reserve(child.id, amount, { settleable }));
  const mev = operationId.includes('Meter') ? await meterEvent(admin, root.id, child.id, operationId) : '';
  await PREPARED[operationId]?.(admin, { child: child.id, rsv: rsv.id, agent: key.client });
  return {
    budget: OF_ROOTS.has(operationId) ? root.id : child.id,
    rsv: rsv.id,
    env: env.id as string,
    price: price.id,
    key: key.id,
    wh: webhook.id as string,
    dlv: delivery.id as string,
    mev,
    ses: made(await new Browser(admin.baseUrl).signIn(admin.key)).id,
    evt: `evt_${child.id.replace('budget_', '')}_1_budget-delegated`,
    openedAt: await openedAtOf(admin, rsv.id),
    revision: (await admin.budget(child.id)).revision,
  };
}

async function openedAtOf(admin: Client, rsv: string): Promise<string> {
  const found = await admin.get<{ dispute: { at: string } | null }>(`/v1/reservations/${rsv}`);
  return made(found).dispute?.at ?? '';
}

const WAITS = new Set(['approveReservation', 'rejectReservation']);
const OF_METERS = [
  'setMeters',
  'getMeters',
  'deleteMeters',
  'listMeterEvents',
  'retryMeterEvent',
  'skipMeterEvent',
];
const OF_ROOTS = new Set(['fundBudget', 'defundBudget', ...OF_METERS]);

/** Meters of a tree and, where something is done to it, a meter event that was given up. */
async function meterEvent(
  admin: Client,
  rootId: string,
  childId: string,
  operationId: string,
): Promise<string> {
  const meters = { customerLabel: 'customer', meters: [{ eventName: 'calls', measure: 'calls' }] };
  const route = `/v1/budgets/${rootId}/meters`;
  made(await admin.write('PUT', route, { apiKey: 'rk_test_51Example00', ...meters }));
  if (!operationId.endsWith('MeterEvent')) return '';
  made(await admin.post(`/v1/budgets/${childId}/charges`, { vendor: 'acme', amount: '0.01' }));
  for (;;) {
    const { items } = made(await admin.get<{ items: { id: string }[] }>(`${route}/events?state=parked`));
    if (items[0]) return items[0].id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Prepared {
  child: string;
  rsv: string;
  agent: Client;
}

const claim = async (_: Client, { rsv, agent }: Prepared): Promise<void> => {
  const { status } = await cost(agent, rsv, '80');
  if (status !== 202) throw new Error(`nothing was claimed: ${status}`);
};

const paid = (admin: Client, { rsv }: Prepared) =>
  admin.post(`/v1/reservations/${rsv}/commit`, { amount: '0.0021', usage: { output_tokens: 212 } });

/** Disputed by the agent, so that the admin may decide; what is to be withdrawn by the admin. */
const dispute =
  (isOwn = false) =>
  async (admin: Client, prepared: Prepared): Promise<void> => {
    await paid(admin, prepared);
    const by = isOwn ? admin : prepared.agent;
    made(await by.post(`/v1/reservations/${prepared.rsv}/dispute`, { reason: 'not what was asked for' }));
  };

/** What has to have happened before an operation can. */
const PREPARED: Record<string, (admin: Client, prepared: Prepared) => Promise<unknown>> = {
  resumeBudget: (admin, { child }) => admin.post(`/v1/budgets/${child}/freeze`),
  closeBudget: (admin, { rsv }) => admin.release(rsv),
  refundReservation: paid,
  openDispute: paid,
  upholdDispute: dispute(),
  rejectDispute: dispute(),
  withdrawDispute: dispute(true),
  settleClaim: claim,
  dismissClaim: claim,
};
