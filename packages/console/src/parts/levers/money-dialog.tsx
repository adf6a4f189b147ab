import { client } from '../../api/client.js';
import { fieldMessage } from '../../api/errors.js';
import { amountText } from '../../design/amounts.js';
import { Dialog, DialogForm } from '../../design/dialog.js';
import { Field } from '../../design/field.js';
import { written, writtenOrNull } from '../../design/form-fields.js';
import { seenText } from '../../design/said.js';
import { AmountInput } from './amount-input.js';
import type { LeverBudget } from './lever.js';
import { noticeWithUndo, usePull } from './use-pull.js';

type Change = 'fund' | 'defund';

export interface MoneyDialogProps {
  readonly change: Change;
  readonly budget: LeverBudget;
  readonly close: () => void;
}

interface Asked {
  readonly amount: string;
  readonly reason: string | null;
}

/** Gives a root money, or takes out what it does not use. Each takes the other back. */
export function MoneyDialog({ change, budget, close }: MoneyDialogProps) {
  const { id, currency, scale, balances } = budget;
  const name = seenText(budget.name);
  const isFund = change === 'fund';
  const text = (amount: string): string => amountText(amount, currency, scale);
  const lever = usePull(
    ({ amount, reason }: Asked, header) =>
      client.POST(`/v1/budgets/{id}/${change}`, {
        params: { path: { id }, header },
        body: { amount, reason },
      }),
    (_, { amount }) => {
      close();
      noticeWithUndo(
        isFund ? `${name} got ${text(amount)}.` : `${text(amount)} were taken out of ${name}.`,
        isFund ? `${text(amount)} were taken out again.` : `${name} got ${text(amount)} back.`,
        (header) =>
          client.POST(`/v1/budgets/{id}/${isFund ? 'defund' : 'fund'}`, {
            params: { path: { id }, header },
            body: { amount, reason: `${change} was taken back` },
          }),
      );
    },
  );
  const description = `It was given ${text(balances.allocated)}, of which ${text(balances.available)} ${
    isFund ? 'are available.' : 'are not used and can be taken out.'
  }`;
  return (
    <Dialog
      title={isFund ? `Fund ${name}` : `Take money out of ${name}`}
      description={description}
      open
      close={close}
    >
      <DialogForm
        action={isFund ? 'Fund' : 'Take out'}
        busy={lever.isPending}
        error={lever.error}
        submit={(fields) =>
          lever.mutate({ amount: written(fields, 'amount'), reason: writtenOrNull(fields, 'reason') })
        }
        close={close}
      >
        <AmountInput
          label={`Amount in ${currency}`}
          name="amount"
          error={fieldMessage(lever.error, 'amount')}
          required
          autoFocus
        />
        <Field
          label="Reason"
          hint="Kept in the journal. May be empty."
          error={fieldMessage(lever.error, 'reason')}
        >
          {(control) => <input {...control} name="reason" autoComplete="off" />}
        </Field>
      </DialogForm>
    </Dialog>
  );
}
