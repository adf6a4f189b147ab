import {
  DEFAULT_TTL_SECONDS,
  MAX_TTL_SECONDS,
  MIN_TTL_SECONDS,
  ON_EXPIRY,
  OVERAGES,
  type OnExpiry,
  type Overage,
} from '../../core/reservations.js';
import { ObjectField } from '../validation/field.js';
import { BodyExamples } from '../validation/body-examples.js';
import {
  AmountField,
  ChoiceField,
  ContextField,
  ExternalIdField,
  FlagField,
  ID_EXAMPLES,
  IdField,
  IntegerField,
  LabelsField,
  NameField,
  ReferenceField,
  Sha256Field,
  TextField,
  VersionField,
} from '../validation/fields.js';
import type { JsonObject } from '../../core/canonical.js';
import { UsageField } from '../prices/price-fields.js';
import { SETTLEMENT_LABELS } from './settlement-labels.js';
import { CallOutcomeBody } from './call-outcome.dto.js';

/** What a call is for, as far as envelopes and policies care. */
@BodyExamples<PurposeBody>({
  plain: [
    'Would this call pass?',
    { budgetId: ID_EXAMPLES.budget, amount: '0.0035', vendor: 'openai', category: 'llm', runId: 'run-42' },
  ],
})
export class PurposeBody {
  @IdField('budget')
  budgetId!: string;

  @AmountField({
    description: 'The most that the call can cost. Required without `usage`.',
    example: '0.0035',
    unless: 'usage',
  })
  amount?: string;

  @NameField({ description: 'Who is paid.', optional: true, nullable: true, example: 'openai' })
  vendor?: string | null;

  @NameField({ description: 'What is paid for.', optional: true, nullable: true, example: 'llm' })
  category?: string | null;

  @ReferenceField({
    description: 'What is bought: a model, a tool, an action, an outcome.',
    optional: true,
    nullable: true,
    example: 'gpt-4o',
  })
  item?: string | null;

  @UsageField({
    description:
      'Instead of `amount`: the most that the call can use of the item. The service works out what it costs, by the price in force for vendor and item.',
    optional: true,
    without: 'amount',
  })
  usage?: Record<string, number>;

  @ReferenceField({
    description: 'The run that the call belongs to.',
    optional: true,
    nullable: true,
    example: 'run-42',
  })
  runId?: string | null;
}

/** Money to set aside for one intended call. */
@BodyExamples<ReserveBody>({
  plain: ['A call to a vendor', { budgetId: ID_EXAMPLES.budget, amount: '0.0035', vendor: 'openai' }],
  used: [
    'A call whose price the service knows',
    {
      budgetId: ID_EXAMPLES.budget,
      vendor: 'openai',
      item: 'gpt-4o',
      usage: { input_tokens: 1_200, output_tokens: 800 },
    },
  ],
  whole: [
    'With what helps to find and to understand it later',
    {
      budgetId: ID_EXAMPLES.budget,
      amount: '0.0035',
      vendor: 'openai',
      category: 'llm',
      runId: 'run-42',
      taskId: 'summarise/7',
      reason: 'summary of the third source',
      ttlSeconds: 120,
      overage: 'overdraft',
      metadata: { team: 'research' },
      context: { model: 'gpt-4o', maxTokens: 800 },
    },
  ],
  handed: [
    'For a seller, who settles it with a token',
    {
      budgetId: ID_EXAMPLES.budget,
      amount: '0.99',
      vendor: 'acme',
      ttlSeconds: 900,
      onExpiry: 'commit',
      settleable: true,
    },
  ],
})
export class ReserveBody extends PurposeBody {
  @IntegerField(MIN_TTL_SECONDS, MAX_TTL_SECONDS, {
    description: 'How long it is held if nothing happens.',
    default: DEFAULT_TTL_SECONDS,
  })
  ttlSeconds?: number;

  @ReferenceField({ optional: true, nullable: true, example: 'summarise/7' })
  taskId?: string | null;

  @TextField(1_000, { optional: true, nullable: true, example: 'summary of the third source' })
  reason?: string | null;

  @ContextField({
    description: 'Anything that helps to understand the call later; kept with the reservation.',
    optional: true,
    nullable: true,
  })
  context?: JsonObject | null;

