import { BUDGET_STATES, type BudgetState } from '../../core/budgets.js';
import { DEFAULT_SCALE, MAX_SCALE } from '../../core/money.js';
import { MAX_ENVELOPES_PER_BUDGET } from '../../core/envelopes.js';
import { EnvelopeBody } from '../envelopes/envelope.dto.js';
import { ChildKeyBody } from '../keys/key.dto.js';
import { PageQuery } from '../validation/page-query.js';
import { BodyExamples } from '../validation/body-examples.js';
import { ListField, ObjectField } from '../validation/field.js';
import {
  AmountField,
  ChoiceField,
  CurrencyField,
  DimensionsField,
  IdField,
  IntegerField,
  LabelsField,
  ReferenceField,
  TextField,
  TimeZoneField,
  VersionField,
} from '../validation/fields.js';
import {
  EXPANDABLE,
  EXPANDABLE_IN_LISTS,
  type Expandable,
  type ExpandableInLists,
} from '../../queries/views.js';
import { DigitsField, ExpandField, LabelFilterField, TruthField } from '../validation/query-fields.js';
import { PolicyDto } from './policy.dto.js';

const ENVELOPES = 'Limits that hold from the beginning.';
const METADATA = 'Labels that travel with the budget and can be listed by.';
const REASON = 'Why; kept in the journal.';

class NewBudgetBody {
  @TextField(200, { example: 'research team' })
  name!: string;

  @ListField(() => EnvelopeBody, MAX_ENVELOPES_PER_BUDGET, { description: ENVELOPES, optional: true })
  envelopes?: EnvelopeBody[];

  @ObjectField(() => PolicyDto, { optional: true, nullable: true })
  policy?: PolicyDto | null;

  @LabelsField({ description: METADATA, optional: true, nullable: true })
  metadata?: Record<string, string> | null;
}

/** A new root: the beginning of a tree, with its currency, scale and time zone. */
@BodyExamples<CreateBudgetBody>({
  plain: ['A tree with 100 dollars', { name: 'research team', currency: 'USD', allocation: '100' }],
  limited: [
    'A tree with a daily limit, a breaker, and a person to ask',
    {
      name: 'research team',
      currency: 'USD',
      allocation: '100',
      timezone: 'Europe/Berlin',
      metadata: { team: 'research' },
      dimensions: ['team', 'customer'],
      policy: { vendors: { deny: ['casino'] } },
      envelopes: [
        { name: 'daily', window: 'day', limit: '20' },
        {
          name: 'breaker',
          window: 'hour',
          onExceed: 'pause',
          relative: { times: 5, windowDays: 30, atLeast: '2' },
        },
        {
          name: 'ask',
          window: 'transaction',
          limit: '5',
          onExceed: 'approve',
          approve: { approvals: 1, withinSeconds: 900 },
        },
      ],
    },
  ],
})
export class CreateBudgetBody extends NewBudgetBody {
  @CurrencyField({ description: 'A code of your choice, such as USD or TOKENS.' })
  currency!: string;

  @IntegerField(0, MAX_SCALE, {
    description: 'Decimals of the smallest unit; fixed for ever.',
    default: DEFAULT_SCALE,
  })
  scale?: number;

  @AmountField({ description: 'What the tree may spend.', example: '100' })
  allocation!: string;

  @TimeZoneField({ description: 'In which calendar windows turn.', default: 'UTC' })
  timezone?: string;

  @DimensionsField({
    description:
      'Labels that spend of the tree is kept by, such as team or customer: of budgets for all under them, and of reservations, which come first.',
    optional: true,
    nullable: true,
  })
  dimensions?: string[] | null;
}

/** What a sub-agent gets. */
@BodyExamples<DelegateBody>({
  plain: ['A fixed part of the parent', { name: 'summariser', guarantee: '10' }],
  elastic: [
    'A part that can grow, with limits and a key',
    {
      name: 'summariser',
      guarantee: '10',
      ceiling: '25',
      policy: { vendors: { allow: ['openai', 'anthropic'] } },
      envelopes: [{ name: 'by vendor', window: 'day', limit: '8', per: 'vendor' }],
      key: { name: 'summariser', scopes: { largestAmount: '2' } },
    },
  ],
})
export class DelegateBody extends NewBudgetBody {
  @ReferenceField({
    description:
      'What you call the child, such as the run and the role that it is for: among the open children of a budget no two have the same. Where one has it already, that one is answered, as it is, and nothing else is done.',
    optional: true,
    nullable: true,
    example: 'run-17/coder',
  })
  ref?: string | null;

  @AmountField({
    description: 'Carved out of the parent at once; "0" for a child that draws all it needs.',
    example: '10',
  })
  guarantee!: string;

