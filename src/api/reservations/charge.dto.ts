import { CHARGE_OVERAGES, type ChargeOverage } from '../../core/reservations.js';
import { UsageField } from '../prices/price-fields.js';
import { ObjectField } from '../validation/field.js';
import { BodyExamples } from '../validation/body-examples.js';
import {
  AmountField,
  ChoiceField,
  ExternalIdField,
  InstantField,
  LabelsField,
  NameField,
  ReferenceField,
  TextField,
  VersionField,
} from '../validation/fields.js';
import { CallOutcomeBody } from './call-outcome.dto.js';

/** What was paid without a hold before. */
@BodyExamples<ChargeBody>({
  plain: ['A line of an invoice', { amount: '12.5', vendor: 'openai', externalId: 'line-2026-10-0047' }],
  used: [
    'A call that nobody reserved for, rated by the price of when it happened',
    {
      vendor: 'openai',
      item: 'gpt-4o',
      usage: { input_tokens: 1_104, output_tokens: 212 },
      occurredAt: '2026-11-21T09:30:00Z',
      reason: 'the agent lost its connection before it could reserve',
    },
  ],
})
export class ChargeBody {
  @AmountField({
    description: 'What it did cost. Required without `usage`.',
    unless: 'usage',
    example: '12.5',
  })
  amount?: string;

  @NameField({ description: 'Who was paid.', example: 'openai' })
  vendor!: string;

  @NameField({ description: 'What was paid for.', optional: true, nullable: true, example: 'llm' })
  category?: string | null;

  @ReferenceField({
    description: 'What was bought: a model, a tool, an action, an outcome.',
    optional: true,
    nullable: true,
    example: 'gpt-4o',
  })
  item?: string | null;

  @UsageField({
    description:
      'What was used of the item. Without `amount` the service works out what it cost, by the price that was in force when it happened; beside an amount it is kept as evidence.',
    optional: true,
  })
  usage?: Record<string, number>;

  @ReferenceField({
    description: 'The run that it belongs to.',
    optional: true,
    nullable: true,
    example: 'run-42',
  })
  runId?: string | null;

  @ReferenceField({ optional: true, nullable: true, example: 'summarise/7' })
  taskId?: string | null;

  @ExternalIdField({
    description:
      'How the vendor names it: the id of a request, a line of an invoice, the hash of a transaction. In a tree it is charged once.',
    optional: true,
    nullable: true,
  })
  externalId?: string | null;

  @ObjectField(() => CallOutcomeBody, {
    description: 'What came of the call.',
    optional: true,
    nullable: true,
  })
  outcome?: CallOutcomeBody | null;

  @InstantField({
    description: 'When it happened: at most 400 days ago. Left out: now.',
    optional: true,
    nullable: true,
    example: '2026-11-21T09:30:00Z',
  })
  occurredAt?: string | null;

  @TextField(1_000, { optional: true, nullable: true, example: 'invoice of October' })
  reason?: string | null;

  @LabelsField({ description: 'Labels that can be listed by.', optional: true, nullable: true })
  metadata?: Record<string, string> | null;

  @ChoiceField(CHARGE_OVERAGES, {
    description:
      'The cost has happened (`overdraft`): it is recorded whatever it passes, as far as the key may do that, and claimed beyond. Or it is asked about (`available`): denied where a limit is in the way.',
    default: 'overdraft',
  })
  overage?: ChargeOverage;

  @VersionField()
  expectedVersion?: number | null;
}
