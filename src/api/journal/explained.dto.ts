import { ApiProperty } from '@nestjs/swagger';
import { EXPLAINED_PARTS, type ExplainedPart } from '../../queries/journal-queries.js';
import type { PathBudget, PathEnvelope } from '../../queries/decided-path.js';
import { BalancesDto } from '../budgets/budget.dto.js';
import { EnvelopeDto } from '../envelopes/envelope.dto.js';
import { ID_EXAMPLES } from '../validation/fields.js';
import { ExpandField } from '../validation/query-fields.js';
import { EntryDto } from './journal.dto.js';
import { SettingsDto } from './settings.dto.js';

export class GetEntryQuery {
  @ExpandField(EXPLAINED_PARTS, {
    description:
      '`path`: the budgets from this one up to the root, with the rules that lay on each, as they were when it was decided.',
  })
  expand?: ExplainedPart | ExplainedPart[];
}

/** An envelope as it was when something was decided. */
class PathEnvelopeDto extends EnvelopeDto implements PathEnvelope {
  @ApiProperty({
    description:
      'Whether it counts what was asked for, by its scope and by what it matches. Whether a vendor was new is not looked at.',
    example: true,
  })
  applies!: boolean;
}

/** A budget as it was when something was decided. */
class PathBudgetDto implements PathBudget {
  @ApiProperty({ example: ID_EXAMPLES.budget })
  budgetId!: string;

  @ApiProperty({
    description: 'Its name then; where `settings` are null, its name now.',
    example: 'research team',
  })
  name!: string;

  @ApiProperty({
    type: 'integer',
    description: 'Of its newest entry before the decision; 0 where it came into being with it.',
    example: 12,
  })
  version!: number;

  @ApiProperty({
    description:
      'Whether that is sure. False for an ancestor with entries of the same millisecond that belong to other decisions: which came first is not recorded.',
    example: true,
  })
  isExact!: boolean;

  @ApiProperty()
  balances!: BalancesDto;

  @ApiProperty({
    type: SettingsDto,
    nullable: true,
    description: 'Null where neither the 20,000 entries before nor those after the decision say.',
  })
  settings!: SettingsDto | null;

  @ApiProperty({
    type: [PathEnvelopeDto],
    nullable: true,
    description: 'Those in force then; null where the entries that are looked at do not say of each.',
  })
  envelopes!: PathEnvelopeDto[] | null;
}

/** One entry, with what it was decided on where that was asked for. */
export class ExplainedEntryDto extends EntryDto {
  @ApiProperty({
    type: [PathBudgetDto],
    required: false,
    description:
      'With expand=path: the budget and those above it, up to the root or as far as the key reaches, before the decision. How far a counter had come is in the entry, for each rule that was in the way or counted something; of others it is not recorded.',
  })
  path?: PathBudgetDto[];

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'With expand=path: how many budgets lie above these, where the key does not reach.',
    example: 0,
  })
  pathAbove?: number;
}
