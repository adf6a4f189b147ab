import fc from 'fast-check';
import { command, origin } from '../support/core.js';
import type { Command } from '../../src/core/commands/commands.js';
import type { KeyInput } from '../../src/core/commands/inputs.js';
import type { Origin } from '../../src/core/commands/origin.js';
import { ACTIONS, ROLES, UNSCOPED, type Role } from '../../src/core/keys.js';
import { mayDo } from './authority.js';
import type { Credential } from './keys.js';
import type { Model } from './model.js';

/*
 * Who sends a command of a random run, and what becomes of keys in it.
 */

const some = <T>(...values: T[]) => fc.constantFrom(null, null, null, ...values);

/** Of a key: what it may do less than its role could. Amounts are in units. */
const scopes = fc.record({
  actions: fc.option(fc.subarray([...ACTIONS], { minLength: 2 }), { freq: 3 }),
  vendors: some(['v'], ['v', 'w']),
  categories: some(['c'], ['c', 'd']),
  runs: some(['x'], ['x', 'y']),
  largestAmount: some('3', '8', '20'),
  largestOverdraft: some('2', '10'),
});

export const keyFields = {
  role: fc.constantFrom<Role>(...ROLES, 'operator', 'operator', 'agent'),
  scopes: fc.option(scopes, { freq: 1 }),
  lastsSeconds: fc.option(fc.constantFrom(0, 60, 90_000, 9_000_000), { freq: 1 }),
  holder: fc.constantFrom<KeyInput['holder']>(undefined, undefined, 'other', 'self'),
};

/** With what a command is sent: mostly a key that may do such a thing, now and then any; null for nobody in particular. */
export const sender = fc.option(fc.record({ which: fc.nat({ max: 40 }), any: fc.nat({ max: 9 }) }), {
  freq: 2,
});
export type Sender = { which: number; any: number } | null;

export interface KeyFields {
  role: Role;
  scopes: { [K in keyof typeof UNSCOPED]: never } | null;
  lastsSeconds: number | null;
  holder: KeyInput['holder'];
}

/** Who sends a command of a type: the holder of a key, as far as there are keys. */
export function senderOf(
  model: Model,
  sent: Sender,
  type: Command['type'],
  budgetId: string,
  now: number,
): Credential | null {
  if (sent === null) return null;
  const all = [...model.credentials.values()];
  const ends = ({ expiresAt, revokedAt }: Credential) =>
    Math.min(expiresAt ?? Infinity, revokedAt ?? Infinity);
  const able = all.filter(
    (one) =>
      ends(one) > now &&
      mayDo(one, type) &&
      model.nodes.has(budgetId) &&
      model.path(budgetId).some(({ id }) => id === one.budgetId),
  );
  const among = sent.any > 0 ? able : all;
  return among[sent.which % Math.max(1, among.length)] ?? null;
}

/** What a key says of a command that is sent with it. The request key is its holder's, whichever of their keys they send. */
export function originOf(by: Credential, key: string | null, fingerprint: string | null): Origin {
  const { id, holder, issuedBy, role, budgetId, scopes, expiresAt } = by;
  const requestKey = key === null ? null : `${holder} ${key}`;
  const authority = { role, budgetId, scopes, expiresAt };
  return {
    ...origin(requestKey, fingerprint, holder, authority),
    idempotencyKey: key,
    keyId: id,
    issuedBy: [...issuedBy],
  };
}

/** The admin: may do everything, and is nobody's second name. */
export const adminOrigin = (): Origin =>
  origin(null, null, 'admin', { role: 'operator', budgetId: null, expiresAt: null, scopes: UNSCOPED });

/** A key as it is asked for. */
export function keyOf(
  { role, scopes, lastsSeconds, holder }: KeyFields,
  id: string,
  now: number,
  text: (amount: string) => string,
): KeyInput {
  const given = { ...UNSCOPED, ...(scopes as Partial<typeof UNSCOPED> | null) };
  const actions = given.actions;
  return {
    id,
    name: id,
    hash: `hash of ${id}`,
    role,
    scopes: {
      ...given,
      actions,
      largestAmount: given.largestAmount && text(given.largestAmount),
      largestOverdraft: given.largestOverdraft && text(given.largestOverdraft),
    },
    expiresAt: lastsSeconds === null ? null : now + lastsSeconds * 1000,
    ...(holder && { holder }),
  };
}

/** The key that a step is about. */
export const keyAt = (model: Model, on: number): Credential | undefined =>
  [...model.credentials.values()][on % (model.credentials.size + 1)];

/** A command about one key; of one that is not there, on the root. */
export const onKey = (
  type: 'key_rotate' | 'key_revoke',
  key: Credential | undefined,
  fields: object,
): Command =>
  command(type, { treeId: 'R', budgetId: key?.budgetId ?? 'R', keyId: key?.id ?? 'nobody', ...fields });
