import { isApproved } from '../approvals.js';
import { assess, denialOf, type Assessment, type Meter } from '../assess.js';
import type { Budget, Tree } from '../budgets.js';
import type { Approve, Commit, Expire, Extend, Refund, Reject, Release } from '../commands.js';
import type { Details, Draft } from '../draft.js';
import { reservationView, type Charge, type EntryKind } from '../entries.js';
import { applies, vendorCounterId, type Counter, type Envelope } from '../envelopes.js';
import { formatAmount, larger } from '../money.js';
import { rejected, type Outcome } from '../outcomes.js';
import { isLive, weight, type Overage, type Reservation } from '../reservations.js';
import { accepted, amountOf, deny, isRejection, versionRejection } from './common.js';
import { pauseTripped, tripsAlone, withoutPromises } from './pause.js';

type Settling = Commit | Release | Extend | Refund | Approve | Reject | Expire;
export interface Target {
  tree: Tree;
  budget: Budget;
  reservation: Reservation;
}

/** The reservation that a command is about, with its budget and tree. */
export function target(draft: Draft, command: Settling): Target | Extract<Outcome, { status: 'rejected' }> {
  const reservation = draft.reservation(command.reservationId);
  if (!reservation)
    return rejected('not_found', `There is no reservation ${command.reservationId}.`) as Extract<
      Outcome,
      { status: 'rejected' }
    >;
  const budget = draft.budget(reservation.budgetId);
  return { tree: draft.tree(reservation.treeId), budget, reservation };
}

/** Where what a call cost can still be recorded: it may come back after its hold is gone, by its time, a release or a close. */
const COMMITTABLE: ReadonlySet<Reservation['state']> = new Set(['held', 'expired', 'released']);

/** Pays: out of the hold, and what exceeds it as the reservation's `overage` says. */
export function commit(draft: Draft, command: Commit): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const amount = amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  if (!COMMITTABLE.has(reservation.state))
    return wrongState(reservation, 'committed', 'held, expired or released');
  // Nobody was to call on the strength of it, and so there is no cost.
  if (!isApproved(reservation.approval))
    return rejected('reservation_state', `The reservation was ${reservation.state} before it was approved.`);
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;

  const after: Reservation = { ...reservation, committed: reservation.committed + amount };
  after.held = command.final ? 0n : larger(0n, reservation.held - amount);
  if (command.final) {
    after.state = 'committed';
    after.settledAt = draft.now;
  }
  const extra = larger(0n, amount - reservation.held);
  const overage = command.overage ?? reservation.overage;
  const details = because(command);
  let trips: Assessment['trips'] = [];
  // A late commit takes its count again, even when it costs nothing.
  if (extra > 0n || weight(after, 'count') > weight(reservation, 'count')) {
    const assessment = assessExtra(draft, on, after, extra, overage);
    if (assessment.violations.length > 0) return denyExtra(draft, on, assessment, overage, command);
    if (assessment.notices.length > 0) details.notices = assessment.notices;
    trips = assessment.trips;
  }
  const owed = overage === 'overdraft' ? larger(0n, extra - draft.obtainable(draft.payer(budget))) : 0n;
  const pauses = owed > 0n && budget.state === 'active';
  settle(draft, on, after, 'commit', details, pauses);
  // A limit that stops the budget does so as well where what passed it had to be recorded.
  pauseTripped(draft, budget, { trips }, reservation.id);
  return accepted(draft, tree, budget.id);
}

