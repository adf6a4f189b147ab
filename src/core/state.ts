import { lacks, type Budget, type Tree } from './budgets.js';
import type { Command } from './commands/commands.js';
import type { Entry, EntryContent } from './entries.js';
import type { Counter, Envelope } from './envelopes.js';
import type { Key } from './keys.js';
import { withLabels } from './labels.js';
import type { Price, Priced } from './prices/price.js';
import { isLive } from './reservation-state.js';
import type { External, Reservation } from './reservations.js';

/** Live reservations are counted up to here where one is enough to refuse; above it there are "more than" so many. */
export const MAX_COUNTED = 1_000;

/** The primary entry of a decision that was written under an idempotency key. */
export interface Seen {
  entry: EntryContent;
  /** The budget that the entry belongs to. */
  budgetId: string;
}

/** The reservation that has a name, and where it lies. */
export interface Named {
  id: string;
  budgetId: string;
  path: readonly string[];
}

/** What one decision changes: see Draft. */
export interface Changes {
  readonly command: Pick<Command, 'type' | 'origin'>;
  readonly trees: readonly Tree[];
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly envelopes: ReadonlyMap<string, Envelope[]>;
  readonly counters: ReadonlyMap<string, Counter>;
  readonly reservations: ReadonlyMap<string, Reservation>;
  readonly changedEnvelopes: readonly Envelope[];
  readonly changedKeys: readonly Key[];
  readonly changedPrices: readonly Price[];
  readonly entries: readonly Entry[];
}

/**
 * All that a batch of commands needs, as loaded, and then as each accepted command left it. Budgets come with every
 * ancestor; envelopes with every budget; counters are those of the current windows and of the named reservations.
 */
export class State {
  readonly trees = new Map<string, Tree>();
  readonly budgets = new Map<string, Budget>();
  /** By budget. */
  readonly envelopes = new Map<string, Envelope[]>();
  readonly counters = new Map<string, Counter>();
  readonly reservations = new Map<string, Reservation>();
  /** The holders who made them: of those that are disputed, and those that a command of the batch has made. */
  readonly payers = new Map<string, string>();
  /** Those that commands name or are sent with, and those that are to be revoked together. */
  readonly keys = new Map<string, Key>();
  /** Those that were not withdrawn, of the items that commands name: by {@link priceKey}. */
  readonly prices = new Map<string, Price[]>();
  /** Those that were withdrawn, or made place for another, since charges happened: by {@link priceKey}. */
  readonly formerPrices = new Map<string, Price[]>();
  /** The reservations that have names of charges to be made: by {@link externalKey}. */
  readonly externals = new Map<string, Named>();
  /** Of budgets that are to get one: how many there are. */
  readonly pricesOn = new Map<string, number>();
  /** By {@link seenKey}; first entries of open children that commands name, by {@link refKey}. */
  readonly seen = new Map<string, Seen>();
  /**
   * What is too much to be loaded: budgets to be closed, by id, and all keys of a budget, by the name that decide/keys.ts gives them. The other
   * budgets to be closed come with all open descendants and the live reservations on them.
   */
  readonly oversized = new Set<string>();
  /** Of keys that are to be revoked with all that came of them, by the same names: which that work were found. */
  readonly cameOf = new Map<string, readonly string[]>();
  /**
   * What entries that are answered again are about, deleted envelopes included, where no command names it. Decisions
   * look at none of it: its counters are not loaded.
   */
  readonly answered = {
    reservations: new Map<string, Reservation>(),
    envelopes: new Map<string, Envelope>(),
    keys: new Map<string, Key>(),
    prices: new Map<string, Price>(),
  };
  /** Of oversized budgets that are not to be closed over live reservations: how many there are, as far as they were counted. */
  readonly liveBelow = new Map<string, number>();
  /** Of budgets that are to get an envelope: the most that lie on the way from the root to any open budget below. */
  readonly envelopesBelow = new Map<string, number>();
  /** Of envelopes to be made that match new vendors, by id: who was paid since those that they know were read. */
  readonly paidSince = new Map<string, string[]>();
  /** Under budgets that are being closed: those of which not all open children and live reservations were loaded. */
  readonly partial = new Set<string>();

  /**
   * The budgets that owe what they could draw, with their ancestors among the budgets: the first of each tree that a
   * command writes in, as many as decide/debts.ts looks at.
   */
  readonly owing = new Set<string>();

  /** `now` is the database's clock, in milliseconds since the epoch. */
  constructor(public now: number) {}

  /** Forgets what was there for one batch alone, where the next one is decided on what that has left. */
  forgetBatch(): void {
    this.seen.clear();
    this.payers.clear();
    this.externals.clear();
  }

