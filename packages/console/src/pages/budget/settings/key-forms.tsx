import type { Budget, Key, NewKey } from '@purser/sdk';
import { useState } from 'react';
import { client } from '../../../api/client.js';
import { Check } from '../../../design/check.js';
import { Field } from '../../../design/field.js';
import { notice } from '../../../design/notices.js';
import { Said } from '../../../design/said.js';
import { Form } from '../../../forms/form.js';
import { FormChoice, FormLines, FormRow, FormSome, FormText, type Choices } from '../../../forms/inputs.js';
import { Question } from '../../../forms/question.js';
import { useForm } from '../../../forms/use-form.js';
import { useOnce } from '../../../forms/use-once.js';
import { textIn, textOrNull } from '../../../forms/values.js';
import { ACTION_CHOICES, HOLDER_CHOICES, NEW_KEY, newKeyBody, ROLE_CHOICES } from './key-values.js';
import { useBudgetReload } from './use-settings-form.js';

export interface NewKeyProps {
  readonly budget: Budget;
  readonly issued: (key: NewKey) => void;
  readonly close: () => void;
}

/** What is waited for: an answer with the key. */
function keyOf(data: NewKey | undefined): NewKey {
  if (!data) throw new Error('The service answered without the key.');
  return data;
}

export function IssueKey({ budget, issued, close }: NewKeyProps) {
  const { id, timezone, currency } = budget;
  const { refresh } = useBudgetReload(id);
  const form = useForm({
    saved: { values: NEW_KEY, revision: 0 },
    send: async ({ values, header }) => {
      const params = { path: { id }, header };
      return keyOf(
        (await client.POST('/v1/budgets/{id}/keys', { params, body: newKeyBody(values, timezone) })).data,
      );
    },
    done: async (key) => {
      close();
      issued(key);
      await refresh();
    },
  });
  return (
    <Form form={form} action="Issue the key" close={close}>
      <FormRow>
        <FormText name="name" label="Name" hint="As the journal calls its holder." autoFocus />
        <FormChoice name="role" label="Role" choices={ROLE_CHOICES} />
      </FormRow>
      <FormText
        name="expiresAt"
        label={`Works until, in ${timezone}`}
        hint="Empty: until it is revoked, or the key ends that issues it."
        type="datetime-local"
      />
      <details>
        <summary>Whose it is, and what it may do less than its role</summary>
        <FormChoice name="holder" label="Holder" choices={HOLDER_CHOICES} />
        <FormSome
          name="scopes.actions"
          label="Only these actions"
          hint="None: those of the role. An agent charges, overdraws and refunds only where that is ticked."
          choices={ACTION_CHOICES}
        />
        <FormRow>
          <FormLines name="scopes.vendors" label="Only for these vendors" />
          <FormLines name="scopes.categories" label="Only of these categories" />
          <FormLines name="scopes.runs" label="Only for these runs" />
        </FormRow>
        <FormRow>
          <FormText name="scopes.largestAmount" label={`At most at once, ${currency}`} inputMode="decimal" />
          <FormText
            name="scopes.largestOverdraft"
            label={`At most above limits, ${currency}`}
            inputMode="decimal"
          />
        </FormRow>
      </details>
    </Form>
  );
}

const OVERLAPS: Choices = [
  ['0', 'At once'],
  ['3600', 'After an hour'],
  ['86400', 'After a day'],
  ['604800', 'After a week'],
];

export function RotateKey({ old, budget, issued, close }: NewKeyProps & { readonly old: Key }) {
  const { refresh } = useBudgetReload(budget.id);
  const form = useForm({
    saved: { values: { overlapSeconds: '3600', reason: '' }, revision: 0 },
    send: async ({ values, header }) => {
      const params = { path: { id: old.id }, header };
      const overlapSeconds = Number(textIn(values, 'overlapSeconds'));
      const body = { overlapSeconds, reason: textOrNull(values, 'reason') };
      return keyOf((await client.POST('/v1/keys/{id}/rotate', { params, body })).data);
    },
    done: async (key) => {
      close();
      issued(key);
      await refresh();
    },
  });
  return (
    <Form form={form} action="Rotate the key" close={close}>
      <FormRow>
        <FormChoice name="overlapSeconds" label="The old key ends" choices={OVERLAPS} autoFocus />
        <FormText name="reason" label="Reason" hint="Kept in the journal. May be empty." />
      </FormRow>
    </Form>
  );
}

/** The reason of an act that asks for nothing else. */
function useReason() {
  const [reason, setReason] = useState('');
  const field = (
    <Field label="Reason" hint="Kept in the journal. May be empty.">
      {(control) => <input {...control} value={reason} onChange={({ target }) => setReason(target.value)} />}
    </Field>
  );
  return { reason: reason.trim() || null, field };
}

export function RevokeKey({
  revoked,
  budget,
  close,
}: {
  readonly revoked: Key;
  readonly budget: Budget;
  readonly close: () => void;
}) {
  const { refresh } = useBudgetReload(budget.id);
  const header = useOnce();
  const [issued, setIssued] = useState(false);
  const { reason, field } = useReason();
  const revoke = async (): Promise<void> => {
    const params = { path: { id: revoked.id }, header };
    const body = { issued, reason };
    while ((await client.DELETE('/v1/keys/{id}', { params, body })).data?.keysRemain);
    await refresh();
  };
  return (
    <Question
      title="Revoke this key?"
      action="Revoke the key"
      said="The key is revoked."
      act={revoke}
      close={close}
      choices={
        <>
          <Check checked={issued} onChange={({ target }) => setIssued(target.checked)}>
            And all keys that came of it
          </Check>
          {field}
        </>
      }
    >
      <Said text={revoked.name} /> can do nothing with it within a second, and nobody can make it work again.
      What it has reserved stays reserved.
    </Question>
  );
}

export function RevokeKeys({ budget, close }: { readonly budget: Budget; readonly close: () => void }) {
  const { refresh } = useBudgetReload(budget.id);
  const header = useOnce();
  const [subtree, setSubtree] = useState(false);
  const [issued, setIssued] = useState(false);
  const { reason, field } = useReason();
  const revoke = async (): Promise<void> => {
    const params = { path: { id: budget.id }, header };
    const body = { subtree, issued, reason };
    let ended = 0;
    for (let remain = true; remain;) {
      const { data } = await client.POST('/v1/budgets/{id}/keys/revoke', { params, body });
      ended = (data?.ended.length ?? 0) + (data?.endedOmitted ?? 0);
      remain = data?.keysRemain === true;
    }
    await refresh();
    notice(ended === 1 ? 'One key was revoked.' : `${ended.toLocaleString('en')} keys were revoked.`);
  };
  return (
    <Question
      title="Revoke all keys of this budget?"
      action="Revoke all keys"
      act={revoke}
      close={close}
      choices={
        <>
          <Check checked={subtree} onChange={({ target }) => setSubtree(target.checked)}>
            Those of all budgets below as well
          </Check>
          <Check checked={issued} onChange={({ target }) => setIssued(target.checked)}>
            And all keys that came of them
          </Check>
          {field}
        </>
      }
    >
      Whoever works with one of them can do nothing within a second. None of them can be made to work again.
    </Question>
  );
}
