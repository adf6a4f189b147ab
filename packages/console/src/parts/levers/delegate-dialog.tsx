import { useState } from 'react';
import { client } from '../../api/client.js';
import { fieldMessage } from '../../api/errors.js';
import { amountText } from '../../design/amounts.js';
import { Button } from '../../design/button.js';
import { Check } from '../../design/check.js';
import { Dialog, DialogForm } from '../../design/dialog.js';
import { Field } from '../../design/field.js';
import { written, writtenOrNull } from '../../design/form-fields.js';
import { notice } from '../../design/notices.js';
import { seenText } from '../../design/said.js';
import { AmountInput } from './amount-input.js';
import type { LeverBudget } from './lever.js';
import styles from './levers.module.css';
import { usePull } from './use-pull.js';

export interface DelegateDialogProps {
  readonly budget: LeverBudget;
  readonly close: () => void;
}

/** What a form says of the new budget. */
const askedIn = (fields: FormData) => ({
  name: written(fields, 'name'),
  ref: writtenOrNull(fields, 'ref'),
  guarantee: written(fields, 'guarantee'),
  ceiling: writtenOrNull(fields, 'ceiling'),
  key: fields.has('key') ? { name: written(fields, 'name') } : null,
});

/** Opens a budget under another, and shows the key that was made with it. */
export function DelegateDialog({ budget, close }: DelegateDialogProps) {
  const { id } = budget;
  const [secret, setSecret] = useState<string | null>(null);
  const lever = usePull(
    async (body: ReturnType<typeof askedIn>, header) =>
      (await client.POST('/v1/budgets/{id}/children', { params: { path: { id }, header }, body })).data,
    (child, { name, ref }) => {
      if (child?.existed === true)
        notice(
          `${seenText(child.name)} has the reference ${seenText(ref ?? '')} already: nothing was opened.`,
        );
      else notice(`${seenText(name)} was opened.`);
      const made = child?.key?.secret;
      if (typeof made === 'string') setSecret(made);
      else close();
    },
  );
  if (secret !== null) return <NewSecret secret={secret} close={close} />;
  return (
    <Dialog
      title={`Open a sub-budget of ${seenText(budget.name)}`}
      description={`${amountText(budget.balances.available, budget.currency, budget.scale)} are available.`}
      open
      close={close}
    >
      <DialogForm
        action="Open"
        busy={lever.isPending}
        error={lever.error}
        submit={(fields) => lever.mutate(askedIn(fields))}
        close={close}
      >
        <ChildFields currency={budget.currency} error={lever.error} />
      </DialogForm>
    </Dialog>
  );
}

function ChildFields({ currency, error }: { readonly currency: string; readonly error: unknown }) {
  return (
    <>
      <Field label="Name" error={fieldMessage(error, 'name')}>
        {(control) => (
          <input {...control} name="name" required maxLength={200} autoFocus autoComplete="off" />
        )}
      </Field>
      <AmountInput
        label={`Guarantee in ${currency}`}
        hint="Set aside for it at once. 0 for one that draws all it needs."
        name="guarantee"
        required
        error={fieldMessage(error, 'guarantee')}
      />
      <AmountInput
        label={`Ceiling in ${currency}`}
        hint="Up to which it may draw more. Empty: the guarantee."
        name="ceiling"
        error={fieldMessage(error, 'ceiling')}
      />
      <Field
        label="Reference"
        hint="What you call it, such as run-17/coder. May be empty."
        error={fieldMessage(error, 'ref')}
      >
        {(control) => <input {...control} name="ref" autoComplete="off" />}
      </Field>
      <Check name="key" defaultChecked>
        Make a key for its agent
      </Check>
    </>
  );
}

/** A secret that is shown once. */
function NewSecret({ secret, close }: { readonly secret: string; readonly close: () => void }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard
      .writeText(secret)
      .then(() => setIsCopied(true))
      .catch(() => notice('The browser does not let the page copy: mark the key, and copy it.', 'bad'));
  };
  return (
    <Dialog
      title="The key of its agent"
      description="It is shown once. Give it to the agent, and keep it nowhere else."
      open
      close={close}
    >
      <code className={styles.secret}>{secret}</code>
      <div className={styles.buttons}>
        <Button onClick={copy} autoFocus>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button look="primary" onClick={close}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
