import type { EntryContent, EntryKind } from './entries.js';
import type { Alert } from './envelopes.js';

/** Whether what one alert told of a counter says all that another would: the limit is the same, and no more of it is used. */
export const covers = (told: Alert, next: Alert): boolean =>
  told.limit === next.limit && (told.passed || !next.passed);

/** The kinds of entries that add to what is counted. */
const PASSING: ReadonlySet<EntryKind> = new Set(['reserve', 'commit', 'claim_settle']);

/**
 * Whether an entry that passes the limit of an envelope is told for it: those that people are asked about, and entries
 * that only repeat what another told, are not.
 */
export function tellsPassing({ kind, notices, reservation }: EntryContent, envelopeId: string): boolean {
  if (!PASSING.has(kind)) return false;
  if (reservation?.approval?.envelopes.includes(envelopeId)) return false;
  return notices?.some((notice) => notice.envelopeId === envelopeId) ?? false;
}
