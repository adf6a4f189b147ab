import { DISPUTE_STATES, type DisputeState } from '../../core/disputes.js';
import { RESERVATION_STATES, type ReservationState } from '../../core/reservation-state.js';
import { POINTED_PARTS, RESERVATION_PARTS, type ReservationPart } from '../../queries/pointed.js';
import {
  ChoiceField,
  ExternalIdField,
  IdField,
  InstantField,
  NameField,
  ReferenceField,
  TextField,
} from '../validation/fields.js';
import { PageQuery } from '../validation/page-query.js';
import {
  DigitsField,
  ExpandField,
  LabelFilterField,
  REPEATED,
  SomeField,
  SomeNamesField,
  TruthField,
} from '../validation/query-fields.js';

/** How long a read of one that waits for approval may take. */
const MAX_WAIT_SECONDS = 60;

const EXPAND_BUDGET =
  '`budget`: its budget as it is now. `envelopes`: those in force that asked people about it or counted it, each with the counter that it is in (`usage`), as far as they lie in the reach of the key.';

/** What lists of reservations say of their field `expand`. */
export const EXPAND_NOTE = `What items show besides. \`metadata\`: their labels. ${EXPAND_BUDGET} ${REPEATED}`;

export class GetReservationQuery {
  @ExpandField(POINTED_PARTS, { description: `What is shown besides. ${EXPAND_BUDGET} ${REPEATED}` })
  expand?: (typeof POINTED_PARTS)[number] | (typeof POINTED_PARTS)[number][];

  @DigitsField(0, MAX_WAIT_SECONDS, {
    description: 'How long to wait for the decision on one that waits for approval.',
    default: 0,
  })
  waitSeconds?: string;
}

/** Vendors of one question. */
const MAX_VENDORS = 100;

export class ListReservationsQuery extends PageQuery {
  @IdField('budget', { optional: true })
  budgetId?: string;

  @TruthField({ description: 'With budgetId: those of its descendants, too.', optional: true })
  subtree?: string;

  @ChoiceField(['createdAt', 'settledAt'], {
    description:
      'By their ids, which are made when a request arrives, or by the time of settlement: then only those that are settled are shown.',
    default: 'createdAt',
  })
  orderBy?: 'createdAt' | 'settledAt';

  @ChoiceField(['asc', 'desc'], { description: 'The oldest first, or the newest.', default: 'desc' })
  order?: 'asc' | 'desc';

  @InstantField({
    description: 'Made at this time or later.',
    optional: true,
    example: '2026-11-01T00:00:00Z',
  })
  createdFrom?: string;

  @InstantField({ description: 'Made before this time.', optional: true, example: '2026-12-01T00:00:00Z' })
  createdTo?: string;

  @InstantField({
    description: 'Settled (committed, released or expired) at this time or later.',
    optional: true,
    example: '2026-11-01T00:00:00Z',
  })
  settledFrom?: string;

  @InstantField({ description: 'Settled before this time.', optional: true, example: '2026-12-01T00:00:00Z' })
  settledTo?: string;

  @SomeField(RESERVATION_STATES, { description: 'In one of these states.', example: ['held'] })
  state?: ReservationState | ReservationState[];

  @TruthField({ description: 'Those on which something is claimed, or is not.', optional: true })
  claimed?: string;

  @SomeField(DISPUTE_STATES, {
    description: 'Those whose payments were disputed, with the last dispute in one of these states.',
    example: ['open'],
  })
  dispute?: DisputeState | DisputeState[];

  @TextField(255, {
    description: 'Who asked for it: a holder, or the id of the key that was sent.',
    optional: true,
    example: 'admin',
  })
  principal?: string;

  @ReferenceField({ optional: true, example: 'run-42' })
  runId?: string;

  @ReferenceField({ optional: true, example: 'summarise/7' })
  taskId?: string;

  @SomeNamesField(MAX_VENDORS, { description: 'Of one of these vendors.', example: ['openai'] })
  vendor?: string | string[];

  @NameField({ optional: true, example: 'llm' })
  category?: string;

  @ReferenceField({ description: 'What was bought.', optional: true, example: 'gpt-4o' })
  item?: string;

  @ExternalIdField({
    description: 'How the one who was paid named what was settled last, or the last refund.',
    optional: true,
  })
  externalId?: string;

  @NameField({
    description: 'What came of the call, by its type.',
    optional: true,
    example: 'ticket_resolved',
  })
  outcomeType?: string;

  @LabelFilterField({ description: 'Its labels, or those of its settlements.', optional: true })
  metadata?: string | string[];

  @ExpandField(RESERVATION_PARTS, { description: EXPAND_NOTE })
  expand?: ReservationPart | ReservationPart[];
}
