import { Said } from '../../design/said.js';
import { Rule } from './rule.js';
import type { DecidedContent, PathBudget } from '../../parts/use-explained.js';
import { violationOn } from './verdicts.js';

/** How many names of a list are shown. */
const MOST = 12;

export interface PolicyRulesProps {
  readonly entry: DecidedContent;
  readonly budget: PathBudget;
}

/** Whom the budget might pay, and for what; nothing where it has no such rule. */
export function PolicyRules({ entry, budget }: PolicyRulesProps) {
  const { policy } = budget.settings ?? {};
  const vendor = violationOn(entry, budget, 'vendor_not_allowed');
  const category = violationOn(entry, budget, 'category_not_allowed');
  return (
    <>
      {(policy?.vendors || vendor) && (
        <Rule name="Vendors" verdict={vendor ? 'in the way' : 'let it pass'}>
          <Names rule={policy?.vendors} />
          {vendor && <Asked name={vendor.key} what="vendor" />}
        </Rule>
      )}
      {(policy?.categories || category) && (
        <Rule name="Categories" verdict={category ? 'in the way' : 'let it pass'}>
          <Names rule={policy?.categories} />
          {category && <Asked name={category.key} what="category" />}
        </Rule>
      )}
    </>
  );
}

type NameRule = NonNullable<NonNullable<NonNullable<PathBudget['settings']>['policy']>['vendors']>;

function Names({ rule }: { readonly rule: NameRule | undefined }) {
  return (
    <>
      {rule?.allow && <p>only {listOf(rule.allow)}</p>}
      {rule?.deny && <p>not {listOf(rule.deny)}</p>}
    </>
  );
}

const listOf = (names: readonly string[]) => (
  <>
    <Said text={names.slice(0, MOST).join(', ')} />
    {names.length > MOST && ` and ${names.length - MOST} more`}
  </>
);

function Asked({ name = '', what }: { readonly name: string | undefined; readonly what: string }) {
  return (
    <p className="muted">
      {name === '' ? (
        `No ${what} was named`
      ) : (
        <>
          <Said text={name} /> was asked for
        </>
      )}
    </p>
  );
}
