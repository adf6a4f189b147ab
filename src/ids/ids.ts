import { randomUUID } from 'node:crypto';
import { suffixOf, uuidTextOf } from './base32.js';

/** TypeIDs: a prefix that says what is meant, and a time-ordered UUID (version 7) in 26 letters and digits. */
export const ID_PREFIXES = {
  budget: 'budget',
  reservation: 'rsv',
  envelope: 'env',
  price: 'price',
  key: 'key',
  webhook: 'wh',
  delivery: 'dlv',
  meterEvent: 'mev',
  session: 'ses',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

/** When the last UUID was made, and how many of that millisecond were made before it. */
let clock = { at: 0, made: 0 };

/** How far the database's clock is ahead of this process's own, in milliseconds. */
let ahead = 0;

/**
 * Ids are made by the database's clock, which reads `now` (milliseconds since the epoch): pasts are found by the times in them,
 * and those of all processes sort together.
 */
export function followClock(now: number): void {
  ahead = now - Date.now();
}

/** What the database's clock reads, in milliseconds since the epoch. */
export const databaseTime = (): number => Date.now() + ahead;

/** A new id. Its UUID, which is written to the database next, need not be worked out again. */
export function newId(kind: IdKind): string {
  const uuid = newUuid();
  const id = `${ID_PREFIXES[kind]}_${suffixOf(uuid)}`;
  remember(uuids, id, uuid);
  return id;
}

/**
 * A UUID of version 7: milliseconds since the epoch, twelve bits that count those of one millisecond, so that ids sort in
 * the order in which they were made, and what is random in a UUID of version 4, which Node makes many at a time.
 */
function newUuid(): string {
  const now = databaseTime();
  if (now > clock.at) clock = { at: now, made: 0 };
  else if (clock.made < 0xfff) clock.made += 1;
  // More than 4,096 in a millisecond, or a clock that went back, take the next one's time.
  else clock = { at: clock.at + 1, made: 0 };
  const time = clock.at.toString(16).padStart(12, '0');
  const count = clock.made.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${randomUUID().slice(18)}`;
}

/** The first UUID of version 7 that can have been made at a time (milliseconds since the epoch). */
export function firstUuidAt(time: number): string {
  const digits = Math.max(0, Math.floor(time)).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}

/** The UUID of an id, as Postgres stores it. The id must be well formed: see {@link isId}. */
export const uuidOf = (id: string): string => remembered(uuids, id, uuidTextOf);

export const idOf = (kind: IdKind, uuid: string): string =>
  remembered(ids[kind], uuid, (uuid) => `${ID_PREFIXES[kind]}_${suffixOf(uuid)}`);

/** Conversions done lately: a hot budget's id is written in every row of every batch. */
const uuids = new Map<string, string>();
const ids = {
  budget: new Map<string, string>(),
  reservation: new Map<string, string>(),
  envelope: new Map<string, string>(),
  price: new Map<string, string>(),
  key: new Map<string, string>(),
  webhook: new Map<string, string>(),
  delivery: new Map<string, string>(),
  meterEvent: new Map<string, string>(),
  session: new Map<string, string>(),
};
const REMEMBERED = 10_000;

function remembered(known: Map<string, string>, key: string, convert: (key: string) => string): string {
  let value = known.get(key);
  if (value === undefined) {
    value = convert(key);
    remember(known, key, value);
  }
  return value;
}

function remember(known: Map<string, string>, key: string, value: string): void {
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, value);
}

/** What follows the prefix of any id, as a pattern. */
export const SUFFIX = '[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}';
const PATTERNS = {
  budget: new RegExp(`^${ID_PREFIXES.budget}_${SUFFIX}$`),
  reservation: new RegExp(`^${ID_PREFIXES.reservation}_${SUFFIX}$`),
  envelope: new RegExp(`^${ID_PREFIXES.envelope}_${SUFFIX}$`),
  price: new RegExp(`^${ID_PREFIXES.price}_${SUFFIX}$`),
  key: new RegExp(`^${ID_PREFIXES.key}_${SUFFIX}$`),
  webhook: new RegExp(`^${ID_PREFIXES.webhook}_${SUFFIX}$`),
  delivery: new RegExp(`^${ID_PREFIXES.delivery}_${SUFFIX}$`),
  meterEvent: new RegExp(`^${ID_PREFIXES.meterEvent}_${SUFFIX}$`),
  session: new RegExp(`^${ID_PREFIXES.session}_${SUFFIX}$`),
};

/** What a well-formed id of this kind looks like. */
export const idPattern = (kind: IdKind): RegExp => PATTERNS[kind];

export const isId = (kind: IdKind, text: string): boolean => PATTERNS[kind].test(text);

/** The first 16 bytes of a hash, given in hex, as Postgres writes a UUID. */
export const uuidText = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
