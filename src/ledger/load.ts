import { MAX_DEBTS } from '../core/decide/debts.js';
import { amountWished, tiersFor } from '../core/decide/rating.js';
import { isNewer } from '../core/decide/settle.js';
import type { Command } from '../core/commands/commands.js';
import { cameOf, keysOf, MAX_REVOKED } from '../core/decide/keys.js';
import type { EntryContent } from '../core/entries.js';
import { requestName, UNFOLLOWED, type Envelope } from '../core/envelopes.js';
import type { Key } from '../core/keys.js';
import { formatAmount } from '../core/money.js';
import type { Price } from '../core/prices/price.js';
import { withLabels } from '../core/labels.js';
import { refKey, seenKey, State } from '../core/state.js';
import type { WriteClient } from '../database/connections.js';
import { followClock } from '../ids/ids.js';
import { loadBudgets, type RowKey, type LoadedBudget } from './sql/load-budgets.js';
import { loadClock } from './sql/load-clock.js';
import {
  loadChargedCounters,
  loadCurrentCounters,
  loadNamedCounters,
  loadRequestCounters,
  type Asked,
  type CounterKey,
  type Requested,
} from './sql/load-counters.js';
import { loadOwing, type OnOwingPath } from './sql/load-owing.js';
import { countEnvelopesBelow, loadEnvelopes, loadNamedEnvelopes } from './sql/load-envelopes.js';
import { loadIssued, loadKeyrings, loadKeys } from './sql/load-keys.js';
import { loadNamedChildren } from './sql/load-named-children.js';
import { loadPaidSince } from './sql/load-paid-since.js';
import { loadPayers } from './sql/load-payers.js';
import { loadExternals } from './sql/load-externals.js';
import { countPrices, loadFormerPrices, loadNamedPrices, loadPrices } from './sql/load-prices.js';
import { loadSettlementLabels } from './sql/load-settlement-labels.js';
import { loadReservations, type ReservationKey } from './sql/load-reservations.js';
import { loadCreations, loadSeen, type SeenRow } from './sql/load-seen.js';
import { loadClosing } from './load-closing.js';
import { wantsOf, type FollowedRequest, type NewEnvelope, type Wants } from './wants.js';

/** A state as it was read, with what a guarded write has to find unchanged. */
export interface Snapshot {
  state: State;
  /** Hash of the newest entry of each budget, hexadecimal. */
  heads: Map<string, string>;
  /** Trees that changed while what is answered again was read: nothing is said of them that would not fit together. */
  moved: Set<string>;
  /** The budgets that owe what they could draw, and their ancestors: a decision in their tree looks at all of them. */
  owing: string[];
}

/**
 * Reads all that a batch needs, in one round trip of pipelined statements (closing a budget takes more).
 *
 * The order matters. Budgets come first, and everything else is read in later snapshots: whatever changes after a
 * budget was read changes the budget's version or revision too, so that the guard of the write finds it out. What
 * is to be closed is looked for before all others, under locks: see load-closing.ts.
 */
