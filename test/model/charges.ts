import type { RecordCharge } from '../../src/core/commands/charging.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { outside } from './authority.js';
import { commitCost, unlessTooMuch } from './claims.js';
import { commitFindings, grown } from './growth.js';
import { asksOf } from './disputes.js';
import { muchLater, type Call, type Model, type Opinion } from './model.js';

const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** The denial that an amount meets on a budget; null where nothing is in the way. */
export type Deny = (
  on: string,
  amount: bigint,
  findings: (amount: bigint) => string[],
  trips: string[],
) => Opinion | null;

/** What the model says of a charge: it is a call that holds nothing, and is paid late. */
export function charge(
  model: Model,
  command: RecordCharge,
  scale: number,
  now: number,
  isStale: (id: string, expected: number | null) => boolean,
  deny: Deny,
): Opinion {
  const { budgetId, reservationId: id, vendor, category, runId, item, overage, externalId: name } = command;
  const ago = now - (command.occurredAt ?? now);
  if (ago < -60_000 || ago > 400 * 86_400_000) return no('invalid_time');
  const amount = parseAmount(command.amount ?? '', scale);
  if (amount === null) return no('invalid_amount');
  if (isStale(budgetId, command.expectedVersion)) return no('version_mismatch');
  const isNamedSo = (one: Call) => one.vendor === vendor && one.charged?.name === name;
  if (name !== null && [...model.calls.values()].some(isNamedSo)) return no('charge_exists');
  const purpose = {
    budgetId,
    vendor,
    category,
    runId,
    item,
    overage,
    amount: 0n,
    onExpiry: 'release' as const,
    token: null,
  };
  const money = {
    held: 0n,
    committed: 0n,
    refunded: 0n,
    used: 0,
    back: 0,
    overdrawn: 0n,
    claimed: 0n,
    claimIsFinal: false,
  };
  const undisputed = { disputed: 0n, dispute: null, asks: asksOf(command) };
  const times = {
    at: now,
    settledAt: now,
    expiresAt: now,
    place: model.place,
    joined: new Map<string, never>(),
  };
  const newTo = model.strangers(budgetId, command);
  const call: Call = {
    ...{ id, ...purpose, ...money, ...undisputed, ...times, newTo },
    state: 'released',
    ask: null,
    charged: { name },
  };
  model.calls.set(id, call);
  const opinion = pay(model, command, call, amount, scale, now, deny);
  if (opinion.status !== 'accepted') model.calls.delete(id);
  return opinion;
}

/** It is paid as a late commit is on a hold that is gone. Where the key may not pay the vendor, it is only asked about. */
function pay(
  model: Model,
  command: RecordCharge,
  call: Call,
  amount: bigint,
  scale: number,
  now: number,
  deny: Deny,
): Opinion {
  const { budgetId } = call;
  const paying = (one: bigint): Call => ({ ...call, committed: one, state: 'committed' });
  const beyond = (one: bigint) => outside(command.origin.authority, budgetId, command, one, scale);
  if (command.overage === 'overdraft' && beyond(0n).length === 0) {
    const cost = { call, command, final: true, amount, paying, extra: amount, scale, now };
    return commitCost(model, cost, (findings, trips) => deny(budgetId, amount, findings, trips));
  }
  const findings = (one: bigint, at = now) => {
    const all = commitFindings(model, call, paying(one), 'available', at);
    const outer = beyond(one);
    return outer.length === 0 ? all : { ...all, violations: [...all.violations, ...outer], trips: [] };
  };
  const { notices, trips } = findings(amount);
  const denial = deny(budgetId, amount, (one) => findings(one).violations, trips);
  if (denial) {
    const then = findings(amount, muchLater(model, now));
    return { ...denial, retries: then.violations.length === 0 ? 'later' : 'never' };
  }
  return unlessTooMuch(model, call, notices, () =>
    model.note(budgetId, () => Object.assign(call, grown(model, call, paying(amount), now))),
  );
}
