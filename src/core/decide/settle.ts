import { isApproved } from '../approvals.js';
import { currentCounter, namesBefore, type Meter } from '../assess.js';
import type { Budget, Tree } from '../budgets.js';
import type { OnReservation } from '../commands/commands.js';
import type { Evidence, Expire, Extend, Release } from '../commands/settling.js';
import type { Details, Draft } from '../draft.js';
import type { Charge } from '../entries.js';
import { reservationView } from '../views.js';
import type { EntryKind } from '../kinds.js';
import { repeatedView } from '../labels.js';
import { applies, counterKey, type Counter, type Envelope } from '../envelopes.js';
import { isStillNew } from '../matches/new-vendors.js';
import { larger } from '../money.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { isMoney } from '../metrics/metrics.js';
import { COUNTER_RULES, METRIC_RULES, weight } from '../metrics/rules.js';
import { isLive } from '../reservation-state.js';
import { isPromised, type Reservation } from '../reservations.js';
import { accepted, isRejection, versionRejection } from './common.js';

export interface Target {
  tree: Tree;
  budget: Budget;
  reservation: Reservation;
}

/** The reservation that a command is about, with its budget and tree. */
export function target(draft: Draft, command: OnReservation): Target | Rejected {
  const reservation = draft.reservation(command.reservationId);
  if (!reservation) return rejected('not_found', `There is no reservation ${command.reservationId}.`);
  const budget = draft.budget(reservation.budgetId);
  return { tree: draft.tree(reservation.treeId), budget, reservation };
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
    if (envelope && COUNTER_RULES[counter.metric].isLimited)
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
 * What a commit above the hold meets: the envelopes that the reservation was charged to, and those that were made since.
 * The latter count it in the window under way, with all that it weighs.
 */
export function metersOfMore(
  draft: Draft,
  tree: Tree,
  path: Budget[],
  before: Reservation,
  after: Reservation,
): Meter[] {
  return [...metersOf(draft, path, before, after), ...newerMeters(draft, tree, path, before, after)];
}

/** The envelopes that do not count a reservation yet, because they were made after it, and that it adds to now. */
function newerMeters(
  draft: Draft,
  tree: Tree,
  path: Budget[],
  before: Reservation,
  after: Reservation,
): (Meter & { counter: Counter })[] {
  const meters: (Meter & { counter: Counter })[] = [];
  for (const envelope of path.flatMap(({ id }) => draft.envelopesOf(id))) {
    const { metric, onExceed } = envelope;
    if (!isNewer(envelope, before)) continue;
    const counter = currentCounter(draft, tree, envelope, counterKey(envelope, before));
    const weighed = weight(before, metric);
    const add = weight(after, metric) - weighed;
    if (counter === null || add <= 0n) continue;
    meters.push({
      envelope,
      counter,
      names: namesBefore(draft, envelope, counter),
      used: counter.used + weighed,
      add,
      carried: weighed,
      isNewer: true,
      onExceed: onExceed === 'approve' ? 'deny' : onExceed,
    });
  }
  return meters;
}

/**
 * Whether an envelope on the path of a reservation counts what is like it, in windows, and was made after it. The load asks
 * this of every commit: what never counted the reservation must not look newer.
 */
export const isNewer = (envelope: Envelope, reservation: Reservation): boolean =>
  envelope.window !== 'transaction' &&
  METRIC_RULES[envelope.metric].counts === 'reservations' &&
  !envelope.match.newVendors &&
  applies(envelope, reservation.budgetId, reservation) &&
  !reservation.charges.some((id) => id.startsWith(`${envelope.id}/`));

/** Where a call may still be under way that people agreed to. Any release takes the consent away. */
const AGREED: ReadonlySet<Reservation['state']> = new Set(['pending_approval', 'held', 'expired']);

/** What may still be added to a reservation because people agreed to pass this envelope: the call, and its amount. */
function agreedIn({ id, metric }: Envelope, reservation: Reservation): bigint {
  if (!AGREED.has(reservation.state) || !reservation.approval?.envelopes.includes(id)) return 0n;
  return isMoney(metric) ? larger(0n, reservation.amount - weight(reservation, metric)) : 1n;
}

/** Gives back what is still held, and takes away what people agreed to, even where its hold is over by its time. */
export function release(draft: Draft, command: Release): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { state, approval } = on.reservation;
  const isWithdrawn = state === 'expired' && approval !== null && isApproved(approval);
  if (!isLive(on.reservation) && !isWithdrawn)
    return wrongState(on.reservation, 'released', 'held or pending_approval');
  if (command.sparesPromises && isPromised(on.reservation))
    return rejected(
      'reservation_state',
      'It is paid when it ends, since somebody else may cash it: release it by itself.',
    );
  const stale = versionRejection(on.budget, command.expectedVersion);
  if (stale) return stale;
  letGo(draft, on, 'release', because(command));
  return accepted(draft, on.tree, on.budget.id);
}

