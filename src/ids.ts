import { fromUUID, toUUID, type TypeId } from 'typeid-js';
import { v7 } from 'uuid';

/** TypeIDs: a prefix that says what is meant, and a time-ordered UUID (version 7) in 26 letters and digits. */
export const ID_PREFIXES = { budget: 'budget', reservation: 'rsv', envelope: 'env' } as const;
export type IdKind = keyof typeof ID_PREFIXES;

/** A new id. Its UUID, which is written to the database next, need not be worked out again. */
export function newId(kind: IdKind): string {
  const uuid = v7();
  const id = fromUUID(uuid, ID_PREFIXES[kind]);
  remember(uuids, id, uuid);
  return id;
}

/** The UUID of an id, as Postgres stores it. The id must be well formed: see {@link isId}. */
export const uuidOf = (id: string): string => remembered(uuids, id, () => toUUID(id as TypeId<string>));

export const idOf = (kind: IdKind, uuid: string): string =>
  remembered(ids[kind], uuid, () => fromUUID(uuid, ID_PREFIXES[kind]));

/** Conversions done lately: a hot budget's id is written in every row of every batch. */
const uuids = new Map<string, string>();
const ids = {
  budget: new Map<string, string>(),
  reservation: new Map<string, string>(),
  envelope: new Map<string, string>(),
};
const REMEMBERED = 10_000;

function remembered(known: Map<string, string>, key: string, convert: () => string): string {
  let value = known.get(key);
  if (value === undefined) {
    value = convert();
    remember(known, key, value);
  }
  return value;
}

function remember(known: Map<string, string>, key: string, value: string): void {
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, value);
}

const SUFFIX = '[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}';
const PATTERNS = {
  budget: new RegExp(`^${ID_PREFIXES.budget}_${SUFFIX}$`),
  reservation: new RegExp(`^${ID_PREFIXES.reservation}_${SUFFIX}$`),
  envelope: new RegExp(`^${ID_PREFIXES.envelope}_${SUFFIX}$`),
};

/** What a well-formed id of this kind looks like. */
export const idPattern = (kind: IdKind): RegExp => PATTERNS[kind];

export const isId = (kind: IdKind, text: string): boolean => PATTERNS[kind].test(text);
