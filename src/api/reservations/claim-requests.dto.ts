import { BodyExamples } from '../validation/body-examples.js';
import { AmountField, TextField, VersionField } from '../validation/fields.js';
import { ReleaseBody } from './reservation-requests.dto.js';

@BodyExamples<SettleClaimBody>({
  part: ['A part of what is claimed', { amount: '2.5', reason: 'on the invoice' }],
})
export class SettleClaimBody extends ReleaseBody {
  @AmountField({
    description: 'How much of it is paid. Left out: all that is claimed.',
    optional: true,
    nullable: true,
    example: '2.5',
  })
  amount?: string | null;
}

@BodyExamples<DismissClaimBody>({
  plain: ['With the reason', { reason: 'reported twice' }],
})
export class DismissClaimBody {
  @TextField(1_000, { description: 'Kept in the journal.', example: 'reported twice' })
  reason!: string;

  @VersionField()
  expectedVersion?: number | null;
}
