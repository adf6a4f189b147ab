import {
  ApiProperty,
  ApiPropertyOptional,
  OmitType,
  PickType,
  type ApiPropertyOptions,
} from '@nestjs/swagger';
import { BUDGET_STATES, type BudgetState } from '../../core/budgets.js';
import type { BalancesView } from '../../core/entries.js';
import type { BudgetView } from '../../core/views.js';
import type { JsonObject } from '../../core/canonical.js';
import { EnvelopeDto, EnvelopeWithUsageDto } from '../envelopes/envelope.dto.js';
import { NewKeyDto } from '../keys/key.dto.js';
import type { AncestorView } from '../../queries/ancestors.js';
import type { ListedBudget } from '../../queries/listed-budgets.js';
import type { OwnCounts, SubtreeSums } from '../../queries/sql/subtree-sums.js';
import { EXPANDABLE, type BudgetItem } from '../../queries/views.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import { PolicyDto } from './policy.dto.js';
import { NEXT_CURSOR } from '../validation/page-query.js';

/** Whose the policy of a budget is. */
const POLICY_FROM_ABOVE = {
  required: false,
  type: Boolean,
  description:
    'Of a child with a policy: whether it was set by somebody who reaches above it, and is theirs to change.',
};

/** Who stopped a budget. */
const STOPPED_FROM_ABOVE = {
  required: false,
  enum: [true],
  type: Boolean,
  description:
    'Only where it is so, of a frozen or paused budget: stopped by somebody who reaches above it, by an envelope of theirs, or by a cost above a limit of theirs or above the money that they gave. They resume it.',
};

/** The labels that spend is kept by. */
const DIMENSIONS = {
  required: false,
  type: 'array',
  items: { type: 'string' },
  description: 'Only of a root that has some: the labels that spend of its tree is kept by.',
  example: ['team', 'customer'],
} as const satisfies ApiPropertyOptions;

/** Where the money of a budget is, as decimal strings. `available` is what is in none of the other places. */
export class BalancesDto implements BalancesView {
  @ApiProperty({ description: 'What the budget was given.', example: '100' })
  allocated!: string;

  @ApiProperty({ description: 'Set aside for calls that are under way.', example: '1.5' })
  reserved!: string;

  @ApiProperty({ description: 'Given on to children.', example: '40' })
  delegated!: string;

  @ApiProperty({ description: 'Paid.', example: '12.25' })
  spent!: string;

  @ApiProperty({ description: 'Paid beyond what was allocated.', example: '0' })
  overdraft!: string;

  @ApiProperty({ example: '46.25' })
  available!: string;
}

/** What a budget and all that lies under it spent, amounts as decimal strings. */
export class SubtreeSumsDto implements SubtreeSums {
  @ApiProperty({ description: 'Paid, by the balances of this moment.', example: '52.25' })
  spent!: string;

  @ApiProperty({ description: 'Set aside now for calls that are under way.', example: '1.5' })
  reserved!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Reservations of which something was paid, or that were committed at no cost; each once. A second old at most; null while spend is added up anew.',
    example: 42,
  })
  calls!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Requests that were denied; as fresh as `calls`.',
    example: 3,
  })
  denied!: number | null;
}

/** How often a budget itself paid, and was denied. */
export class OwnCountsDto extends PickType(SubtreeSumsDto, ['calls', 'denied']) implements OwnCounts {}

/** What is said of them. */
const SUBTREE_NOTE = 'The budget with all that lies under it, shown or not.';

const CHILDREN = { type: 'integer', example: 2 } as const;

/** Labels: keys and values as strings. */
export const LABELS_SCHEMA = {
  type: 'object',
  additionalProperties: { type: 'string' },
  nullable: true,
  example: { team: 'research' },
} as const;

export class BudgetDto implements BudgetView {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  id!: string;

  @ApiProperty({ description: 'The id of the root.', example: ID_EXAMPLES.budget })
  treeId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null for a root.', example: null })
  parentId!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What its maker calls it among the open children of its parent; null where it has none.',
    example: null,
  })
  ref!: string | null;

  @ApiProperty({ type: 'integer', description: 'How many ancestors it has.', example: 0 })
  depth!: number;

  @ApiProperty({ example: 'USD' })
  currency!: string;

  @ApiProperty({ type: 'integer', description: 'Decimals of the smallest unit.', example: 6 })
  scale!: number;

  @ApiProperty({ example: 'UTC' })
  timezone!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: 'integer', description: 'Counts the journal entries of the budget.', example: 12 })
  version!: number;

  @ApiProperty()
  balances!: BalancesDto;

  @ApiProperty({ example: 'research team' })
  name!: string;

  @ApiProperty({ enum: BUDGET_STATES, example: 'active' })
  state!: BudgetState;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'Of a budget that was paused by a cost above limits: when it goes on by itself. Null where a person has to resume it.',
    example: null,
  })
  pausedUntil!: string | null;

  @ApiProperty({ description: 'What it is sure to have; of a root the allocation.', example: '100' })
  guarantee!: string;

  @ApiProperty({ description: 'What it may have at most; of a root the allocation.', example: '100' })
  ceiling!: string;

  @ApiProperty({ type: PolicyDto, nullable: true })
  policy!: PolicyDto | null;

  @ApiProperty(POLICY_FROM_ABOVE)
  policyFromAbove?: boolean;

  @ApiProperty(STOPPED_FROM_ABOVE)
  stoppedFromAbove?: true;

  @ApiProperty(LABELS_SCHEMA)
  metadata!: JsonObject | null;

  @ApiProperty(DIMENSIONS)
  dimensions?: string[];

  @ApiProperty({ type: 'integer', description: 'Counts changes to the settings: the ETag.', example: 1 })
  revision!: number;
}

