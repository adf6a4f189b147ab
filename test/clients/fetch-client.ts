import createClient from 'openapi-fetch';
import type { components, paths } from './generated/types.js';
import { heldOf, newKeys, present, type Story } from './story.js';

/** The whole lifecycle with openapi-fetch on types of openapi-typescript. No cast: the document has to be enough. */
export async function storyWithFetch(baseUrl: string, key: string): Promise<Story> {
  const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
  const newKey = newKeys();
  // One place gives every write a key of its own; a call that brings one keeps it.
  api.use({
    onRequest({ request }) {
      if (request.method !== 'GET' && !request.headers.has('Idempotency-Key'))
        request.headers.set('Idempotency-Key', newKey());
      return request;
    },
  });
  const under = (revision: number) => ({ 'If-Match': `"${revision}"` });

  const created = await api.POST('/v1/budgets', {
    body: { name: 'root', currency: 'USD', allocation: '100', metadata: { team: 'research' } },
  });
  const root = resultOf(created);
  const rootPath = { id: root.id };

  const delegated = await api.POST('/v1/budgets/{id}/children', {
    params: { path: rootPath },
    body: {
      name: 'agent',
      guarantee: '10',
      ceiling: '20',
      policy: { vendors: { deny: ['casino'] } },
      envelopes: [{ window: 'day', limit: '15', per: 'vendor' }],
    },
  });
  const child = present(delegated.data);
  const childPath = { id: child.id };

  const added = await api.POST('/v1/budgets/{id}/envelopes', {
    params: { path: childPath, header: under(child.revision) },
    body: { window: 'transaction', limit: '9', name: 'one call' },
  });
  const envelope = present(added.data);
  const changed = await api.PATCH('/v1/envelopes/{id}', {
    params: { path: { id: envelope.id }, header: under(child.revision + 1) },
    body: { limit: '8' },
  });
  const deleted = await api.DELETE('/v1/envelopes/{id}', {
    params: { path: { id: envelope.id }, header: under(child.revision + 2) },
  });
  const updated = await api.PATCH('/v1/budgets/{id}', {
    params: { path: childPath, header: under(child.revision + 3) },
    body: { name: 'agent one', metadata: null },
  });
  const stale = await api.PATCH('/v1/budgets/{id}', {
    params: { path: childPath, header: under(child.revision) },
    body: { name: 'too late' },
  });

  const reserveHeader = { 'Idempotency-Key': newKey() };
  const reserveBody = {
    budgetId: child.id,
    amount: '5',
    vendor: 'openai',
    runId: 'run-1',
    context: { step: 1 },
  };
  const reserved = await api.POST('/v1/reservations', {
    params: { header: reserveHeader },
    body: reserveBody,
  });
  const replayed = await api.POST('/v1/reservations', {
    params: { header: reserveHeader },
    body: reserveBody,
  });
  const reservation = resultOf(reserved);
  if (reservation.state !== 'held') throw new Error('nothing is held');
  const reservationPath = { id: reservation.id };

  const denied = await api.POST('/v1/reservations', {
    body: { budgetId: child.id, amount: '50', vendor: 'openai' },
  });
  const denial = present(denied.error);
  const asking = await api.POST('/v1/budgets', {
    body: {
      name: 'asking',
      currency: 'USD',
      allocation: '100',
      envelopes: [
        {
          window: 'transaction',
          limit: '5',
          onExceed: 'approve',
          approve: { approvals: 1, withinSeconds: 900 },
        },
      ],
    },
  });
  const waiting = await api.POST('/v1/reservations', {
    body: { budgetId: resultOf(asking).id, amount: '6' },
  });
  const waits = resultOf(waiting);
  const violation = present(denial.violations?.[0]);
  const decided = await api.POST('/v1/decisions', {
    body: { budgetId: child.id, amount: '1', vendor: 'casino' },
  });

  await api.POST('/v1/reservations/{id}/extend', {
    params: { path: reservationPath },
    body: { ttlSeconds: 60 },
  });
  const committed = await api.POST('/v1/reservations/{id}/commit', {
    params: { path: reservationPath },
    body: { amount: '4.25' },
  });
  const refunded = await api.POST('/v1/reservations/{id}/refund', {
    params: { path: reservationPath },
    body: { amount: '0.25', reason: 'billed twice' },
  });
  const other = await api.POST('/v1/reservations', {
    body: { budgetId: child.id, amount: '1' },
  });
  const released = await api.POST('/v1/reservations/{id}/release', {
    params: { path: { id: present(other.data).id } },
  });

  const batch = await api.POST('/v1/reservations/batch', {
    body: {
      commands: [
        { type: 'reserve', idempotencyKey: newKey(), budgetId: child.id, amount: '0.5' },
        { type: 'commit', idempotencyKey: newKey(), reservationId: reservation.id, amount: '1' },
        { type: 'release', idempotencyKey: newKey(), reservationId: reservation.id },
      ],
    },
  });

  const frozen = await api.POST('/v1/budgets/{id}/freeze', { params: { path: childPath } });
  const resumed = await api.POST('/v1/budgets/{id}/resume', {
    params: { path: childPath },
    body: { reason: 'looked at' },
  });
  await api.POST('/v1/budgets/{id}/fund', {
    params: { path: rootPath },
    body: { amount: '5' },
  });
  await api.POST('/v1/budgets/{id}/defund', {
    params: { path: rootPath },
    body: { amount: '5' },
  });

  const entries = await api.GET('/v1/budgets/{id}/entries', {
    params: { path: childPath, query: { limit: 100 } },
  });
  const balance = await api.GET('/v1/budgets/{id}/balance', { params: { path: childPath } });
  const verified = await api.GET('/v1/budgets/{id}/verify', { params: { path: childPath } });
  const list = await api.GET('/v1/reservations', {
    params: { query: { budgetId: root.id, subtree: true, state: ['committed'] } },
  });
  const tree = await api.GET('/v1/budgets/{id}/tree', { params: { path: rootPath, query: { depth: 2 } } });
  const read = await api.GET('/v1/budgets/{id}', { params: { path: childPath } });
  const closed = await api.POST('/v1/budgets/{id}/close', {
    params: { path: rootPath },
    body: { holds: 'release' },
  });

  return {
    currency: root.currency,
    childGuarantee: child.guarantee,
    revisions: [child.revision, present(updated.data).revision, present(read.data).revision],
    envelopeLimits: [envelope.limit, present(changed.data).limit, present(deleted.data).limit],
    held: heldOf(reservation),
    replayedSame: present(replayed.data).id === reservation.id,
    committed: present(committed.data).committed,
    refunded: present(refunded.data).refunded,
    released: present(released.data).state,
    denial: { code: denial.code, rule: violation.rule, largestAdmissible: present(denial.largestAdmissible) },
    admissible: present(decided.data).admissible,
    batch: present(batch.data).results.map((result) =>
      result.outcome === 'accepted' ? result.body.state : result.body.code,
    ),
    states: [present(frozen.data).state, present(resumed.data).state],
    kinds: present(entries.data).items.map(({ content }) => content.kind),
    spent: present(balance.data).balances.spent,
    valid: present(verified.data).valid,
    listed: pageOf(list.data).items.length,
    // Of one that waits the type says that it has an approval.
    asks: waits.state === 'pending_approval' ? waits.approval.needed : 0,
    treeDepth: present(present(tree.data).children[0]).depth,
    closedState: present(closed.data).state,
    stale: { code: present(stale.error).code, current: present(present(stale.error).current) },
  };
}

/** A list that can be exported is answered with text, too: not where JSON was asked for. */
function pageOf<T extends object>(data: T | string | undefined): T {
  if (typeof data === 'string') throw new Error('an export');
  return present(data);
}

type Problem = components['schemas']['Problem'];

/** The result of a call; what is not one is thrown with its code. */
function resultOf<T>({ data, error }: { data?: T; error?: Problem }): T {
  if (error) throw new Error(`${error.code}: ${error.detail}`);
  return present(data);
}