  @LabelsField({ description: 'Labels that can be listed by.', optional: true, nullable: true })
  metadata?: Record<string, string> | null;

  @ChoiceField(OVERAGES, {
    description:
      'What a commit above the hold does: take the rest under the same limits, fail whole, or record the debt and pause the budget.',
    default: 'available',
  })
  overage?: Overage;

  @ChoiceField(ON_EXPIRY, {
    description:
      'What becomes of what is held when nobody settles it: it goes back or, of a promise that somebody else can cash, it is paid.',
    default: 'release',
  })
  onExpiry?: OnExpiry;

  @FlagField({
    description:
      'Whether it gets a settlement token, with which somebody else can settle it, up to what is held: see `settlementToken` of the answer.',
    default: false,
  })
  settleable?: boolean;

  @Sha256Field({
    description:
      'With `settleable`: the SHA-256 (hexadecimal) of a secret that you chose, 32 random bytes as base64url. The token is then `settlement.prefix` of the answer, followed by your secret. Left out: the service makes the secret, and shows it once.',
    optional: true,
    nullable: true,
  })
  settlementSecretHash?: string | null;

  @VersionField()
  expectedVersion?: number | null;
}

@BodyExamples<ReleaseBody>({
  plain: ['With a reason', { reason: 'the call was not needed' }],
})
export class ReleaseBody {
  @TextField(1_000, { optional: true, nullable: true, example: 'the call was not needed' })
  reason?: string | null;

  @VersionField()
  expectedVersion?: number | null;
}

@BodyExamples<CommitBody>({
  plain: ['What the call did cost', { amount: '0.0021' }],
  part: ['A part of it: more will come', { amount: '0.0005', final: false }],
  used: [
    'What the call did cost, and what it used',
    {
      amount: '0.0021',
      usage: { input_tokens: 1_104, output_tokens: 212 },
      externalId: 'chatcmpl-9f3a',
      metadata: { customer: 'x' },
    },
  ],
  outcome: [
    'With what came of it',
    { amount: '0.99', outcome: { type: 'ticket_resolved', evidence: { ticket: 'T-4711' } } },
  ],
  debt: ['What was paid, whatever it passes', { amount: '0.0041', overage: 'overdraft' }],
})
export class CommitBody extends ReleaseBody {
  @AmountField({
    description:
      'What the call, or this part of it, did cost. Required without `total` and without `usage`; of a reservation that was made by usage, its cost follows from usage.',
    optional: true,
    example: '0.0021',
  })
  amount?: string;

  @AmountField({
    description:
      'Instead of `amount`: what the whole call has cost so far. It may be repeated, and come late: what was paid is not paid twice.',
    optional: true,
    without: 'amount',
    example: '0.0021',
  })
  total?: string;

  @UsageField({ description: 'What the call, or this part of it, used.', optional: true })
  usage?: Record<string, number>;

  @UsageField({
    description:
      'Instead of `usage`: what the whole call has used so far. It may be repeated, and come late.',
    optional: true,
    without: 'usage',
  })
  totalUsage?: Record<string, number>;

  @ExternalIdField({
    description:
      'How the one who is paid names the call: the id of their request, the hash of a transaction.',
    optional: true,
    nullable: true,
  })
  externalId?: string | null;

  @ObjectField(() => CallOutcomeBody, {
    description: 'What came of the call. A later commit can say it again: the last one counts.',
    optional: true,
    nullable: true,
  })
  outcome?: CallOutcomeBody | null;

  @LabelsField(SETTLEMENT_LABELS)
  metadata?: Record<string, string> | null;

  @FlagField({
    description: 'Whether the rest of the hold is given back; false keeps it for further commits.',
    default: true,
  })
  final?: boolean;

  @ChoiceField(OVERAGES, {
    description: 'Left out: as the reservation says.',
    optional: true,
    nullable: true,
    example: 'reject',
  })
  overage?: Overage | null;
}

@BodyExamples<ExtendBody>({
  plain: ['Ten minutes from now', { ttlSeconds: 600 }],
})
export class ExtendBody extends ReleaseBody {
  @IntegerField(MIN_TTL_SECONDS, MAX_TTL_SECONDS, {
    description: 'How long, from now, it is held at least.',
    example: 600,
  })
  ttlSeconds!: number;
}
