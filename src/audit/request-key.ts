import { hash } from 'node:crypto';
import type { EntryContent } from '../core/entries.js';

/**
 * The key that an entry answers, as its column keeps it: a UUID of the first bytes of the SHA-256 over who asked, a line
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
