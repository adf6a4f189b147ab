import { ApiProperty } from '@nestjs/swagger';
import type { CallOutcome } from '../../core/call-outcome.js';
import { EvidenceField, NameField } from '../validation/fields.js';

/** What came of a call. */
export class CallOutcomeBody {
  @NameField({ description: 'What it was, by a name of your own.', example: 'ticket_resolved' })
  type!: string;

  @EvidenceField({
    description:
      'What proves it, as texts by name: an address, a hash, an id. It is kept, and not looked at.',
    optional: true,
    nullable: true,
  })
  evidence?: Record<string, string> | null;
}

/** An outcome as a command has it. */
export const callOutcomeAsked = ({ type, evidence = null }: CallOutcomeBody): CallOutcome => ({
  evidence,
  type,
});

/** What came of a call. */
export class CallOutcomeDto implements CallOutcome {
  @ApiProperty({ example: 'ticket_resolved' })
  type!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    nullable: true,
    description: 'What proves it.',
    example: { ticket: 'T-4711' },
  })
  evidence!: Record<string, string> | null;
}
