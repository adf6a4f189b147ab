import { useSyncExternalStore } from 'react';

/** One of a few words that this browser keeps for its reader, the same in all that shows it. */
export interface Kept<Word extends string> {
  get(): Word;
  set(word: Word): void;
  /** The word as a component sees it. */
  use(): Word;
}

/** The first of the words is what holds where nothing was chosen. */
export function keptIn<Word extends string>(
  name: string,
  words: readonly [Word, ...Word[]],
  changed: (word: Word) => void = () => undefined,
): Kept<Word> {
  const watchers = new Set<() => void>();
  const get = (): Word => words.find((word) => word === localStorage.getItem(name)) ?? words[0];
  const watch = (watcher: () => void): (() => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  };
  return {
    get,
    set: (word) => {
      localStorage.setItem(name, word);
      changed(word);
      for (const watcher of watchers) watcher();
    },
    use: () => useSyncExternalStore(watch, get),
  };
}
