import { useSyncExternalStore } from 'react';

/** As in the style sheets. */
const narrow = matchMedia('(max-width: 760px)');

function watch(watcher: () => void): () => void {
  narrow.addEventListener('change', watcher);
  return () => narrow.removeEventListener('change', watcher);
}

/** Whether the window is as narrow as that of a phone. */
export const useNarrow = (): boolean => useSyncExternalStore(watch, () => narrow.matches);
