import { ApiProperty } from '@nestjs/swagger';
import {
  DISPUTE_STATES,
  type AnsweredParts,
  type Dispute,
  type DisputeAnswer,
  type DisputeState,
} from '../../core/disputes.js';
import { BodyExamples } from '../validation/body-examples.js';
import {
  AmountField,
  ExternalIdField,
  ID_EXAMPLES,
  InstantField,
  TextField,
  VersionField,
} from '../validation/fields.js';

const OPENED_AT = '2026-11-22T10:00:00.000Z';

@BodyExamples<OpenDisputeBody>({
  whole: ['All that was paid', { reason: 'the ticket was opened again the same day' }],
  part: ['A part of it', { amount: '0.0005', reason: 'billed twice' }],
})
export class OpenDisputeBody {
  @AmountField({
    description:
      'How much of it should come back. Left out: all that was paid, has not come back, and was not answered before.',
    optional: true,
    nullable: true,
    example: '0.0005',
  })
  amount?: string | null;

  @TextField(1_000, { description: 'Kept with the reservation.', example: 'the ticket was opened again' })
  reason!: string;

  @VersionField()
  expectedVersion?: number | null;
}

/** What every answer says: which dispute it is to, as it was seen. */
export class SeenDisputeBody {
  @InstantField({
    description:
      'The `at` of the dispute that was seen: that one is answered, and no other that was opened meanwhile. Without it `expectedVersion` has to be given.',
    optional: true,
    nullable: true,
    example: OPENED_AT,
  })
  openedAt?: string | null;

  @VersionField({
    description:
      'Act only if the budget is at this version, so that the dispute is the one that was seen. Without it `openedAt` has to be given.',
  })
  expectedVersion?: number | null;
}

@BodyExamples<UpholdDisputeBody>({
  part: ['A part of it', { openedAt: OPENED_AT, amount: '0.0005', reason: 'half of the work was usable' }],
  named: ['All of it, with the credit note of the vendor', { openedAt: OPENED_AT, externalId: 're-7c21' }],
})
export class UpholdDisputeBody extends SeenDisputeBody {
  @AmountField({
    description: 'How much comes back. Left out: all that is still disputed.',
    optional: true,
    nullable: true,
    example: '0.0005',
  })
  amount?: string | null;

  @ExternalIdField({
    description:
      'How the one who pays back names it, such as the id of a credit note: as the name of a refund.',
    optional: true,
    nullable: true,
    example: 're-7c21',
  })
  externalId?: string | null;

  @TextField(1_000, { optional: true, nullable: true, example: 'half of the work was usable' })
  reason?: string | null;
}

@BodyExamples<RejectDisputeBody>({
  plain: ['With the reason', { openedAt: OPENED_AT, reason: 'the log shows that the ticket was resolved' }],
})
export class RejectDisputeBody extends SeenDisputeBody {
  @TextField(1_000, { description: 'Kept with the reservation.', example: 'the ticket was resolved' })
  reason!: string;
}

/** What a person decided on a dispute. */
export class DisputeAnswerDto implements DisputeAnswer {
  @ApiProperty({ format: 'date-time', example: '2026-11-22T10:00:00.000Z' })
  at!: string;

  @ApiProperty({ description: 'The holder.', example: 'user:ann' })
  by!: string;

  @ApiProperty({
    description: 'How the one who paid back names it; only where the answer says so.',
    required: false,
  })
  externalId?: string;

  @ApiProperty({ type: String, nullable: true, example: 'half of the work was usable' })
  reason!: string | null;

  @ApiProperty({ description: 'What came back with it: 0 where it was rejected.', example: '0.0005' })
  refunded!: string;
}

/** How much of what was paid people have answered so far, with the disputes before. */
export class AnsweredDto implements AnsweredParts {
  @ApiProperty({ description: 'Asked by others: none of it is asked by others again.', example: '0' })
  others!: string;

  @ApiProperty({
    description: 'Asked by the holder who reserved: none of it is asked again.',
    example: '0.0021',
  })
  payer!: string;
}

/** What somebody who pays says against what was paid. */
export class DisputeDto implements Dispute {
  @ApiProperty({ description: 'What is still disputed: 0 once it is over.', example: '0.0021' })
  amount!: string;

  @ApiProperty({ description: 'What it was about when it was opened.', example: '0.0021' })
  asked!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was opened.' })
  at!: string;

  @ApiProperty({ description: 'The holder who opened it.', example: ID_EXAMPLES.key })
  by!: string;

  @ApiProperty({
    enum: [true],
    required: false,
    description: 'Whether the holder who reserved opened it; only where that is so.',
  })
  ofPayer?: true;

  @ApiProperty({ example: 'the ticket was opened again the same day' })
  reason!: string;

  @ApiProperty({
    enum: DISPUTE_STATES,
    description:
      '`open`: it waits for a person. `refunded`: all that it was about has come back by refunds meanwhile.',
    example: 'open',
  })
  state!: DisputeState;

  @ApiProperty({
    type: DisputeAnswerDto,
    nullable: true,
    description: 'What a person decided; null where nobody has.',
  })
  answer!: DisputeAnswerDto | null;

  @ApiProperty({ type: AnsweredDto, required: false, description: 'Only where people have answered.' })
  answered?: AnsweredDto;
}
