import type { Delegate, Fund, Update } from '../../src/core/commands/budgets.js';
import type { Close } from '../../src/core/commands/closing.js';
import type { Command } from '../../src/core/commands/commands.js';
import type { DryRun, Reserve } from '../../src/core/commands/reserving.js';
import { formatAmount, parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { answer, askFor } from './approval.js';
import { isAbove, mayDo, outside, tooLarge, unauthorised, withinScopes } from './authority.js';
import { charge } from './charges.js';
import { answerClaim } from './claims.js';
import { commit } from './commits.js';
import { repay } from './debts.js';
import { refuse } from './denials.js';
import { asksOf, dispute } from './disputes.js';
import { answerKeys } from './keys.js';
import { appraise, changeLimit, limited } from './limit-changes.js';
import { limitsOf } from './limit.js';
import { codeOf, muchLater, type Model, type Node, type Opinion } from './model.js';
import { largestThat } from './search.js';
import { cashed, settle } from './settle.js';
import { pauseBy } from './stops.js';
import { max, min } from './units.js';

const ACCEPTED: Opinion = { status: 'accepted' };
const EXISTED: Opinion = { status: 'existed' };
const IGNORED: Opinion = { status: 'ignored' };
const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** What the model says of a command at a time; where it accepts, it takes note of the facts. */
export function opine(model: Model, command: Command, scale: number, now: number): Opinion {
  const { requestKey, fingerprint } = command.origin;
  const known = requestKey === null ? undefined : model.keys.get(requestKey);
  if (known !== undefined)
    return known === fingerprint ? { status: 'replayed' } : no('idempotency_key_reused');
  model.place += 1;
  const before = model.clone();
  const opinion = new Judge(model, scale, now).judge(command);
  if (opinion.status === 'accepted' && command.type !== 'dry_run') repay(model, before);
  if (opinion.status === 'accepted' && requestKey !== null && command.type !== 'dry_run')
    model.keys.set(requestKey, fingerprint!);
  return opinion;
}

class Judge {
  /** Whether the command is denied by the scopes of its key anyway, and pauses nothing. */
  private stopsNobody = false;

  constructor(
    readonly model: Model,
    readonly scale: number,
    readonly now: number,
  ) {}

  judge(command: Command): Opinion {
    const { model, now } = this;
    const refusal = unauthorised(model, command, now);
    if (refusal) return no(refusal);
    if (command.type === 'delegate' && model.hasChild(command.budgetId, command.ref)) return EXISTED;
    return withinScopes(model, command, this.scale, (stopsNobody) => {
      this.stopsNobody = stopsNobody;
      return this.decide(command);
    });
  }

  private decide(command: Command): Opinion {
    const { model, now } = this;
    if ('reservationId' in command && command.type !== 'reserve' && command.type !== 'charge') {
      if (!model.calls.has(command.reservationId))
        return command.type === 'expire' ? IGNORED : no('not_found');
    } else if (!model.nodes.has(command.budgetId))
      return command.type === 'pause_end' ? IGNORED : no('not_found');
    switch (command.type) {
      case 'create':
        throw new Error('the model begins with its root');
      case 'delegate':
        return this.delegate(command);
      case 'fund':
      case 'defund':
        return this.fund(command);
      case 'reserve':
      case 'dry_run':
        return this.reserve(command);
      case 'charge':
        return charge(model, command, this.scale, now, this.isStale, this.denial);
      case 'commit':
        return commit(model, command, this.scale, now, this.isStale, this.denial);
      case 'approve':
      case 'reject':
        if (this.isStale(model.calls.get(command.reservationId)!.budgetId, command.expectedVersion))
          return answer(model, command, now, 'version_mismatch');
        return answer(model, command, now);
      case 'release':
      case 'extend':
      case 'expire':
      case 'refund':
      case 'token_revoke':
        return settle(model, command, this.scale, now, this.isStale);
      case 'key_issue':
      case 'key_rotate':
      case 'key_revoke':
      case 'keys_revoke':
        return answerKeys(model, command, now);
      case 'continue_close':
        throw new Error('the parts of a close are not modelled: they have tables of their own');
      case 'claim_settle':
      case 'claim_dismiss':
        return answerClaim(model, command, this.scale, now, this.isStale);
      case 'dispute_open':
      case 'dispute_uphold':
      case 'dispute_reject':
      case 'dispute_withdraw':
        return dispute(model, command, this.scale, now, this.isStale);
      case 'pause_end':
        return this.endPause(model.node(command.budgetId));
      case 'appraise':
        return appraise(model, command, this.scale);
      default: {
        const node = model.node(command.budgetId);
        if (node.state === 'closed') return no('budget_state');
        if (command.ifRevision !== null && command.ifRevision !== node.revision)
          return no('revision_mismatch');
        return this.change(command);
      }
    }
  }

  private change(command: Exclude<Extract<Command, { ifRevision: unknown }>, { type: 'create' }>): Opinion {
    const { model } = this;
    const node = model.node(command.budgetId);
    switch (command.type) {
      case 'freeze':
      case 'resume':
        if (command.type === 'resume' && node.state === 'paused' && command.reason === null)
          return no('reason_required');
        if (command.type === 'resume' && node.stoppedFromAbove && !isAbove(model, command, node.id))
          return no('set_from_above');
        model.note(node.id, () => {
          if (command.type === 'resume') node.state = 'active';
          else if (node.state === 'active') node.state = 'frozen';
          node.stoppedFromAbove ||= isAbove(model, command, node.id);
          node.pausedUntil = null;
          node.revision += 1;
        });
        return ACCEPTED;
      case 'close':
        return this.close(command);
      case 'update':
        return this.update(command);
      case 'envelope_create': {
        const limits = limitsOf(
          model,
          [command.envelope],
          node.id,
          this.scale,
          node.parent !== null && isAbove(model, command, node.id),
        );
        return typeof limits === 'string'
          ? no(limits)
          : limited(model, node.id, () => limits.forEach((one) => model.limits.set(one.id, one)));
      }
      case 'envelope_update':
        return changeLimit(model, command, this.scale);
      case 'price_set':
      case 'price_end':
        // What things cost is not the model's to say: see prices/rate.spec.ts.
        return this.changed(node.id, () => undefined);
      case 'envelope_delete': {
        const limit = model.limits.get(command.envelopeId);
        if (!limit || limit.deletedAt < Infinity) return no('not_found');
        if (limit.fromAbove && !isAbove(model, command, node.id)) return no('set_from_above');
        return limited(model, node.id, () => (limit.deletedAt = model.place));
      }
    }
  }

  private changed(id: string, fact: () => void): Opinion {
    this.model.note(id, () => {
      fact();
      this.model.node(id).revision += 1;
    });
    return ACCEPTED;
  }

  private delegate(command: Delegate): Opinion {
    const { model, scale } = this;
    const guarantee = parseAmount(command.guarantee, scale);
    if (guarantee === null) return no('invalid_amount');
    const ceiling = command.ceiling === null ? guarantee : parseAmount(command.ceiling, scale);
    if (ceiling === null) return no('invalid_amount');
    if (ceiling < guarantee) return no('invalid_allowance');
    const limits = limitsOf(model, command.envelopes, command.childId, scale, true);
    if (typeof limits === 'string') return no(limits);
    const parent = command.budgetId;
    if (this.isStale(parent, command.expectedVersion)) return no('version_mismatch');
    const passes = (amount: bigint) => [
      ...model.findings(parent, amount, null, this.now).violations,
      ...tooLarge(command, parent, amount, scale),
    ];
    const denial = this.denial(parent, guarantee, passes);
    if (denial) return denial;
    model.note(parent, () => {
      const { childId: id, policy, ref } = command;
      model.nodes.set(id, {
        id,
        parent,
        ref,
        guarantee,
        ceiling,
        policy,
        policyFromAbove: policy !== null,
        stoppedFromAbove: false,
        state: 'active',
        pausedUntil: null,
        owed: 0n,
        revision: 1,
        version: 1,
      });
      for (const one of limits) model.limits.set(one.id, one);
    });
    return ACCEPTED;
  }

  private fund(command: Fund): Opinion {
    const amount = parseAmount(command.amount, this.scale);
    const node = this.model.node(command.budgetId);
    if (amount === null) return no('invalid_amount');
    if (node.parent !== null) return no('not_a_root');
    if (node.state === 'closed') return no('budget_state');
    if (this.isStale(node.id, command.expectedVersion)) return no('version_mismatch');
    if (command.type === 'defund' && amount > max(0n, node.ceiling - this.model.used(node.id)))
      return no('below_used');
    const by = command.type === 'fund' ? amount : -amount;
    if (node.ceiling + by > 10n ** 18n) return no('amount_overflow');
    this.model.note(node.id, () => (node.ceiling = node.guarantee = node.ceiling + by));
    return ACCEPTED;
  }

  private update(command: Update): Opinion {
    const { model } = this;
    const node = model.node(command.budgetId);
    const read = (text: string | undefined, old: bigint) =>
      text === undefined ? old : parseAmount(text, this.scale);
    const isTheirs = isAbove(model, command, node.id);
    if (command.policy !== undefined && node.policyFromAbove && !isTheirs) return no('set_from_above');
    if (command.dimensions !== undefined && node.parent !== null) return no('not_a_root');
    let { guarantee, ceiling }: { guarantee: bigint | null; ceiling: bigint | null } = node;
    if (command.guarantee !== undefined || command.ceiling !== undefined) {
      if (node.parent === null) return no('invalid_allowance');
      if (!isTheirs) return no('set_from_above');
      guarantee = read(command.guarantee, guarantee);
      ceiling = read(command.ceiling, ceiling);
      if (guarantee === null || ceiling === null) return no('invalid_amount');
      if (ceiling < guarantee) return no('invalid_allowance');
      const paidFor = min(model.used(node.id), model.allocated(node.id));
      if (ceiling < paidFor) return no('below_used');
      const denial = this.denial(node.id, guarantee, (amount) => {
        const growth = amount - model.allocated(node.id);
        const beyond = amount > node.guarantee ? tooLarge(command, node.id, amount, this.scale) : [];
        if (growth <= 0n) return beyond;
        return [...model.findings(node.parent!, growth, null, this.now).violations, ...beyond];
      });
      if (denial) return denial;
    }
    return this.changed(node.id, () => {
      Object.assign(node, { guarantee, ceiling });
      if (command.policy === undefined) return;
      node.policy = command.policy;
      node.policyFromAbove = command.policy !== null && node.parent !== null && isTheirs;
    });
  }

  private close(command: Close): Opinion {
    const { model } = this;
    const open = [...model.nodes.values()].filter(
      ({ id, state }) => state !== 'closed' && model.path(id).some((one) => one.id === command.budgetId),
    );
    const held = [...model.calls.values()].filter(
      (one) => ['held', 'pending_approval'].includes(one.state) && open.some(({ id }) => id === one.budgetId),
    );
    if (command.holds === 'refuse' && held.length > 0) return no('holds_live');
    for (const { id } of open.sort((a, b) => model.path(b.id).length - model.path(a.id).length))
      // What is let go leaves its money where it is until the budget is closed.
      this.changed(id, () => {
        const own = held.filter(({ budgetId }) => budgetId === id);
        for (const one of own)
          if (!cashed(one, this.now))
            Object.assign(one, { state: 'released', held: 0n, settledAt: this.now });
        Object.assign(model.node(id), { state: 'closed', version: model.node(id).version + own.length });
      });
    return ACCEPTED;
  }

  private reserve(command: Reserve | DryRun): Opinion {
    const { model, now } = this;
    const { budgetId } = command;
    const amount = parseAmount(command.amount ?? '', this.scale);
    if (amount === null) return no('invalid_amount');
    if (command.type === 'reserve' && this.isStale(budgetId, command.expectedVersion))
      return no('version_mismatch');
    const { violations, notices, asks, trips } = this.meets(command, amount, now);
    const passes = (one: bigint) => this.meets(command, one, now).violations;
    const later = muchLater(model, now);
    const retries = () => (this.meets(command, amount, later).violations.length === 0 ? 'later' : 'never');
    if (command.type === 'dry_run') {
      const { authority } = command.origin;
      if (authority !== null && !mayDo(authority, 'reserve'))
        return { status: 'denied', code: 'forbidden', violations, largest: 0n, retries: 'never' };
      const largest = largestThat((one) => passes(one).length === 0) ?? 0n;
      if (violations.length === 0) return { status: 'accepted', notices, largest };
      return { status: 'denied', code: codeOf(violations), violations, largest, retries: retries() };
    }
    if (violations.length > 0) trips.push(...refuse(model, command, formatAmount(amount, this.scale), now));
    const denial = this.denial(budgetId, amount, passes, trips);
    if (denial) return { ...denial, retries: retries() };
    const ask = askFor(command, asks);
    const newTo = model.strangers(budgetId, command);
    model.note(budgetId, () => {
      const { vendor, category, runId, item, overage, onExpiry, tokenHash, reservationId: id } = command;
      const token = tokenHash === null ? null : { hash: tokenHash, revokedAt: null };
      const purpose = { budgetId, vendor, category, runId, item, overage, onExpiry, token, amount };
      const money = {
        held: amount,
        committed: 0n,
        refunded: 0n,
        used: 0,
        back: 0,
        overdrawn: 0n,
        claimed: 0n,
      };
      const seconds = ask
        ? Math.min(...asks.map(({ approve }) => approve!.withinSeconds))
        : command.ttlSeconds;
      const times = {
        at: now,
        expiresAt: now + seconds * 1000,
        place: model.place,
        joined: new Map<string, never>(),
      };
      const state = ask ? 'pending_approval' : 'held';
      const open = {
        settledAt: null,
        disputed: 0n,
        dispute: null,
        claimIsFinal: false,
        asks: asksOf(command),
      };
      model.calls.set(id, { id, ...purpose, ...money, ...times, ...open, state, ask, newTo });
    });
    return { status: 'accepted', notices };
  }

  /** What a new call meets, the scopes of the asker included. */
  private meets(command: Reserve | DryRun, amount: bigint, now: number) {
    const { authority, principal } = command.origin;
    const found = this.model.findings(command.budgetId, amount, command, now, principal);
    const beyond = outside(authority, command.budgetId, command, amount, this.scale);
    if (beyond.length === 0) return found;
    return { ...found, violations: [...found.violations, ...beyond].sort(), trips: [] };
  }

  private endPause(node: Node): Opinion {
    if ((node.pausedUntil ?? Infinity) > this.now) return IGNORED;
    return this.changed(node.id, () => (node.state = 'active'));
  }

  private isStale = (id: string, expected: number | null) =>
    expected !== null && expected !== this.model.node(id).version;

  /** The denial that an amount meets, with the largest one that does not; null where nothing is in the way. */
  private denial = (
    journaledOn: string,
    amount: bigint,
    findings: (amount: bigint) => string[],
    trips: string[] = [],
  ): Opinion | null => {
    const violations = findings(amount);
    if (violations.length === 0) return null;
    this.model.node(journaledOn).version += 1;
    if (!this.stopsNobody) pauseBy(this.model, trips);
    const largest = largestThat((one) => findings(one).length === 0) ?? 0n;
    return {
      status: 'denied',
      code: codeOf(violations),
      violations: violations.sort(),
      largest,
      retries: 'never',
    };
  };
}
