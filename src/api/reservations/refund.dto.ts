import { UsageField } from '../prices/price-fields.js';
import { BodyExamples } from '../validation/body-examples.js';
import { AmountField, ExternalIdField, LabelsField } from '../validation/fields.js';
import { ReleaseBody } from './reservation-requests.dto.js';
import { SETTLEMENT_LABELS } from './settlement-labels.js';

@BodyExamples<RefundBody>({
  plain: ['A part of what was paid', { amount: '0.0005', reason: 'billed twice' }],
  named: [
    'With the name of the credit, and what of the usage it is for',
    {
      amount: '0.0005',
      usage: { output_tokens: 50 },
      externalId: 're-7c21',
      metadata: { customer: 'x' },
      reason: 'billed twice',
    },
  ],
})
export class RefundBody extends ReleaseBody {
  @AmountField({ description: 'How much of what was paid came back.', example: '0.0005' })
  amount!: string;

  @UsageField({
    description:
      'What of the reported usage came back with it: no more of a unit than commits have reported. It is taken off the usage of spend; the amount is yours to say, and tiers stay where they are.',
    optional: true,
  })
  usage?: Record<string, number>;

  @ExternalIdField({
    description: 'How the one who pays back names the refund: the id of a credit, the hash of a transaction.',
    optional: true,
    nullable: true,
    example: 're-7c21',
  })
  externalId?: string | null;

  @LabelsField(SETTLEMENT_LABELS)
  metadata?: Record<string, string> | null;
}
