import { RESERVATION_PARTS, type ReservationPart } from '../../queries/pointed.js';
import { EXPAND_NOTE } from '../reservations/reservation-queries.dto.js';
import { BodyExamples } from '../validation/body-examples.js';
import { FingerprintField, IdField, TextField, VersionField } from '../validation/fields.js';
import { PageQuery } from '../validation/page-query.js';
import { ExpandField, TruthField } from '../validation/query-fields.js';

@BodyExamples<ApproveBody>({
  plain: ['With a comment', { comment: 'within the plan' }],
})
export class ApproveBody {
  @TextField(1_000, { optional: true, nullable: true, example: 'within the plan' })
  comment?: string | null;

  @FingerprintField({
    description: "The reservation's `approval.fingerprint`: approve only if it is still this request.",
    optional: true,
    nullable: true,
  })
  fingerprint?: string | null;

  @VersionField()
  expectedVersion?: number | null;
}

@BodyExamples<RejectBody>({
  plain: ['With the reason', { reason: 'too dear' }],
})
export class RejectBody {
  @TextField(1_000, { description: 'Kept with the reservation.', example: 'too dear' })
  reason!: string;

  @VersionField()
  expectedVersion?: number | null;
}

export class ListApprovalsQuery extends PageQuery {
  @IdField('budget', { optional: true })
  budgetId?: string;

  @TruthField({ description: 'With budgetId: those of its descendants, too.', optional: true })
  subtree?: string;

  @ExpandField(RESERVATION_PARTS, { description: EXPAND_NOTE })
  expand?: ReservationPart | ReservationPart[];
}
