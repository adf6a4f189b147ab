import { ApiProperty } from '@nestjs/swagger';
import type { Claim, ClaimedLimit } from '../../core/claims.js';
import { DENIAL_CODES, type DenialCode } from '../../core/violations.js';
import { BUDGET_NAME, ENVELOPE_NAME } from '../problems/problem.dto.js';
import { ID_EXAMPLES } from '../validation/fields.js';

/** A rule that was in the way of recording all of a cost. */
export class ClaimedLimitDto implements ClaimedLimit {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty(BUDGET_NAME)
  budgetName?: string;

  @ApiProperty({ required: false, example: ID_EXAMPLES.envelope })
  envelopeId?: string;

  @ApiProperty(ENVELOPE_NAME)
  envelopeName?: string;

  @ApiProperty({ required: false, description: 'By how much the cost would go past it.', example: '2.5' })
  exceededBy?: string;

  @ApiProperty({ enum: DENIAL_CODES, example: 'envelope_exceeded' })
  rule!: DenialCode;
}

/** What a call cost beyond what the one who reported it may record: it waits for somebody who may. */
export class ClaimDto implements Claim {
  @ApiProperty({ description: 'What is neither paid nor dropped.', example: '2.5' })
  amount!: string;

  @ApiProperty({ format: 'date-time', description: 'When something was claimed last.' })
  at!: string;

  @ApiProperty({ description: 'Who claimed last.', example: ID_EXAMPLES.key })
  by!: string;

  @ApiProperty({ description: 'Whether one of the commits was final.' })
  final!: boolean;

  @ApiProperty({ type: [ClaimedLimitDto], description: 'What was in the way, the last time.' })
  limits!: ClaimedLimitDto[];

  @ApiProperty({ required: false, type: 'integer', description: 'How many more there were.', example: 3 })
  limitsOmitted?: number;
}
