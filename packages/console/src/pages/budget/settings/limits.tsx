import type { Budget, Envelope } from '@purser/sdk';
import { useState } from 'react';
import { client, revisionOf, underRevision } from '../../../api/client.js';
import { Amount } from '../../../design/amount.js';
import { Button } from '../../../design/button.js';
import { EmptyState } from '../../../design/empty-state.js';
import { Section } from '../../../design/page.js';
import { Said } from '../../../design/said.js';
import { Form } from '../../../forms/form.js';
import { FormText } from '../../../forms/inputs.js';
import { Question } from '../../../forms/question.js';
import type { FormSending } from '../../../forms/use-form.js';
import { useOnce } from '../../../forms/use-once.js';
import { useOpened } from '../../../forms/use-opened.js';
import { limitText } from '../../../parts/limit-text.js';
import { limitNotes, ON_EXCEED_TEXT } from '../../../parts/limit-words.js';
import { useSession } from '../../../session/session.js';
import { ChangeableFields, CountingFields } from './limit-fields.js';
import { changedLimitBody, limitValues, NEW_LIMIT, newLimitBody } from './limit-values.js';
import styles from './settings.module.css';
import { useMayChange } from './use-may-change.js';
import { useBudgetReload, useSettingsForm } from './use-settings-form.js';

/** The limits of a budget: made, changed and deleted. */
export function LimitSettings({ budget }: { readonly budget: Budget }) {
  const may = useMayChange(budget);
  const adding = useOpened();
  return (
    <Section title="Limits" aside={may && !adding.isOpen && <Button {...adding.opener}>Add a limit</Button>}>
      {adding.isOpen && <NewLimit budget={budget} close={adding.close} />}
      {budget.envelopes.length === 0 && !adding.isOpen && (
        <EmptyState text="This budget has no limits of its own but its money." />
      )}
      <ul className={styles.list}>
        {budget.envelopes.map((limit) => (
          <LimitRow key={limit.id} budget={budget} limit={limit} />
        ))}
      </ul>
    </Section>
  );
}

interface LimitRowProps {
  readonly budget: Budget;
  readonly limit: Envelope;
}

function LimitRow({ budget, limit }: LimitRowProps) {
  const may = useMayChange(budget);
  const { budgetId } = useSession();
  const isOfOthers = limit.fromAbove === true && budgetId === budget.id;
  const changing = useOpened();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <li>
      <div className={styles.line}>
        <LimitFacts budget={budget} limit={limit} />
        {isOfOthers && <span className="muted small">set from above</span>}
        {may && !isOfOthers && !changing.isOpen && (
          <span className={styles.acts}>
            <Button {...changing.opener}>Change</Button>
            <Button onClick={() => setIsAsking(true)}>Delete</Button>
          </span>
        )}
      </div>
      {changing.isOpen && <ChangedLimit budget={budget} limit={limit} close={changing.close} />}
      {isAsking && <DeleteLimit budget={budget} limit={limit} close={() => setIsAsking(false)} />}
    </li>
  );
}

/** What a limit says, in two lines. */
function LimitFacts({ budget, limit }: LimitRowProps) {
  const { name, metric, onExceed } = limit;
  const notes = limitNotes(limit).join('; ');
  return (
    <div className={styles.facts}>
      <p>
        {name !== null && (
          <strong>
            <Said text={name} />{' '}
          </strong>
        )}
        {metric === 'amount' ? (
          <Amount value={limit.limit} currency={budget.currency} scale={budget.scale} />
        ) : (
          limit.limit
        )}{' '}
        {limitText(limit)}
      </p>
      <p className="muted small">
        {ON_EXCEED_TEXT[onExceed]}
        {notes !== '' && (
          <>
            ; <Said text={notes} />
          </>
        )}
      </p>
    </div>
  );
}

function NewLimit({ budget, close }: { readonly budget: Budget; readonly close: () => void }) {
  const change = async ({ values, header, revision }: FormSending): Promise<number> => {
    const params = { path: { id: budget.id }, header: underRevision(header, revision) };
    const { response } = await client.POST('/v1/budgets/{id}/envelopes', {
      params,
      body: newLimitBody(values),
    });
    return revisionOf(response);
  };
  const form = useSettingsForm({
    budget,
    valuesOf: () => NEW_LIMIT,
    change,
    said: 'The limit holds from now on.',
    close,
  });
  return (
    <Form form={form} action="Add the limit" close={close}>
      <FormText name="name" label="Name" hint="For people. May be empty." autoFocus />
      <CountingFields zone={budget.timezone} />
      <ChangeableFields budget={budget} metric={form.values.metric ?? ''} />
    </Form>
  );
}

function ChangedLimit({ budget, limit, close }: LimitRowProps & { readonly close: () => void }) {
  const { id } = limit;
  const change = async ({ values, changed, header, revision }: FormSending): Promise<number> => {
    const params = { path: { id }, header: underRevision(header, revision) };
    const body = changedLimitBody(values, changed);
    return revisionOf((await client.PATCH('/v1/envelopes/{id}', { params, body })).response);
  };
  const form = useSettingsForm({
    budget,
    valuesOf: (now) => limitValues(now, id),
    change,
    said: 'The limit is changed.',
    canUndo: true,
    close,
  });
  return (
    <Form form={form} action="Save" close={close}>
      <FormText name="name" label="Name" hint="For people. May be empty." autoFocus />
      <ChangeableFields budget={budget} metric={limit.metric} />
    </Form>
  );
}

function DeleteLimit({ budget, limit, close }: LimitRowProps & { readonly close: () => void }) {
  const { refresh } = useBudgetReload(budget.id);
  const header = useOnce(budget.revision);
  const remove = async (): Promise<void> => {
    const params = { path: { id: limit.id }, header: underRevision(header, budget.revision) };
    await client.DELETE('/v1/envelopes/{id}', { params });
    await refresh();
  };
  return (
    <Question
      title="Delete this limit?"
      action="Delete the limit"
      said="The limit is deleted."
      act={remove}
      close={close}
    >
      It holds for no decision from now on. What it has counted is gone with it: a new limit begins at
      nothing.
    </Question>
  );
}
