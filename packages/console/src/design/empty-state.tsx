import type { ReactNode } from 'react';
import styles from './states.module.css';

/** There is nothing to show, and that is no mistake. */
export function EmptyState({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <p>{text}</p>
      {children}
    </div>
  );
}
