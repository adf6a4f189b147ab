import { Amount } from '../../design/amount.js';
import { BudgetName } from '../../parts/names.js';
import { StateBadge } from '../../parts/state-badge.js';
import type { TreeLook } from './tree-look.js';
import { LimitName, LimitRule } from './limit-rule.js';
import { MoneyRule } from './money-rule.js';
import { PolicyRules } from './policy-rules.js';
import { Rule } from './rule.js';
import type { DecidedContent, PathBudget, PathLimit } from '../../parts/use-explained.js';
import { judgeLimit, violationOn } from './verdicts.js';
import styles from './why.module.css';

export interface PathRulesProps {
  readonly entry: DecidedContent;
  readonly budget: PathBudget;
  readonly look: TreeLook;
}

/** Every rule that lay on one budget, as it was at the decision. */
export function PathRules({ entry, budget, look }: PathRulesProps) {
  const { budgetId, name, settings, envelopes, isExact, version, balances } = budget;
  const limits = envelopes?.map((limit) => judgeLimit(entry, limit)) ?? [];
  const isAbove = budgetId !== entry.budgetId;
  return (
    <article className={styles.budget}>
      <h3>
        <BudgetName id={budgetId} name={name} /> {settings && <StateBadge state={settings.state} />}
        {isAbove && <span className="muted small"> above it</span>}
      </h3>
      {version === 0 ? (
        <p className="muted">It came into being with this decision.</p>
      ) : (
        <ul className={styles.rules}>
          <StateRule entry={entry} budget={budget} />
          <PolicyRules entry={entry} budget={budget} />
          <MoneyRule entry={entry} budget={budget} look={look} />
          {limits
            .filter(({ verdict }) => verdict !== 'not concerned')
            .map((judged) => (
              <LimitRule key={judged.limit.id} judged={judged} look={look} />
            ))}
        </ul>
      )}
      <Unconcerned
        names={limits.filter(({ verdict }) => verdict === 'not concerned').map(({ limit }) => limit)}
      />
      {settings === null && version > 0 && (
        <p className="muted">
          Its state, policy and ceiling at that moment lie too far back in its journal to be shown. What was
          in the way is marked all the same.
        </p>
      )}
      {envelopes === null && (
        <p className="muted">
          Not all of its limits at that moment can be shown: they lie too far back in its journal.
        </p>
      )}
      {!isExact && (
        <p className="muted">
          Other decisions of the same millisecond touched it, and which came first is not recorded: it had{' '}
          <Amount value={balances.available} scale={look.scale} /> available before that millisecond.
        </p>
      )}
    </article>
  );
}

function StateRule({ entry, budget }: Omit<PathRulesProps, 'look'>) {
  const { settings } = budget;
  const stopped = violationOn(entry, budget, 'budget_frozen', 'budget_paused', 'budget_closed');
  if (!settings && !stopped) return null;
  return (
    <Rule name="State" verdict={stopped ? 'in the way' : 'let it pass'}>
      {settings?.state ?? stopped?.rule.replace('budget_', '')}
    </Rule>
  );
}

/** Limits that counted nothing of it: for other vendors, categories or items, or for the budget above alone. */
function Unconcerned({ names }: { readonly names: readonly PathLimit[] }) {
  if (names.length === 0) return null;
  return (
    <p className="muted small">
      {names.length === 1
        ? 'One more limit did not count it'
        : `${names.length} more limits did not count it`}
      :{' '}
      {names.map((limit, i) => (
        <span key={limit.id}>
          {i > 0 && ', '}
          <LimitName limit={limit} />
        </span>
      ))}
    </p>
  );
}
