import { ApiProperty } from '@nestjs/swagger';
import { ENTRY_KINDS, type EntryKind } from '../../core/kinds.js';
import { DENIAL_CODES, type DenialCode } from '../../core/violations.js';
import { ENTRY_PARTS, type EntryPart } from '../../queries/entry-queries.js';
import { BudgetItemDto } from '../budgets/budget.dto.js';
import { ReservationItemDto } from '../reservations/reservation.dto.js';
import { EXPORT_PROFILES, type ExportProfile } from '../export/focus.js';
import {
  AmountField,
  ChoiceField,
  CurrencyField,
  ExternalIdField,
  IdField,
  InstantField,
  NameField,
  ReferenceField,
  TextField,
} from '../validation/fields.js';
import { NEXT_CURSOR, PageQuery } from '../validation/page-query.js';
import { ExpandField, LabelFilterField, SomeField } from '../validation/query-fields.js';
import { EntryDto } from './journal.dto.js';

/** What entries can be searched by. */
export class SearchEntriesQuery extends PageQuery {
  @IdField('budget', {
    description:
      'Whose journal. Left out: of all that the caller reaches; of callers who reach all trees in the order in which entries were recorded.',
    optional: true,
  })
  budgetId?: string;

  @ChoiceField(['subtree', 'self'], {
    description: 'Of the budget: the journals of all that lies under it, too, or its own alone.',
    default: 'subtree',
  })
  scope?: 'subtree' | 'self';

  @ChoiceField(['asc', 'desc'], { description: 'The oldest first, or the newest.', default: 'asc' })
  order?: 'asc' | 'desc';

  @InstantField({
    description: 'Made at this time or later.',
    optional: true,
    example: '2026-11-01T00:00:00Z',
  })
  from?: string;

  @InstantField({ description: 'Made before this time.', optional: true, example: '2026-12-01T00:00:00Z' })
  to?: string;

  @SomeField(ENTRY_KINDS, { description: 'Of these kinds.', example: ['commit', 'refund'] })
  kind?: EntryKind | EntryKind[];

  @ChoiceField(['accepted', 'denied'], { optional: true, example: 'denied' })
  outcome?: 'accepted' | 'denied';

  @ChoiceField(DENIAL_CODES, {
    description: 'Denied for this reason.',
    optional: true,
    example: 'insufficient_funds',
  })
  code?: DenialCode;

  @TextField(255, {
    description:
      'Who asked: a holder, or the id of the key that was sent; "purser" for what the service did by itself.',
    optional: true,
    example: 'admin',
  })
  principal?: string;

  @NameField({ description: 'Who was paid, or was to be paid.', optional: true, example: 'openai' })
  vendor?: string;

  @ReferenceField({ optional: true, example: 'run-42' })
  runId?: string;

  @ExternalIdField({
    description: 'How the one who was paid names the call, or who paid back the refund.',
    optional: true,
  })
  externalId?: string;

  @NameField({
    description: 'What came of the call, as the entry says it.',
    optional: true,
    example: 'ticket_resolved',
  })
  outcomeType?: string;

  @IdField('reservation', { optional: true })
  reservationId?: string;

  @LabelFilterField({
    description:
      'Labels of the settlement or, where it has no such label, of its reservation or of what was asked for.',
    optional: true,
  })
  metadata?: string | string[];

  @ChoiceField(EXPORT_PROFILES, {
    description:
      'Of exports alone: `focus` has a row for each entry that spends or refunds, with the columns of FinOps FOCUS 1.2.',
    optional: true,
  })
  profile?: ExportProfile;

  @CurrencyField({
    description:
      'With `profile=focus`: the national currency in which it is billed, where that is not the one of the tree. It has to be there where the tree counts credits or the like.',
    optional: true,
    // Neither is sent without the profile, which examples do not name.
    example: undefined,
  })
  billingCurrency?: string;

  @AmountField({
    description: 'With `billingCurrency`: what one unit of the currency of the tree costs in it.',
    optional: true,
    example: undefined,
  })
  billingRate?: string;

  @ExpandField(ENTRY_PARTS, {
    description:
      'What items show besides. `budget`: the budget of the entry as it is now. `reservation`: the reservation that it is about as it is now, without its labels; null where it is about none. May be repeated, or name several with commas between them.',
  })
  expand?: EntryPart | EntryPart[];
}

/** An entry that was found. */
export class FoundEntryDto extends EntryDto {
  @ApiProperty({ type: BudgetItemDto, required: false, description: 'With expand=budget.' })
  budget?: BudgetItemDto;

  @ApiProperty({
    type: ReservationItemDto,
    required: false,
    nullable: true,
    description: 'With expand=reservation.',
  })
  reservation?: ReservationItemDto | null;
}

export class FoundEntryPageDto {
  @ApiProperty({ type: [FoundEntryDto] })
  items!: FoundEntryDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}
