import { Money } from '@purser/sdk';
import type { DecidedContent, EntryViolation, PathBudget, PathLimit } from '../../parts/use-explained.js';

/** What a rule meant to a decision. */
export type Verdict = 'in the way' | 'asked people' | 'passed, and noted' | 'let it pass' | 'not concerned';

/** A limit on the path, and how far it was used as far as that was recorded. */
export interface JudgedLimit {
  readonly limit: PathLimit;
  readonly verdict: Verdict;
  /** What it would have counted, or looked at, before the decision; null where that was not recorded. */
  readonly used: string | null;
  /** What the decision would have added; null where that was not recorded. */
  readonly added: string | null;
  /** The limit in force, as the decision saw it. */
  readonly inForce: string;
  /** The vendor, category, run or request that is counted apart. */
  readonly key: string | undefined;
  readonly resetsAt: string | undefined;
}

/** How a limit stood to a decision, by what its entry records. */
export function judgeLimit(entry: DecidedContent, limit: PathLimit): JudgedLimit {
  const isOf = ({ envelopeId }: EntryViolation): boolean => envelopeId === limit.id;
  const inTheWay = entry.denial?.violations.find(isOf);
  const noted = entry.notices?.find(isOf);
  const said = inTheWay ?? noted;
  const verdict = inTheWay
    ? 'in the way'
    : noted
      ? limit.onExceed === 'approve'
        ? 'asked people'
        : 'passed, and noted'
      : limit.applies
        ? 'let it pass'
        : 'not concerned';
  const counted = countedBy(entry, limit);
  return {
    limit,
    verdict,
    used: said?.used ?? counted?.used ?? null,
    added: said?.requested ?? counted?.added ?? null,
    inForce: said?.limit ?? counted?.limit ?? limit.limit,
    key: said?.key ?? counted?.key,
    resetsAt: said?.resetsAt,
  };
}

/** What an entry counted in an envelope: as far as it had come before. */
function countedBy({ charges = [] }: DecidedContent, { id }: PathLimit) {
  const charge = charges.find(({ counterId }) => counterId?.startsWith(`${id}/`));
  if (charge?.used === undefined || charge.delta === undefined) return undefined;
  const [, , ...key] = charge.counterId?.split('/') ?? [];
  return {
    used: Money.of(charge.used).subtract(charge.delta).toString(),
    added: charge.delta,
    limit: charge.limit,
    key: key.join('/') || undefined,
  };
}

/** The rule of a budget's own that was in the way: its state, its policy or its money. */
export const violationOn = (
  { denial }: DecidedContent,
  { budgetId }: Pick<PathBudget, 'budgetId'>,
  ...rules: readonly EntryViolation['rule'][]
): EntryViolation | undefined =>
  denial?.violations.find((violation) => violation.budgetId === budgetId && rules.includes(violation.rule));

/** What was in the way of the key, and not of a budget. */
export const scopeViolations = ({ denial }: DecidedContent): readonly EntryViolation[] =>
  denial?.violations.filter(({ rule }) => rule.startsWith('scope_')) ?? [];

/** What was in the way where the key of the reader does not reach, or on an envelope that is not known any more. */
export function violationsElsewhere(
  { denial }: DecidedContent,
  path: readonly PathBudget[],
): readonly EntryViolation[] {
  const limits = new Set(path.flatMap(({ envelopes }) => envelopes?.map(({ id }) => id) ?? []));
  const budgets = new Set(path.map(({ budgetId }) => budgetId));
  return (
    denial?.violations.filter(
      ({ rule, budgetId, envelopeId }) =>
        !rule.startsWith('scope_') &&
        (envelopeId === undefined ? !budgets.has(budgetId) : !limits.has(envelopeId)),
    ) ?? []
  );
}
