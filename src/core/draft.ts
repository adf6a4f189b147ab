import { entitled, obtainable, used } from './balances.js';
import { isClosed, lacks, parentIdOf, type Budget, type Tree } from './budgets.js';
import type { Command } from './commands/commands.js';
import { askedAs, timeText, type Charge, type Entry, type EntryContent } from './entries.js';
import { balancesView, deltasView, settingsView, treeView } from './views.js';
import { limitText } from './metrics/metrics.js';
import { spendLabels, type SpendLabels } from './dimensions.js';
import { covers, reportsPassing } from './alerts.js';
import type { Alert, Counter, Envelope } from './envelopes.js';
import type { Key } from './keys.js';
import { kindRules, type EntryKind } from './kinds.js';
import { labelsNearest } from './labels.js';
import { larger, smaller } from './money.js';
import { withName, withNames } from './naming.js';
import type { Price } from './prices/price.js';
import type { Reservation } from './reservations.js';
import { isSpending } from './spend.js';
import type { State } from './state.js';

/** What an entry says beyond the change of its budget. */
export type Details = Pick<
  EntryContent,
  | 'reason'
  | 'charges'
  | 'claimed'
  | 'notices'
  | 'denial'
  | 'requested'
  | 'reservation'
  | 'context'
  | 'externalId'
  | 'metadata'
  | 'envelope'
  | 'envelopes'
  | 'cause'
  | 'key'
  | 'keysEnded'
  | 'keysRemain'
  | 'moreKeysEnded'
  | 'price'
  | 'rating'
  | 'usage'
  | 'usageBefore'
  | 'pricesEnded'
>;

/** A charge that took a counter to its limit, past it, or on above it. */
interface Crossing {
  charge: Charge;
  counterId: string;
  limit: bigint;
  passed: boolean;
  /** Whether it stood below the limit before, or above it. */
  reaches: boolean;
  goesOn: boolean;
}

type Moves = Partial<Record<'reserved' | 'delegated' | 'spent', bigint>>;
type Settings = Partial<
  Pick<
    Budget,
    | 'name'
    | 'state'
    | 'pausedUntil'
    | 'guarantee'
    | 'ceiling'
    | 'policy'
    | 'policyFromAbove'
    | 'stoppedFromAbove'
    | 'metadata'
    | 'dimensions'
    | 'revision'
  >
>;

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * What one command would change, over the state it was decided on. Nothing reaches the state unless the command is
 * accepted (or denied, for the entry that says so).
 */
export class Draft {
  readonly trees: Tree[] = [];
  readonly budgets = new Map<string, Budget>();
  readonly reservations = new Map<string, Reservation>();
  readonly entries: Entry[] = [];
  /** The envelopes created, changed or deleted, as they are afterwards. */
  readonly changedEnvelopes: Envelope[] = [];
  /** The keys issued, rotated or revoked, as they are afterwards. */
  readonly changedKeys: Key[] = [];
  /** The prices set or withdrawn, as they are afterwards. */
  readonly changedPrices: Price[] = [];
  /** Of charges whose entry is still to be written. */
  private readonly crossings: Crossing[] = [];
  // Made for the few decisions that change any. Of a budget that has a changed envelope, all are here.
  private ownEnvelopes: Map<string, Envelope[]> | null = null;
  private ownCounters: Map<string, Counter> | null = null;

  constructor(
    readonly state: State,
    readonly command: Command,
  ) {}

  get now(): number {
    return this.state.now;
  }

  get envelopes(): ReadonlyMap<string, Envelope[]> {
    return this.ownEnvelopes ?? NONE;
  }

  get counters(): ReadonlyMap<string, Counter> {
    return this.ownCounters ?? NONE;
  }

  putEnvelopes(budgetId: string, envelopes: Envelope[]): void {
    (this.ownEnvelopes ??= new Map<string, Envelope[]>()).set(budgetId, envelopes);
  }

  putCounter(counter: Counter): void {
    (this.ownCounters ??= new Map<string, Counter>()).set(counter.id, counter);
  }

  dropCounter(id: string): void {
    this.ownCounters?.delete(id);
  }

  /** A budget that the command names or needs, which the load has brought. */
  budget(id: string): Budget {
    const budget = this.budgets.get(id) ?? this.state.budgets.get(id);
    if (!budget) throw new Error(`budget ${id} was not loaded`);
    return budget;
  }

  tree(id: string): Tree {
    const tree = this.state.trees.get(id) ?? this.trees.find((one) => one.id === id);
    if (!tree) throw new Error(`tree ${id} was not loaded`);
    return tree;
  }

  /** The budget and its ancestors, upwards. */
  path(budget: Budget): Budget[] {
    const path = [budget];
    for (let i = budget.path.length - 1; i >= 0; i -= 1) path.push(this.budget(budget.path[i]!));
    return path;
  }

  /** Whether a budget, or one above it, is stopped: it gives nothing to what is not paid yet. */
  isStopped(budget: Budget): boolean {
    return this.path(budget).some(({ state }) => state !== 'active');
  }

