import type { Entry } from '@purser/sdk';

export type EntryContent = Entry['content'];

/** An entry, and how money and times of its tree are shown. */
export interface ShownEntry {
  readonly entry: EntryContent;
  /** Its place in the chain and, of a denial, the sentences: known where it was read from the journal. */
  readonly sealed?: Omit<Entry, 'content'> | undefined;
  readonly currency?: string | undefined;
  readonly scale?: number | undefined;
  readonly zone?: string | undefined;
}
