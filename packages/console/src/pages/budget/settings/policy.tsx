import type { Budget, Policy } from '@purser/sdk';
import { client, underRevision } from '../../../api/client.js';
import { EmptyState } from '../../../design/empty-state.js';
import { Facts } from '../../../design/facts.js';
import { Section } from '../../../design/page.js';
import { Form } from '../../../forms/form.js';
import { FormLines, FormRow, FormText } from '../../../forms/inputs.js';
import type { FormSending } from '../../../forms/use-form.js';
import { linesIn, linesOf, textOrNull, type Values } from '../../../forms/values.js';
import { useSession } from '../../../session/session.js';
import { useMayChange } from './use-may-change.js';
import { useSettingsForm } from './use-settings-form.js';

const valuesOf = ({ policy }: Budget): Values => ({
  'policy.vendors.allow': linesOf(policy?.vendors?.allow),
  'policy.vendors.deny': linesOf(policy?.vendors?.deny),
  'policy.categories.allow': linesOf(policy?.categories?.allow),
  'policy.categories.deny': linesOf(policy?.categories?.deny),
  reason: '',
});

/** One rule, of what was written; nothing where that is empty. */
function ruleIn(values: Values, kind: keyof Policy): Policy {
  const [allow, deny] = (['allow', 'deny'] as const).map((list) => linesIn(values, `policy.${kind}.${list}`));
  const rule = { ...(allow?.length && { allow }), ...(deny?.length && { deny }) };
  return Object.keys(rule).length === 0 ? {} : { [kind]: rule };
}

/** Whom a budget may pay. */
export function PolicySettings({ budget }: { readonly budget: Budget }) {
  const may = useMayChange(budget);
  const { budgetId } = useSession();
  const isOfOthers = budget.policyFromAbove === true && budgetId === budget.id;
  return (
    <Section title="Policy">
      <p className="muted">
        Whom this budget and all below it may pay. The policies above it hold as well: this one can only
        narrow them.
      </p>
      {isOfOthers && <p>It was set from above this budget: somebody who reaches there changes it.</p>}
      {may && !isOfOthers ? <PolicyForm budget={budget} /> : <PolicyFacts budget={budget} />}
    </Section>
  );
}

function PolicyForm({ budget }: { readonly budget: Budget }) {
  const { id } = budget;
  const change = async ({ values, header, revision }: FormSending): Promise<number> => {
    const policy = { ...ruleIn(values, 'vendors'), ...ruleIn(values, 'categories') };
    const body = {
      policy: Object.keys(policy).length === 0 ? null : policy,
      reason: textOrNull(values, 'reason'),
    };
    const params = { path: { id }, header: underRevision(header, revision) };
    const { data } = await client.PATCH('/v1/budgets/{id}', { params, body });
    return data?.revision ?? revision;
  };
  const form = useSettingsForm({ budget, valuesOf, change, said: 'The policy is saved.', canUndo: true });
  return (
    <Form form={form} action="Save">
      <FormRow>
        <FormLines
          name="policy.vendors.allow"
          label="Vendors that may be paid"
          hint="One a line. Empty: any, and payments that name none."
        />
        <FormLines
          name="policy.vendors.deny"
          label="Vendors that may not"
          hint="One a line. They go first."
        />
      </FormRow>
      <FormRow>
        <FormLines
          name="policy.categories.allow"
          label="Categories that may be paid"
          hint="One a line. Empty: any."
        />
        <FormLines name="policy.categories.deny" label="Categories that may not" />
      </FormRow>
      <FormText name="reason" label="Reason" hint="Kept in the journal. May be empty." />
    </Form>
  );
}

function PolicyFacts({ budget: { policy } }: { readonly budget: Budget }) {
  if (policy === null) return <EmptyState text="This budget has no policy of its own." />;
  return (
    <Facts
      facts={[
        ['Vendors that may be paid', policy.vendors?.allow?.join(', ') ?? 'any'],
        ['Vendors that may not', policy.vendors?.deny?.join(', ')],
        ['Categories that may be paid', policy.categories?.allow?.join(', ') ?? 'any'],
        ['Categories that may not', policy.categories?.deny?.join(', ')],
      ]}
    />
  );
}
