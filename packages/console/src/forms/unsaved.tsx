import { useBlocker } from '@tanstack/react-router';
import { useEffect, useId } from 'react';
import { Alert } from '../design/alert.js';
import { Button } from '../design/button.js';
import styles from '../design/dialog.module.css';

/** What would be lost by leaving, by who shows it. */
const unsaved = new Map<string, string>();

/** Says what is lost where somebody leaves while this is so. */
export function useUnsaved(isSo: boolean, text = 'What you have changed on this page is not saved.'): void {
  const id = useId();
  useEffect(() => {
    if (!isSo) return;
    unsaved.set(id, text);
    return () => void unsaved.delete(id);
  }, [id, isSo, text]);
}

/** Asks before a page is left with something unsaved. Nothing can be saved by who is not signed in any more: they are let go. */
export function LeaveGuard() {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ next }) => unsaved.size > 0 && next.pathname !== '/sign-in',
    enableBeforeUnload: () => unsaved.size > 0,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <Alert title="Leave this page?" description={[...new Set(unsaved.values())].join(' ')} close={reset}>
      <div className={styles.buttons}>
        <Button onClick={reset} autoFocus>
          Stay
        </Button>
        <Button look="danger" onClick={proceed}>
          Leave
        </Button>
      </div>
    </Alert>
  );
}
