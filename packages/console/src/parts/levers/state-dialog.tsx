import { client } from '../../api/client.js';
import { fieldMessage } from '../../api/errors.js';
import { Dialog, DialogForm } from '../../design/dialog.js';
import { Field } from '../../design/field.js';
import { writtenOrNull } from '../../design/form-fields.js';
import { seenText } from '../../design/said.js';
import type { LeverBudget } from './lever.js';
import { noticeWithUndo, usePull } from './use-pull.js';

type Change = 'freeze' | 'resume';

const TEXTS = {
  freeze: {
    title: 'Freeze',
    description:
      'Nothing is reserved or delegated on it, nor on what lies under it, until somebody resumes it. Calls that are under way can still be paid.',
    done: 'is frozen',
    undone: 'goes on',
  },
  resume: {
    title: 'Resume',
    description: 'It goes on, and so does what lies under it and was not stopped by itself.',
    done: 'goes on',
    undone: 'is frozen',
  },
} as const;

const OPPOSITE = { freeze: 'resume', resume: 'freeze' } as const satisfies Record<Change, Change>;

export interface StateDialogProps {
  readonly change: Change;
  readonly budget: LeverBudget;
  readonly close: () => void;
}

/** Stops a budget, or lets it go on. Each takes the other back. */
export function StateDialog({ change, budget, close }: StateDialogProps) {
  const { id, state, revision } = budget;
  const name = seenText(budget.name);
  const { title, description, done, undone } = TEXTS[change];
  const isPaused = state === 'paused';
  const lever = usePull(
    (reason: string | null, header) =>
      client.POST(`/v1/budgets/{id}/${change}`, {
        // To stop is urgent whatever has changed; to resume is for what somebody has looked at.
        params: {
          path: { id },
          header: change === 'freeze' ? header : { ...header, 'If-Match': `"${revision}"` },
        },
        body: { reason },
      }),
    () => {
      close();
      noticeWithUndo(`${name} ${done}.`, `${name} ${undone}.`, (header) =>
        client.POST(`/v1/budgets/{id}/${OPPOSITE[change]}`, {
          params: { path: { id }, header },
          body: { reason: `${change} was taken back` },
        }),
      );
    },
  );
  return (
    <Dialog title={`${title} ${name}?`} description={description} open close={close}>
      <DialogForm
        action={title}
        look={change === 'freeze' ? 'danger' : 'primary'}
        busy={lever.isPending}
        error={lever.error}
        submit={(fields) => lever.mutate(writtenOrNull(fields, 'reason'))}
        close={close}
      >
        <Field
          label="Reason"
          hint={
            isPaused && change === 'resume'
              ? 'It stopped itself: say what you have found. Kept in the journal.'
              : 'Kept in the journal. May be empty.'
          }
          error={fieldMessage(lever.error, 'reason')}
        >
          {(control) => <textarea {...control} name="reason" autoFocus />}
        </Field>
      </DialogForm>
    </Dialog>
  );
}
