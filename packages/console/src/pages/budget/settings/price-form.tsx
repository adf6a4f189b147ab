import type { Budget, Price } from '@purser/sdk';
import { client, revisionOf, underRevision } from '../../../api/client.js';
import { Button } from '../../../design/button.js';
import { Form, useFormState } from '../../../forms/form.js';
import { FormChoice, FormLines, FormRow, FormText, type Choices } from '../../../forms/inputs.js';
import type { FormSending } from '../../../forms/use-form.js';
import { textIn } from '../../../forms/values.js';
import {
  countOfCharges,
  priceBody,
  priceValues,
  TIERS_OVER,
  withCharge,
  withoutCharge,
} from './price-values.js';
import styles from './settings.module.css';
import { useSettingsForm } from './use-settings-form.js';

export interface PriceFormProps {
  readonly budget: Budget;
  /** The one whose place it takes; null for the price of something that has none here. */
  readonly before: Price | null;
  readonly close: () => void;
}

/** Sets what an item costs. A price never changes: another one takes its place. */
export function PriceForm({ budget, before, close }: PriceFormProps) {
  const { id, timezone, currency } = budget;
  const change = async ({ values, header, revision }: FormSending): Promise<number> => {
    const params = { path: { id }, header: underRevision(header, revision) };
    const body = priceBody(values, timezone);
    return revisionOf((await client.PUT('/v1/budgets/{id}/prices', { params, body })).response);
  };
  const form = useSettingsForm({
    budget,
    valuesOf: () => priceValues(before),
    change,
    said: 'The price is set.',
    close,
  });
  const charges = Array.from({ length: countOfCharges(form.values) }, (_, n) => n);
  return (
    <Form form={form} action="Set the price" close={close}>
      {before === null && (
        <FormRow>
          <FormText name="vendor" label="Vendor" hint="Who is paid." autoFocus />
          <FormText name="item" label="Item" hint="A model, a tool, an action." />
        </FormRow>
      )}
      {charges.map((n) => (
        <ChargeFields
          key={n}
          n={n}
          currency={currency}
          isOnly={charges.length === 1}
          isFirst={before !== null && n === 0}
        />
      ))}
      <div>
        <Button onClick={() => form.replace(withCharge(form.values))}>Add a unit</Button>
      </div>
      <FormText
        name="from"
        label={`From, in ${timezone}`}
        hint="Empty: from now on. What was reserved before is paid by the price of then."
        type="datetime-local"
      />
      <details>
        <summary>Bounds, monthly fee, disputes</summary>
        <FormRow>
          <FormText name="minimum" label={`A call at least, ${currency}`} inputMode="decimal" />
          <FormText name="maximum" label={`A call at most, ${currency}`} inputMode="decimal" />
        </FormRow>
        <FormRow>
          <FormText
            name="baseFee"
            label={`Each month besides, ${currency}`}
            hint="In statements alone."
            inputMode="decimal"
          />
          <FormText
            name="disputableSeconds"
            label="Disputable for, seconds"
            hint="After its settlement. Empty: 30 days."
            inputMode="numeric"
          />
        </FormRow>
      </details>
    </Form>
  );
}

const OVER: Choices = [['', 'No window'], ...TIERS_OVER.map((window) => [window, `A ${window}`] as const)];

interface ChargeFieldsProps {
  readonly n: number;
  readonly currency: string;
  readonly isOnly: boolean;
  readonly isFirst: boolean;
}

/** What one unit costs. */
function ChargeFields({ n, currency, isOnly, isFirst }: ChargeFieldsProps) {
  const form = useFormState();
  const at = (field: string): string => `charges.${n}.${field}`;
  const unit = textIn(form.values, at('unit')) || `unit ${n + 1}`;
  return (
    <fieldset className={styles.charge}>
      <legend className="unseen">Charge for {unit}</legend>
      <FormRow>
        <FormText name={at('unit')} label="Unit" placeholder="input_tokens" autoFocus={isFirst} />
        <FormText name={at('amount')} label={`Costs, ${currency}`} inputMode="decimal" />
        <FormText name={at('per')} label="For so many" inputMode="numeric" />
      </FormRow>
      <details>
        <summary>Tiers, and units that contain it</summary>
        <FormLines
          name={at('tiers')}
          label="Tiers"
          hint="One a line: the quantity above which it begins, and what it costs from there on, as 1000 0.07."
        />
        <FormRow>
          <FormChoice name={at('over')} label="Count usage of" choices={OVER} />
          <FormText name={at('by')} label="Or choose by the unit" hint="Its quantity in a call." />
        </FormRow>
        <FormLines
          name={at('within')}
          label="Contained in"
          hint="Charged units that contain this one, one a line."
          rows={2}
        />
      </details>
      {!isOnly && (
        <div>
          <Button look="quiet" small onClick={() => form.replace(withoutCharge(form.values, n))}>
            Leave out {unit}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
