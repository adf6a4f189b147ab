import type { Command } from '../../src/core/commands/commands.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import type { Call, Model, Opinion } from './model.js';
import { max } from './units.js';

const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** What the commits of a call have reported, and what of that came back. */
export interface Used {
  used: number;
  back: number;
}

type Settling = Extract<Command, { type: 'release' | 'extend' | 'expire' | 'refund' | 'token_revoke' }>;

/** Pays a call that ends by itself, where that was promised. Answers whether it was. */
export function cashed(call: Call, now: number): boolean {
  if (call.onExpiry !== 'commit' || call.state !== 'held') return false;
  Object.assign(call, {
    state: 'committed',
    committed: call.committed + call.held,
    held: 0n,
    settledAt: now,
  });
  return true;
}

/** What the model says of what is done to a call. */
export function settle(
  model: Model,
  command: Settling,
  scale: number,
  now: number,
  isStale: (id: string, expected: number | null) => boolean,
): Opinion {
  const call = model.calls.get(command.reservationId)!;
  const isLive = call.state === 'held' || call.state === 'pending_approval';
  const note = (fact: () => void): Opinion => {
    model.note(call.budgetId, fact);
    return { status: 'accepted' };
  };
  if (command.type === 'expire') {
    if (!isLive || call.expiresAt > now) return { status: 'ignored' };
    return note(() => {
      if (!cashed(call, now)) Object.assign(call, { state: 'expired', held: 0n, settledAt: now });
    });
  }
  const refund = command.type === 'refund' ? parseAmount(command.amount, scale) : 0n;
  if (refund === null) return no('invalid_amount');
  if (command.type === 'extend' && call.state !== 'held') return no('reservation_state');
  if (command.type === 'token_revoke' && call.token === null) return no('not_found');
  const isAgreed = call.state === 'expired' && call.ask !== null && call.ask.given.length >= call.ask.needed;
  if (command.type === 'release' && !isLive && !isAgreed) return no('reservation_state');
  if (
    command.type === 'release' &&
    command.sparesPromises &&
    call.onExpiry === 'commit' &&
    call.state === 'held'
  )
    return no('reservation_state');
  if (isStale(call.budgetId, command.expectedVersion)) return no('version_mismatch');
  if (command.type === 'token_revoke') {
    return note(() => (call.token = { ...call.token!, revokedAt: call.token!.revokedAt ?? '' }));
  }
  if (command.type === 'release')
    return note(() => Object.assign(call, { state: 'released', held: 0n, settledAt: now }));
  if (command.type === 'extend')
    return note(() => (call.expiresAt = Math.max(call.expiresAt, now + command.ttlSeconds * 1000)));
  const back = call.back + ((command.type === 'refund' && command.usage?.['u']) || 0);
  if (back > call.used) return no('refund_exceeds_usage');
  if (refund > call.committed - call.refunded) return no('refund_exceeds_committed');
  return note(() => {
    call.refunded += refund;
    call.back = back;
    // What came back is no longer asked for.
    call.disputed = max(0n, call.disputed - refund);
    if (call.dispute?.state === 'open' && call.disputed === 0n)
      call.dispute = { ...call.dispute, state: 'refunded' };
  });
}
