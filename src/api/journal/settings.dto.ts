import { ApiProperty } from '@nestjs/swagger';
import { BUDGET_STATES, type BudgetState } from '../../core/budgets.js';
import type { JsonObject } from '../../core/canonical.js';
import type { SettingsView, TreeView } from '../../core/entries.js';
import { DIMENSIONS, LABELS_SCHEMA, POLICY_FROM_ABOVE, STOPPED_FROM_ABOVE } from '../budgets/budget.dto.js';
import { PolicyDto } from '../budgets/policy.dto.js';

/** The settings of the budget after the entry. */
export class SettingsDto implements SettingsView {
  @ApiProperty({ example: 'research team' })
  name!: string;

  @ApiProperty({ enum: BUDGET_STATES, example: 'active' })
  state!: BudgetState;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'Of a paused budget: when it goes on by itself.',
  })
  pausedUntil?: string;

  @ApiProperty({ example: '100' })
  guarantee!: string;

  @ApiProperty({ example: '100' })
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

  @ApiProperty({ type: 'integer', example: 1 })
  revision!: number;
}

/** What all budgets of a tree have in common. */
export class TreeFactsDto implements TreeView {
  @ApiProperty({ example: 'USD' })
  currency!: string;

  @ApiProperty({ type: 'integer', description: 'Decimals of amounts.', example: 6 })
  scale!: number;

  @ApiProperty({ description: 'The IANA time zone of calendar windows.', example: 'UTC' })
  timezone!: string;
}
