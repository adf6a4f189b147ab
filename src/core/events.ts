import { addsToClaim } from './claims.js';
import { reportsPassing } from './alerts.js';
import type { Charge, EntryContent } from './entries.js';
import { EVENT_TYPES, type EventType } from './event-types.js';
import { kindRules, type EntryKind } from './kinds.js';
import { larger, MAX_SCALE, unitsIn } from './money.js';
import type { Violation } from './violations.js';

/** A limit that was reached, and how far its counter has come. */
export type ReachedLimit = {
  envelopeId: string;
  /** Absent where it has none. */
  envelopeName?: string;
  /** The budget that the envelope lies on. Absent, like the names, in entries from before they were recorded. */
  budgetId?: string;
  budgetName?: string;
  /** The vendor, category or run that is counted apart. */
  key?: string;
  limit: string;
  used: string;
  /** What a denied request would have added. */
  requested?: string;
};

/** What followers and webhooks receive of one entry, under one type. */
export type Event = {
  /** The same wherever and whenever the event is sent: receivers know by it what they have seen. */
  id: string;
  type: EventType;
  timestamp: string;
  data: {
    treeId: string;
    budgetId: string;
    version: number;
    entry: EntryContent;
    /** Of an envelope's events: the limits that were reached. */
    limits?: ReachedLimit[];
  };
};

/**
 * The events of an entry: a function of its content alone, so that the journal is the outbox and nothing has to be
 * written besides. An entry emits each type at most once.
 */
export function eventsOf(entry: EntryContent): Event[] {
  if (!isAbout(entry)) return [];
  const events = typesOf(entry).map((type) => eventOf(entry, type));
  const reached = crossedLimits(entry);
  if (reached.length > 0) events.push(eventOf(entry, 'envelope.threshold_reached', reached));
  const exhausted = exhaustedCharges(entry);
  if (exhausted.length > 0) events.push(eventOf(entry, 'envelope.exhausted', exhausted));
  return events;
}

function eventOf(entry: EntryContent, type: EventType, limits?: ReachedLimit[]): Event {
  const { treeId, budgetId, version, at } = entry;
  return {
    id: eventId(budgetId, version, type),
    type,
    timestamp: at,
    data: { treeId, budgetId, version, entry, ...(limits && { limits }) },
  };
}

/**
 * Whether the entry is about its own budget. With a cause it may only be the money's way through a parent or an
 * ancestor; but the holds that a close releases, and the budgets below it that it shuts, have a cause as well, and so
 * have the keys that a large revocation ends beyond the first thousand.
 */
function isAbout(entry: EntryContent): boolean {
  const { cause, reservation, settings, keysEnded } = entry;
  return (
    cause === undefined || reservation !== undefined || settings !== undefined || keysEnded !== undefined
  );
}

function typesOf(entry: EntryContent): EventType[] {
  const { kind, reservation, settings, key, keysEnded = [] } = entry;
  const rules = kindRules(kind);
  if (entry.outcome === 'denied') return rules.deniedEvent ? [rules.deniedEvent] : [];
  const types: EventType[] = [];
  const type = reservation?.state === 'pending_approval' ? typeOfPending(kind) : rules.event;
  if (kind === 'close' && settings?.state === 'closing') types.push('budget.closing');
  else if (type && !paysNothing(entry)) types.push(type);
  // Whoever adds up what commits cost has all that was paid.
  if (kind === 'claim_settle' || kind === 'expire_commit' || (kind === 'charge' && types.length > 0))
    types.push('reservation.committed');
  // Whoever adds up what came back has all of it.
  if (kind === 'dispute_uphold') types.push('reservation.refunded');
  if (isAboveLimits(entry)) types.push('reservation.overdraft');
  if (entry.claimed !== undefined) types.push('reservation.claimed');
  // A cost above limits pauses in passing: the entry is of the kind of what it passed over.
  if (settings?.state === 'paused' && reservation) types.push('budget.paused');
  if (key) types.push('key.issued');
  if (keysEnded.length > 0) types.push('key.revoked');
  return types;
}

/** A commit of which nothing passed, and that left the reservation as it was but for its claim. */
const paysNothing = (entry: EntryContent): boolean =>
  addsToClaim(entry) && entry.deltas.spent === undefined && entry.reservation?.state !== 'committed';

/** Real cost that was recorded above limits, be it that money was lacking or that an envelope was passed. */
const isAboveLimits = ({ kind, deltas, notices = [] }: EntryContent): boolean =>
  (deltas.overdraft !== undefined && !deltas.overdraft.startsWith('-')) ||
  (kind !== 'pause' && notices.some(({ exceededBy }) => exceededBy !== undefined));

/** Of several people who are needed, those before the last approve nothing yet: the asker must not begin to pay. */
const typeOfPending = (kind: EntryKind): EventType | null =>
  kind === 'reserve' ? 'reservation.pending_approval' : null;

/**
 * Limits that are reported as passed. A charge says whether that is news; where it says nothing, as for a
 * limit without a counter, it is to be the first to pass. What people are asked about is no news, nor what an entry of
 * another kind repeats.
 */
