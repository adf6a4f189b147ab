import { useId, type ReactElement, type ReactNode } from 'react';
import styles from './field.module.css';

/** What the control of a field has to be given, so that it belongs to its label, hint and error. */
interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What the service says of it, from `fieldMessage`. */
  readonly error?: string | undefined;
  readonly children: (control: ControlProps) => ReactElement;
}

/** One field of a form: `<Field label="Reason">{(control) => <input {...control} name="reason" />}</Field>`. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`];
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described.join(' ').trim() || undefined,
        'aria-invalid': error !== undefined,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="muted small">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={`${styles.error ?? ''} small`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