/** A budget that was just made, with its envelopes. */
export class NewBudgetDto extends BudgetDto {
  @ApiProperty({ type: [EnvelopeDto] })
  envelopes!: EnvelopeDto[];
}

/** A child that was just made, with the key that was asked for. */
export class NewChildDto extends NewBudgetDto {
  @ApiProperty({ type: NewKeyDto, required: false })
  key?: NewKeyDto;

  @ApiProperty({
    type: Boolean,
    enum: [true],
    required: false,
    description:
      'Present where the child of this `ref` was there already: it is answered as it is, whatever else was asked for, and no key was made. `key` is then the one that it was made with, without its secret.',
  })
  existed?: true;
}

/** A budget above another. */
export class AncestorDto extends PickType(BudgetDto, ['id', 'name', 'state']) implements AncestorView {}

/** A budget with those above it, its envelopes and what they have counted in their current windows. */
export class BudgetWithUsageDto extends BudgetDto {
  @ApiProperty({
    type: [AncestorDto],
    description: 'Those above it that the key reaches, from the top down to its parent.',
  })
  ancestors!: AncestorDto[];

  @ApiProperty({ description: 'The budget itself, without what lies under it; amounts are its balances.' })
  own!: OwnCountsDto;

  @ApiProperty({ type: SubtreeSumsDto, description: SUBTREE_NOTE })
  subtree!: SubtreeSumsDto;

  @ApiProperty({ type: [EnvelopeWithUsageDto], description: 'The oldest first.' })
  envelopes!: EnvelopeWithUsageDto[];
}

/** A budget in a list, without what can be large unless that was asked for. */
export class BudgetItemDto extends OmitType(BudgetDto, EXPANDABLE) implements BudgetItem {
  @ApiProperty({ type: PolicyDto, nullable: true, required: false, description: 'With expand=policy.' })
  policy?: PolicyDto | null;

  @ApiPropertyOptional({ ...LABELS_SCHEMA, description: 'With expand=metadata.' })
  metadata?: JsonObject | null;
}

/** The same, with what else lists can be asked for. */
export class ListedBudgetDto extends BudgetItemDto implements ListedBudget {
  @ApiPropertyOptional({ type: SubtreeSumsDto, description: `With expand=subtree. ${SUBTREE_NOTE}` })
  subtree?: SubtreeSumsDto;

  @ApiPropertyOptional({ ...CHILDREN, description: 'With expand=subtree. How many children it has.' })
  childrenCount?: number;

  @ApiPropertyOptional({ ...CHILDREN, description: 'With expand=subtree. How many of them are not closed.' })
  openChildrenCount?: number;

  @ApiPropertyOptional({
    type: [AncestorDto],
    description:
      'With expand=ancestors. Those above it that the key reaches, from the top down to its parent.',
  })
  ancestors?: AncestorDto[];
}

export class BudgetPageDto {
  @ApiProperty({ type: [ListedBudgetDto] })
  items!: ListedBudgetDto[];

  @ApiProperty(NEXT_CURSOR)
  nextCursor!: string | null;
}

/** A budget with its descendants, as far down as was asked for. */
export class BudgetTreeDto extends BudgetItemDto {
  @ApiProperty({ type: SubtreeSumsDto, description: SUBTREE_NOTE })
  subtree!: SubtreeSumsDto;

  @ApiProperty({ ...CHILDREN, description: 'How many children it has, shown or not.' })
  childrenCount!: number;

  @ApiProperty({ ...CHILDREN, description: 'How many of them are not closed.' })
  openChildrenCount!: number;

  @ApiProperty({
    description:
      'Whether some children are not shown, because of the depth, the limit or the size of the answer. GET /v1/budgets?parentId= lists them all, page by page.',
  })
  truncated!: boolean;

  @ApiProperty({ type: () => [BudgetTreeDto], description: 'The oldest first.' })
  children!: BudgetTreeDto[];
}
