import { ApiProperty, PickType } from '@nestjs/swagger';
import type { SettingsView, TreeView } from '../../core/entries.js';
import { BudgetDto } from '../budgets/budget.dto.js';

/** The settings of the budget after the entry. */
export class SettingsDto
  extends PickType(BudgetDto, [
    'name',
    'state',
    'guarantee',
    'ceiling',
    'policy',
    'policyFromAbove',
    'stoppedFromAbove',
    'metadata',
    'dimensions',
    'revision',
  ])
  implements SettingsView
{
  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'Of a paused budget: when it goes on by itself.',
  })
  pausedUntil?: string;
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
