import { useSyncExternalStore } from 'react';

const isDark = matchMedia('(prefers-color-scheme: dark)');

function watchScheme(changed: () => void): () => void {
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  isDark.addEventListener('change', changed);
  return () => {
    chosen.disconnect();
    isDark.removeEventListener('change', changed);
  };
}

/** Light or dark, as it is now: for what is drawn, and has to be drawn anew. */
export const useScheme = (): string =>
  useSyncExternalStore(
    watchScheme,
    () => document.documentElement.dataset.theme ?? (isDark.matches ? 'dark' : 'light'),
  );