/** What the part of a commit above the hold meets, in the light of what is to be done with it. */
function assessExtra(
  draft: Draft,
  { tree, budget, reservation }: Target,
  after: Reservation,
  extra: bigint,
  overage: Overage,
): Assessment {
  const path = draft.path(budget);
  const assessment = assess(draft, tree, path, extra, null, metersOf(draft, path, reservation, after));
  // It settles in the windows of the reservation, whatever the time: waiting mends nothing.
  assessment.retryAt = null;
  if (overage === 'overdraft') {
    // Real cost is recorded whatever it passes. The entry says which limits it passed.
    assessment.notices.push(...assessment.violations.filter((one) => one.envelopeId !== undefined));
    assessment.violations = [];
  }
  if (overage === 'reject' && extra > 0n) {
    const limit = formatAmount(reservation.held, tree.scale);
    const requested = formatAmount(reservation.held + extra, tree.scale);
    assessment.violations = [{ rule: 'overage_rejected', budgetId: budget.id, limit, requested }];
    assessment.largestAdmissible = 0n;
    assessment.trips = [];
  }
  return assessment;
}

function denyExtra(
  draft: Draft,
  { tree, budget, reservation }: Target,
  assessment: Assessment,
  overage: Overage,
  command: Commit,
): Outcome {
  const tripped = tripsAlone(assessment);
  const promised = withoutPromises(tripped);
  // What would pass is an amount to commit: the hold and what may be taken besides.
  promised.largestAdmissible += reservation.held;
  const outcome = deny(draft, budget, 'commit', denialOf(promised, tree), {
    reservation: reservationView(reservation, tree.scale),
    requested: { amount: command.amount, final: command.final, overage },
    ...because(command),
  });
  pauseTripped(draft, budget, tripped, reservation.id);
  return outcome;
}

/** The envelopes that a reservation was charged to, and what a change of it adds to each. */
export function metersOf(draft: Draft, path: Budget[], before: Reservation, after: Reservation): Meter[] {
  const onPath = path.flatMap((budget) => draft.envelopesOf(budget.id));
  const meters: Meter[] = [];
  const added = (envelope: Envelope): Pick<Meter, 'add' | 'agreed' | 'onExceed'> => {
    const add = weight(after, envelope.metric) - weight(before, envelope.metric);
    if (envelope.onExceed !== 'approve') return { add, onExceed: envelope.onExceed };
    const agreed = agreedIn(envelope, before);
    // Nobody can be asked in the middle of a call: what people did not agree to is denied.
    return { add, agreed, onExceed: add <= agreed ? 'notify' : 'deny' };
  };
  for (const counterId of before.charges) {
    const counter = draft.counter(counterId);
    const envelope = counter && onPath.find((one) => one.id === counter.envelopeId);
    if (envelope && counter.metric !== 'payments')
      meters.push({ envelope, counter, used: counter.used, ...added(envelope) });
  }
  for (const envelope of onPath)
    if (
      envelope.window === 'transaction' &&
      applies(envelope, before.budgetId, before) &&
      isStillNew(draft, envelope, before)
    )
      meters.push({
        envelope,
        counter: null,
        used: weight(before, envelope.metric),
        ...added(envelope),
      });
  return meters;
}

/**
 * Whether an envelope for new vendors, if it is one, still takes the vendor of a reservation for new: it did when that
 * was made, and nothing was paid since.
 */
function isStillNew(draft: Draft, envelope: Envelope, { vendor, charges }: Reservation): boolean {
  if (!envelope.matchNewVendors || vendor === null) return true;
  const id = vendorCounterId(envelope, vendor);
  return charges.includes(id) && draft.counter(id)?.used === 0n;
}

/** What may still be added to a reservation because people agreed to pass this envelope: the call, and its amount. */
function agreedIn({ id, metric }: Envelope, reservation: Reservation): bigint {
  if (!reservation.approval?.envelopes.includes(id)) return 0n;
  return metric === 'count' ? 1n : larger(0n, reservation.amount - weight(reservation, 'amount'));
}

/** Gives back what is still held. */
export function release(draft: Draft, command: Release): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  if (!isLive(on.reservation)) return wrongState(on.reservation, 'released', 'held or pending_approval');
  const stale = versionRejection(on.budget, command.expectedVersion);
  if (stale) return stale;
  letGo(draft, on, 'release', because(command));
  return accepted(draft, on.tree, on.budget.id);
}

