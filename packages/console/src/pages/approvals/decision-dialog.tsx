import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, once } from '../../api/client.js';
import { fieldMessage } from '../../api/errors.js';
import { amountText } from '../../design/amounts.js';
import { Dialog, DialogForm } from '../../design/dialog.js';
import { Field } from '../../design/field.js';
import { written, writtenOrNull } from '../../design/form-fields.js';
import { notice } from '../../design/notices.js';

export type ApprovalAnswer = 'approve' | 'reject';

export interface DecisionDialogProps {
  readonly id: string;
  readonly answer: ApprovalAnswer;
  readonly close: () => void;
  readonly decided: () => void;
}

/** Asks for the reason of an answer, and gives it. */
export function DecisionDialog({ id, answer, close, decided }: DecisionDialogProps) {
  const client = useQueryClient();
  const params = { path: { id }, query: { expand: ['budget' as const, 'envelopes' as const] } };
  const { data: asked } = api.useQuery('get', '/v1/reservations/{id}', { params });
  // One key for as long as the dialog is open: pressed twice, the answer is given once.
  const [header] = useState(once);
  const done = (): void => {
    notice(answer === 'approve' ? 'Approved.' : 'Rejected.');
    void client.invalidateQueries({ queryKey: ['get', '/v1/approvals'] });
    void client.invalidateQueries({ queryKey: ['get', '/v1/reservations/{id}'] });
    decided();
  };
  const approve = api.useMutation('post', '/v1/reservations/{id}/approve', { onSuccess: done });
  const reject = api.useMutation('post', '/v1/reservations/{id}/reject', { onSuccess: done });
  const give = (fields: FormData): void => {
    const write = { path: { id }, header };
    if (answer === 'approve')
      approve.mutate({
        params: write,
        body: {
          comment: writtenOrNull(fields, 'comment'),
          fingerprint: asked?.approval?.fingerprint ?? null,
        },
      });
    else reject.mutate({ params: write, body: { reason: written(fields, 'reason') } });
  };
  const amount = asked && amountText(asked.amount, asked.budget?.currency, asked.budget?.scale);
  const description = asked && `${amount} of ${asked.budgetName}, for ${asked.vendor ?? 'no vendor'}.`;
  const { isPending, error } = answer === 'approve' ? approve : reject;
  const form = { busy: isPending, error, submit: give, close };
  if (answer === 'approve')
    return (
      <Dialog title="Approve this?" description={description} open close={close}>
        <DialogForm action="Approve" {...form}>
          <Field
            label="Comment"
            hint="Kept with the reservation. May be empty."
            error={fieldMessage(error, 'comment')}
          >
            {(control) => <textarea {...control} name="comment" autoFocus />}
          </Field>
        </DialogForm>
      </Dialog>
    );
  return (
    <Dialog title="Reject this?" description={description} open close={close}>
      <DialogForm action="Reject" look="danger" {...form}>
        <Field
          label="Reason"
          hint="The agent reads it. One rejection is enough."
          error={fieldMessage(error, 'reason')}
        >
          {(control) => <textarea {...control} name="reason" required autoFocus />}
        </Field>
      </DialogForm>
    </Dialog>
  );
}