export async function load(sql: WriteClient, commands: readonly Command[]): Promise<Snapshot> {
  const wants = wantsOf(commands);
  const subtrees = await Promise.all(wants.closing.map((top) => loadClosing(sql, top)));
  wants.budgets.push(...subtrees.flatMap(({ budgets }) => budgets));
  wants.reservations.push(...subtrees.flatMap(({ live }) => live));

  const [
    now,
    budgets,
    owing,
    envelopes,
    current,
    reservations,
    charged,
    seen,
    creations,
    children,
    keys,
    keyrings,
    issued,
    prices,
    namedPrices,
    pricesOn,
  ] = await Promise.all([
    loadClock(sql),
    unlessEmpty(wants.budgets, () => loadBudgets(sql, wants.budgets)),
    unlessEmpty(wants.trees, () => loadOwing(sql, wants.trees, MAX_DEBTS)),
    unlessEmpty(wants.budgets, () => loadEnvelopes(sql, wants.budgets)),
    unlessEmpty(wants.asked, () => loadCurrentCounters(sql, wants.asked)),
    unlessEmpty(wants.reservations, () => loadReservations(sql, wants.reservations)),
    unlessEmpty(wants.reservations, () => loadChargedCounters(sql, wants.reservations)),
    unlessEmpty(wants.keys, () => loadSeen(sql, wants.keys)),
    unlessEmpty(wants.creations, () => loadCreations(sql, wants.creations)),
    unlessEmpty(wants.children, () => loadNamedChildren(sql, wants.children)),
    unlessEmpty(wants.namedKeys, () => loadKeys(sql, wants.namedKeys)),
    unlessEmpty(wants.keyrings, () => loadKeyrings(sql, wants.keyrings, MAX_REVOKED + 1)),
    unlessEmpty(wants.issuers, () => loadIssued(sql, wants.issuers, MAX_REVOKED + 1)),
    unlessEmpty(wants.items, () => loadPrices(sql, wants.items)),
    unlessEmpty(wants.namedPrices, () => loadNamedPrices(sql, wants.namedPrices)),
    unlessEmpty(wants.priced, () => countPrices(sql, wants.priced)),
  ]);

  followClock(now);
  const snapshot: Snapshot = { state: new State(now), heads: new Map(), moved: new Set(), owing: [] };
  const { state } = snapshot;
  for (const loaded of budgets) put(snapshot, loaded);
  putOwing(snapshot, owing);
  putEnvelopes(state, envelopes);
  putPrices(state, [...prices, ...namedPrices], pricesOn);
  for (const counter of [...current, ...charged]) state.counters.set(counter.id, counter);
  for (const reservation of reservations) state.reservations.set(reservation.id, reservation);
  putSeen(state, seen, creations, children);
  for (const key of [...keys, ...keyrings.flat(), ...issued.flat()]) state.keys.set(key.id, key);
  wants.keyrings.forEach((ring, i) =>
    putWorking(state, keysOf({ ...ring, budgetId: ring.id }), keyrings[i]!),
  );
  wants.issuers.forEach(({ id }, i) => putWorking(state, cameOf(id), issued[i]!));
  if (state.seen.size > 0) await loadAnswered(sql, snapshot);
  for (const subtree of subtrees) subtree.mark(state);
  await loadForEnvelopes(sql, state, wants.newEnvelopes);
  await loadFromPast(sql, state, wants);
  await loadNewer(sql, state, wants.paid);
  await loadTiers(sql, state, wants.rated);
  const following = new Set(envelopes.flatMap(({ per, treeId }) => (per === 'request' ? [treeId] : [])));
  if (following.size > 0)
    await loadFollowed(
      sql,
      state,
      wants.requests.filter(({ treeId }) => following.has(treeId)),
    );
  return snapshot;
}

/** What was decided before under the keys of the batch, and open children by their refs. */
function putSeen(state: State, seen: SeenRow[], creations: SeenRow[], children: EntryContent[]): void {
  const put = (name: string, entry: EntryContent): unknown =>
    state.seen.set(name, { entry, budgetId: entry.budgetId });
  for (const { requestKey, content } of seen) put(seenKey(content.treeId, requestKey), content);
  for (const { requestKey, content } of creations) put(seenKey(null, requestKey), content);
  for (const content of children) put(refKey(content.parentId!, content.ref!), content);
}

/** Prices that were not withdrawn, and how many of them budgets have. */
function putPrices(state: State, prices: Price[], counts: { budgetId: string; count: number }[]): void {
  for (const price of prices) if (price.endedAt === null) state.putPrice(price);
  for (const { budgetId, count } of counts) state.pricesOn.set(budgetId, count);
}

/** What lies below budgets that get an envelope, and whom they paid: few commands are of that kind. */
async function loadForEnvelopes(
  sql: WriteClient,
  state: State,
  wanted: readonly NewEnvelope[],
): Promise<void> {
  for (const one of wanted) {
    const { treeId, budgetId, envelope } = one;
    if (!state.envelopesBelow.has(budgetId))
      state.envelopesBelow.set(budgetId, await countEnvelopesBelow(sql, { treeId, id: budgetId }));
    if (envelope.knownUntil !== null)
      state.paidSince.set(envelope.id, await loadPaidSince(sql, one, envelope.knownUntil));
  }
}

