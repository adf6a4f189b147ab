import { EVERYTHING } from '../../src/core/matches/match.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/ids/ids.js';
import { envelopeInput } from './core.js';
import { expectAccepted, type TestLedger } from './ledger.js';

/** A tree in which everything has happened that can happen to one. */
export type BusyTree = Awaited<ReturnType<typeof busyTree>>;

/**
 * Root, an elastic team, and below it an agent (frozen in the end) and a closed budget; beside the team a debtor (paused).
 * With every kind of entry, denials, a late commit, and envelopes that count by day, vendor, run and hour.
 */
export async function busyTree(ledger: TestLedger) {
  const envelopes = {
    daily: newId('envelope'),
    perVendor: newId('envelope'),
    single: newId('envelope'),
    velocity: newId('envelope'),
    deleted: newId('envelope'),
  };
  const root = await ledger.root('100', {
    scale: 2,
    name: 'fleet',
    metadata: { owner: 'ops', attempt: 3 },
    dimensions: ['owner', 'live'],
    envelopes: [envelopeInput({ id: envelopes.daily, window: 'day', limit: '60', name: 'a day' })],
  });
  const team = await ledger.child(root, '10', {
    ceiling: '70',
    name: 'team',
    metadata: { 'per,haps': 'yes', live: true },
    envelopes: [
      envelopeInput({
        id: envelopes.perVendor,
        window: 'month',
        limit: '25',
        per: 'vendor',
        onExceed: 'notify',
      }),
      envelopeInput({
        id: envelopes.single,
        window: 'transaction',
        limit: '50',
        match: { ...EVERYTHING, vendors: ['acme', 'other'] },
      }),
    ],
  });
  const agent = await ledger.child(team, '0', {
    ceiling: '60',
    name: 'agent',
    ref: 'run-1/agent',
    policy: { vendors: { deny: ['evil'] } },
  });
  const done = await ledger.child(team, '5', { name: 'done', ref: 'run-1/done' });
  const debtor = await ledger.child(root, '1', { name: 'debtor' });

  await accept(ledger, 'fund', { budgetId: root, amount: '5', reason: 'more' });
  await accept(ledger, 'defund', { budgetId: root, amount: '5' });
  await changeSettings(ledger, agent, envelopes);
  const reservations = await spend(ledger, agent, envelopes.deleted);
  expectAccepted(await ledger.reserve(done, '2'));
  await accept(ledger, 'close', { budgetId: done, reason: 'ready' });
  const owing = await ledger.reserve(debtor, '1');
  await accept(ledger, 'commit', { reservationId: owing.id, amount: '4', overage: 'overdraft' });
  await accept(ledger, 'freeze', { budgetId: agent, reason: 'enough' });
  return { root, team, agent, done, debtor, envelopes, reservations };
}

async function accept(ledger: TestLedger, ...submission: Parameters<TestLedger['submit']>): Promise<void> {
  expectAccepted(await ledger.submit(...submission));
}

async function changeSettings(
  ledger: TestLedger,
  budgetId: string,
  { velocity, deleted }: { velocity: string; deleted: string },
): Promise<void> {
  const runs = envelopeInput({ id: velocity, metric: 'count', limit: '9', per: 'run', scope: 'self' });
  const hourly = envelopeInput({ id: deleted, window: 'hour', limit: '55', timezone: 'Europe/Berlin' });
  await accept(ledger, 'envelope_create', { budgetId, ifRevision: 1, envelope: runs });
  await accept(ledger, 'envelope_create', { budgetId, ifRevision: 2, envelope: hourly });
  await accept(ledger, 'envelope_update', {
    envelopeId: velocity,
    ifRevision: 3,
    limit: '8',
    name: 'velocity',
  });
  const settings = { name: 'agent 1', guarantee: '3', metadata: { shard: '1' } };
  await accept(ledger, 'update', { budgetId, ifRevision: 4, ...settings });
  await accept(ledger, 'freeze', { budgetId });
  await accept(ledger, 'resume', { budgetId });
}

async function spend(ledger: TestLedger, agent: string, hourly: string) {
  const purpose = {
    vendor: 'acme',
    category: 'llm',
    runId: 'run-1',
    taskId: 'task-1',
    reason: 'because',
    metadata: { step: '1' },
  };
  const hold = async (amount: string, fields: object = {}): Promise<string> => {
    const outcome = await ledger.reserve(agent, amount, { ...purpose, ...fields });
    expectAccepted(outcome);
    return outcome.id;
  };
  const settle = (
    type: 'commit' | 'release' | 'extend' | 'refund',
    reservationId: string,
    fields: object = {},
  ) => accept(ledger, type, { reservationId, ...fields });

  const late = await hold('4', { ttlSeconds: 1, vendor: null });
  const held = await hold('10.5', {
    context: { prompt: 'héllo "wörld" \u2028', depth: [1, { b: 2, a: 1e21 }] },
  });
  await settle('commit', held, { amount: '2.25', final: false });
  await settle('extend', held, { ttlSeconds: 3_600 });
  const committed = await hold('6');
  await settle('commit', committed, { amount: '7.01' });
  const released = await hold('20', { runId: 'run-2' });
  await settle('release', released);
  const refunded = await hold('3', { vendor: 'other' });
  await accept(ledger, 'envelope_delete', { envelopeId: hourly, ifRevision: 7 });
  await settle('commit', refunded, { amount: '3' });
  await settle('refund', refunded, { amount: '1.5', reason: 'broken' });
  // Denied: more than there is, and to somebody who may not be paid.
  await ledger.reserve(agent, '1000', purpose);
  await ledger.reserve(agent, '1', { ...purpose, vendor: 'evil' });
  await sleep(1_100);
  await ledger.submit('expire', { reservationId: late });
  await settle('commit', late, { amount: '0.5', final: false });
  return { held, committed, released, refunded, late };
}
