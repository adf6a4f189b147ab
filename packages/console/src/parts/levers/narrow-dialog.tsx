import { Money, type Budget } from '@purser/sdk';
import { useState } from 'react';
import { api, client } from '../../api/client.js';
import { fieldMessage } from '../../api/errors.js';
import { Amount } from '../../design/amount.js';
import { Button } from '../../design/button.js';
import { Dialog, DialogForm } from '../../design/dialog.js';
import { EmptyState } from '../../design/empty-state.js';
import { Field } from '../../design/field.js';
import { written } from '../../design/form-fields.js';
import { Loaded } from '../../design/loaded.js';
import { Meter } from '../../design/meter.js';
import { notice } from '../../design/notices.js';
import { seenText } from '../../design/said.js';
import { useSession } from '../../session/session.js';
import { limitText } from '../limit-text.js';
import { AmountInput } from './amount-input.js';
import type { LeverBudget } from './lever.js';
import styles from './levers.module.css';
import { noticeWithUndo, usePull } from './use-pull.js';

export interface NarrowDialogProps {
  readonly budget: LeverBudget;
  readonly close: () => void;
}

type Limit = Budget['envelopes'][number];

const nameOf = (limit: Limit): string =>
  limit.name === null ? limitText(limit) : `${seenText(limit.name)} (${limitText(limit)})`;

/** Lowers one of the limits of a budget. To raise one is a change of its settings, and no lever. */
export function NarrowDialog({ budget, close }: NarrowDialogProps) {
  const { id } = budget;
  const { budgetId: reach } = useSession();
  const query = api.useQuery('get', '/v1/budgets/{id}', { params: { path: { id } } });
  return (
    <Dialog
      title={`Lower a limit of ${seenText(budget.name)}`}
      description="It binds the next decision. What the window has used stays used."
      open
      close={close}
    >
      <Loaded query={query}>
        {(now) => {
          // What somebody above has set is theirs to change.
          const limits = now.envelopes.filter(({ fromAbove }) => fromAbove !== true || reach !== id);
          return limits.length === 0 ? (
            <NoLimits all={now.envelopes.length} close={close} />
          ) : (
            <NarrowForm budget={now} limits={limits} close={close} />
          );
        }}
      </Loaded>
    </Dialog>
  );
}

function NoLimits({ all, close }: { readonly all: number; readonly close: () => void }) {
  return (
    <EmptyState
      text={
        all === 0
          ? 'It has no limits of its own.'
          : 'Its limits were set from above, and are changed from there.'
      }
    >
      <Button onClick={close}>Close</Button>
    </EmptyState>
  );
}

interface NarrowFormProps {
  readonly budget: Budget;
  readonly limits: readonly Limit[];
  readonly close: () => void;
}

/** Whether an amount was written that is no lower than what there is; what is no amount the service has words for. */
function isNoLower(amount: string, than: string): boolean {
  try {
    return Money.of(amount).compare(than) >= 0;
  } catch {
    return false;
  }
}

/** Sets another limit, under the revision that was seen; answers the revision of after. */
async function setLimit(
  id: string,
  limit: string,
  header: { 'If-Match': string; 'Idempotency-Key': string },
) {
  const { response } = await client.PATCH('/v1/envelopes/{id}', {
    params: { path: { id }, header },
    body: { limit },
  });
  return response.headers.get('ETag') ?? '';
}

function NarrowForm({ budget, limits, close }: NarrowFormProps) {
  const [chosen, setChosen] = useState(limits[0]?.id);
  const [isHigh, setIsHigh] = useState(false);
  const limit = limits.find(({ id }) => id === chosen) ?? limits[0];
  const lever = usePull(
    ({ id, to }: { id: string; before: Limit; to: string }, header) =>
      setLimit(id, to, { ...header, 'If-Match': `"${budget.revision}"` }),
    (etag, { id, before, to }) => {
      close();
      const text = `${nameOf(before)} is ${to} now, and was ${before.limit}.`;
      // What followed the past was worked out anew all the time: no limit of before is that again.
      if (before.relative) notice(text);
      else
        noticeWithUndo(text, `${nameOf(before)} is ${before.limit} again.`, (header) =>
          setLimit(id, before.limit, { ...header, 'If-Match': etag }),
        );
    },
  );
  if (!limit) return null;
  const submit = (fields: FormData): void => {
    const to = written(fields, 'limit');
    setIsHigh(isNoLower(to, limit.limit));
    if (!isNoLower(to, limit.limit)) lever.mutate({ id: limit.id, before: limit, to });
  };
  const unit = limit.metric === 'amount' ? ` in ${budget.currency}` : '';
  return (
    <DialogForm action="Lower" busy={lever.isPending} error={lever.error} submit={submit} close={close}>
      <Field label="Limit">
        {(control) => (
          <select {...control} value={limit.id} onChange={({ target }) => setChosen(target.value)} autoFocus>
            {limits.map((one) => (
              <option key={one.id} value={one.id}>
                {nameOf(one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Used limit={limit} budget={budget} />
      <AmountInput
        key={limit.id}
        label={`New limit${unit}`}
        hint={limit.relative && 'It follows the past: a fixed limit takes the place of that.'}
        name="limit"
        defaultValue={limit.limit}
        required
        error={isHigh ? `This is not lower than ${limit.limit}.` : fieldMessage(lever.error, 'limit')}
      />
    </DialogForm>
  );
}

/** How much of a limit is used, of the key that has used most. */
function Used({ limit, budget: { currency, scale } }: { readonly limit: Limit; readonly budget: Budget }) {
  const [fullest] = limit.usage;
  if (!fullest) return null;
  const isAmount = limit.metric === 'amount';
  return (
    <div className={styles.limit}>
      <p className="small muted">
        <span>Used{fullest.key === null ? '' : ` by ${seenText(fullest.key)}`}</span>
        <span>
          {isAmount ? <Amount value={fullest.used} scale={scale} /> : fullest.used} of{' '}
          {isAmount ? <Amount value={limit.limit} currency={currency} scale={scale} /> : limit.limit}
        </span>
      </p>
      <Meter label={`Used of ${nameOf(limit)}`} used={fullest.used} limit={limit.limit} />
    </div>
  );
}