/** What items cost in the past, what was paid for before under the same names, and who made what is disputed: few commands ask for it. */
async function loadFromPast(sql: WriteClient, state: State, wants: Wants): Promise<void> {
  const { externals, pastItems, payers } = wants;
  const [named, former, makers] = await Promise.all([
    unlessEmpty(externals, () => loadExternals(sql, externals)),
    unlessEmpty(pastItems, () => loadFormerPrices(sql, pastItems)),
    unlessEmpty(payers, () => loadPayers(sql, payers)),
  ]);
  for (const [key, first] of named) state.externals.set(key, first);
  for (const price of former) state.putFormer(price);
  for (const [id, payer] of makers) state.payers.set(id, payer);
}

/** What the windows have seen that tiers of prices count: few prices have such tiers. */
async function loadTiers(sql: WriteClient, state: State, commands: readonly Command[]): Promise<void> {
  const wanted = new Map<string, CounterKey>();
  for (const command of commands)
    for (const id of tiersFor(state, command)) wanted.set(id, { treeId: command.treeId, id });
  const counters = await unlessEmpty([...wanted.values()], () =>
    loadNamedCounters(sql, [...wanted.values()]),
  );
  for (const counter of counters) state.counters.set(counter.id, counter);
}

/**
 * The counters of limits that were made after a reservation and count it when it is paid more than it holds: few
 * reservations outlive the limits that they were made under.
 */
async function loadNewer(sql: WriteClient, state: State, paid: readonly string[]): Promise<void> {
  const asked: Asked[] = [];
  for (const one of paid) {
    const reservation = state.reservations.get(one);
    const budget = reservation && state.budgets.get(reservation.budgetId);
    if (!budget) continue;
    const { treeId, budgetId: id, vendor, category, runId } = reservation;
    const onPath = [budget.id, ...budget.path].flatMap((one) => state.envelopes.get(one) ?? []);
    if (onPath.some((envelope) => isNewer(envelope, reservation)))
      asked.push({ treeId, id, vendor, category, runId });
  }
  for (const counter of await unlessEmpty(asked, () => loadCurrentCounters(sql, asked)))
    if (!state.counters.has(counter.id)) state.counters.set(counter.id, counter);
}

/**
 * What entries that are answered again are about, as it is now. A few commands of many are repeated: only they pay for
 * these round trips. Budgets are looked at once more after everything else, as the guard of a write would.
 */
async function loadAnswered(sql: WriteClient, snapshot: Snapshot): Promise<void> {
  const { state } = snapshot;
  const entries = [...state.seen.values()].map(({ entry }) => entry);
  // Those of created trees and of delegated children are not named by their commands.
  const unnamed = entries
    .filter(({ budgetId }) => !state.budgets.has(budgetId))
    .map(({ treeId, budgetId: id }) => ({ treeId, id }));
  const [born, theirs] = await Promise.all([
    unlessEmpty(unnamed, () => loadBudgets(sql, unnamed)),
    unlessEmpty(unnamed, () => loadEnvelopes(sql, unnamed)),
  ]);
  for (const loaded of born) if (!state.budgets.has(loaded.budget.id)) put(snapshot, loaded);
  putEnvelopes(
    state,
    theirs.filter(({ budgetId }) => unnamed.some(({ id }) => id === budgetId)),
  );

  const about = subjectsOf(state, entries);
  const [reservations, envelopes, keys, prices, budgets] = await Promise.all([
    unlessEmpty(about.reservations, () => loadReservations(sql, about.reservations)),
    unlessEmpty(about.envelopes, () => loadNamedEnvelopes(sql, about.envelopes)),
    unlessEmpty(about.keys, () => loadKeys(sql, about.keys)),
    unlessEmpty(about.prices, () => loadNamedPrices(sql, about.prices)),
    loadBudgets(sql, about.budgets),
  ]);
  for (const reservation of reservations) state.answered.reservations.set(reservation.id, reservation);
  for (const envelope of envelopes) state.answered.envelopes.set(envelope.id, envelope);
  for (const key of keys) state.answered.keys.set(key.id, key);
  for (const price of prices) state.answered.prices.set(price.id, price);
  // Few settlements have so many labels that their entries do not repeat all of them.
  for (const seen of state.seen.values())
    if (seen.entry.reservation?.settlementMetadataOmitted !== undefined)
      seen.entry = withLabels(seen.entry, await loadSettlementLabels(sql, seen.entry));
  const children = new Set(unnamed.map(({ id }) => id));
  for (const { budget } of budgets) {
    const before = state.budgets.get(budget.id);
    if (!before || !about.budgets.some(({ id }) => id === budget.id)) continue;
    // One that was not named is not locked when this is tried again: what it spends may move on.
    const same = children.has(budget.id) || before.version === budget.version;
    if (!same || before.revision !== budget.revision) snapshot.moved.add(budget.treeId);
  }
}

