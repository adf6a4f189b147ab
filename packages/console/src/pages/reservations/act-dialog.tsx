import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { once } from '../../api/client.js';
import { fieldMessage } from '../../api/errors.js';
import { Dialog, DialogForm } from '../../design/dialog.js';
import { Field } from '../../design/field.js';
import { notice } from '../../design/notices.js';
import type { Act } from './acts.js';

const textsOf = (fields: FormData): Record<string, string> =>
  Object.fromEntries(
    [...fields].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
  );

/** Asks for what an act needs, says what comes of it, and does it. */
export function ActDialog({ act, close }: { readonly act: Act; readonly close: () => void }) {
  const client = useQueryClient();
  // One key for as long as the dialog is open: pressed twice, it is done once.
  const [header] = useState(once);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (fields: Record<string, string>) => act.run(fields, header),
    onSuccess: () => {
      notice(act.done);
      for (const path of ['/v1/reservations', '/v1/reservations/{id}', '/v1/budgets/{id}/entries'])
        void client.invalidateQueries({ queryKey: ['get', path] });
      close();
    },
  });
  return (
    <Dialog title={act.title} description={act.text} open close={close}>
      <DialogForm
        action={act.label}
        look={act.isFinal ? 'danger' : 'primary'}
        busy={isPending}
        error={error}
        submit={(fields) => mutate(textsOf(fields))}
        close={close}
      >
        {act.fields.map(({ name, label, hint, required, long, initial }, i) => (
          <Field key={name} label={label} hint={hint} error={fieldMessage(error, name)}>
            {(control) =>
              long ? (
                <textarea {...control} name={name} required={required} autoFocus={i === 0} />
              ) : (
                <input
                  {...control}
                  name={name}
                  required={required}
                  defaultValue={initial}
                  autoComplete="off"
                  autoFocus={i === 0}
                />
              )
            }
          </Field>
        ))}
      </DialogForm>
    </Dialog>
  );
}
