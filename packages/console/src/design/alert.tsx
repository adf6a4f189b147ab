import * as Radix from '@radix-ui/react-alert-dialog';
import type { ReactNode } from 'react';
import { useFocusBack } from './use-focus-back.js';
import styles from './dialog.module.css';

export interface AlertProps {
  readonly title: ReactNode;
  /** What happens, and that it is for good. */
  readonly description: ReactNode;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** Asks before what cannot be undone. Unlike a dialog, a click beside it does not leave it. */
export function Alert({ title, description, close, children }: AlertProps) {
  return (
    <Radix.Root open onOpenChange={(next) => next || close()}>
      <Radix.Portal>
        <div className={styles.backdrop} />
        <Radix.Content className={styles.dialog} onCloseAutoFocus={useFocusBack()}>
          <div className={styles.form}>
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
            <Radix.Description asChild>
              <p className="muted">{description}</p>
            </Radix.Description>
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
