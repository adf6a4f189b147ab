import type { ComponentProps, ReactNode } from 'react';
import { Field } from '../../design/field.js';

export interface AmountInputProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
}

/** A field for an amount. It is text: the service reads it exactly, and says what is wrong with it. */
export function AmountInput({ label, hint, error, ...rest }: AmountInputProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input {...control} {...rest} inputMode="decimal" autoComplete="off" />}
    </Field>
  );
}
