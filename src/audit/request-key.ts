import { hash } from 'node:crypto';
import type { EntryContent } from '../core/entries.js';

/**
 * The key that an entry answers, as its column keeps it where that has no time: a UUID of the first bytes of the SHA-256 over who asked, a line
 * break and the Idempotency-Key. Null for an entry that answers none: a denial, what another budget's entry caused, and
 * what the service does by itself.
 */
export function requestKeyOf({ by, cause, outcome, request }: EntryContent): string | null {
  if (outcome !== 'accepted' || cause || request?.idempotencyKey === undefined) return null;
  const hex = hash('sha256', `${by}\n${request.idempotencyKey}`, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** The same with the time that the key carries in place of the first 48 bits; null for a key that is neither a UUIDv7 nor a ULID. */
export function timedKeyOf(content: EntryContent): string | null {
  const key = requestKeyOf(content);
  const time = key === null ? null : timeOf(content.request!.idempotencyKey!);
  if (key === null || time === null) return null;
  return `${time.slice(0, 8)}-${time.slice(8)}${key.slice(13)}`;
}

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** Twelve hexadecimal digits. */
function timeOf(key: string): string | null {
  const text = key.toLowerCase();
  const uuid = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(text);
  if (uuid) return uuid[1]! + uuid[2]!;
  if (!new RegExp(`^[0-7][${BASE32}]{25}$`).test(text)) return null;
  const time = [...text.slice(0, 10)].reduce((sum, digit) => sum * 32 + BASE32.indexOf(digit), 0);
  return time.toString(16).padStart(12, '0');
}
