import type { Approve, Reject } from '../../src/core/commands/approvals.js';
import type { Reserve } from '../../src/core/commands/reserving.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { isReached } from './authority.js';
import {
  askedBy,
  broken,
  codeOf,
  isInTheWay,
  keyOf,
  mayPay,
  weight,
  type Call,
  type Limit,
  type Model,
  type Opinion,
} from './model.js';

const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** Whom a call asks, and who has agreed. */
export interface Asked {
  by: string;
  fingerprint: string | null;
  needed: number;
  approvers: string[] | null;
  limits: string[];
  ttl: number;
  given: string[];
}

/** Whom a new call asks; null where no limit that it passes asks anybody. */
export function askFor({ origin, ttlSeconds: ttl }: Reserve, asks: Limit[]): Asked | null {
  if (asks.length === 0) return null;
  const { principal: by, fingerprint } = origin;
  return { by, fingerprint, ...askedBy(asks), limits: asks.map(({ id }) => id), ttl, given: [] };
}

/** What the model says of a person's answer; `stale` where the version that was seen no longer holds. */
export function answer(model: Model, command: Approve | Reject, now: number, stale?: RejectionCode): Opinion {
  const call = model.calls.get(command.reservationId)!;
  const { ask } = call;
  if (call.state !== 'pending_approval' || !ask) return no('reservation_state');
  const { principal } = command.origin;
  if (principal === ask.by) return no('own_request');
  if (command.origin.issuedBy.includes(ask.by)) return no('own_request');
  if (ask.approvers && !ask.approvers.includes(principal)) return no('not_an_approver');
  if (isOutOfReach(model, call, ask, command)) return no('approver_out_of_reach');
  if (call.expiresAt <= now) return no('approval_too_late');
  if (stale) return no(stale);
  if (command.type === 'reject') {
    model.note(call.budgetId, () => Object.assign(call, { state: 'rejected', held: 0n, settledAt: now }));
    return { status: 'accepted' };
  }
  if (ask.given.includes(principal)) return no('already_approved');
  if (command.fingerprint !== null && command.fingerprint !== ask.fingerprint)
    return no('fingerprint_mismatch');
  const given = [...ask.given, principal];
  const isLast = given.length === ask.needed;
  const { violations, notices } = findingsOf(model, call);
  if (isLast && violations.length > 0) {
    model.node(call.budgetId).version += 1;
    return { status: 'denied', code: codeOf(violations), violations, largest: 0n, retries: 'never' };
  }
  model.note(call.budgetId, () => {
    call.ask = { ...ask, given };
    if (isLast) Object.assign(call, { state: 'held', expiresAt: now + ask.ttl * 1000 });
  });
  return { status: 'accepted', notices: isLast ? notices : [] };
}

/** Whether a limit that asks, and asks still, lies where the one who answers may not act, and does not name them. */
function isOutOfReach(model: Model, call: Call, { limits }: Asked, { origin }: Approve | Reject): boolean {
  const { authority, principal } = origin;
  if (authority === null) return false;
  return [...model.limits.values()].some(
    (one) =>
      limits.includes(one.id) &&
      one.deletedAt === Infinity &&
      one.onExceed === 'approve' &&
      model.path(call.budgetId).some(({ id }) => id === one.budgetId) &&
      !isReached(model, authority, one.budgetId) &&
      !one.approve!.approvers?.includes(principal),
  );
}

/** What a waiting call meets when the last of those who were asked agrees. */
function findingsOf(model: Model, call: Call): { violations: string[]; notices: string[] } {
  const notices: string[] = [];
  const { violations } = model.findings(call.budgetId, 0n, null, 0);
  for (const { id, policy } of model.path(call.budgetId)) {
    if (!mayPay(policy?.vendors, call.vendor)) violations.push(`vendor_not_allowed ${id}`);
    if (!mayPay(policy?.categories, call.category)) violations.push(`category_not_allowed ${id}`);
  }
  for (const limit of model.metBy(call)) {
    const own = weight(limit, call);
    const uses =
      limit.window === 'transaction'
        ? own
        : model.counted(limit, model.windowOf(limit, call.at), keyOf(limit, call));
    if (own === 0n || uses <= limit.limit) continue;
    (isInTheWay(limit, call) ? violations : notices).push(broken(limit, uses - own));
  }
  return { violations: violations.sort(), notices: notices.sort() };
}
