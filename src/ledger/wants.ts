import { COMMANDS, isOnReservation, needsOf, type Command } from '../core/commands/commands.js';
import type { EnvelopeInput } from '../core/commands/inputs.js';
import type { Reserve } from '../core/commands/reserving.js';
import type { Purpose } from '../core/envelopes.js';
import { KEY_KEPT_MS } from '../core/keys.js';
import type { Closing } from './load-closing.js';
import type { RowKey } from './sql/load-budgets.js';
import type { Asked } from './sql/load-counters.js';
import type { Keyring } from './sql/load-keys.js';
import type { ExternalInTree } from './sql/load-externals.js';
import type { NamedChild } from './sql/load-named-children.js';
import type { ItemKey, PastItemKey } from './sql/load-prices.js';
import type { ReservationKey } from './sql/load-reservations.js';
import type { SoughtKey } from './sql/load-seen.js';

/** What identifies a request for a reservation, with its tree. */
export interface FollowedRequest {
  treeId: string;
  command: Reserve;
}

/** An envelope that a budget is to get. */
export interface NewEnvelope {
  treeId: string;
  budgetId: string;
  envelope: EnvelopeInput;
}

/** What a batch of commands needs, as columns of keys: see `Needs` of core/commands. */
export interface Wants {
  budgets: RowKey[];
  /** Trees in which something may be written. */
  trees: string[];
  asked: Asked[];
  reservations: ReservationKey[];
  /** Those that are paid more than they hold, by id. */
  paid: string[];
  /** Those of which it is asked who made them. */
  payers: ReservationKey[];
  keys: SoughtKey[];
  creations: SoughtKey[];
  /** Children that commands would make, if they are not there already. */
  children: NamedChild[];
  closing: Closing[];
  /** Keys named, or sent with what has to know whether they still work; budgets of which all keys are named. */
  namedKeys: RowKey[];
  keyrings: Keyring[];
  /** Keys of which all that came of them, and works, is meant. */
  issuers: RowKey[];
  requests: FollowedRequest[];
  newEnvelopes: NewEnvelope[];
  /** Items whose prices are looked for on budgets and above them. */
  items: ItemKey[];
  /** The same as they were in the past. */
  pastItems: PastItemKey[];
  /** Names of charges: each is to be there once. */
  externals: ExternalInTree[];
  /** Prices by their ids; budgets that are to get one. */
  namedPrices: RowKey[];
  priced: RowKey[];
  /** What is rated, and may need to know what tiers have seen. */
  rated: Command[];
}

/** What a batch of commands needs: budgets, trees, purposes and reservations once each. */
export function wantsOf(commands: readonly Command[]): Wants {
  const budgets = new Map<string, RowKey>();
  const trees = new Set<string>();
  const asked = new Map<string, Asked>();
  const reservations = new Map<string, ReservationKey>();
  const senders = new Map<string, RowKey>();
  const wants = noWants();
  for (const command of commands) {
    const { treeId, budgetId: id } = command;
    const { requestKey, otherRequestKey, keyId } = command.origin;
    const rules = COMMANDS[command.type];
    if (keyId !== null && !senders.has(keyId) && asksAgain(command))
      senders.set(keyId, { treeId, id: keyId });
    if (rules.addressee === 'tree') {
      if (requestKey) wants.creations.push({ treeId: null, requestKey });
      continue;
    }
    if (requestKey) wants.keys.push({ treeId, requestKey });
    if (otherRequestKey !== undefined) wants.keys.push({ treeId, requestKey: otherRequestKey });
    budgets.set(id, { treeId, id });
    if (rules.writes !== null) trees.add(treeId);
    if (isOnReservation(command)) {
      const { reservationId } = command;
      reservations.set(reservationId, { treeId, budgetId: id, id: reservationId });
    }
    const purpose = addNeeds(wants, command);
    if (purpose) {
      const { vendor, category, runId } = purpose;
      const name = `${id} ${vendor ?? ''} ${category ?? ''} ${runId ?? ''}`;
      asked.set(name, { treeId, id, vendor, category, runId });
    }
  }
  wants.budgets.push(...budgets.values());
  wants.trees.push(...trees);
  wants.asked.push(...asked.values());
  wants.reservations.push(...reservations.values());
  wants.namedKeys.push(...senders.values());
  return wants;
}

/** Adds what few commands need. Answers the purpose that it has: many of a batch have the same. */
function addNeeds(wants: Wants, command: Command): Purpose | undefined {
  const { treeId, budgetId: id } = command;
  const needs = needsOf(command);
  const { childRef, closing, key, keyWithIssued, keyring, newEnvelope, paid, request } = needs;
  const { item, itemAt, external, newPrice, payer, price, isRated } = needs;
  const priced = item ?? newPrice;
  if (priced) wants.items.push({ treeId, id, vendor: priced.vendor, item: priced.item });
  if (item && itemAt !== undefined) wants.pastItems.push({ treeId, id, ...item, at: itemAt });
  if (external) wants.externals.push({ treeId, ...external });
  if (newPrice) wants.priced.push({ treeId, id });
  if (price !== undefined) wants.namedPrices.push({ treeId, id: price });
  if (isRated) wants.rated.push(command);
  if (request && command.type === 'reserve') wants.requests.push({ treeId, command });
  if (paid !== undefined) wants.paid.push(paid);
  if (payer !== undefined) wants.payers.push({ treeId, budgetId: id, id: payer });
  if (childRef !== undefined) wants.children.push({ treeId, parentId: id, ref: childRef });
  if (closing) wants.closing.push({ treeId, id, holds: closing.holds });
  if (key !== undefined) wants.namedKeys.push({ treeId, id: key });
  if (keyWithIssued !== undefined) wants.issuers.push({ treeId, id: keyWithIssued });
  if (keyring) wants.keyrings.push({ treeId, id, subtree: keyring.subtree, issued: keyring.issued });
  if (newEnvelope) wants.newEnvelopes.push({ treeId, budgetId: id, envelope: newEnvelope });
  return needs.purpose;
}

const noWants = (): Wants => ({
  budgets: [],
  trees: [],
  asked: [],
  reservations: [],
  paid: [],
  payers: [],
  keys: [],
  creations: [],
  children: [],
  closing: [],
  namedKeys: [],
  keyrings: [],
  issuers: [],
  requests: [],
  newEnvelopes: [],
  items: [],
  pastItems: [],
  externals: [],
  namedPrices: [],
  priced: [],
  rated: [],
});

/** Whether the key is read again: what trusts in what its replica knew may have waited, for its turn or for the database. */
export const asksAgain = ({ type, origin }: Command): boolean =>
  COMMANDS[type].rechecksKey || performance.now() - (origin.keySeenAt ?? Infinity) > KEY_KEPT_MS;

/** The budgets that a batch of commands names, for locking them and their ancestors. */
export const budgetsOf = (commands: readonly Command[]): RowKey[] => wantsOf(commands).budgets;
