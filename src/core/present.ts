import type { Budget, Tree } from './budgets.js';
import {
  timeText,
  type EntryContent,
  type EnvelopeView,
  type JournaledKey,
  type PriceView,
} from './entries.js';
import { balancesView, envelopeView, keyView, priceView, reservationView, settingsView } from './views.js';
import type { Envelope } from './envelopes.js';
import type { Key } from './keys.js';
import type { Price } from './prices/price.js';
import type { Reservation } from './reservations.js';
import type { State } from './state.js';

/** The parts of an entry that can change, as they are now. */
export type Present = Pick<
  EntryContent,
  'version' | 'balances' | 'settings' | 'reservation' | 'keysEnded'
> & {
  envelope?: EnvelopeView & { deletedAt?: string };
  envelopes?: EnvelopeView[];
  price?: PriceView & { endedAt?: string };
  key?: JournaledKey & { revokedAt?: string };
};

/**
 * What an answered entry would have to say now: a caller who asks again must not act on what was true once. It has
 * what the entry has, in the same words.
 */
export function presentOf(state: State, tree: Tree, budget: Budget, entry: EntryContent): Present {
  const { scale } = tree;
  const present: Present = budgetPresent(tree, budget, entry);
  if (entry.reservation) {
    const { id } = entry.reservation;
    present.reservation = reservationView(known(state, 'reservations', id), scale);
  }
  if (entry.envelope) present.envelope = envelopePresent(state, tree, entry.envelope);
  if (entry.envelopes)
    present.envelopes = (state.envelopes.get(budget.id) ?? []).map((one) => envelopeView(one, scale));
  if (entry.key) {
    const key = known(state, 'keys', entry.key.id);
    present.key = keyView(key);
    if (key.revokedAt !== null) present.key.revokedAt = timeText(key.revokedAt);
  }
  if (entry.price) {
    const price = known(state, 'prices', entry.price.id);
    present.price = {
      ...priceView(price),
      ...(price.endedAt !== null && { endedAt: timeText(price.endedAt) }),
    };
  }
  if (entry.keysEnded)
    present.keysEnded = entry.keysEnded.map((end) => endOf(known(state, 'keys', end.id)) ?? end);
  return present;
}

/** The part that is about the budget. It has settings where the entry has them. */
export function budgetPresent(tree: Tree, budget: Budget, entry: EntryContent): Present {
  return {
    version: budget.version,
    balances: balancesView(budget, tree.scale),
    ...(entry.settings && { settings: settingsView(budget, tree.scale) }),
  };
}

/** One that is not among the envelopes of its budget was deleted, before the load or in this batch. */
function envelopePresent(state: State, { scale }: Tree, { id, budgetId }: EnvelopeView): Present['envelope'] {
  const inForce = state.envelopes.get(budgetId)?.find((one) => one.id === id);
  if (inForce) return envelopeView(inForce, scale);
  const envelope: Envelope = known(state, 'envelopes', id);
  return { ...envelopeView(envelope, scale), deletedAt: timeText(envelope.deletedAt ?? state.now) };
}

function endOf({ id, expiresAt, revokedAt }: Key): NonNullable<EntryContent['keysEnded']>[number] | null {
  if (revokedAt !== null) return { at: timeText(revokedAt), id, revoked: true };
  return expiresAt === null ? null : { at: timeText(expiresAt), id, revoked: false };
}

/** As commands of the batch left it, or as it was loaded for the answer. */
function known(state: State, kind: 'reservations', id: string): Reservation;
function known(state: State, kind: 'keys', id: string): Key;
function known(state: State, kind: 'envelopes', id: string): Envelope;
function known(state: State, kind: 'prices', id: string): Price;
function known(state: State, kind: 'reservations' | 'keys' | 'envelopes' | 'prices', id: string) {
  const decidedOn = kind === 'envelopes' || kind === 'prices' ? undefined : state[kind].get(id);
  const thing = decidedOn ?? state.answered[kind].get(id);
  if (!thing) throw new Error(`${id} of a replayed entry was not loaded`);
  return thing;
}
