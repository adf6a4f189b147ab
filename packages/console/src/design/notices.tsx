import { useSyncExternalStore } from 'react';
import styles from './notices.module.css';

interface Notice {
  readonly text: string;
  readonly tone: 'plain' | 'bad';
}

const SHOWN_MS = 6_000;

let shown: Notice | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function show(next: Notice | null): void {
  shown = next;
  clearTimeout(timer);
  if (next) timer = setTimeout(() => show(null), SHOWN_MS);
  for (const watcher of watchers) watcher();
}

/** Says what has become of something that was asked for, for a while. */
export function notice(text: string, tone: Notice['tone'] = 'plain'): void {
  show({ text, tone });
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Where notices stand; they are read aloud as they come. */
export function Notices() {
  const current = useSyncExternalStore(watch, () => shown);
  return (
    <div className={styles.notices} role="status">
      {current && <p className={`${styles.notice} ${styles[current.tone] ?? ''}`}>{current.text}</p>}
    </div>
  );
}
