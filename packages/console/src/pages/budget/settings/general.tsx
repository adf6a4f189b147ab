import type { Budget } from '@purser/sdk';
import { client, underRevision } from '../../../api/client.js';
import { Amount } from '../../../design/amount.js';
import { Facts } from '../../../design/facts.js';
import { Section } from '../../../design/page.js';
import { Form } from '../../../forms/form.js';
import { FormLines, FormRow, FormText } from '../../../forms/inputs.js';
import type { FormSending } from '../../../forms/use-form.js';
import {
  labelLines,
  labelsIn,
  linesOf,
  linesOrNull,
  textIn,
  textOrNull,
  type Values,
} from '../../../forms/values.js';
import { useMayChange } from './use-may-change.js';
import { useSettingsForm } from './use-settings-form.js';

const valuesOf = ({ name, metadata, dimensions, guarantee, ceiling }: Budget): Values => ({
  name,
  metadata: labelLines(metadata),
  dimensions: linesOf(dimensions),
  guarantee,
  ceiling,
  reason: '',
});

/** The settings that a budget has of its own. */
export function GeneralSettings({ budget }: { readonly budget: Budget }) {
  return (
    <Section title="General">
      {useMayChange(budget) ? <GeneralForm budget={budget} /> : <GeneralFacts budget={budget} />}
    </Section>
  );
}

function GeneralForm({ budget }: { readonly budget: Budget }) {
  const { id, parentId, currency } = budget;
  const change = async ({ values, changed, header, revision }: FormSending): Promise<number> => {
    const labels = labelsIn(values, 'metadata');
    const body = {
      ...(changed.includes('name') && { name: textIn(values, 'name') }),
      ...(changed.includes('metadata') && { metadata: Object.keys(labels).length === 0 ? null : labels }),
      ...(changed.includes('dimensions') && { dimensions: linesOrNull(values, 'dimensions') }),
      ...(changed.includes('guarantee') && { guarantee: textIn(values, 'guarantee').trim() }),
      ...(changed.includes('ceiling') && { ceiling: textIn(values, 'ceiling').trim() }),
      reason: textOrNull(values, 'reason'),
    };
    const params = { path: { id }, header: underRevision(header, revision) };
    const { data } = await client.PATCH('/v1/budgets/{id}', { params, body });
    return data?.revision ?? revision;
  };
  const form = useSettingsForm({ budget, valuesOf, change, said: 'The settings are saved.', canUndo: true });
  return (
    <Form form={form} action="Save">
      <FormText name="name" label="Name" />
      {parentId !== null && (
        <FormRow>
          <FormText
            name="guarantee"
            label={`Guarantee, ${currency}`}
            hint="What it is sure to have."
            inputMode="decimal"
          />
          <FormText
            name="ceiling"
            label={`Ceiling, ${currency}`}
            hint="Up to which it may draw from its parent."
            inputMode="decimal"
          />
        </FormRow>
      )}
      <FormLines
        name="metadata"
        label="Labels"
        hint="One a line, as team=research. They hold for all below."
      />
      {parentId === null && (
        <FormLines
          name="dimensions"
          label="Dimensions"
          hint="The labels that spend of the tree is kept by, one a line. They hold for what is decided from now on."
          rows={2}
        />
      )}
      <FormText name="reason" label="Reason" hint="Kept in the journal. May be empty." />
    </Form>
  );
}

/** For those who may look. */
function GeneralFacts({ budget }: { readonly budget: Budget }) {
  const { name, metadata, dimensions, guarantee, ceiling, currency, scale, parentId } = budget;
  return (
    <Facts
      facts={[
        ['Name', name],
        ['Guarantee', parentId && <Amount value={guarantee} currency={currency} scale={scale} />],
        ['Ceiling', parentId && <Amount value={ceiling} currency={currency} scale={scale} />],
        ['Labels', labelLines(metadata).replaceAll('\n', ', ')],
        ['Dimensions', dimensions?.join(', ')],
      ]}
    />
  );
}
