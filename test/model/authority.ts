import type { Command } from '../../src/core/commands/commands.js';
import type { Purpose } from '../../src/core/envelopes.js';
import type { Action, Authority, Role } from '../../src/core/keys.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { codeOf, isAmong, type Model, type Opinion } from './model.js';
import { largestThat } from './search.js';
import { max, min } from './units.js';

/** What each right lets somebody do. What is in none of them is done by the service alone. */
const COMMANDS: Record<Action, Command['type'][]> = {
  read: ['dry_run'],
  reserve: ['reserve', 'commit', 'release', 'extend', 'token_revoke', 'dispute_open', 'dispute_withdraw'],
  charge: ['charge'],
  overdraft: ['claim_settle', 'claim_dismiss'],
  refund: ['refund'],
  delegate: ['delegate', 'close'],
  approve: ['approve', 'reject', 'dispute_uphold', 'dispute_reject'],
  stop: ['freeze', 'resume'],
  manage: [
    ...(['create', 'fund', 'defund', 'update', 'envelope_create', 'envelope_update'] as const),
    ...(['envelope_delete', 'key_issue', 'key_rotate', 'key_revoke', 'keys_revoke'] as const),
  ],
};
const ALL = Object.keys(COMMANDS) as Action[];
export const RIGHTS: Record<Role, Action[]> = {
  operator: ALL,
  agent: ['read', 'reserve', 'delegate'],
  approver: ['read', 'approve', 'stop'],
  auditor: ['read'],
};

/** All that somebody may do: what their scopes name of what their role can be given. */
export function rightsOf({ role, scopes }: Pick<Authority, 'role' | 'scopes'>): Action[] {
  if (scopes.actions === null) return RIGHTS[role];
  const giveable: Action[] =
    role === 'agent' ? [...RIGHTS.agent, 'charge', 'overdraft', 'refund'] : RIGHTS[role];
  return giveable.filter((right) => scopes.actions!.includes(right));
}

export const mayDo = (authority: Authority, type: Command['type']): boolean =>
  rightsOf(authority).some((right) => COMMANDS[right].includes(type));

/** Whether a budget is that of a key, or under it. */
export const isReached = (model: Model, { budgetId }: Authority, id: string): boolean =>
  budgetId === null || model.path(id).some((one) => one.id === budgetId);

/** Whether somebody reaches above a budget. */
export const isAbove = (model: Model, { origin: { authority } }: Command, id: string): boolean =>
  authority === null ||
  authority.budgetId === null ||
  model
    .path(id)
    .slice(1)
    .some((one) => one.id === authority.budgetId);

/** Why somebody may not give a command at all. */
export function unauthorised(model: Model, command: Command, now: number): RejectionCode | null {
  const { authority, keyId } = command.origin;
  if (authority === null) return null;
  if (authority.settles !== undefined) return unsettled(model, command, authority.settles);
  const key = keyId === null ? undefined : model.credentials.get(keyId);
  if ([authority.expiresAt, key?.expiresAt, key?.revokedAt].some((end) => (end ?? Infinity) <= now))
    return 'forbidden';
  if (!mayDo(authority, command.type)) return 'forbidden';
  if (!model.nodes.has(command.budgetId)) return null;
  if (!isReached(model, authority, command.budgetId)) return 'not_found';
  const isOwn = command.type === 'close' && command.budgetId === authority.budgetId;
  return isOwn && !rightsOf(authority).includes('manage') ? 'forbidden' : null;
}

/** Why whoever has a token may not give a command. */
function unsettled(model: Model, command: Command, id: string): RejectionCode | null {
  if (command.type !== 'commit' && command.type !== 'release') return 'forbidden';
  const call = model.calls.get(id);
  if (command.reservationId !== id || !call?.token || call.token.revokedAt !== null) return 'forbidden';
  return call.state === 'held' ? null : 'reservation_state';
}

/** What of a call lies outside of somebody's scopes, were it of this amount. */
export function outside(
  authority: Authority | null,
  budgetId: string,
  purpose: Purpose,
  amount: bigint,
  scale: number,
): string[] {
  if (authority === null) return [];
  const { vendors, categories, runs, largestAmount } = authority.scopes;
  const found: string[] = [];
  if (!isAmong(vendors, purpose.vendor)) found.push('scope_vendor');
  if (!isAmong(categories, purpose.category)) found.push('scope_category');
  if (!isAmong(runs, purpose.runId)) found.push('scope_run');
  if (largestAmount !== null && amount > parseAmount(largestAmount, scale)!) found.push('scope_amount');
  return found.map((rule) => `${rule} ${budgetId}`);
}

/** Whether a guarantee is more than somebody may set aside at once. */
export function tooLarge(
  { origin: { authority } }: Command,
  budgetId: string,
  amount: bigint,
  scale: number,
): string[] {
  const largest = authority?.scopes.largestAmount ?? null;
  return largest !== null && amount > parseAmount(largest, scale)! ? [`scope_amount ${budgetId}`] : [];
}

const ON_CALLS = [
  'token_revoke',
  'commit',
  'release',
  'extend',
  'refund',
  'claim_settle',
  'claim_dismiss',
  'dispute_open',
  'dispute_uphold',
  'dispute_reject',
  'dispute_withdraw',
  'approve',
  'reject',
];

/**
 * What becomes of a decision about a call that somebody else may have made: outside of the scopes of whoever takes it,
 * it is denied, and nothing of it happens.
 */
export function withinScopes(
  model: Model,
  command: Command,
  scale: number,
  decide: (stopsNobody: boolean) => Opinion,
): Opinion {
  const { authority } = command.origin;
  if (authority === null || !ON_CALLS.includes(command.type) || !('reservationId' in command))
    return decide(false);
  const before = model.clone();
  const on = model.calls.get(command.reservationId);
  const whole = on && max(on.amount, on.committed + payingOf(model, command, scale));
  const found = decide(on !== undefined && outside(authority, on.budgetId, on, whole!, scale).length > 0);
  if (found.status === 'rejected' && found.code !== 'amount_overflow') return found;
  const call = before.calls.get(command.reservationId)!;
  const paying = payingOf(before, command, scale);
  const scopesOn = (one: bigint) =>
    outside(authority, call.budgetId, call, max(call.amount, call.committed + one), scale);
  const beyond = scopesOn(paying);
  if (beyond.length === 0) return found;
  Object.assign(model, before);
  model.node(call.budgetId).version += 1;
  const isDenied = found.status === 'denied';
  const violations = [...new Set([...(isDenied ? found.violations! : []), ...beyond])].sort();
  const most = largestThat((one) => scopesOn(one).length === 0) ?? 0n;
  // A claim is dropped whole or not at all.
  const asked = command.type === 'claim_dismiss' ? 0n : paying;
  const largest = min(isDenied ? found.largest! : asked, most);
  return { status: 'denied', code: codeOf(violations), violations, largest, retries: 'never' };
}

/** What a command adds to what is paid; of a reported cost, the part that is too much is claimed. */
function payingOf(model: Model, command: Command, scale: number): bigint {
  if (!('reservationId' in command)) return 0n;
  const call = model.calls.get(command.reservationId)!;
  if (command.type === 'claim_dismiss') return call.claimed;
  if (command.type !== 'commit' && command.type !== 'claim_settle') return 0n;
  if (command.type === 'commit' && (command.overage ?? call.overage) === 'overdraft') return 0n;
  return command.amount === null ? call.claimed : (parseAmount(command.amount, scale) ?? 0n);
}
