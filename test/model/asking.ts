import type { Past, Relative } from '../../src/core/baselines.js';
import type { Command } from '../../src/core/commands/commands.js';
import type { EnvelopeInput } from '../../src/core/commands/inputs.js';
import type { Origin } from '../../src/core/commands/origin.js';
import { UNSCOPED } from '../../src/core/keys.js';
import { formatAmount } from '../../src/core/money.js';
import { payeeOf } from '../../src/core/settlement-tokens.js';
import { command, envelopeInput, origin, rightTo } from '../support/core.js';
import { adminOrigin, keyAt, keyOf, onKey, originOf, senderOf } from './key-steps.js';
import type { Model } from './model.js';
import type { Asked } from './steps.js';

/** What the service does by itself, without a key. */
const ALONE: string[] = ['expire', 'appraise', 'pause_end'];
const ON_CALLS = [
  'token_revoke',
  'commit',
  'release',
  'extend',
  'refund',
  'claim_settle',
  'claim_dismiss',
  'expire',
];
const ON_DISPUTES = ['dispute_uphold', 'dispute_reject', 'dispute_withdraw'];

/** The command that a step means in the world as it is; `place` makes its ids new, and orders them by time as real ones are. */
export function commandOf(step: Asked, model: Model, scale: number, place: number, now: number): Command {
  const nth = String(place).padStart(3, '0');
  const text = (amount: string) =>
    /^[0-9]{1,2}$/.test(amount) ? formatAmount(BigInt(amount), scale) : amount;
  const budgetId = pick([...model.nodes.keys()], step.on);
  const calls = [...model.calls.values()];
  const held = calls.filter(({ state }) => state === 'held');
  const pending = calls.filter(({ state }) => state === 'pending_approval');
  // Mostly one that is still held, and for a refund one that was paid.
  const paid = calls.filter(({ committed }) => committed > 0n);
  const isDecision = step.type === 'approve' || step.type === 'reject';
  const claimed = calls.filter((one) => one.claimed > 0n);
  const isAboutClaim = step.type === 'claim_settle' || step.type === 'claim_dismiss';
  const disputed = calls.filter((one) => one.disputed > 0n);
  const isAboutDispute = step.type === 'dispute_open' || ON_DISPUTES.includes(step.type);
  const ends = step.type === 'expire' || step.type === 'release';
  const likely = ON_DISPUTES.includes(step.type)
    ? disputed
    : isAboutClaim
      ? claimed
      : isDecision
        ? pending
        : step.type === 'refund' || step.type === 'dispute_open'
          ? paid
          : ends
            ? [...pending, ...held]
            : held;
  const reservationId = pick(
    (step.on % 4 > 0 && likely.length > 0 ? likely : calls).map(({ id }) => id),
    step.on,
  );
  const limits = [...model.limits.values()];
  const limit = limits[step.on % (limits.length + 1)];
  const revision = (id: string) => (model.nodes.get(id)?.revision ?? 0) + (step.stale ? 1 : 0);
  const key = step.key === null ? null : `k${step.key}`;
  // Mostly who opened a dispute withdraws it.
  const opener =
    step.type === 'dispute_withdraw' && step.on % 4 > 0 && model.calls.get(reservationId)?.dispute?.by;
  const principal = opener || (isDecision || (isAboutDispute && 'who' in step) ? step.who : undefined);
  const bound = 'right' in step && step.right !== 'all' ? step.right : undefined;
  // A bound is an amount: in units, as all of them are.
  const authority = rightTo(bound === undefined || bound === 'no' ? bound : text(bound));
  const { sent, ...what } = step;
  const fingerprint = JSON.stringify(what);
  const about = targetOf();
  const by = ALONE.includes(step.type) ? null : senderOf(model, sent, step.type, about, now);
  const payee =
    'isByPayee' in step && step.isByPayee ? payeeOrigin(reservationId, about, key, fingerprint) : null;
  const base = {
    treeId: 'R',
    origin: payee ?? (by ? originOf(by, key, fingerprint) : origin(key, fingerprint, principal, authority)),
  };
  const onBudget = { ...base, budgetId, ...(step.stale && { expectedVersion: 1 }) };
  const onCall = { ...onBudget, reservationId, budgetId: model.calls.get(reservationId)?.budgetId ?? 'R' };
  // Whoever is paid sees no version of the budget.
  if (payee) Object.assign(onCall, { expectedVersion: null });
  // A run goes on longer where its root does.
  const spared = budgetId === 'R' && step.on > 0 && { ...base, budgetId, amount: '1' };
  switch (step.type) {
    case 'delegate': {
      const ceiling = step.ceiling === null ? null : text(step.ceiling);
      const { envelope } = step;
      return command('delegate', {
        ...onBudget,
        childId: `b${nth}`,
        ref: step.ref,
        guarantee: text(step.guarantee),
        ceiling,
        policy: step.policy,
        metadata: step.labels,
        // A budget that begins has paid nobody.
        envelopes: envelope ? [wanted({ ...envelope, newVendors: envelope.newVendors && [] })] : [],
      });
    }
    case 'fund':
    case 'defund':
      return command(step.type, {
        ...onBudget,
        budgetId: step.on % 5 === 0 ? budgetId : 'R',
        amount: text(step.amount),
      });
    case 'update':
      return command('update', {
        ...base,
        budgetId,
        ifRevision: revision(budgetId),
        ...(step.guarantee !== undefined && { guarantee: text(step.guarantee) }),
        ...(step.ceiling !== undefined && { ceiling: text(step.ceiling) }),
        ...(step.policy !== undefined && { policy: step.policy }),
        ...(step.labels !== undefined && { metadata: step.labels }),
        ...(step.dimensions !== undefined && { dimensions: step.dimensions }),
      });
    case 'freeze':
    case 'resume':
      if (step.type === 'freeze' && spared) return command('dry_run', spared);
      return command(step.type, {
        ...base,
        budgetId,
        ifRevision: step.stale ? 0 : null,
        reason: step.type === 'resume' && step.isExplained ? 'looked at' : null,
      });
    case 'close':
      if (spared) return command('dry_run', spared);
      return command('close', {
        ...base,
        budgetId,
        ifRevision: step.stale ? 0 : null,
        holds: step.holds,
      });
    case 'envelope_create': {
      const envelope = wanted(step.envelope);
      return command('envelope_create', { ...base, budgetId, ifRevision: revision(budgetId), envelope });
    }
    case 'envelope_update':
    case 'envelope_delete': {
      const owner = limit?.budgetId ?? 'R';
      const target = {
        ...base,
        budgetId: owner,
        envelopeId: limit?.id ?? 'none',
        ifRevision: revision(owner),
      };
      if (step.type === 'envelope_delete') return command('envelope_delete', target);
      return command('envelope_update', {
        ...target,
        ...(step.limit !== undefined && {
          limit: limitText({ limit: step.limit, metric: limit?.metric ?? 'amount' }),
        }),
        ...(step.relative && {
          relative: relativeText(step.relative, limit?.metric ?? 'amount'),
          past: step.past ? pastOf(step.past) : null,
        }),
        ...(step.onExceed && { onExceed: step.onExceed }),
        ...(step.onExceed === 'approve' && { approve: step.approve }),
      });
    }
    case 'appraise':
      return command('appraise', {
        ...base,
        budgetId: limit?.budgetId ?? 'R',
        envelopeId: limit?.id ?? 'none',
        past: pastOf(step.past),
        windowDays: step.days,
      });
    case 'reserve':
    case 'dry_run': {
      const { vendor, category, runId, item } = step;
      const purpose = { ...onBudget, amount: text(step.amount), vendor, category, runId, item };
      if (step.type === 'dry_run') return command('dry_run', purpose);
      return command('reserve', {
        ...purpose,
        reservationId: `r${nth}`,
        overage: step.overage,
        onExpiry: step.onExpiry,
        tokenHash: step.settleable ? 'a'.repeat(64) : null,
        metadata: step.labels,
        ttlSeconds: step.ttl,
      });
    }
    case 'charge': {
      const { vendor, category, runId, item, overage, name: externalId, labels: metadata, ago } = step;
      return command('charge', {
        ...onBudget,
        ...{ vendor, category, runId, item, overage, externalId, metadata },
        reservationId: `r${nth}`,
        amount: text(step.amount),
        occurredAt: ago === null ? null : now - ago,
      });
    }
    case 'commit': {
      const { final, overage, labels: metadata } = step;
      const usage = usageOf(step);
      return command('commit', { ...onCall, amount: text(step.amount), final, overage, metadata, usage });
    }
    case 'claim_settle':
      return command('claim_settle', {
        ...onCall,
        amount: step.part === null ? null : text(step.part),
      });
    case 'claim_dismiss':
      return command('claim_dismiss', { ...onCall, reason: step.isExplained ? 'no cost' : null });
    case 'dispute_open':
    case 'dispute_uphold':
      return command(step.type, {
        ...onCall,
        amount: step.part === null ? null : text(step.part),
        reason: step.isExplained ? 'not what was asked for' : null,
      });
    case 'dispute_reject':
    case 'dispute_withdraw':
      return command(step.type, { ...onCall, reason: step.isExplained ? 'as agreed' : null });
    case 'pause_end': {
      const paused = [...model.nodes.values()].filter(({ pausedUntil }) => pausedUntil !== null);
      return command('pause_end', { ...base, budgetId: paused[0]?.id ?? budgetId });
    }
    case 'refund':
      return command('refund', {
        ...onCall,
        amount: text(step.amount),
        metadata: step.labels,
        usage: usageOf(step),
      });
    case 'token_revoke':
      return command('token_revoke', onCall);
    case 'extend':
      return command('extend', { ...onCall, ttlSeconds: step.ttl });
    case 'approve': {
      const seen = model.calls.get(reservationId)?.ask?.fingerprint ?? 'it';
      return command('approve', { ...onCall, fingerprint: step.saw === 'it' ? seen : step.saw });
    }
    case 'reject':
      return command('reject', { ...onCall, reason: 'no' });
    case 'release':
      return command('release', { ...onCall, ...(step.spares && { sparesPromises: true }) });
    case 'expire':
      return command('expire', onCall);
    case 'key_issue': {
      const issuer = by === null && step.byAdmin ? { origin: adminOrigin() } : {};
      return command('key_issue', {
        ...base,
        budgetId,
        key: keyOf(step, `key${nth}`, now, text),
        ...issuer,
      });
    }
    case 'key_rotate': {
      const { overlap: overlapSeconds } = step;
      const next = { newId: `key${nth}`, newHash: `hash of key${nth}`, overlapSeconds };
      return onKey('key_rotate', keyAt(model, step.on), { ...base, budgetId: about, ...next });
    }
    case 'key_revoke':
      return onKey('key_revoke', keyAt(model, step.on), { ...base, budgetId: about, issued: step.issued });
    case 'keys_revoke':
      return command('keys_revoke', { ...base, budgetId, subtree: step.subtree, issued: step.issued });
  }

  /** The budget that the command will be addressed to. */
  function targetOf(): string {
    if ('amount' in step && (step.type === 'fund' || step.type === 'defund'))
      return step.on % 5 === 0 ? budgetId : 'R';
    if (step.type === 'envelope_update' || step.type === 'envelope_delete') return limit?.budgetId ?? 'R';
    if (step.type === 'key_rotate' || step.type === 'key_revoke')
      return keyAt(model, step.on)?.budgetId ?? 'R';
    const onCalls = [...ON_CALLS, ...ON_DISPUTES, 'dispute_open', 'approve', 'reject'] as string[];
    return onCalls.includes(step.type) ? (model.calls.get(reservationId)?.budgetId ?? 'R') : budgetId;
  }

  function wanted(envelope: NonNullable<Extract<Asked, { type: 'delegate' }>['envelope']>): EnvelopeInput {
    const { past, vendors, categories, items, newVendors, ...asked } = envelope;
    // Mostly where new vendors can be matched at all.
    const isSingle = newVendors !== null && step.on % 8 > 0;
    const single = { window: 'transaction', metric: 'amount', per: null, relative: null } as const;
    const { relative, ...settings } = { ...asked, ...(isSingle && single) };
    return envelopeInput({
      ...settings,
      match: { vendors, categories, items, newVendors: newVendors !== null },
      knownVendors: newVendors ?? [],
      ...asking(envelope),
      id: `e${nth}`,
      limit: relative ? null : limitText(settings),
      relative: relative && relativeText(relative, settings.metric),
      past: relative && past && pastOf(past),
    });
  }

  function relativeText(
    {
      atLeast,
      atMost,
      ...relative
    }: { times: number; windowDays: number; atLeast: string; atMost: string | null },
    metric: string,
  ): Relative {
    return {
      ...relative,
      of: 'average',
      atLeast: limitText({ limit: atLeast, metric }),
      atMost: atMost === null ? null : limitText({ limit: atMost, metric }),
    };
  }

  function pastOf({ total, windows, ago }: { total: number; windows: number; ago: number }): Past {
    const to = now - ago;
    return { total: BigInt(total), windows, from: to - 86_400_000, to };
  }

  function limitText({ limit, metric }: { limit: string; metric: string }): string {
    return metric === 'amount' ? text(limit) : limit;
  }
}

/** Whoever has the settlement token of a call, or says so. */
const payeeOrigin = (id: string, budgetId: string, key: string | null, fingerprint: string): Origin => {
  const scopes = { ...UNSCOPED, actions: [] };
  const authority = { role: 'agent' as const, budgetId, scopes, expiresAt: null, settles: id };
  return origin(key, fingerprint, payeeOf(id), authority);
};

const usageOf = ({ used }: { used: number | null }) => (used === null ? null : { u: used });

/** Who is asked goes with asking. */
const asking = <A>({ onExceed, approve }: { onExceed: string; approve: A }): { approve: A | null } => ({
  approve: onExceed === 'approve' ? approve : null,
});

/** One of these, or now and then one that does not exist. */
const pick = (ids: string[], n: number): string =>
  n === 39 ? 'nobody' : (ids[n % Math.max(1, ids.length)] ?? 'nobody');
