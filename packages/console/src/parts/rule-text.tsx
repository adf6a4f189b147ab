import type { Entry, Violation } from '@purser/sdk';
import { Said } from '../design/said.js';

export type RuleName = Violation['rule'];

/** Each rule that can be in the way, in a few words. */
const RULES: Readonly<Record<RuleName, string>> = {
  budget_closed: 'it is closed',
  budget_frozen: 'it is frozen',
  budget_paused: 'it is paused',
  vendor_not_allowed: 'the vendor is not allowed',
  category_not_allowed: 'the category is not allowed',
  scope_vendor: 'the key is not for this vendor',
  scope_category: 'the key is not for this category',
  scope_run: 'the key is not for this run',
  scope_amount: 'the amount is too large for the key',
  overage_rejected: 'the cost is above the hold',
  too_many_names: 'too many new names today',
  insufficient_funds: 'not enough money',
  envelope_exceeded: 'a limit',
  count_exceeded: 'a limit on the number of payments',
};

export const ruleText = (rule: RuleName): string => RULES[rule];

type Named = Pick<
  NonNullable<Entry['content']['denial']>['violations'][number],
  'rule' | 'budgetId' | 'budgetName' | 'envelopeName'
>;

/** A rule in the way, with whose it is: `research: a limit, research a day`. */
export function RulePhrase({ rule, budgetId, budgetName, envelopeName }: Named) {
  return (
    <>
      {!rule.startsWith('scope_') && (
        <>
          <Said text={budgetName ?? budgetId} />:{' '}
        </>
      )}
      {RULES[rule]}
      {envelopeName !== undefined && (
        <>
          , <Said text={envelopeName} />
        </>
      )}
    </>
  );
}

/** The worst of the rules that a denial names: the one that its code says. */
export function worstOf({ code, violations }: NonNullable<Entry['content']['denial']>): Named | undefined {
  return violations.find(({ rule }) => rule === code);
}
