import { hash, randomBytes } from 'node:crypto';
import { ROLES, type Role } from '../core/keys.js';
import { ID_PREFIXES, SUFFIX } from '../ids/ids.js';

/**
 * What a key looks like: `purser_<role>_<id>_<secret>`, where the secret is 256 random bits. The beginning tells people
 * and secret scanners what they have found; the id finds the key's row, so that its hash is compared with one other.
 */
const PATTERN = new RegExp(`^purser_(?:${ROLES.join('|')})_(${SUFFIX})_[A-Za-z0-9_-]{43}$`);

export function newKeyText(role: Role, keyId: string): string {
  const suffix = keyId.slice(ID_PREFIXES.key.length + 1);
  return `purser_${role}_${suffix}_${randomBytes(32).toString('base64url')}`;
}

/** The id in the text of a key; null if it is none of this kind. */
export function keyIdOf(text: string): string | null {
  const suffix = PATTERN.exec(text)?.[1];
  return suffix === undefined ? null : `${ID_PREFIXES.key}_${suffix}`;
}

/**
 * What is kept of a key. A fast hash is enough for 256 random bits: there are no likely ones to try, as there are of
 * passwords.
 */
export const hashOf = (text: string): Buffer => hash('sha256', text, 'buffer');
