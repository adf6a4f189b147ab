import { METRIC_RULES } from './metrics/rules.js';
import type { Denial, Violation } from './violations.js';
import type { Window } from './windows.js';

const LIMITS: Readonly<Record<Window, string>> = {
  transaction: 'Limit per call',
  minute: 'Limit per minute',
  hour: 'Hourly limit',
  day: 'Daily limit',
  week: 'Weekly limit',
  month: 'Monthly limit',
  lifetime: 'Lifetime limit',
};

/** The sentences of a denial; of more rules it says how many there are. */
const MAX_SENTENCES = 3;

/** Plain names stand as they are, others in quotes: nothing in a name reads like a part of the sentence. */
const named = (name: string): string =>
  /^[\p{L}\p{N}][\p{L}\p{N} _./-]*$/u.test(name) ? name : JSON.stringify(name);

/**
 * A violation as a sentence: "Daily limit of research: 19.72 of 20 USD left; this asks for 50." Amounts are exact, and
 * without a currency where it is not known.
 */
export function violationText(violation: Violation, currency?: string): string {
  const { rule, key = '' } = violation;
  const budget = named(violation.budgetName ?? violation.budgetId);
  switch (rule) {
    case 'budget_closed':
      return `${budget} is closed.`;
    case 'budget_frozen':
      return `${budget} is frozen.`;
    case 'budget_paused':
      return `${budget} is paused.`;
    case 'vendor_not_allowed':
      return `The policy of ${budget} does not allow ${thing('vendor', key)}.`;
    case 'category_not_allowed':
      return `The policy of ${budget} does not allow ${thing('category', key)}.`;
    case 'scope_vendor':
      return `The key does not allow ${thing('vendor', key)}.`;
    case 'scope_category':
      return `The key does not allow ${thing('category', key)}.`;
    case 'scope_run':
      return `The key does not allow ${thing('run', key)}.`;
    case 'scope_amount':
      return `The key allows at most ${amountIn(currency, violation.limit)}; ${asked(violation)}.`;
    case 'overage_rejected':
      return `The reservation holds ${amountIn(currency, violation.limit)}; ${asked(violation)}.`;
    case 'too_many_names':
      return `New names today in ${envelopeOf(violation)} of ${budget}: ${left(violation)}; ${named(key)} is 1 more.`;
    case 'insufficient_funds':
      return `${budget} has ${left(violation, currency)}; ${asked(violation)}.`;
    case 'envelope_exceeded':
    case 'count_exceeded':
      return `${limitOf(violation)} of ${budget}${keyOf(key)}: ${left(violation, unitOf(violation, currency))}; ${asked(violation)}.`;
  }
}

/** A denial in words: the first rules in the way, how many more there are, and what would pass. */
export function denialText(
  { violations, violationsOmitted = 0, largestAdmissible, retryAt }: Denial,
  currency?: string,
): string {
  const sentences = violations.slice(0, MAX_SENTENCES).map((one) => violationText(one, currency));
  const more = violations.length + violationsOmitted - sentences.length;
  if (more > 0)
    sentences.push(more === 1 ? '1 more rule is in the way.' : `${more} more rules are in the way.`);
  sentences.push(
    largestAdmissible === '0'
      ? 'Nothing would pass now.'
      : `At most ${amountIn(currency, largestAdmissible)} would pass now.`,
  );
  if (retryAt !== null) sentences.push(`The same request would pass at ${retryAt}.`);
  return sentences.join(' ');
}

/** Violations with their sentences, as answers have them. */
export const withMessages = (violations: readonly Violation[], currency: string): ExplainedViolation[] =>
  violations.map((violation) => ({ ...violation, message: violationText(violation, currency) }));

/** A violation and its sentence. The journal has the violation alone. */
export type ExplainedViolation = Violation & { message: string };

const amountIn = (currency: string | undefined, text = '0'): string =>
  currency === undefined ? text : `${text} ${currency}`;

const thing = (what: 'vendor' | 'category' | 'run', name: string): string =>
  name === '' ? `a request without a ${what}` : `the ${what} ${named(name)}`;

const left = ({ remaining = '0', limit = '0' }: Violation, unit?: string): string =>
  `${remaining} of ${amountIn(unit, limit)} left`;

/** What is asked for; of a count, that it is one more; of a cost that was recorded all the same, how far it goes. */
function asked({ metric, requested = '0', exceededBy }: Violation): string {
  if (exceededBy !== undefined) return `this goes ${exceededBy} above it`;
  const isCount = metric !== undefined && !METRIC_RULES[metric].isMoney;
  return isCount ? `this is ${requested} more` : `this asks for ${requested}`;
}

/** The currency; of a count, what is counted: "1 reservation", "2 denials". */
function unitOf({ metric = 'amount', limit }: Violation, currency?: string): string | undefined {
  const { isMoney, counts } = METRIC_RULES[metric];
  if (isMoney) return currency;
  return limit === '1' ? counts.slice(0, -1) : counts;
}

/** The kind of limit and its name, unless the name says the same: "Daily limit", "Daily limit "cap"". */
function limitOf({ window = 'lifetime', envelopeName: name }: Violation): string {
  const limit = LIMITS[window];
  const isSaid = name === undefined || name === window || limit.toLowerCase().startsWith(name.toLowerCase());
  return isSaid ? limit : `${limit} ${JSON.stringify(name)}`;
}

const envelopeOf = ({ envelopeName }: Violation): string =>
  envelopeName === undefined ? 'an envelope' : `envelope ${JSON.stringify(envelopeName)}`;

const keyOf = (key: string): string => (key === '' ? '' : ` for ${named(key)}`);
