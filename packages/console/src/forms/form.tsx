import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../design/button.js';
import { Conflict } from './conflict.js';
import styles from './form.module.css';
import { messagesBeside } from './messages.js';
import type { FormState } from './use-form.js';

const Context = createContext<FormState | null>(null);

/** The form around a field. */
export function useFormState(): FormState {
  const form = useContext(Context);
  if (!form) throw new Error('useFormState is for what is within <Form>');
  return form;
}

export interface FormProps {
  readonly form: FormState;
  /** What the button does, in a word or two. */
  readonly action: string;
  readonly look?: 'primary' | 'danger';
  /** Leaves it, and what was changed in it; one that always stands there has nowhere to go. */
  readonly close?: () => void;
  readonly children: ReactNode;
}

/** Fields, what the service says of them, and what to do where somebody else was faster. */
export function Form({ form, action, look = 'primary', close, children }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  const { error, conflict, busy, changed } = form;
  const isConflict = conflict !== null;
  useEffect(() => {
    if ((error !== null || isConflict) && element.current) showWrong(element.current);
  }, [error, isConflict]);
  return (
    <Context value={form}>
      <form
        ref={element}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !conflict) form.submit();
        }}
      >
        {children}
        {conflict ? (
          <Conflict form={form} conflict={conflict} />
        ) : (
          <>
            <Refusal form={form} />
            <div className={styles.buttons}>
              <Button type="submit" look={look} busy={busy} disabled={!close && changed.length === 0}>
                {action}
              </Button>
              {close ? (
                <Button
                  onClick={() => {
                    form.reset();
                    close();
                  }}
                >
                  Cancel
                </Button>
              ) : (
                changed.length > 0 && <Button onClick={form.reset}>Discard</Button>
              )}
            </div>
          </>
        )}
      </form>
    </Context>
  );
}

/** Puts the focus on what is to be mended; nothing of it stays folded away. */
function showWrong(form: HTMLFormElement): void {
  const invalid = [...form.querySelectorAll<HTMLElement>('[aria-invalid="true"]')];
  for (const one of invalid) one.closest('details')?.setAttribute('open', '');
  const alert = form.querySelector<HTMLElement>('[role="alert"][tabindex]');
  (invalid[0] ?? alert)?.focus();
}

/** What the service says of the whole of it, or of what is not shown. */
function Refusal({ form }: { readonly form: FormState }) {
  if (form.error === null) return null;
  const messages = messagesBeside(form.error, form.labels);
  if (messages.length === 0) return null;
  return (
    <div role="alert" tabIndex={-1} className={styles.refusal}>
      {messages.map((message) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}
