import * as Radix from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';
import { Button } from './button.js';
import { errorText } from '../api/errors.js';
import { useFocusBack } from './use-focus-back.js';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly open: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}

/**
 * Asks for something before the page goes on; Escape leaves it, and the focus goes back to where it was.
 *
 * Radix' own overlay is left out: it stops the page from scrolling by a style element, which the content security policy forbids.
 */
export function Dialog({ title, description, open, close, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || close()}>
      <Radix.Portal>
        <div className={styles.backdrop} />
        <Content title={title} description={description}>
          {children}
        </Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Content({ title, description, children }: Omit<DialogProps, 'open' | 'close'>) {
  const described = description === undefined ? { 'aria-describedby': undefined } : {};
  return (
    <Radix.Content className={styles.dialog} {...described} onCloseAutoFocus={useFocusBack()}>
      <div className={styles.form}>
        <Radix.Title asChild>
          <h2>{title}</h2>
        </Radix.Title>
        {description !== undefined && (
          <Radix.Description asChild>
            <p className="muted">{description}</p>
          </Radix.Description>
        )}
        {children}
      </div>
    </Radix.Content>
  );
}

export interface DialogFormProps {
  /** What the button does, in a word or two. */
  readonly action: string;
  readonly look?: 'primary' | 'danger';
  readonly busy: boolean;
  readonly error: unknown;
  readonly submit: (fields: FormData) => void;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** The form of a dialog: its fields, what was wrong, and its two buttons. */
export function DialogForm({
  action,
  look = 'primary',
  busy,
  error,
  submit,
  close,
  children,
}: DialogFormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      {children}
      {error !== null && error !== undefined && (
        <p role="alert" className={styles.error}>
          {errorText(error)}
        </p>
      )}
      <div className={styles.buttons}>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look={look} busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
