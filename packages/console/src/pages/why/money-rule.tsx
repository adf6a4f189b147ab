import { Money } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import type { TreeLook } from './tree-look.js';
import { Rule } from './rule.js';
import type { DecidedContent, PathBudget } from '../../parts/use-explained.js';
import { violationOn } from './verdicts.js';

export interface MoneyRuleProps {
  readonly entry: DecidedContent;
  readonly budget: PathBudget;
  readonly look: TreeLook;
}

/** What a budget had, what it might draw up to its ceiling, and what was wanted of it. */
export function MoneyRule({ entry, budget, look: { currency, scale } }: MoneyRuleProps) {
  const { balances, settings } = budget;
  const short = violationOn(entry, budget, 'insufficient_funds');
  const above = violationOn(entry, budget, 'overage_rejected');
  const amount = (value: string) => <Amount value={value} scale={scale} />;
  const isElastic = settings && Money.of(settings.ceiling).isMoreThan(balances.allocated);
  return (
    <>
      <Rule name="Money" verdict={short ? 'in the way' : 'let it pass'}>
        <span>
          <Amount value={balances.available} currency={currency} scale={scale} /> available{' '}
          <span className="muted">of {amount(balances.allocated)}</span>
        </span>
        {isElastic && <p className="muted">it may draw from above, up to {amount(settings.ceiling)}</p>}
        {short && (
          <p className="muted">
            {amount(short.requested ?? '0')} was wanted of it, and {amount(short.remaining ?? '0')} of{' '}
            {amount(short.limit ?? '0')} was left
          </p>
        )}
      </Rule>
      {above && (
        <Rule name="Hold" verdict="in the way">
          {amount(above.limit ?? '0')} was held, and {amount(above.requested ?? '0')} was to be paid
        </Rule>
      )}
    </>
  );
}