  @AmountField({
    description:
      'Up to which the child may draw more from its parent. Left out: the guarantee, a fixed carve-out.',
    optional: true,
    nullable: true,
    example: '25',
  })
  ceiling?: string | null;

  @ObjectField(() => ChildKeyBody, {
    description: 'A key for the child, of role agent, issued with it: the answer has its secret, once.',
    optional: true,
    nullable: true,
  })
  key?: ChildKeyBody | null;

  @VersionField()
  expectedVersion?: number | null;
}

/** What to change; what is absent stays as it is. */
@BodyExamples<UpdateBudgetBody>({
  name: ['Another name and labels', { name: 'research team', metadata: { team: 'research' } }],
  policy: ['Only these vendors', { policy: { vendors: { allow: ['openai'] } }, reason: 'new quarter' }],
  size: ['Another size of a child', { guarantee: '10', ceiling: '25' }],
})
export class UpdateBudgetBody {
  @TextField(200, { optional: true, example: 'research team' })
  name?: string;

  @ObjectField(() => PolicyDto, {
    description: 'Replaces the policy; null takes it away.',
    optional: true,
    nullable: true,
  })
  policy?: PolicyDto | null;

  @LabelsField({ description: 'Replaces all labels; null takes them away.', optional: true, nullable: true })
  metadata?: Record<string, string> | null;

  @DimensionsField({
    description:
      'Of a root: replaces the labels that spend of the tree is kept by, for what is decided from now on; null takes them away.',
    optional: true,
    nullable: true,
  })
  dimensions?: string[] | null;

  @AmountField({ description: 'Of a child: what it is sure to have.', optional: true, example: '10' })
  guarantee?: string;

  @AmountField({ description: 'Of a child: what it may have at most.', optional: true, example: '25' })
  ceiling?: string;

  @TextField(1_000, { description: REASON, optional: true, nullable: true, example: 'new quarter' })
  reason?: string | null;
}

/** Money to add to a root, or to take away from it. */
@BodyExamples<FundBody>({
  plain: ['50 of the currency of the tree', { amount: '50', reason: 'invoice 2026-11' }],
})
export class FundBody {
  @AmountField({ example: '50' })
  amount!: string;

  @TextField(1_000, { description: REASON, optional: true, nullable: true, example: 'invoice 2026-11' })
  reason?: string | null;

  @VersionField()
  expectedVersion?: number | null;
}

@BodyExamples<ChangeStateBody>({
  plain: ['With a reason', { reason: 'looks like a loop' }],
})
export class ChangeStateBody {
  @TextField(1_000, { description: REASON, optional: true, nullable: true, example: 'looks like a loop' })
  reason?: string | null;
}

@BodyExamples<CloseBody>({
  plain: ['Whatever is held', { reason: 'the run is over' }],
  careful: ['Only if nothing is held', { holds: 'refuse' }],
})
export class CloseBody extends ChangeStateBody {
  @ChoiceField(['release', 'refuse'], {
    description:
      'What becomes of live reservations in the subtree: they are released, or are a reason to refuse.',
    default: 'release',
  })
  holds?: 'release' | 'refuse';
}

export class ListBudgetsQuery extends PageQuery {
  @IdField('budget', { description: 'Only the children of this budget.', optional: true })
  parentId?: string;

  @IdField('budget', { description: 'Only this budget and all that lies under it.', optional: true })
  within?: string;

  @TruthField({ description: 'Only roots.', optional: true })
  rootsOnly?: string;

  @TruthField({ description: 'Only those that are not closed.', optional: true })
  openOnly?: string;

  @ChoiceField(BUDGET_STATES, { optional: true, example: 'active' })
  state?: BudgetState;

  @TruthField({
    description: '`true`: only open ones that have an overdraft; `false`: only those that have none.',
    optional: true,
  })
  overdrawn?: string;

  @TextField(200, {
    description: 'Part of the name or of what their makers call them, in whatever case.',
    optional: true,
    example: 'research',
  })
  q?: string;

  @TextField(200, { description: 'The whole name.', optional: true, example: 'research team' })
  name?: string;

  @ReferenceField({ description: 'What their makers call them.', optional: true, example: 'run-17/coder' })
  ref?: string;

  @LabelFilterField({ optional: true })
  metadata?: string | string[];

  @ChoiceField(['asc', 'desc'], { description: 'The oldest first, or the newest.', default: 'desc' })
  order?: 'asc' | 'desc';

  @ExpandField(EXPANDABLE_IN_LISTS)
  expand?: ExpandableInLists | ExpandableInLists[];
}

export class TreeQuery {
  @DigitsField(0, 32, { description: 'How many levels below the budget to show.', default: 3 })
  depth?: string;

  @DigitsField(1, 1_000, { description: 'How many budgets to show in all.', default: 200 })
  limit?: string;

  @ExpandField(EXPANDABLE)
  expand?: Expandable | Expandable[];
}