/**
 * Gives back what is held when its time, or the time for approving it, has come; somebody may have settled or extended
 * it meanwhile.
 */
export function expire(draft: Draft, command: Expire): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return { status: 'ignored' };
  if (!isLive(on.reservation) || on.reservation.expiresAt > draft.now) return { status: 'ignored' };
  letGo(draft, on, 'expire', {});
  return accepted(draft, on.tree, on.budget.id);
}

/** Ends a live reservation without paying; also what closing a budget does to its holds. */
export function letGo(draft: Draft, on: Target, kind: 'release' | 'expire', details: Details): void {
  const state = kind === 'release' ? 'released' : 'expired';
  settle(draft, on, { ...on.reservation, state, held: 0n, settledAt: draft.now }, kind, details);
}

/** Keeps a hold alive for at least `ttlSeconds` from now; it never comes to expire earlier than it would have. */
export function extend(draft: Draft, command: Extend): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  if (on.reservation.state !== 'held') return wrongState(on.reservation, 'extended', 'held');
  const stale = versionRejection(on.budget, command.expectedVersion);
  if (stale) return stale;
  const expiresAt = Math.max(on.reservation.expiresAt, draft.now + command.ttlSeconds * 1000);
  settle(draft, on, { ...on.reservation, expiresAt }, 'extend', because(command));
  return accepted(draft, on.tree, on.budget.id);
}

/** Takes back money that was paid, into the windows it was charged to. */
export function refund(draft: Draft, command: Refund): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const amount = amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;
  const refundable = reservation.committed - reservation.refunded;
  if (amount > refundable)
    return rejected(
      'refund_exceeds_committed',
      `${formatAmount(refundable, tree.scale)} of this reservation can be refunded.`,
      { field: 'amount', acceptable: formatAmount(refundable, tree.scale) },
    );
  settle(draft, on, { ...reservation, refunded: reservation.refunded + amount }, 'refund', because(command));
  return accepted(draft, tree, budget.id);
}

/** Writes a reservation's new state: its counters, its budget and (where money is drawn or swept) its ancestors. */
export function settle(
  draft: Draft,
  { tree, budget, reservation: before }: Target,
  after: Reservation,
  kind: EntryKind,
  details: Details,
  pauses = false,
): void {
  const charges: Charge[] = [];
  for (const id of before.charges) {
    const counter = draft.counter(id);
    if (!counter) throw new Error(`counter ${id} was not loaded`);
    const delta = weight(after, counter.metric) - weight(before, counter.metric);
    if (delta !== 0n) charges.push(draft.charge(counter, delta, tree.scale, limitOn(draft, budget, counter)));
  }
  draft.reservations.set(after.id, after);
  const settings = pauses ? { state: 'paused' as const, revision: budget.revision + 1 } : {};
  draft.move(
    budget.id,
    kind,
    {
      reserved: after.held - before.held,
      spent: after.committed - after.refunded - (before.committed - before.refunded),
    },
    settings,
    {
      reservation: reservationView(after, tree.scale),
      ...(charges.length > 0 && { charges }),
      ...details,
    },
  );
}

/** The limit of a counter's envelope; null once that is deleted, and for payments, whose number is not limited. */
function limitOn(draft: Draft, budget: Budget, { envelopeId, metric }: Counter): bigint | null {
  if (metric === 'payments') return null;
  for (const id of [budget.id, ...budget.path]) {
    const envelope: Envelope | undefined = draft.envelopesOf(id).find((one) => one.id === envelopeId);
    if (envelope) return envelope.limit;
  }
  return null;
}

const because = ({ reason }: Settling): Details => (reason === null ? {} : { reason });

export function wrongState(reservation: Reservation, done: string, needed: string): Outcome {
  return rejected(
    'reservation_state',
    `The reservation is ${reservation.state}; only one that is ${needed} can be ${done}.`,
  );
}
