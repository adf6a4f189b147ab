import { useEffect, useState } from 'react';

const STORED_AS = 'purser.tree.height';

/**
 * How high the page was when it was left or reloaded: room for as much is there at once, so that the place is, too. Once all that
 * was open has come there is no need for it.
 */
export function useKeptHeight(isComing: boolean): number {
  const [kept] = useState(() => Number(sessionStorage.getItem(STORED_AS) ?? 0));
  useEffect(() => {
    const keep = (): void => sessionStorage.setItem(STORED_AS, String(document.documentElement.scrollHeight));
    addEventListener('pagehide', keep);
    return () => removeEventListener('pagehide', keep);
  }, []);
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    if (!isComing) setIsOver(true);
  }, [isComing]);
  return isOver ? 0 : kept;
}
