import { useEffect, useId, type ComponentProps, type ReactNode } from 'react';
import { Check } from '../design/check.js';
import { Field } from '../design/field.js';
import { useFormState } from './form.js';
import styles from './form.module.css';
import { isTicked, linesIn, linesOf, textIn, TICKED } from './values.js';

interface InputProps {
  /** As the API calls it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  /** What errors can be about besides, and stand here. */
  readonly also?: string | undefined;
}

/** What a field has to do with its form. */
function useInput({ name, label, also }: InputProps) {
  const { values, set, messageAt, labels } = useFormState();
  useEffect(() => {
    const names = also === undefined ? [name] : [name, also];
    for (const one of names) labels.set(one, label);
    return () => names.forEach((one) => labels.delete(one));
  }, [labels, name, label, also]);
  return {
    text: textIn(values, name),
    isTicked: isTicked(values, name),
    lines: linesIn(values, name),
    error: messageAt(name, also),
    set: (text: string) => set(name, text),
  };
}

export interface FormTextProps extends InputProps {
  readonly type?: 'text' | 'datetime-local' | 'url' | 'password';
  readonly inputMode?: ComponentProps<'input'>['inputMode'];
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
}

export function FormText({ type = 'text', inputMode, autoFocus, placeholder, ...input }: FormTextProps) {
  const { text, error, set } = useInput(input);
  return (
    <Field label={input.label} hint={input.hint} error={error}>
      {(control) => (
        <input
          {...control}
          name={input.name}
          type={type}
          inputMode={inputMode}
          placeholder={placeholder}
          autoFocus={autoFocus}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => set(target.value)}
        />
      )}
    </Field>
  );
}

/** Several names, one a line. */
export function FormLines({ rows = 3, ...input }: InputProps & { readonly rows?: number }) {
  const { text, error, set } = useInput(input);
  return (
    <Field label={input.label} hint={input.hint ?? 'One a line.'} error={error}>
      {(control) => (
        <textarea
          {...control}
          name={input.name}
          rows={rows}
          spellCheck={false}
          value={text}
          onChange={({ target }) => set(target.value)}
        />
      )}
    </Field>
  );
}

/** What can be chosen, and what it is called. */
export type Choices = readonly (readonly [value: string, text: string])[];

export function FormChoice({
  choices,
  autoFocus,
  ...input
}: InputProps & { readonly choices: Choices; readonly autoFocus?: boolean }) {
  const { text, error, set } = useInput(input);
  return (
    <Field label={input.label} hint={input.hint} error={error}>
      {(control) => (
        <select
          {...control}
          name={input.name}
          autoFocus={autoFocus}
          value={text}
          onChange={({ target }) => set(target.value)}
        >
          {choices.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function FormCheck(input: InputProps) {
  const { isTicked: ticked, error, set } = useInput(input);
  const id = useId();
  const described = [input.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div>
      <Check
        name={input.name}
        checked={ticked}
        aria-invalid={error !== undefined}
        aria-describedby={described || undefined}
        onChange={({ target }) => set(target.checked ? TICKED : '')}
      >
        {input.label}
      </Check>
      {input.hint !== undefined && (
        <p id={`${id}-hint`} className="muted small">
          {input.hint}
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

/** Some of a few. */
export function FormSome({ choices, ...input }: InputProps & { readonly choices: Choices }) {
  const { lines, error, set } = useInput(input);
  const turn = (value: string, on: boolean): void =>
    set(linesOf(choices.map(([one]) => one).filter((one) => (one === value ? on : lines.includes(one)))));
  return (
    <fieldset className={styles.group}>
      <legend>{input.label}</legend>
      {input.hint !== undefined && <p className="muted small">{input.hint}</p>}
      <div className={styles.choices}>
        {choices.map(([value, name]) => (
          <Check
            key={value}
            name={input.name}
            value={value}
            checked={lines.includes(value)}
            aria-invalid={error !== undefined}
            onChange={({ target }) => turn(value, target.checked)}
          >
            {name}
          </Check>
        ))}
      </div>
      {error !== undefined && (
        <p className={`${styles.error ?? ''} small`} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Fields that belong together, beside each other where there is room. */
export function FormRow({ children }: { readonly children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
