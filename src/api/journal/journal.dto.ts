import { ApiProperty } from '@nestjs/swagger';
import { ENTRY_KINDS, type EntryKind } from '../../core/kinds.js';
import { BalancesDto } from '../budgets/budget.dto.js';
import { Field } from '../validation/field.js';
import { ChoiceField, ID_EXAMPLES, IdField } from '../validation/fields.js';
import { INSTANT_EXAMPLE, parseInstant } from '../validation/instant.js';
import { NEXT_CURSOR, PageQuery } from '../validation/page-query.js';
import { DigitsField } from '../validation/query-fields.js';
import { EntryContentDto } from './entry.dto.js';

const HASH_EXAMPLE = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export class ListEntriesQuery extends PageQuery {
  @ChoiceField(['asc', 'desc'], { description: 'As they were written, or the newest first.', default: 'asc' })
  order?: 'asc' | 'desc';

  @DigitsField(0, 999_999_999_999_999, {
    description: 'Only entries after this version (with `desc`: before it). A cursor takes its place.',
    optional: true,
    example: 12,
  })
  afterVersion?: string;

  @ChoiceField(ENTRY_KINDS, { optional: true, example: 'reserve' })
  kind?: EntryKind;

  @ChoiceField(['accepted', 'denied'], { optional: true, example: 'denied' })
  outcome?: 'accepted' | 'denied';

  @IdField('reservation', { optional: true })
  reservationId?: string;
}

const VERSION = /^[1-9][0-9]{0,14}$/;

export class BalanceQuery {
  @Field(
    {
      description: 'A time (RFC 3339) or a version of the budget; now if left out.',
      example: '1',
      optional: true,
    },
    { type: String },
    {
      name: 'moment',
      check: (value) => typeof value === 'string' && momentOf(value) !== null,
      message: `must be a version, or a time as RFC 3339 has it, such as ${INSTANT_EXAMPLE}, in the years 0001 to 9999`,
    },
  )
  at?: string;
}

/** Reads a moment; null for text that is neither a version nor a time. */
export function momentOf(text: string): { version: number } | { at: number } | null {
  if (VERSION.test(text)) return { version: Number(text) };
  const instant = parseInstant(text);
  return instant && { at: instant.getTime() };
}

/** An entry with its place in the chain. */
export class EntryDto {
  @ApiProperty()
  content!: EntryContentDto;

  @ApiProperty({
    description: 'SHA-256 over the bytes of previousHash and the content as RFC 8785 text; hexadecimal.',
    example: HASH_EXAMPLE,
  })
  hash!: string;

  @ApiProperty({
    description: 'The hash of the entry before; 64 zeros before the first.',
    example: '0'.repeat(64),
  })
  previousHash!: string;

  @ApiProperty({
    required: false,
    description:
      'Of a denied entry: the denial in sentences, for people. It is no part of the hashed content.',
    example:
      'Daily limit of research team: 19.72 of 25 left; this asks for 50. At most 19.72 would pass now.',
  })
  detail?: string;
}

export class EntryPageDto {
  @ApiProperty({ type: [EntryDto] })
  items!: EntryDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}

export class BalanceDto {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({
    type: 'integer',
    description: 'The version that was in force; 0 before the budget began.',
    example: 13,
  })
  version!: number;

  @ApiProperty({
    format: 'date-time',
    description: 'When that version was made; before the budget began, the time asked for.',
    example: '2026-11-21T09:30:00.000Z',
  })
  at!: string;

  @ApiProperty()
  balances!: BalancesDto;
}

/** Where journal and tables do not say the same. */
export class DifferenceDto {
  @ApiProperty({ description: 'What differs, in words.', example: 'hash' })
  what!: string;

  @ApiProperty({ description: 'What follows from the journal.' })
  journal!: string;

  @ApiProperty({ description: 'What the row says.' })
  table!: string;

  @ApiProperty({ required: false })
  treeId?: string;

  @ApiProperty({ required: false })
  budgetId?: string;

  @ApiProperty({ required: false, type: 'integer' })
  version?: number;

  @ApiProperty({ required: false })
  reservationId?: string;

  @ApiProperty({ required: false })
  envelopeId?: string;

  @ApiProperty({ required: false })
  counterId?: string;
}

export class VerificationDto {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({
    description:
      'Whether the chain is whole, and the balances and settings of the budget (name, state, guarantee, ceiling, policy, metadata, revision) are what its entries say. Envelopes, reservations and counters are compared by the audit.',
    example: true,
  })
  valid!: boolean;

  @ApiProperty({ type: 'integer', description: 'How many entries were found good.', example: 13 })
  entries!: number;

  @ApiProperty({ description: 'The hash of the last entry that was found good.', example: HASH_EXAMPLE })
  head!: string;

  @ApiProperty({ type: DifferenceDto, nullable: true, description: 'Null when valid.' })
  firstDifference!: DifferenceDto | null;
}