/**
 * Ends a hold when its time, or the time for approving it, has come; somebody may have settled or extended it meanwhile.
 */
export function expire(draft: Draft, command: Expire): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return { status: 'ignored' };
  if (!isLive(on.reservation) || on.reservation.expiresAt > draft.now) return { status: 'ignored' };
  if (isPromised(on.reservation)) keepPromise(draft, on, {});
  else letGo(draft, on, 'expire', {});
  return accepted(draft, on.tree, on.budget.id);
}

/** Ends a live reservation without paying; also what closing a budget does to its holds. */
export function letGo(draft: Draft, on: Target, kind: 'release' | 'expire', details: Details): void {
  const state = kind === 'release' ? 'released' : 'expired';
  settle(draft, on, { ...on.reservation, state, held: 0n }, kind, details);
}

/**
 * Pays what is held of a reservation that ends by itself, by its time or by a close: somebody else may cash it, and nobody
 * has said that they cannot. It is as final as a commit.
 */
export function keepPromise(draft: Draft, on: Target, details: Details): void {
  const { committed, held } = on.reservation;
  const paid: Reservation = { ...on.reservation, state: 'committed', committed: committed + held, held: 0n };
  settle(draft, on, paid, 'expire_commit', details);
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

/** What stops a budget. */
export type Stop = Pick<Budget, 'state' | 'pausedUntil' | 'stoppedFromAbove' | 'revision'>;

/**
 * Writes a reservation's new state: its counters, its budget (which it may stop) and (where money is drawn or swept) its
 * ancestors.
 */
export function settle(
  draft: Draft,
  { tree, budget, reservation: before }: Target,
  becomes: Reservation,
  kind: EntryKind,
  details: Details,
  stop: Partial<Stop> = {},
  named: readonly Charge[] = [],
): void {
  const after: Reservation = { ...becomes, settledAt: settledAt(before, becomes, draft.now) };
  const charges: Charge[] = [];
  // A charge makes its reservation: its entry has all labels, and names all counters that it is in.
  const isNew = kind === 'charge';
  const charged = new Set(before.charges);
  for (const id of after.charges) {
    const counter = draft.counter(id);
    if (!counter) throw new Error(`counter ${id} was not loaded`);
    const weighed = charged.has(id) ? weight(before, counter.metric) : 0n;
    const delta = weight(after, counter.metric) - weighed;
    if (delta !== 0n || isNew)
      charges.push(draft.charge(counter, delta, tree.scale, limitOn(draft, budget, counter)));
  }
  charges.push(...named);
  draft.reservations.set(after.id, after);
  draft.move(
    budget.id,
    kind,
    {
      reserved: after.held - before.held,
      spent: after.committed - after.refunded - (before.committed - before.refunded),
    },
    stop,
    {
      reservation: isNew ? reservationView(after, tree.scale) : repeatedView(after, tree.scale),
      ...(charges.length > 0 && { charges }),
      ...details,
    },
  );
}

/** When it was settled: as its hold ended, or as the last of its cost was recorded after that. Nothing else moves it. */
function settledAt(before: Reservation, after: Reservation, now: number): number | null {
  if (isLive(after)) return null;
  return isLive(before) || after.committed > before.committed ? now : before.settledAt;
}

/** The same for a commit above the hold: envelopes that were made since the reservation count it from now on. */
export function settleMore(
  draft: Draft,
  on: Target,
  after: Reservation,
  kind: EntryKind,
  details: Details,
  stop: Partial<Stop> = {},
): void {
  const newer = newerMeters(draft, on.tree, draft.path(on.budget), on.reservation, after);
  for (const { counter } of newer) draft.putCounter(counter);
  const charges = [...after.charges, ...newer.map(({ counter }) => counter.id)];
  const named = newer.flatMap(({ names }) => (names ? [draft.charge(names, 1n, on.tree.scale, null)] : []));
  settle(draft, on, { ...after, charges }, kind, details, stop, named);
}

/** The limit of a counter's envelope; null once that is deleted, and for payments, whose number is not limited. */
function limitOn(draft: Draft, budget: Budget, { envelopeId, metric }: Counter): bigint | null {
  if (!COUNTER_RULES[metric].isLimited) return null;
  for (const id of [budget.id, ...budget.path]) {
    const envelope: Envelope | undefined = draft.envelopesOf(id).find((one) => one.id === envelopeId);
    if (envelope) return envelope.limit;
  }
  return null;
}

/** Why it was done, where the caller gave a reason. */
export const because = ({ reason }: { reason: string | null }): Details =>
  reason === null ? {} : { reason };

/** The labels of a settlement, where it has any. */
export const labelled = ({ metadata }: Pick<Evidence, 'metadata'>): Details =>
  metadata === null || Object.keys(metadata).length === 0 ? {} : { metadata };

export function wrongState(reservation: Reservation, done: string, needed: string): Rejected {
  return rejected(
    'reservation_state',
    `The reservation is ${reservation.state}; only one that is ${needed} can be ${done}.`,
  );
}
