import { Amount } from '../../design/amount.js';
import { Said } from '../../design/said.js';
import { ruleText } from '../../parts/rule-text.js';
import type { TreeLook } from './tree-look.js';
import { Rule } from './rule.js';
import type { EntryViolation } from '../../parts/use-explained.js';
import styles from './why.module.css';

export interface ElsewhereRulesProps {
  readonly violations: readonly EntryViolation[];
  /** How many more the entry does not list. */
  readonly omitted: number;
  /** How many budgets lie above, where the reader does not reach. */
  readonly above: number;
  readonly look: TreeLook;
}

/** What was in the way where the rules around it cannot be shown. */
export function ElsewhereRules({ violations, omitted, above, look }: ElsewhereRulesProps) {
  if (violations.length === 0 && omitted === 0 && above === 0) return null;
  return (
    <article className={styles.budget}>
      {above > 0 && (
        <p className="muted">
          {above === 1 ? 'One budget lies' : `${above} budgets lie`} above, where your key does not reach. Of
          their rules only those that were in the way are known to you.
        </p>
      )}
      {violations.length > 0 && (
        <ul className={styles.rules}>
          {violations.map(({ rule, budgetId, budgetName, envelopeId, envelopeName, used, limit, metric }) => (
            <Rule
              key={`${rule} ${budgetId} ${envelopeId}`}
              name={<Said text={budgetName ?? budgetId} />}
              verdict="in the way"
            >
              {ruleText(rule)} {envelopeName !== undefined && <Said text={envelopeName} />}
              {used !== undefined && limit !== undefined && (
                <p className="muted">
                  {metric === undefined || metric === 'amount' ? (
                    <>
                      <Amount value={used} scale={look.scale} /> of{' '}
                      <Amount value={limit} scale={look.scale} /> used
                    </>
                  ) : (
                    `${used} of ${limit} used`
                  )}
                </p>
              )}
            </Rule>
          ))}
        </ul>
      )}
      {omitted > 0 && (
        <p className="muted">
          {omitted === 1 ? 'One more rule was' : `${omitted} more rules were`} in the way: entries list 20 at
          most.
        </p>
      )}
    </article>
  );
}
