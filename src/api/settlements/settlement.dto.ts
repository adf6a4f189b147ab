import { ApiProperty } from '@nestjs/swagger';
import { RESERVATION_STATES, type ReservationState } from '../../core/reservation-state.js';
import { ON_EXPIRY, type OnExpiry } from '../../core/reservations.js';
import { UsageField } from '../prices/price-fields.js';
import { CallOutcomeBody } from '../reservations/call-outcome.dto.js';
import { BodyExamples } from '../validation/body-examples.js';
import { ObjectField } from '../validation/field.js';
import { AmountField, ExternalIdField, FlagField, ID_EXAMPLES, TextField } from '../validation/fields.js';

@BodyExamples<PayeeReleaseBody>({ plain: ['With a reason', { reason: 'out of stock' }] })
export class PayeeReleaseBody {
  @TextField(1_000, { optional: true, nullable: true, example: 'out of stock' })
  reason?: string | null;
}

@BodyExamples<PayeeCommitBody>({
  plain: ['What the work did cost', { amount: '0.0021', externalId: 'order-4711' }],
  part: ['A part of it: more will come', { amount: '0.0005', final: false }],
})
export class PayeeCommitBody extends PayeeReleaseBody {
  @AmountField({
    description:
      'What it, or this part of it, did cost: at most what is held. Of what was reserved by usage, say `usage`.',
    optional: true,
    example: '0.0021',
  })
  amount?: string;

  @UsageField({ description: 'What it, or this part of it, used.', optional: true })
  usage?: Record<string, number>;

  @ExternalIdField({
    description: 'How you name it: the id of your order, the hash of a transaction.',
    optional: true,
    nullable: true,
  })
  externalId?: string | null;

  @ObjectField(() => CallOutcomeBody, { description: 'What came of it.', optional: true, nullable: true })
  outcome?: CallOutcomeBody | null;

  @FlagField({
    description: 'Whether the rest of the hold is given back; false keeps it for further commits.',
    default: true,
  })
  final?: boolean;
}

/** What whoever is paid may know of a reservation: what there is for them, and until when. */
export class SettlementDto {
  @ApiProperty({ example: ID_EXAMPLES.reservation })
  reservationId!: string;

  @ApiProperty({
    enum: RESERVATION_STATES,
    description:
      'Only what is `held` can be settled. `pending_approval` waits for people, and may come to be held.',
    example: 'held',
  })
  state!: ReservationState;

  @ApiProperty({ example: 'USD' })
  currency!: string;

  @ApiProperty({ description: 'What was set aside at first.', example: '0.0035' })
  amount!: string;

  @ApiProperty({ description: 'What is still set aside: the most that can be paid.', example: '0.0035' })
  held!: string;

  @ApiProperty({ description: 'What was paid.', example: '0' })
  committed!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Whom it is for.', example: 'acme' })
  vendor!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What for.', example: null })
  item!: string | null;

  @ApiProperty({
    enum: ON_EXPIRY,
    description: 'What becomes of what is held when nobody settles it.',
    example: 'commit',
  })
  onExpiry!: OnExpiry;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:40:00.000Z' })
  expiresAt!: string;

  @ApiProperty({
    type: 'integer',
    description: 'How long it still is held: needs no synchronised clock. Zero for a settled one.',
    example: 600_000,
  })
  remainingTtlMs!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  settledAt!: string | null;
}
