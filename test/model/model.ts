import type { SettlementToken } from '../../src/core/settlement-tokens.js';
import type { EnvelopeInput } from '../../src/core/commands/inputs.js';
import type { Purpose } from '../../src/core/envelopes.js';
import { type RejectionCode } from '../../src/core/outcomes.js';
import { DENIAL_CODES, type DenialCode } from '../../src/core/violations.js';
import type { Policy } from '../../src/core/policy.js';
import type { OnExpiry, Overage } from '../../src/core/reservations.js';
import type { DisputeState } from '../../src/core/disputes.js';
import type { Asked } from './approval.js';
import { refused, type Refusal } from './denials.js';
import type { Credential } from './keys.js';
import { largestThat } from './search.js';
import { max, min, sum } from './units.js';
import { windowName } from './window-name.js';
import type { Used } from './settle.js';

/*
 * The naive model of Purser: a list of accepted facts, from which everything else is computed anew whenever it is
 * asked for. Nothing is counted up or down, and what may pass is found by trying. The only thing that cannot be
 * computed from the other facts is how much of a budget's debt was repaid, since what was there at the time is gone.
 */

export interface Node {
  id: string;
  parent: string | null;
  /** What its maker calls it. */
  ref: string | null;
  /** Of a root: what it was funded with. */
  guarantee: bigint;
  ceiling: bigint;
  state: 'active' | 'frozen' | 'paused' | 'closed';
  pausedUntil: number | null;
  policy: Policy | null;
  /** Whether the policy, or the stop, is theirs who reach above it. */
  policyFromAbove: boolean;
  stoppedFromAbove: boolean;
  /** Paid beyond what it could get. */
  owed: bigint;
  revision: number;
  version: number;
}

export interface Limit extends Omit<EnvelopeInput, 'limit'> {
  budgetId: string;
  limit: bigint;
  fromAbove: boolean;
  /** Up to when the past was looked at that its limit follows. */
  seenTo: number;
  madeAt: number;
  deletedAt: number;
}

export interface Call extends Purpose, Used {
  id: string;
  budgetId: string;
  /** Its place in the order of all facts. */
  place: number;
  /** The limits made after it that came to count it, and when they did. */
  joined: ReadonlyMap<string, { at: number; place: number }>;
  at: number;
  expiresAt: number;
  state: 'pending_approval' | 'held' | 'committed' | 'released' | 'expired' | 'rejected';
  amount: bigint;
  held: bigint;
  committed: bigint;
  refunded: bigint;
  overdrawn: bigint;
  claimed: bigint;
  /** Whether what is claimed was final. */
  claimIsFinal: boolean;
  /** What is asked back of it, by whom, and what became of that. */
  disputed: bigint;
  dispute: { by: string; state: DisputeState } | null;
  /** Who made it; what the last dispute was about, and what of all was answered. */
  asks: { payer: string; last: bigint; answers: readonly { isPayer: boolean; asked: bigint }[] };
  settledAt: number | null;
  overage: Overage;
  onExpiry: OnExpiry;
  token: SettlementToken | null;
  /** Of one that people are asked about. */
  ask: Asked | null;
  /** Of a charge: what the one who was paid calls it, if anything. */
  charged?: { name: string | null };
  /** The limits to which its vendor was new when it was made. */
  newTo: string[];
}

/** What the model says of a command. */
export interface Opinion {
  /** `existed`: the child that was asked for was there, and nothing is done. */
  status: 'accepted' | 'denied' | 'rejected' | 'ignored' | 'replayed' | 'existed';
  code?: DenialCode | RejectionCode;
  /** `rule budget envelope used`, sorted; without the budgets that lack funds. */
  violations?: string[];
  notices?: string[];
  largest?: bigint;
  retries?: 'never' | 'later';
}

export class Model {
  nodes = new Map<string, Node>();
  limits = new Map<string, Limit>();
  calls = new Map<string, Call>();
  keys = new Map<string, string>();
  credentials = new Map<string, Credential>();
  refusals: Refusal[] = [];
  place = 0;
  private known = new Map<string, bigint>();

