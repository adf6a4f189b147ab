import type { Tree } from '../budgets.js';
import type { Purpose } from '../envelopes.js';
import type { Action } from '../keys.js';
import type { EntryKind } from '../kinds.js';
import type { Priced } from '../prices/price.js';
import type { External, Reservation } from '../reservations.js';
import type { EnvelopeInput } from './inputs.js';
import type { Origin } from './origin.js';

/** What all commands have in common. */
export interface Addressed {
  origin: Origin;
  treeId: string;
  budgetId: string;
}

/** What all that callers do to a reservation has in common. */
export interface Settling extends Addressed {
  reservationId: string;
  reason: string | null;
  expectedVersion: number | null;
}

/** What a command names, by which its tree and its budget are found; `tree` for one that opens its own. */
export type Addressee = 'tree' | 'budget' | 'reservation' | 'envelope' | 'price' | 'key';

/**
 * What has to be loaded to decide a command, beside its budget, what that budget is under, and the reservation that it
 * names.
 */
export interface Needs {
  /** The open child of the budget that is called so. */
  childRef?: string;
  /** What is open below the budget, which is to be closed; `holds` is null where a close goes on. */
  closing?: { holds: 'release' | 'refuse' | null };
  /** A key by its id. */
  key?: string;
  /** All that came of a key, by its id, and works. */
  keyWithIssued?: string;
  /** All keys of the budget; of what is below it, and what came of them, if that is asked for. */
  keyring?: { subtree: boolean; issued: boolean };
  /** The counters of the windows under way in which this would count. */
  purpose?: Purpose;
  /** The counters of this very request, where envelopes follow requests. */
  request?: boolean;
  /** The counters of limits that are newer than this reservation: it can be paid more than it holds. */
  paid?: string;
  /** The holder who made this reservation. */
  payer?: string;
  /** The prices of an item on the budget and above it. */
  item?: Priced;
  /** With `item`, of what happened in the past: as they were at this time. */
  itemAt?: number;
  /** What a vendor names so. */
  external?: External;
  /** The same on the budget alone, and how many prices it has. */
  newPrice?: Priced;
  /** A price by its id. */
  price?: string;
  /** What tiers of prices have seen: it reports usage, or asks what it costs. */
  isRated?: boolean;
  /** How many envelopes lie below the budget, and who was paid there since this one was worked out. */
  newEnvelope?: EnvelopeInput;
}

/** All that is known of a kind of command beside how it is decided, which `core/decide.ts` says. */
export interface CommandRules<C, A extends Addressee = Addressee> {
  addressee: A;
  /** What its caller has to be allowed to do; null for what only the service itself does. */
  action: Action | null;
  /** The kind of the entry that it writes; null for one that writes nothing. */
  writes: EntryKind | null;
  /** Whether it changes more than balances, counters and the states of what it touches. */
  changesSettings: boolean;
  /**
   * Whether it is decided by what the key may do in that moment, as what is rare and weighs much. What spends trusts in
   * what its replica knew of the key when it came.
   */
  rechecksKey: boolean;
  needs(command: C): Needs;
}

/** The same of what is done to a reservation. */
export interface ReservationRules<C> extends CommandRules<C, 'reservation'> {
  writes: EntryKind;
  /**
   * What it adds to the payments of the reservation, as far as that is a question: the scopes of keys are held against it.
   * `cost` is what a commit was found to cost.
   */
  pays(command: C, reservation: Reservation, tree: Tree, cost: bigint): bigint;
}

/** The rules of commands of these types, each under its name. */
export type CommandTable<C extends { type: string }, A extends Addressee> = {
  readonly [One in C as One['type']]: CommandRules<One, A>;
};

/** The same of what is done to reservations. */
export type ReservationTable<C extends { type: string }> = {
  readonly [One in C as One['type']]: ReservationRules<One>;
};

/** What changes settings. */
export const SETTINGS = { changesSettings: true, rechecksKey: true } as const;

/** What moves money, and is done all the time. */
export const SPENDING = { changesSettings: false, rechecksKey: false } as const;

const NOTHING: Needs = {};

/** Of a command that needs nothing more. */
export const nothingMore = (): Needs => NOTHING;

/** Of what pays nothing. */
export const paysNothing = (): bigint => 0n;
