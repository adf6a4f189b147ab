import { hash } from 'node:crypto';
import { canonicalText } from '../core/canonical.js';
import type { Entry, EntryContent } from '../core/entries.js';
import type { SealedEntry } from './sql/write-batch.js';

/** What the first entry of a budget follows. */
const GENESIS = '0'.repeat(64);

/**
 * Chains entries, in the order in which they were decided, to the newest entries of their budgets, and moves the
 * heads on. A hash covers the hash before it and the content as canonical text: see {@link entryHash}.
 */
export function seal(entries: readonly Entry[], heads: Map<string, string>): SealedEntry[] {
  return entries.map((entry) => {
    const text = textOf(entry.content);
    const sealed = entryHash(heads.get(entry.budgetId) ?? GENESIS, text);
    heads.set(entry.budgetId, sealed);
    return { entry, text, hash: sealed };
  });
}

/**
 * The canonical text of an entry. Entries are made with their keys in order, so that the engine's own serialisation,
 * several times faster, gives the same text; violations and the keys that callers chose have to be put in order.
 */
const textOf = (content: EntryContent): string =>
  content.context ||
  content.labels ||
  content.rating ||
  content.usage ||
  content.price ||
  content.metadata ||
  content.reservation?.metadata ||
  content.reservation?.outcome ||
  content.reservation?.settlementMetadata ||
  content.reservation?.refundedUsage ||
  content.settings ||
  content.key ||
  content.requested ||
  content.denial ||
  content.notices
    ? canonicalText(content)
    : JSON.stringify(content);

/** SHA-256, in hexadecimal, over the hash before (hexadecimal) and the content. */
const entryHash = (previous: string, content: string): string => hash('sha256', previous + content, 'hex');