  /** The budgets that owe what they could draw, as this draft leaves them: from the root down, the oldest first. */
  owing(): string[] {
    const { treeId } = this.command;
    const ids = new Set(this.state.owing);
    for (const budget of this.budgets.values()) if (lacks(budget)) ids.add(budget.id);
    if (ids.size === 0) return [];
    return [...ids]
      .map((id) => this.budget(id))
      .filter((one) => one.treeId === treeId && lacks(one))
      .sort((a, b) => a.path.length - b.path.length || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  }

  envelopesOf(budgetId: string): Envelope[] {
    return this.envelopes.get(budgetId) ?? this.state.envelopes.get(budgetId) ?? [];
  }

  counter(id: string): Counter | undefined {
    return this.counters.get(id) ?? this.state.counters.get(id);
  }

  /** A price of a budget that a command names. */
  priceOn(budgetId: string, id: string): Price | undefined {
    for (const prices of this.state.prices.values())
      for (const price of prices) if (price.id === id && price.budgetId === budgetId) return price;
    return undefined;
  }

  key(id: string): Key | undefined {
    return this.state.keys.get(id);
  }

  reservation(id: string): Reservation | undefined {
    return this.reservations.get(id) ?? this.state.reservations.get(id);
  }

  /** How much more this budget could use, drawing on its ancestors as far as the ceilings let it. */
  obtainable(budget: Budget): bigint {
    const parentId = parentIdOf(budget);
    if (parentId === null) return obtainable(budget, null);
    const mayDraw = !isClosed(budget) && budget.ceiling > budget.allocated;
    return obtainable(budget, mayDraw ? this.obtainable(this.budget(parentId)) : 0n);
  }

  /** Whose money pays for what is used on a budget: its own or, once that is closed, its nearest open ancestor's. */
  payer(budget: Budget): Budget {
    const path = this.path(budget);
    return path.find((budget) => !isClosed(budget)) ?? path.at(-1)!;
  }

  /**
   * Moves money within a budget, together with a change of its settings, and lets the change of its allocation run
   * up the tree: an elastic budget draws what it comes to use and gives back what it no longer does. Writes one
   * entry for each budget touched. What cannot be drawn becomes overdraft; a caller that allows none checks first.
   */
  move(id: string, kind: EntryKind, moves: Moves, settings: Settings, details: Details): Budget {
    const before = this.budget(id);
    const after: Budget = { ...before, ...settings };
    if (after.state !== 'paused') after.pausedUntil = null;
    after.reserved += moves.reserved ?? 0n;
    after.delegated += moves.delegated ?? 0n;
    after.spent += moves.spent ?? 0n;
    // A hold that a close ends leaves its money where it is: the close takes back all at once.
    const isLetGo = (kind === 'release' || kind === 'expire_commit') && details.reservation && details.cause;
    after.allocated = isLetGo ? before.allocated : this.allocation(before, after);
    after.overdraft = larger(0n, used(after) - after.allocated);
    this.record(before, after, kind, details);
    const parentId = parentIdOf(after);
    const drawn = after.allocated - before.allocated;
    if (parentId !== null && drawn !== 0n) {
      const cause = details.cause ?? {
        budgetId: id,
        ...(details.reservation && { reservationId: details.reservation.id }),
      };
      this.move(parentId, kind, { delegated: drawn }, {}, { cause });
    }
    return after;
  }

  private allocation(before: Budget, after: Budget): bigint {
    const using = used(after);
    const parentId = parentIdOf(after);
    if (isClosed(after)) {
      // Real cost that comes after the close, beyond what is still there, is its parent's to pay.
      const covered = larger(used(before), before.allocated);
      const allocated = before.allocated + (parentId === null ? 0n : larger(0n, using - covered));
      // It keeps what it has while it is being closed, and then gives back what it no longer uses.
      return after.state === 'closing' ? allocated : smaller(allocated, using);
    }
    const target = entitled(after, using);
    if (parentId === null || target <= before.allocated) return target;
    // What comes to be used was looked at, or is paid already. A debt of before waits until nothing above is stopped.
    if (using <= used(before) && this.isStopped(this.budget(parentId))) return before.allocated;
    return before.allocated + smaller(target - before.allocated, this.obtainable(this.budget(parentId)));
  }

  /** Writes the next entry of a budget. `before` is null for its first. */
  record(before: Budget | null, after: Budget, kind: EntryKind, details: Details): Budget {
    const tree = this.tree(after.treeId);
    const { scale } = tree;
    const parentId = before === null ? parentIdOf(after) : null;
    const { origin } = this.command;
    // A budget that is active again, or closed, is not stopped by anybody.
    if (after.state === 'active' || isClosed(after)) after.stoppedFromAbove = false;
    after.version = (before?.version ?? 0) + 1;
    after.changedAt = before && before.changedAt > this.now ? before.changedAt : this.now;
    const { cause, charges, claimed, context, denial, envelope, envelopes, key, keysEnded } = details;
    const { externalId, keysRemain, metadata, moreKeysEnded, notices, price, pricesEnded } = details;
    const { rating, reason, requested, reservation, usage, usageBefore } = details;
    const showsSettings =
      before === null || before.revision !== after.revision || (kindRules(kind).showsSettings && !cause);
    // In the order of the keys: see ledger/seal.ts.
    const content: EntryContent = {
      at: timeText(after.changedAt),
      balances: balancesView(after, scale),
      budgetId: after.id,
      by: origin.principal,
      cause,
      charges,
      claimed,
      context,
      deltas: deltasView(before, after, scale),
      denial,
      envelope,
      envelopes,
      externalId,
      key,
      keysEnded,
      keysRemain,
      kind,
      labels: denial || (reservation && isSpending(kind)) ? this.labelsOf(after, reservation?.id) : undefined,
      metadata,
      moreKeysEnded,
      notices: notices && withNames(this, notices),
      outcome: denial ? 'denied' : 'accepted',
      parentId: parentId ?? undefined,
      price,
      pricesEnded,
      rating,
      reason,
      ref: before === null ? (after.ref ?? undefined) : undefined,
      request: askedAs(origin),
      requested,
      reservation,
      settings: showsSettings ? settingsView(after, scale) : undefined,
      tree: before === null && parentId === null ? treeView(tree) : undefined,
      treeId: after.treeId,
      usage,
      usageBefore,
      version: after.version,
    };
    if (this.crossings.length > 0)
      for (const crossing of this.crossings.splice(0)) this.alertOnce(crossing, content);
    this.entries.push({
      treeId: after.treeId,
      budgetId: after.id,
      version: after.version,
      at: after.changedAt,
      scale,
      kind,
      denied: denial !== undefined,
      reservationId: reservation?.id ?? null,
      requestKey: cause || denial ? null : origin.requestKey,
      content,
    });
    this.budgets.set(after.id, after);
    return after;
  }

  /** By which labels spend keeps what is recorded of a reservation, or of the request for one. */
  private labelsOf(budget: Budget, reservationId: string | undefined): SpendLabels | undefined {
    const { command } = this;
    // As it was before: what the command says itself stands in front, and may have displaced earlier labels.
    const reservation =
      reservationId === undefined
        ? undefined
        : (this.state.reservations.get(reservationId) ?? this.reservation(reservationId));
    // A charge has made its reservation when it is recorded.
    const says = command.type === 'commit' || command.type === 'refund';
    const asks = (command.type === 'reserve' || command.type === 'charge') && !reservation;
    return spendLabels(this.path(budget), labelsNearest(says || asks ? command.metadata : null, reservation));
  }

  /** Adds to a counter and says so in the words of an entry. */
  charge(counter: Counter, by: bigint, scale: number, limit: bigint | null): Charge {
    const after = { ...counter, used: counter.used + by, version: counter.version + 1 };
    this.putCounter(after);
    // In the order of the keys, with those that the entry may come to set.
    const charge: Charge = {
      again: undefined,
      alert: undefined,
      budgetId: undefined,
      budgetName: undefined,
      counterId: counter.id,
      delta: limitText(by, counter.metric, scale),
      envelopeName: undefined,
      limit: limit === null ? undefined : limitText(limit, counter.metric, scale),
      used: limitText(after.used, counter.metric, scale),
    };
    if (limit !== null && by > 0n && after.used >= limit)
      this.crossings.push({
        charge,
        counterId: counter.id,
        limit,
        passed: after.used > limit,
        reaches: counter.used < limit,
        goesOn: counter.used > limit,
      });
    return charge;
  }

  /**
   * A counter is reported once in its window, for each limit: see core/events.ts. What goes on above a limit is reported
   * as well where nothing was before: people had been asked, or the limit was lowered.
   */
  private alertOnce(crossing: Crossing, entry: EntryContent): void {
    const { charge, counterId, limit, passed, reaches, goesOn } = crossing;
    const counter = this.counters.get(counterId)!;
    if (reaches) Object.assign(charge, this.placeOf(counter.envelopeId, entry.budgetId));
    if (passed && !reportsPassing(entry, counter.envelopeId)) return;
    const { alert } = counter;
    const next: Alert = { number: (alert?.number ?? 0) + 1, limit, passed };
    if (!alert || !covers(alert, next)) {
      charge.alert = next.number;
      this.putCounter({ ...counter, alert: next });
    } else if (!goesOn) charge.again = alert.number;
  }

  /** Where an envelope on the path of a budget lies, and the names as they are now: for the event of its limit. */
  private placeOf(
    envelopeId: string,
    budgetId: string,
  ): Pick<Charge, 'budgetId' | 'budgetName' | 'envelopeName'> {
    const isHere = ({ id }: Budget): boolean => this.envelopesOf(id).some((one) => one.id === envelopeId);
    const place = this.path(this.budget(budgetId)).find(isHere);
    if (!place) return {};
    const { envelopeId: _, ...named } = withName(this, { budgetId: place.id, envelopeId });
    return named;
  }

  /** The entry that a command gave rise to on the budget it was addressed to. */
  get primary(): EntryContent {
    // The parts of a close are each about something below.
    const entry = this.entries.find((one) => one.content.cause === undefined) ?? this.entries[0];
    if (!entry) throw new Error('a decision without an entry');
    return entry.content;
  }
}
