import { useState } from 'react';

const STORED_AS = 'purser.tree.open';

/** Ids that are kept: those that were opened last. */
const MOST = 500;

function stored(): ReadonlySet<string> | null {
  const text = sessionStorage.getItem(STORED_AS);
  return text === null ? null : new Set(text.split(' ').filter((id) => id !== ''));
}

export interface OpenRows {
  readonly isOpen: (id: string) => boolean;
  readonly set: (id: string, open: boolean) => void;
}

/** Which budgets are open, for as long as the tab is there. At first those at the top are, if they are few. */
export function useOpenRows(tops: readonly string[]): OpenRows {
  const [kept, setKept] = useState(stored);
  const open = kept ?? new Set(tops);
  const set = (id: string, isOpen: boolean): void => {
    const others = [...open].filter((one) => one !== id);
    const next = isOpen ? [...others, id].slice(-MOST) : others;
    sessionStorage.setItem(STORED_AS, next.join(' '));
    setKept(new Set(next));
  };
  return { isOpen: (id) => open.has(id), set };
}
