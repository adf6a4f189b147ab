import { ApiProperty } from '@nestjs/swagger';
import type { DenialCode } from '../../core/violations.js';
import { DENIAL_CODES } from '../../core/violations.js';
import { ViolationDto } from '../problems/problem.dto.js';
import { BodyExamples } from '../validation/body-examples.js';
import { ListField } from '../validation/field.js';
import { ID_EXAMPLES, IdField, NameField, ReferenceField } from '../validation/fields.js';
import { UnitField, UsageField } from './price-fields.js';
import { RatedDto } from './rated.dto.js';

const MAX_CANDIDATES = 20;

/** Something that could be bought. */
export class CandidateBody {
  @NameField({ description: 'Who would be paid.', example: 'openai' })
  vendor!: string;

  @ReferenceField({ description: 'What would be bought.', example: 'gpt-4o' })
  item!: string;

  @UsageField({ description: 'What is expected of the call.' })
  usage!: Record<string, number>;

  @UsageField({
    description: 'The most that the call can use: what would be reserved. Left out: what is expected.',
    optional: true,
    example: { input_tokens: 1_200, output_tokens: 800 },
  })
  largestUsage?: Record<string, number>;

  @UnitField({
    description:
      'Of which unit less could be asked for. Left out: `output_tokens`, or the only unit there is.',
    optional: true,
    example: 'output_tokens',
  })
  reduce?: string;
}

/** What a call would cost, with one or several to choose among. */
@BodyExamples<EstimateBody>({
  one: [
    'What would this call cost, and would it pass?',
    {
      budgetId: ID_EXAMPLES.budget,
      candidates: [
        {
          vendor: 'openai',
          item: 'gpt-4o',
          usage: { input_tokens: 1_200, output_tokens: 300 },
          largestUsage: { input_tokens: 1_200, output_tokens: 800 },
        },
      ],
    },
  ],
  several: [
    'Which of these models can be afforded?',
    {
      budgetId: ID_EXAMPLES.budget,
      runId: 'run-42',
      candidates: [
        { vendor: 'openai', item: 'gpt-4o', usage: { input_tokens: 90_000, output_tokens: 4_000 } },
        { vendor: 'openai', item: 'gpt-4o-mini', usage: { input_tokens: 90_000, output_tokens: 4_000 } },
        {
          vendor: 'anthropic',
          item: 'claude-opus-4-6',
          usage: { input_tokens: 90_000, output_tokens: 4_000 },
        },
      ],
    },
  ],
})
export class EstimateBody {
  @IdField('budget')
  budgetId!: string;

  @ListField(() => CandidateBody, MAX_CANDIDATES, { description: 'What could be bought.' })
  candidates!: CandidateBody[];

  @NameField({ description: 'What is paid for.', optional: true, nullable: true, example: 'llm' })
  category?: string | null;

  @ReferenceField({
    description: 'The run that the call belongs to.',
    optional: true,
    nullable: true,
    example: 'run-42',
  })
  runId?: string | null;
}

export const ESTIMATE_CODES = [
  ...DENIAL_CODES,
  'forbidden',
  'price_unknown',
  'invalid_usage',
  'invalid_amount',
] as const;

/** One candidate, and what would become of it now. */
export class EstimateDto {
  @ApiProperty({ type: 'integer', description: 'Its place in the request.', example: 0 })
  candidate!: number;

  @ApiProperty({ example: 'openai' })
  vendor!: string;

  @ApiProperty({ example: 'gpt-4o' })
  item!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '0.006',
    description: 'What the expected usage costs; null where that is not known.',
  })
  amount!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '0.011',
    description: 'What the largest usage costs: what would be reserved.',
  })
  largestAmount!: string | null;

  @ApiProperty({ type: RatedDto, nullable: true, description: 'How `largestAmount` comes about.' })
  rated!: RatedDto | null;

  @ApiProperty({
    description: 'Whether a reservation of the largest amount would pass now, be it with approvals.',
  })
  admissible!: boolean;

  @ApiProperty({
    enum: ESTIMATE_CODES,
    type: String,
    nullable: true,
    example: null,
    description: 'The code of the problem that a reservation would be answered with.',
  })
  code!: DenialCode | (typeof ESTIMATE_CODES)[number] | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why it would not pass.' })
  detail!: string | null;

  @ApiProperty({ type: [ViolationDto] })
  violations!: ViolationDto[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it would pass.' })
  retryAt!: string | null;
}

export class EstimatesDto {
  @ApiProperty({
    type: [EstimateDto],
    description:
      'Those that would pass now first, the cheapest (by what is expected) first; then those that would not, in the same order; those without a price last.',
  })
  candidates!: EstimateDto[];
}
