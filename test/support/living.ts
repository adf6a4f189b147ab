import type { Answer, TestApi } from './api.js';

/** Something living of each kind that an id in an example can be of, and the revision of its budget. */
export interface Living {
  budget: string;
  rsv: string;
  env: string;
  key: string;
  wh: string;
  dlv: string;
  evt: string;
  revision: number;
}

const idOf = ({ status, body }: Answer): string => {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id as string;
};

/** A root, a child of it with everything that a budget can have, and what an operation needs besides. */
export async function livingFor(api: TestApi, operationId: string): Promise<Living> {
  const root = await api.root({ allocation: '1000' });
  const child = idOf(await api.post(`/v1/budgets/${root}/children`, { name: 'child', guarantee: '60' }));
  const { body: budget } = await api.get(`/v1/budgets/${child}`);
  const env = await api.post(
    `/v1/budgets/${child}/envelopes`,
    {
      window: 'transaction',
      limit: '5',
      onExceed: 'approve',
      approve: { approvals: 1, withinSeconds: 900 },
    },
    { 'if-match': `"${budget.revision}"` },
  );
  const key = await api.post(`/v1/budgets/${child}/keys`, { name: 'agent', role: 'agent' });
  const webhook = idOf(await api.post('/v1/webhooks', { url: 'http://127.0.0.1:9/nobody' }));
  const delivery = idOf(await api.post(`/v1/webhooks/${webhook}/test`));
  // Asked by an agent, so that the admin may decide on it.
  const asAgent = { authorization: `Bearer ${key.body.secret}` };
  const amount = WAITS.has(operationId) ? '6' : '0.0035';
  const rsv = idOf(await api.post('/v1/reservations', { budgetId: child, amount }, asAgent));
  await PREPARED[operationId]?.(api, { child, rsv, asAgent });
  return {
    budget: OF_ROOTS.has(operationId) ? root : child,
    rsv,
    env: idOf(env),
    key: idOf(key),
    wh: webhook,
    dlv: delivery,
    evt: `evt_${child.replace('budget_', '')}_1_budget-delegated`,
    revision: (await api.get(`/v1/budgets/${child}`)).body.revision as number,
  };
}

const WAITS = new Set(['approveReservation', 'rejectReservation']);
const OF_ROOTS = new Set(['fundBudget', 'defundBudget']);

interface Prepared {
  child: string;
  rsv: string;
  asAgent: Record<string, string>;
}

const claim = async (api: TestApi, { rsv, asAgent }: Prepared): Promise<void> => {
  const cost = { amount: '80', overage: 'overdraft' };
  const { status } = await api.post(`/v1/reservations/${rsv}/commit`, cost, asAgent);
  if (status !== 202) throw new Error(`nothing was claimed: ${status}`);
};

/** What has to have happened before an operation can. */
const PREPARED: Record<string, (api: TestApi, prepared: Prepared) => Promise<unknown>> = {
  resumeBudget: (api, { child }) => api.post(`/v1/budgets/${child}/freeze`),
  closeBudget: (api, { rsv }) => api.post(`/v1/reservations/${rsv}/release`),
  refundReservation: (api, { rsv }) => api.post(`/v1/reservations/${rsv}/commit`, { amount: '0.0021' }),
  settleClaim: claim,
  dismissClaim: claim,
};
