import { useEffect, useRef } from 'react';
import { Button } from '../../design/button.js';
import { letters } from '../../shell/letters.js';
import styles from './approvals.module.css';

/** What is typed into a field, or into a dialog, is meant for that. */
const isElsewhere = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey ||
  metaKey ||
  altKey ||
  (target instanceof Element && target.closest('input, textarea, select, [role="dialog"]') !== null);

/** Single letters that do something on this page, unless they are turned off. */
export function useShortcuts(does: Readonly<Record<string, () => unknown>>): {
  on: boolean;
  turn: () => void;
} {
  const on = letters.use() === 'on';
  const latest = useRef(does);
  useEffect(() => {
    latest.current = does;
  });
  useEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent): void => {
      const act = isElsewhere(event) ? undefined : latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [on]);
  const turn = (): void => letters.set(on ? 'off' : 'on');
  return { on, turn };
}

/** Names the letters, and turns them off. */
export function ShortcutsHint({ on, turn }: { readonly on: boolean; readonly turn: () => void }) {
  return (
    <span className={styles.letters}>
      <Button look="quiet" small aria-pressed={on} onClick={turn}>
        {on ? 'Letters: j k move, a approve, r reject' : 'Letters are off'}
      </Button>
    </span>
  );
}
