import type { Budget } from '@purser/sdk';
import { spanText } from '../../../design/times.js';
import { useFormState } from '../../../forms/form.js';
import { FormCheck, FormChoice, FormLines, FormRow, FormText, type Choices } from '../../../forms/inputs.js';
import { isTicked, numberFrom, textIn } from '../../../forms/values.js';
import { ON_EXCEED_TEXT } from '../../../parts/limit-words.js';
import { ON_EXCEED } from './limit-values.js';

const WINDOW_CHOICES: Choices = [
  ['transaction', 'Each payment'],
  ['minute', 'A minute'],
  ['hour', 'An hour'],
  ['day', 'A day'],
  ['week', 'A week'],
  ['month', 'A month'],
  ['lifetime', 'All time'],
];

const METRIC_CHOICES: Choices = [
  ['amount', 'Money'],
  ['count', 'Payments'],
  ['denials', 'Requests that were denied'],
];

const PER_CHOICES: Choices = [
  ['', 'All together'],
  ['vendor', 'Each vendor apart'],
  ['category', 'Each category apart'],
  ['run', 'Each run apart'],
  ['request', 'Each request apart'],
];

const SCOPE_CHOICES: Choices = [
  ['subtree', 'This budget and all below'],
  ['self', 'This budget alone'],
];

const ON_EXCEED_CHOICES: Choices = ON_EXCEED.map((one) => [
  one,
  ON_EXCEED_TEXT[one].replace(/^./, (letter) => letter.toUpperCase()),
]);

/** What a limit counts: that never changes. */
export function CountingFields({ zone }: { readonly zone: string }) {
  return (
    <>
      <FormRow>
        <FormChoice name="metric" label="Counts" choices={METRIC_CHOICES} />
        <FormChoice name="window" label="Within" choices={WINDOW_CHOICES} />
      </FormRow>
      <FormRow>
        <FormChoice name="per" label="Counter" choices={PER_CHOICES} />
        <FormChoice name="scope" label="Of" choices={SCOPE_CHOICES} />
      </FormRow>
      <details>
        <summary>Only some payments, or another time zone</summary>
        <FormRow>
          <FormLines name="match.vendors" label="For these vendors only" />
          <FormLines name="match.categories" label="Of these categories only" />
          <FormLines name="match.items" label="For these items only" />
        </FormRow>
        <FormCheck
          name="match.newVendors"
          label="Only vendors who were never paid here"
          hint="With each payment, and with no list of vendors."
        />
        <FormText
          name="timezone"
          label="Time zone"
          hint={`In which its windows turn. Empty: ${zone}, that of the tree.`}
        />
      </details>
    </>
  );
}

/** What can be changed as long as it is there. */
export function ChangeableFields({ budget, metric }: { readonly budget: Budget; readonly metric: string }) {
  const { values } = useFormState();
  const unit = metric === 'amount' ? budget.currency : metric === 'count' ? 'payments' : 'requests';
  return (
    <>
      {isTicked(values, 'follows') ? (
        <>
          <FormRow>
            <FormText name="relative.times" also="relative" label="Times the average" inputMode="decimal" />
            <FormText name="relative.windowDays" label="Of so many days" inputMode="numeric" />
          </FormRow>
          <FormRow>
            <FormText name="relative.atLeast" label={`Never below, ${unit}`} inputMode="decimal" />
            <FormText
              name="relative.atMost"
              label={`Never above, ${unit}`}
              hint="Empty: however high."
              inputMode="decimal"
            />
          </FormRow>
        </>
      ) : (
        <FormText name="limit" label={`Limit, ${unit}`} inputMode="decimal" />
      )}
      <FormCheck name="follows" label="Follows what was used before" />
      <FormChoice name="onExceed" label="When it would be passed" choices={ON_EXCEED_CHOICES} />
      {textIn(values, 'onExceed') === 'approve' && <ApproveFields />}
    </>
  );
}

/** Who is asked. */
function ApproveFields() {
  const { values } = useFormState();
  const seconds = numberFrom(values, 'approve.withinSeconds');
  return (
    <>
      <FormRow>
        <FormText name="approve.approvals" label="So many have to agree" inputMode="numeric" />
        <FormText
          name="approve.withinSeconds"
          label="Within, seconds"
          hint={
            seconds > 0
              ? `That is ${spanText(seconds * 1000)}. Then the money goes back.`
              : 'Then the money goes back.'
          }
          inputMode="numeric"
        />
      </FormRow>
      <FormLines
        name="approve.approvers"
        also="approve"
        label="Who may answer"
        hint="Ids of holders, such as user:ann, one a line. Empty: anybody who may approve, but the one who asks."
        rows={2}
      />
    </>
  );
}