  constructor(readonly zone: string) {}

  clone(): Model {
    const copy = new Model(this.zone);
    for (const part of ['nodes', 'limits', 'calls', 'credentials'] as const)
      copy[part] = new Map([...this[part]].map(([id, one]) => [id, { ...one }])) as never;
    copy.keys = new Map(this.keys);
    copy.refusals = [...this.refusals];
    copy.place = this.place;
    return copy;
  }

  /** Notes a fact about one budget (or what was called on it), and lets money run up the tree where it must. */
  note(id: string, fact: () => void): void {
    const before = this.clone();
    fact();
    this.known.clear();
    this.touch(id, before);
  }

  touch(id: string, before: Model): void {
    const node = this.node(id);
    if (node.state !== 'paused') node.pausedUntil = null;
    if (node.state === 'active' || node.state === 'closed') node.stoppedFromAbove = false;
    const had = before.nodes.has(id) ? before.allocated(id) : 0n;
    const used = this.used(id);
    let has: bigint;
    if (node.state === 'closed') {
      const came = node.parent === null ? 0n : max(0n, used - before.used(id));
      has = min(had + came, used);
    } else if (node.parent === null) has = node.ceiling;
    else {
      const wants = min(node.ceiling, max(node.guarantee, used));
      const isOld = before.nodes.has(id) && used <= before.used(id);
      const room = isOld && this.states(node.parent).length > 0 ? 0n : before.room(node.parent);
      has = wants <= had ? wants : had + min(wants - had, room);
    }
    node.owed = max(0n, used - has);
    node.version += 1;
    this.known.clear();
    if (node.parent !== null && has !== had) this.touch(node.parent, before);
  }

  /** Whether a budget has an open child that is called so. */
  hasChild(id: string, ref: string | null): boolean {
    const children = [...this.nodes.values()].filter(({ parent }) => parent === id);
    return ref !== null && children.some((child) => child.ref === ref && child.state !== 'closed');
  }

  node(id: string): Node {
    return this.nodes.get(id)!;
  }

  path(id: string): Node[] {
    const node = this.node(id);
    return node.parent === null ? [node] : [node, ...this.path(node.parent)];
  }

  reserved = (id: string): bigint => sum(this.on(id).map((one) => one.held));
  spent = (id: string): bigint => sum(this.on(id).map((one) => one.committed - one.refunded));

  delegated(id: string): bigint {
    return sum(
      [...this.nodes.values()].filter((one) => one.parent === id).map((one) => this.allocated(one.id)),
    );
  }

  used(id: string): bigint {
    // Kept for as long as no fact is added: the tree is walked at every question.
    let used = this.known.get(id);
    if (used === undefined)
      this.known.set(id, (used = this.reserved(id) + this.delegated(id) + this.spent(id)));
    return used;
  }

  allocated(id: string): bigint {
    const node = this.node(id);
    const paidFor = this.used(id) - node.owed;
    if (node.state === 'closed') return paidFor;
    return node.parent === null ? node.ceiling : min(node.ceiling, max(node.guarantee, paidFor));
  }

  private on(id: string): Call[] {
    return [...this.calls.values()].filter((one) => one.budgetId === id);
  }

  /** Whether a budget could use so much more, with nobody on the way to the root going beyond what it may. */
  fits(id: string, more: bigint): boolean {
    const needs = this.used(id) + more;
    const node = this.node(id);
    if (more === 0n || needs <= this.allocated(id)) return true;
    if (node.parent === null || node.state === 'closed' || needs > node.ceiling) return false;
    return this.fits(node.parent, needs - this.allocated(id));
  }

  /** Whose money pays for what was called on a budget. */
  payer(id: string): string {
    const path = this.path(id);
    return (path.find(({ state }) => state !== 'closed') ?? path.at(-1)!).id;
  }

  room(id: string): bigint {
    return largestThat((more) => this.fits(id, more)) ?? 0n;
  }

