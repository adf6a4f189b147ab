import type { EntryView } from '../../queries/journal-queries.js';
import { denialText } from '../problems/violation-text.js';

/** Adds a denial in words. */
export const withDetail = <T extends EntryView>(entry: T): T & { detail?: string } =>
  entry.content.denial ? { ...entry, detail: denialText(entry.content.denial) } : entry;
