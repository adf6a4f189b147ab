import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { errorText } from '../api/errors.js';
import { Alert } from '../design/alert.js';
import { Button } from '../design/button.js';
import styles from '../design/dialog.module.css';
import { notice } from '../design/notices.js';

export interface QuestionProps {
  readonly title: string;
  /** What the button does, in a word or two. */
  readonly action: string;
  /** What is said when it is done; nothing where that says it itself. */
  readonly said?: string;
  readonly act: () => Promise<unknown>;
  readonly close: () => void;
  /** What happens. */
  readonly children: ReactNode;
  /** What can be chosen with it. */
  readonly choices?: ReactNode;
}

/** Asks before what cannot be undone, does it, and says what was in the way. */
export function Question({ title, action, said, act, close, children, choices }: QuestionProps) {
  const doing = useMutation({
    mutationFn: act,
    onSuccess: () => {
      if (said !== undefined) notice(said);
      close();
    },
  });
  return (
    <Alert title={title} description={children} close={close}>
      {choices}
      {doing.isError && (
        <p role="alert" className={styles.error}>
          {errorText(doing.error)}
        </p>
      )}
      <div className={styles.buttons}>
        <Button onClick={close} autoFocus>
          Cancel
        </Button>
        <Button look="danger" busy={doing.isPending} onClick={() => doing.mutate()}>
          {action}
        </Button>
      </div>
    </Alert>
  );
}