  /** What one envelope has counted under a key in the window of an instant. */
  counted(limit: Limit, window: string, key: string): bigint {
    if (limit.match.newVendors) {
      const paid = [...this.calls.values()].filter(
        (one) => one.newTo.includes(limit.id) && one.vendor === key,
      );
      const isSeed = limit.knownVendors.includes(key);
      return BigInt(paid.filter(({ committed }) => committed > 0n).length + (isSeed ? 1 : 0));
    }
    if (limit.metric === 'denials') return refused(this, limit, window, key);
    return sum(
      [...this.calls.values()]
        .filter(
          (one) =>
            this.charges(limit, one) &&
            keyOf(limit, one) === key &&
            this.windowOf(limit, countedAt(limit, one)) === window,
        )
        .map((one) => weight(limit, one)),
    );
  }

  windowOf(limit: Limit, at: number): string {
    return windowName(limit.window, limit.timezone ?? this.zone, at);
  }

  charges(limit: Limit, call: Call): boolean {
    if (limit.window === 'transaction') return false;
    return call.joined.has(limit.id) || this.counts(limit, call);
  }

  counts(limit: Limit, call: Call): boolean {
    // A charge comes to be counted as it is paid.
    if (call.charged && !limit.match.newVendors) return false;
    return (
      limit.madeAt < call.place && call.place < limit.deletedAt && this.concerns(limit, call.budgetId, call)
    );
  }

  concerns(limit: Limit, budgetId: string, purpose: Purpose): boolean {
    const inScope =
      limit.budgetId === budgetId ||
      (limit.scope === 'subtree' && this.path(budgetId).some((one) => one.id === limit.budgetId));
    return (
      inScope &&
      isAmong(limit.match.vendors, purpose.vendor) &&
      isAmong(limit.match.categories, purpose.category) &&
      isAmong(limit.match.items, purpose.item)
    );
  }

  inForce(budgetId: string, purpose: Purpose): Limit[] {
    const all = [...this.limits.values()].filter(
      (one) => one.deletedAt === Infinity && one.metric !== 'denials',
    );
    return all.filter((one) => this.concerns(one, budgetId, purpose) && !this.knows(one, purpose.vendor));
  }

  /** Whether a limit for new vendors knows this one. */
  private knows(limit: Limit, vendor: string | null): boolean {
    if (!limit.match.newVendors || vendor === null) return false;
    const isPaid = (call: Call) => call.vendor === vendor && call.committed > 0n && this.counts(limit, call);
    return limit.knownVendors.includes(vendor) || [...this.calls.values()].some(isPaid);
  }

  /** The limits for new vendors that a call of this purpose meets and learns from. */
  strangers(budgetId: string, purpose: Purpose): string[] {
    if (purpose.vendor === null) return [];
    return this.inForce(budgetId, purpose)
      .filter(({ match }) => match.newVendors)
      .map(({ id }) => id);
  }

  /** What stands in the way of a new call, and which limits only take notice. */
  findings(budgetId: string, amount: bigint, purpose: Purpose | null, now: number, by = 'tester') {
    const violations = this.states(budgetId);
    const isStopped = violations.length > 0;
    const notices: string[] = [];
    let asks: Limit[] = [];
    const [asked, trips]: [string[], string[]] = [[], []];
    if (purpose) violations.push(...this.forbidden(budgetId, purpose));
    if (!this.fits(budgetId, amount)) violations.push('insufficient_funds');
    for (const limit of purpose ? this.inForce(budgetId, purpose) : []) {
      const used =
        limit.window === 'transaction'
          ? 0n
          : this.counted(limit, this.windowOf(limit, now), keyOf(limit, purpose!));
      const more = limit.metric === 'count' ? 1n : amount;
      if (more === 0n || used + more <= limit.limit) continue;
      const list = stops(limit) ? violations : limit.onExceed === 'approve' ? asked : notices;
      list.push(broken(limit, used));
      if (limit.onExceed === 'approve') asks.push(limit);
      if (limit.onExceed === 'pause' && !isStopped) trips.push(limit.id);
    }
    const ask = askedBy(asks);
    const answerable = !ask.approvers || ask.approvers.filter((one) => one !== by).length >= ask.needed;
    (answerable ? notices : violations).push(...asked);
    if (!answerable) asks = [];
    if (trips.length !== violations.length) trips.length = 0;
    return { violations: violations.sort(), notices: notices.sort(), asks, trips };
  }

