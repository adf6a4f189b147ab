import { useRef, useSyncExternalStore } from 'react';
import { Button } from './button.js';
import styles from './notices.module.css';

/** What can be done about what has happened. */
export interface NoticeAct {
  readonly name: string;
  readonly act: () => void;
}

interface Notice {
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly act: NoticeAct | undefined;
}

const SHOWN_MS = 6_000;

/** One that can be answered has to be read, and reached by keyboard. */
const ANSWERABLE_MS = 20_000;

let shown: Notice | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function show(next: Notice | null): void {
  shown = next;
  clearTimeout(timer);
  if (next) timer = setTimeout(() => show(null), next.act ? ANSWERABLE_MS : SHOWN_MS);
  for (const watcher of watchers) watcher();
}

/** Says what has become of something that was asked for, for a while; `act` takes it back, or goes on from there. */
export function notice(text: string, tone: Notice['tone'] = 'plain', act?: NoticeAct): void {
  show({ text, tone, act });
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
      {current && (
        <p className={`${styles.notice} ${styles[current.tone] ?? ''}`}>
          {current.text}
          {current.act && <Act {...current.act} />}
        </p>
      )}
    </div>
  );
}

/** It goes away when it is pressed: the focus goes back to where it came from. */
function Act({ name, act }: NoticeAct) {
  const before = useRef<EventTarget>(null);
  const answer = (): void => {
    if (before.current instanceof HTMLElement) before.current.focus();
    show(null);
    act();
  };
  return (
    <Button
      onClick={answer}
      onFocus={({ relatedTarget }) => {
        before.current = relatedTarget ?? before.current;
      }}
    >
      {name}
    </Button>
  );
}