  apply(changes: Changes): void {
    for (const tree of changes.trees) this.trees.set(tree.id, tree);
    for (const [id, budget] of changes.budgets) {
      this.budgets.set(id, budget);
      if (lacks(budget)) this.owing.add(id);
      else this.owing.delete(id);
    }
    for (const [id, envelopes] of changes.envelopes) this.envelopes.set(id, envelopes);
    this.deepen(changes);
    for (const [id, counter] of changes.counters) this.counters.set(id, counter);
    this.recount(changes);
    for (const [id, reservation] of changes.reservations) {
      if (!this.reservations.has(id)) this.payers.set(id, changes.command.origin.principal);
      this.reservations.set(id, reservation);
      if (reservation.externalId !== null) this.putNamed(reservation);
    }
    for (const envelope of changes.changedEnvelopes) this.answered.envelopes.set(envelope.id, envelope);
    for (const key of changes.changedKeys) this.keys.set(key.id, key);
    for (const price of changes.changedPrices) this.putPrice(price);
    for (const { content } of changes.entries)
      if (content.parentId !== undefined && content.ref !== undefined)
        this.seen.set(refKey(content.parentId, content.ref), {
          entry: content,
          budgetId: content.budgetId,
        });
    const { requestKey } = changes.command.origin;
    const primary = changes.entries.find((entry) => entry.requestKey !== null);
    if (requestKey && primary)
      this.seen.set(seenKey(changes.command.type === 'create' ? null : primary.treeId, requestKey), {
        entry: this.whole(primary.content, changes),
        budgetId: primary.budgetId,
      });
  }

  private whole(entry: EntryContent, { reservations }: Changes): EntryContent {
    const reservation = entry.reservation && reservations.get(entry.reservation.id);
    return reservation ? withLabels(entry, reservation.settlementMetadata) : entry;
  }

  /** A price as it was loaded, or as a command of the batch left it. */
  putPrice(price: Price): void {
    const key = priceKey(price.budgetId, price);
    const others = (this.prices.get(key) ?? []).filter(({ id }) => id !== price.id);
    const known = (this.prices.get(key) ?? []).length;
    const left = price.endedAt === null ? [...others, price] : others;
    this.prices.set(key, left);
    if (price.endedAt !== null) this.putFormer(price);
    this.pricesOn.set(price.budgetId, (this.pricesOn.get(price.budgetId) ?? 0) + left.length - known);
    this.answered.prices.set(price.id, price);
  }

  /** A price that holds no more. */
  putFormer(price: Price): void {
    const key = priceKey(price.budgetId, price);
    this.formerPrices.set(key, [...(this.formerPrices.get(key) ?? []), price]);
  }

  /** The prices of an item that were set on a budget, and not withdrawn by a time. */
  pricesAt(key: string, at: number): readonly Price[] {
    const known = this.prices.get(key) ?? [];
    if (at >= this.now) return known;
    const former = (this.formerPrices.get(key) ?? []).filter(({ endedAt }) => endedAt! > at);
    return former.length > 0 ? [...known, ...former] : known;
  }

  /** A reservation that has a name of whoever was paid: the first that has it is meant. */
  putNamed({ treeId, id, budgetId, vendor, externalId }: Reservation): void {
    if (vendor === null || externalId === null) return;
    const key = externalKey(treeId, { vendor, externalId });
    if (this.externals.has(key)) return;
    this.externals.set(key, { id, budgetId, path: this.budgets.get(budgetId)?.path ?? [] });
  }

  /** Counts what a command of the batch has let go, or made, under budgets that a later one may close. */
  private recount({ reservations }: Changes): void {
    if (this.liveBelow.size === 0) return;
    for (const [id, after] of reservations) {
      const before = this.reservations.get(id);
      const change = Number(isLive(after)) - Number(before !== undefined && isLive(before));
      for (const one of [after.budgetId, ...(this.budgets.get(after.budgetId)?.path ?? [])]) {
        const live = this.liveBelow.get(one);
        // Of more than were counted it is not known how many are left.
        if (live !== undefined && live <= MAX_COUNTED) this.liveBelow.set(one, live + change);
      }
    }
  }

  /** Takes note of envelopes that were added below budgets that may get some by a later command of the batch. */
  private deepen({ command, envelopes }: Changes): void {
    for (const id of envelopes.keys()) {
      const path = [...(this.budgets.get(id)?.path ?? []), id];
      const own = path.reduce((sum, one) => sum + (this.envelopes.get(one)?.length ?? 0), 0);
      const grown = command.type === 'envelope_create' ? (this.envelopesBelow.get(id) ?? 0) + 1 : 0;
      for (const one of path)
        this.envelopesBelow.set(one, Math.max(own, grown, this.envelopesBelow.get(one) ?? 0));
    }
  }
}

/** Names the prices of an item on a budget. No part of it has a space. */
export const priceKey = (budgetId: string, { vendor, item }: Priced): string =>
  `${budgetId} ${vendor} ${item}`;

/** Names what somebody who is paid calls so. No part of it has a space. */
export const externalKey = (treeId: string, { vendor, externalId }: External): string =>
  `${treeId} ${vendor} ${externalId}`;

/** Names an open child by what its maker calls it. */
export const refKey = (parentId: string, ref: string): string => `ref ${parentId} ${ref}`;

/** Keys are scoped to a tree; those under which trees were created (null) to the whole database. */
export const seenKey = (treeId: string | null, requestKey: string): string =>
  `${treeId ?? 'root'} ${requestKey}`;
