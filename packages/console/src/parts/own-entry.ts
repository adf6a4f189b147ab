import type { EntryContent } from './entry-line.js';

/** Money that only passes through a budget, since one below draws it or gives it back, is nothing that happened there. */
export const isOwnEntry = ({ cause, kind }: EntryContent): boolean => cause === undefined || kind === 'pause';
