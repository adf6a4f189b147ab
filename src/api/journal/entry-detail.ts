import type { EntryContent } from '../../core/entries.js';
import type { EntryText } from '../../queries/entry-queries.js';
import type { EntryView } from '../../queries/journal-queries.js';
import { denialText } from '../../core/violation-text.js';

/** Adds a denial in words. */
export const withDetail = <T extends EntryView>(entry: T): T & { detail?: string } =>
  entry.content.denial ? { ...entry, detail: denialText(entry.content.denial) } : entry;

/** An entry that was read as text. */
export const viewOf = ({ content, hash, previousHash }: EntryText): EntryView => ({
  content: JSON.parse(content) as EntryContent,
  hash,
  previousHash,
});

/** What is answered of an entry, as JSON. Its content is JSON already: only a denial is read, since it is put into words. */
export const jsonOf = (entry: EntryText): string =>
  entry.denied
    ? JSON.stringify(withDetail(viewOf(entry)))
    : `{"content":${entry.content},"hash":"${entry.hash}","previousHash":"${entry.previousHash}"}`;