function crossedLimits(entry: EntryContent): ReachedLimit[] {
  return (entry.notices ?? [])
    .filter(
      (notice) =>
        reportsPassing(entry, notice.envelopeId ?? '') &&
        (chargeSays('alert', entry, notice) ||
          (mostBefore(entry, notice) <= units(notice.limit) && !chargeSays('again', entry, notice))),
    )
    .flatMap(limitOf);
}

/** How far the limit was used when it was used most. A counter keeps its own last alert. */
function mostBefore(entry: EntryContent, { envelopeId, window, used }: Violation): bigint {
  const { kind, reservation, deltas, charges = [] } = entry;
  if (kind === 'reserve' || !reservation) return units(used);
  if (window !== 'transaction') {
    // A limit that is newer than the reservation counted nothing of it before.
    const charge = charges.find(({ counterId = '' }) => counterId.startsWith(`${envelopeId}/`));
    return charge ? units(charge.used) - units(charge.delta) : units(used);
  }
  // What was given back or refunded meanwhile does not make passing it news.
  return larger(units(reservation.amount), units(reservation.committed) - units(deltas.spent));
}

const chargeSays = (
  what: 'alert' | 'again',
  { charges = [] }: EntryContent,
  { envelopeId }: Violation,
): boolean =>
  charges.some((charge) => charge[what] !== undefined && charge.counterId?.split('/')[0] === envelopeId);

function limitOf(violation: Violation): ReachedLimit[] {
  const { envelopeId, key, limit, used, requested } = violation;
  if (envelopeId === undefined || limit === undefined || used === undefined) return [];
  return [
    {
      envelopeId,
      ...placeOf(violation),
      ...(key !== undefined && { key }),
      limit,
      used,
      ...(requested && { requested }),
    },
  ];
}

/** Where the limit lies, as far as the entry says. */
const placeOf = ({ budgetId, budgetName, envelopeName }: Violation | Charge): Partial<ReachedLimit> => ({
  ...(envelopeName !== undefined && { envelopeName }),
  ...(budgetId !== undefined && { budgetId }),
  ...(budgetName !== undefined && { budgetName }),
});

/** Counters that this entry took to their limit: where it took them past it, that is reported instead. */
function exhaustedCharges({ charges = [], notices = [] }: EntryContent): ReachedLimit[] {
  return charges.flatMap((charge) => {
    const reached = reachedBy(charge);
    const isPassed = reached && notices.some(({ envelopeId }) => envelopeId === reached.envelopeId);
    return reached && !isPassed ? [reached] : [];
  });
}

function reachedBy(charge: Charge): ReachedLimit | null {
  const { again, counterId, delta, limit, used } = charge;
  if (again !== undefined || !counterId || !delta || !used || limit === undefined || delta.startsWith('-'))
    return null;
  const after = units(used);
  if (after < units(limit) || after - units(delta) >= units(limit)) return null;
  // See core/envelopes.ts: envelope, start of the window, key; the key may have slashes in it.
  const [envelopeId = '', , ...key] = counterId.split('/');
  return {
    envelopeId,
    ...placeOf(charge),
    ...(key.join('/') !== '' && { key: key.join('/') }),
    limit,
    used,
  };
}

/** Decimal text at the finest scale there is, so that two can be compared whatever the tree's. */
const units = (text = '0'): bigint => unitsIn(text, MAX_SCALE);

/**
 * The id of an event names its place in the journal, from which a reader can go on. A budget belongs to one tree for
 * ever, so that the tree need not be in it. No dots: they separate what a webhook's signature covers.
 */
export const eventId = (budgetId: string, version: number, type: string): string =>
  `evt_${budgetId.slice(budgetId.indexOf('_') + 1)}_${version}_${type.replace('.', '-')}`;

/**
 * A place of the journal between events, where a stream stands that has nothing to send: of all that is committed by
 * then. It names no budget, so that anybody may see it.
 */
export const placeId = (tick: bigint): string => `place_${tick}`;

/** What a stream can go on behind: an event that it sent, or a place at which it stood. */
export const STREAM_PLACE_PATTERN =
  /^(evt_[0-7][0-9a-z]{25}_[1-9][0-9]{0,14}_[a-z]+-[a-z_]+|place_[1-9][0-9]{0,17})$/;

/** The tick of a place; null for what is none. */
export const tickOf = (id: string): bigint | null => {
  const [, tick] = /^place_([1-9][0-9]{0,17})$/.exec(id) ?? [];
  return tick === undefined ? null : BigInt(tick);
};

const EVENT_ID_PATTERN = /^evt_([0-7][0-9a-z]{25})_([1-9][0-9]{0,14})_([a-z]+-[a-z_]+)$/;

/** Where an event comes from; null for what is no id of one. */
export function eventPlaceOf(id: string): { budgetId: string; version: number; type: EventType } | null {
  const [, suffix, version, name] = EVENT_ID_PATTERN.exec(id) ?? [];
  const type = EVENT_TYPES.find((one) => one === name?.replace('-', '.'));
  return type ? { budgetId: `budget_${suffix}`, version: Number(version), type } : null;
}
