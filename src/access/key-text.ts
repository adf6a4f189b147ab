import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ROLES, type Role } from '../core/keys.js';
import { ID_PREFIXES, SUFFIX } from '../ids/ids.js';

/**
 * What a key looks like: `purser_<role>_<id>_<secret>`, where the secret is 256 random bits. The beginning shows people
 * and secret scanners what they have found; the id finds the key's row, so that its hash is compared with one other.
 */
const PATTERN = new RegExp(`^purser_(?:${ROLES.join('|')})_(${SUFFIX})_[A-Za-z0-9_-]{43}$`);

/** 256 bits in base64url. */
const SECRET_LENGTH = 43;

export const newKeyText = (role: Role, keyId: string): string =>
  keyTextPrefix(role, keyId) + randomBytes(32).toString('base64url');

/** What the text of a key begins with; its secret follows. */
export const keyTextPrefix = (role: Role, keyId: string): string =>
  `purser_${role}_${keyId.slice(ID_PREFIXES.key.length + 1)}_`;

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

/**
 * Whether a key's text is the one that a hash was kept of: of the whole text, or of its secret alone where whoever asked
 * for the key chose that, and sent its hash before there was an id. A text that has the one has not the other, and
 * which it is need not be hidden: most keys take one hash.
 */
export const isTextOf = (kept: Uint8Array, text: string): boolean =>
  timingSafeEqual(kept, hashOf(text)) || timingSafeEqual(kept, hashOf(text.slice(-SECRET_LENGTH)));
