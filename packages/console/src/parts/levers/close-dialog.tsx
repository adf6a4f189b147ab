import { Money } from '@purser/sdk';
import { api, client } from '../../api/client.js';
import { fieldMessage } from '../../api/errors.js';
import { Alert } from '../../design/alert.js';
import { amountText } from '../../design/amounts.js';
import { Check } from '../../design/check.js';
import { DialogForm } from '../../design/dialog.js';
import { Field } from '../../design/field.js';
import { writtenOrNull } from '../../design/form-fields.js';
import { notice } from '../../design/notices.js';
import { seenText } from '../../design/said.js';
import type { LeverBudget } from './lever.js';
import { usePull } from './use-pull.js';

export interface CloseDialogProps {
  readonly budget: LeverBudget;
  readonly close: () => void;
}

/** Asks before a budget is closed, which is for good. */
export function CloseDialog({ budget, close }: CloseDialogProps) {
  const { id, revision, parentId, currency, scale } = budget;
  const name = seenText(budget.name);
  const { data } = api.useQuery('get', '/v1/budgets/{id}', { params: { path: { id } } });
  const held = data && Money.of(data.subtree.reserved).isMoreThan(0) ? data.subtree.reserved : null;
  const lever = usePull(
    async (body: { holds: 'refuse' | 'release'; reason: string | null }, header) => {
      const params = { path: { id }, header: { ...header, 'If-Match': `"${revision}"` } };
      return (await client.POST('/v1/budgets/{id}/close', { params, body })).data;
    },
    (closed) => {
      close();
      notice(
        closed?.state === 'closing'
          ? `${name} is being closed: what lies under it is settled bit by bit.`
          : `${name} is closed.`,
      );
    },
  );
  const rest =
    parentId === null
      ? 'What was not spent stays in it.'
      : 'What was not spent goes back to the budget above.';
  return (
    <Alert
      title={`Close ${name} for good?`}
      description={`It is closed with all that lies under it, and cannot be opened again. ${rest}`}
      close={close}
    >
      <DialogForm
        action="Close for good"
        look="danger"
        busy={lever.isPending}
        error={lever.error}
        submit={(fields) =>
          lever.mutate({
            holds: fields.has('refuse') ? 'refuse' : 'release',
            reason: writtenOrNull(fields, 'reason'),
          })
        }
        close={close}
      >
        {held !== null && (
          <p>
            {amountText(held, currency, scale)} are set aside for calls that are under way, and would be let
            go.
          </p>
        )}
        <Check name="refuse">Only if nothing is set aside</Check>
        <Field
          label="Reason"
          hint="Kept in the journal. May be empty."
          error={fieldMessage(lever.error, 'reason')}
        >
          {(control) => <input {...control} name="reason" autoComplete="off" autoFocus />}
        </Field>
      </DialogForm>
    </Alert>
  );
}
