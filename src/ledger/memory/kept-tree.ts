import type { Budget, Tree } from '../../core/budgets.js';
import type { Command, CommandOf } from '../../core/commands/commands.js';
import type { Envelope } from '../../core/envelopes.js';
import { parseAmount } from '../../core/money.js';
import { isLive } from '../../core/reservation-state.js';
import type { Reservation } from '../../core/reservations.js';
import { State } from '../../core/state.js';
import { askingOf, counterNames, type Asking } from './purposes.js';

/** What is done all the time, and needs nothing but a budget, what is above it, and the reservation. */
export type Plain = CommandOf<'reserve' | 'commit' | 'release'>;

type Settling = CommandOf<'commit' | 'release'>;

/** What is rated needs prices, and what tiers have seen. */
export function isPlain(command: Command): command is Plain {
  switch (command.type) {
    case 'reserve':
      return command.amount !== null;
    case 'commit':
      return command.usage === null && command.totalUsage === null;
    case 'release':
      return true;
    default:
      return false;
  }
}

/** Live reservations of a tree that are kept: of more, the newest. */
const MOST_RESERVATIONS = 5_000;
/** Budgets and counters of a tree that are kept; one with more is not. */
const MOST_BUDGETS = 200;
const MOST_COUNTERS = 2_000;
/** Text of a budget and its envelopes, and of the labels of a reservation, with which they are kept: more is read again. */
const MOST_TEXT = 8_192;
const MOST_LABELS = 1_024;

/** Of a budget, which counters were looked for: those that were found are kept, and there are no others. */
interface Asked {
  asking: Asking;
  names: Set<string>;
}

/**
 * What a process knows of a tree from the last time that it wrote it. Nothing of it is sure: whatever is decided on it is
 * written only where the guard finds it unchanged.
 */
export class KeptTree {
  readonly state = new State(0);
  /** Hash of the newest entry of each budget, hexadecimal. */
  readonly heads = new Map<string, string>();
  private readonly asked = new Map<string, Asked>();

  constructor(readonly id: string) {}

  /** What it takes up, in things that are kept. */
  get size(): number {
    const { budgets, counters, reservations } = this.state;
    return budgets.size + counters.size + reservations.size;
  }

  /** Whether all that a command needs is here, at a time. */
  knows(command: Plain, now: number): boolean {
    if (command.type !== 'reserve') return this.canSettle(command);
    const asked = this.asked.get(command.budgetId);
    return (
      asked !== undefined && now < asked.asking.until && asked.names.has(counterNames(asked.asking, command))
    );
  }

  /**
   * Whether a reservation can be settled with what is here: out of its hold alone. What goes above a hold is held against
   * limits that it may not come to be counted in, and the guard does not compare those.
   */
  canSettle(command: Settling): boolean {
    const reservation = this.state.reservations.get(command.reservationId);
    if (reservation?.state !== 'held' || reservation.budgetId !== command.budgetId) return false;
    if (!reservation.charges.every((id) => this.state.counters.has(id))) return false;
    return command.type === 'release' || isOutOfHold(command, reservation, this.tree);
  }

  /** Whether what was read of a budget is as it is here, or it is not here. */
  agrees(read: Budget, head: string | undefined): boolean {
    const own = this.state.budgets.get(read.id);
    return (
      !own ||
      (own.version === read.version && own.revision === read.revision && this.heads.get(read.id) === head)
    );
  }

  /** Takes over what a batch has left of this tree. Answers whether it can be kept. */
  absorb(from: State, heads: ReadonlyMap<string, string>, commands: readonly Command[]): boolean {
    const { state } = this;
    const isOwn = ({ treeId }: { treeId: string }): boolean => treeId === this.id;
    state.trees.set(this.id, from.trees.get(this.id)!);
    for (const budget of from.budgets.values()) {
      if (!isOwn(budget)) continue;
      const envelopes = from.envelopes.get(budget.id) ?? [];
      if (textOf(budget, envelopes) > MOST_TEXT) return false;
      state.budgets.set(budget.id, budget);
      state.envelopes.set(budget.id, envelopes);
      this.heads.set(budget.id, heads.get(budget.id)!);
    }
    for (const counter of from.counters.values()) if (isOwn(counter)) state.counters.set(counter.id, counter);
    for (const reservation of from.reservations.values())
      if (isOwn(reservation)) state.reservations.set(reservation.id, reservation);
    for (const command of commands) if (command.type === 'reserve') this.noteAsked(command, from.now);
    for (const { id } of from.reservations.values()) this.settled(id);
    return this.trim();
  }

  /** Takes note of what a batch that was decided on it has changed. Answers whether it can still be kept. */
  moveOn(commands: readonly Plain[]): boolean {
    this.state.forgetBatch();
    for (const { reservationId } of commands) this.settled(reservationId);
    return this.trim();
  }

  private get tree(): Tree {
    return this.state.trees.get(this.id)!;
  }

  private noteAsked(command: CommandOf<'reserve'>, now: number): void {
    const budget = this.state.budgets.get(command.budgetId);
    const asking = budget && askingOf(this.state, this.tree, budget, now);
    if (!asking) return void this.asked.delete(command.budgetId);
    const known = this.asked.get(command.budgetId);
    const names = known && isSame(known.asking, asking) ? known.names : new Set<string>();
    this.asked.set(command.budgetId, { asking, names: names.add(counterNames(asking, command)) });
  }

  /** Leaves out a reservation that is settled, or long: few of them come again. */
  private settled(id: string): void {
    const reservation = this.state.reservations.get(id);
    if (!reservation) return;
    if (!isLive(reservation) || labelsOf(reservation) > MOST_LABELS) this.state.reservations.delete(id);
    // No decision looks at it.
    else if (reservation.context !== null) this.state.reservations.set(id, { ...reservation, context: null });
  }

  private trim(): boolean {
    const { budgets, counters, owing, reservations } = this.state;
    for (const id of reservations.keys()) {
      if (reservations.size <= MOST_RESERVATIONS) break;
      reservations.delete(id);
    }
    return budgets.size <= MOST_BUDGETS && counters.size <= MOST_COUNTERS && owing.size === 0;
  }
}

/** Whether a commit takes no more than is held. */
function isOutOfHold(command: CommandOf<'commit'>, reservation: Reservation, { scale }: Tree): boolean {
  if (reservation.rating !== null) return false;
  const amount = command.amount === null ? null : parseAmount(command.amount, scale);
  const total = command.total === null ? null : parseAmount(command.total, scale);
  const cost = amount ?? (total === null ? null : total - reservation.committed);
  return cost !== null && cost >= 0n && cost <= reservation.held;
}

const isSame = (a: Asking, b: Asking): boolean =>
  a.until === b.until && a.vendor === b.vendor && a.category === b.category && a.run === b.run;

function textOf({ policy, metadata }: Budget, envelopes: readonly Envelope[]): number {
  if (policy === null && metadata === null && envelopes.length === 0) return 0;
  return JSON.stringify([policy, metadata, envelopes.map(({ match, approve }) => [match, approve])]).length;
}

const labelsOf = ({ metadata, settlementMetadata, outcome }: Reservation): number =>
  metadata === null && settlementMetadata === null && outcome === null
    ? 0
    : JSON.stringify([metadata, settlementMetadata, outcome]).length;