/** What entries are about, as far as no command has had it loaded. */
function subjectsOf(state: State, entries: readonly EntryContent[]) {
  const reservations: ReservationKey[] = [];
  const envelopes: RowKey[] = [];
  const keys: RowKey[] = [];
  const prices: RowKey[] = [];
  for (const { treeId, budgetId, reservation, envelope, key, keysEnded = [], price } of entries) {
    if (price) prices.push({ treeId, id: price.id });
    if (reservation && !state.reservations.has(reservation.id))
      reservations.push({ treeId, budgetId, id: reservation.id });
    if (envelope) envelopes.push({ treeId, id: envelope.id });
    for (const { id } of [...(key ? [key] : []), ...keysEnded])
      if (!state.keys.has(id)) keys.push({ treeId, id });
  }
  const budgets = entries.map(({ treeId, budgetId: id }) => ({ treeId, id }));
  return { reservations, envelopes, keys, prices, budgets };
}

function putEnvelopes(state: State, envelopes: readonly Envelope[]): void {
  for (const envelope of envelopes) {
    const others = state.envelopes.get(envelope.budgetId);
    if (others) others.push(envelope);
    else state.envelopes.set(envelope.budgetId, [envelope]);
  }
}

/**
 * What is known of the very requests of a batch. Few trees follow requests, and then it takes a round trip more: what
 * identifies a request is different for nearly each, and too much to be asked for always.
 */
async function loadFollowed(
  sql: WriteClient,
  state: State,
  requests: readonly FollowedRequest[],
): Promise<void> {
  const requested = new Map<string, Requested>();
  for (const { treeId, command } of requests) {
    const { budgetId: id } = command;
    const { scale = 0 } = state.trees.get(treeId) ?? {};
    const amount = amountWished(state, command);
    if (amount === null) continue;
    const key = requestName({ ...command, amount: formatAmount(amount, scale) });
    requested.set(key, { treeId, id, key });
    requested.set(`${id} ${UNFOLLOWED}`, { treeId, id, key: UNFOLLOWED });
  }
  const counters = await unlessEmpty([...requested.keys()], () =>
    loadRequestCounters(sql, [...requested.values()]),
  );
  for (const counter of counters) state.counters.set(counter.id, counter);
}

function put({ state, heads }: Snapshot, { tree, budget, head }: LoadedBudget): void {
  state.trees.set(tree.id, tree);
  state.budgets.set(budget.id, budget);
  heads.set(budget.id, head);
}

/** Of a budget that is here already the first reading counts: what else was read is as new as that, or newer. */
function putOwing(snapshot: Snapshot, owing: readonly OnOwingPath[]): void {
  for (const loaded of owing) {
    const { id } = loaded.budget;
    if (!snapshot.state.budgets.has(id)) put(snapshot, loaded);
    if (loaded.owes) snapshot.state.owing.add(id);
    snapshot.owing.push(id);
  }
}

/** Keys that are to be revoked together, by their name: those that work. */
function putWorking(state: State, name: string, keys: readonly Key[]): void {
  state.cameOf.set(
    name,
    keys.map(({ id }) => id),
  );
  if (keys.length > MAX_REVOKED) state.oversized.add(name);
}

const unlessEmpty = <W, T>(wanted: readonly W[], query: () => Promise<T[]>): Promise<T[]> =>
  wanted.length > 0 ? query() : Promise.resolve([]);
