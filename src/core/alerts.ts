import type { EntryContent } from './entries.js';
import type { Alert } from './envelopes.js';
import { kindRules } from './kinds.js';

/** Whether an alert of a counter already says what the next one would: the same limit, and no more of it used. */
export const covers = (last: Alert, next: Alert): boolean =>
  last.limit === next.limit && (last.passed || !next.passed);

/**
 * Whether an entry reports that it passed the limit of an envelope: those that people are asked about do not, nor entries
 * that only repeat what another reported.
 */
export function reportsPassing({ kind, notices, reservation }: EntryContent, envelopeId: string): boolean {
  if (!kindRules(kind).isCounted) return false;
  if (reservation?.approval?.envelopes.includes(envelopeId)) return false;
  return notices?.some((notice) => notice.envelopeId === envelopeId) ?? false;
}