  /** Whom policies do not let be paid. */
  forbidden(budgetId: string, { vendor, category }: Purpose): string[] {
    return this.path(budgetId).flatMap(({ id, policy }) => [
      ...(mayPay(policy?.vendors, vendor) ? [] : [`vendor_not_allowed ${id}`]),
      ...(mayPay(policy?.categories, category) ? [] : [`category_not_allowed ${id}`]),
    ]);
  }

  /** The limits in which a call that was made is counted, or by which it is looked at. */
  metBy(call: Call): Limit[] {
    return this.inForce(call.budgetId, call).filter(
      (limit) =>
        (limit.window === 'transaction' || this.charges(limit, call)) &&
        (!limit.match.newVendors || call.vendor === null || this.counts(limit, call)),
    );
  }

  states(budgetId: string): string[] {
    return this.path(budgetId).flatMap(({ id, state }) =>
      state === 'active' ? [] : [`budget_${state} ${id}`],
    );
  }
}

/** So late that every window but the lifetime is a new one. */
export const muchLater = (model: Model, now: number): number =>
  Math.max(now, ...[...model.calls.values()].map(({ at }) => at)) + 40 * 86_400_000;

export const codeOf = (violations: string[]): DenialCode =>
  DENIAL_CODES.find((code) => violations.some((one) => one.split(' ')[0] === code))!;

/** How many people several limits ask for together, and of whom. */
export function askedBy(asks: Limit[]): { needed: number; approvers: string[] | null } {
  const lists = asks.flatMap(({ approve }) => (approve!.approvers ? [approve!.approvers] : []));
  return {
    needed: Math.max(0, ...asks.map(({ approve }) => approve!.approvals)),
    approvers: lists.length > 0 ? lists.reduce((all, list) => all.filter((one) => list.includes(one))) : null,
  };
}

const stops = ({ onExceed }: Limit): boolean => onExceed === 'deny' || onExceed === 'pause';

/** Whether people agreed that a call passes a limit, and nobody took that back by a release. */
export const isAgreed = (limit: Limit, { ask, state }: Call): boolean =>
  ask !== null && ask.limits.includes(limit.id) && ['pending_approval', 'held', 'expired'].includes(state);

/** Whether a limit keeps a call that was made already, and was like `before`, from going on: nobody can be asked again. */
export function isInTheWay(limit: Limit, call: Call, before = call): boolean {
  if (limit.onExceed !== 'approve') return stops(limit);
  if (!isAgreed(limit, before)) return true;
  return limit.metric === 'amount' && call.held + call.committed - call.refunded > call.amount;
}

/** The instant by which the window is found in which a limit counts a call. */
export const countedAt = (limit: Limit, call: Call): number => call.joined.get(limit.id)?.at ?? call.at;

export const broken = (limit: Limit, used: bigint): string =>
  `${limit.metric === 'count' ? 'count' : 'envelope'}_exceeded ${limit.budgetId} ${limit.id} ${used}`;

/** A call took place, or still may. */
export const happened = (call: Call): boolean =>
  call.state === 'held' ||
  call.state === 'pending_approval' ||
  call.state === 'committed' ||
  call.committed > 0n;

export const weight = (limit: Limit, call: Call): bigint => {
  if (limit.metric === 'count') return happened(call) ? 1n : 0n;
  return call.held + call.committed - call.refunded;
};

export function keyOf(limit: Limit, purpose: Purpose): string {
  if (limit.per === null || limit.per === 'request') return '';
  return purpose[limit.per === 'run' ? 'runId' : limit.per] ?? '';
}

export const isAmong = (names: string[] | null, name: string | null) =>
  names === null || names.some((one) => one === name);

export const mayPay = (
  rule: { allow?: string[]; deny?: string[] } | undefined,
  name: string | null,
): boolean =>
  !rule?.deny?.some((one) => one === name) && (!rule?.allow || rule.allow.some((one) => one === name));
