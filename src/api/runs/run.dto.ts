import { ApiProperty } from '@nestjs/swagger';
import { MAX_TTL_SECONDS, MIN_TTL_SECONDS } from '../../core/reservations.js';
import { BodyExamples } from '../validation/body-examples.js';
import { ID_EXAMPLES, IdField, IntegerField, TextField } from '../validation/fields.js';
import { CursorField } from '../validation/page-query.js';

/** The most commands that one request about a run makes. */
const MAX_COMMANDS = 1_000;

/** How many it makes if nothing is said. */
export const DEFAULT_COMMANDS = 500;

@BodyExamples<RunReleaseBody>({
  plain: ['With a reason', { budgetId: ID_EXAMPLES.budget, reason: 'the run was stopped' }],
})
export class RunReleaseBody {
  @IdField('budget', {
    description:
      'Where: reservations on this budget and below. Left out: all that the key reaches. A caller that is bound to no budget has to name one, since runs of different trees can have the same name.',
    optional: true,
  })
  budgetId?: string;

  @TextField(1_000, { optional: true, nullable: true, example: 'the run was stopped' })
  reason?: string | null;

  @IntegerField(1, MAX_COMMANDS, {
    description: 'How many reservations this request is about, at most.',
    default: DEFAULT_COMMANDS,
  })
  limit?: number;

  @CursorField({ optional: true })
  cursor?: string;
}

@BodyExamples<RunExtendBody>({
  plain: ['Ten minutes from now', { budgetId: ID_EXAMPLES.budget, ttlSeconds: 600 }],
})
export class RunExtendBody extends RunReleaseBody {
  @IntegerField(MIN_TTL_SECONDS, MAX_TTL_SECONDS, {
    description: 'How long, from now, each is held at least.',
    example: 600,
  })
  ttlSeconds!: number;
}

/** A reservation of the run to which it was not done. */
export class RunRefusalDto {
  @ApiProperty({ example: ID_EXAMPLES.reservation })
  reservationId!: string;

  @ApiProperty({ type: 'integer', description: 'As the single route would have answered.', example: 409 })
  status!: number;

  @ApiProperty({ description: 'The code of the problem.', example: 'reservation_state' })
  code!: string;

  @ApiProperty({ example: 'The reservation is committed; only one that is held can be extended.' })
  detail!: string;
}

/** What became of a part of a run. */
export class RunResultDto {
  @ApiProperty({ type: 'integer', description: 'To how many reservations it was done.', example: 212 })
  done!: number;

  @ApiProperty({
    type: 'integer',
    description: 'To how many of them an earlier request with the same key did it.',
    example: 0,
  })
  replayed!: number;

  @ApiProperty({ type: [RunRefusalDto], description: 'To which it was not done, and why; the oldest first.' })
  refused!: RunRefusalDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The cursor of the next request; null when this was the last part.',
    example: null,
  })
  nextCursor!: string | null;
}
