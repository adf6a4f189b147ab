import { METRICS, type Metric } from './metrics/metrics.js';
import { DENIAL_CODES, type Denial, type Violation } from './violations.js';
import { WINDOWS, type Window } from './windows.js';
import { denialText, violationText } from './violation-text.js';

const BUDGET = { budgetId: 'budget_1', budgetName: 'research' };

const exceeded = (metric: Metric, window: Window, fields: Partial<Violation> = {}): Violation => ({
  ...BUDGET,
  rule: metric === 'amount' ? 'envelope_exceeded' : 'count_exceeded',
  envelopeId: 'env_1',
  metric,
  window,
  ...(metric === 'amount'
    ? { limit: '20', used: '0.28', requested: '50', remaining: '19.72' }
    : { limit: '10', used: '10', requested: '1', remaining: '0' }),
  ...fields,
});

describe('a limit that is passed', () => {
  const KINDS: Record<Window, string> = {
    transaction: 'Limit per call',
    minute: 'Limit per minute',
    hour: 'Hourly limit',
    day: 'Daily limit',
    week: 'Weekly limit',
    month: 'Monthly limit',
    lifetime: 'Lifetime limit',
  };
  const LEFT: Record<Metric, string> = {
    amount: '19.72 of 20 USD left',
    count: '0 of 10 reservations left',
    denials: '0 of 10 denials left',
  };
  const ASKED: Record<Metric, string> = {
    amount: 'this asks for 50',
    count: 'this is 1 more',
    denials: 'this is 1 more',
  };
  const all = METRICS.flatMap((metric) => WINDOWS.map((window) => ({ metric, window })));

  it.each(all)('of $metric in the window $window', ({ metric, window }) => {
    expect(violationText(exceeded(metric, window), 'USD')).toBe(
      `${KINDS[window]} of research: ${LEFT[metric]}; ${ASKED[metric]}.`,
    );
  });

  it.each(all)('of $metric in the window $window, by a cost that was recorded', ({ metric, window }) => {
    const violation = exceeded(metric, window, { exceededBy: '3' });
    expect(violationText(violation, 'USD')).toBe(
      `${KINDS[window]} of research: ${LEFT[metric]}; this goes 3 above it.`,
    );
  });

  it.each<[string, Violation, string]>([
    [
      'with a name',
      exceeded('amount', 'day', { envelopeName: 'cap' }),
      'Daily limit "cap" of research: 19.72 of 20 USD left; this asks for 50.',
    ],
    [
      'with a name that says the window',
      exceeded('amount', 'day', { envelopeName: 'daily' }),
      'Daily limit of research: 19.72 of 20 USD left; this asks for 50.',
    ],
    [
      'of one vendor',
      exceeded('amount', 'month', { key: 'openai' }),
      'Monthly limit of research for openai: 19.72 of 20 USD left; this asks for 50.',
    ],
    [
      'of a single reservation',
      exceeded('count', 'minute', { limit: '1' }),
      'Limit per minute of research: 0 of 1 reservation left; this is 1 more.',
    ],
    [
      'of a single denial',
      exceeded('denials', 'hour', { limit: '1' }),
      'Hourly limit of research: 0 of 1 denial left; this is 1 more.',
    ],
    [
      'to the last unit',
      exceeded('amount', 'day', { limit: '1000000000', remaining: '0.000000001', requested: '0.000000002' }),
      'Daily limit of research: 0.000000001 of 1000000000 USD left; this asks for 0.000000002.',
    ],
    [
      'from before names were recorded',
      exceeded('amount', 'day', { budgetName: undefined }),
      'Daily limit of budget_1: 19.72 of 20 USD left; this asks for 50.',
    ],
    [
      'with names that read like a sentence',
      exceeded('amount', 'day', { budgetName: 'a: 5 of 6 left.', key: 'b; "c"' }),
      'Daily limit of "a: 5 of 6 left." for "b; \\"c\\"": 19.72 of 20 USD left; this asks for 50.',
    ],
  ])('%s', (_, violation, text) => {
    expect(violationText(violation, 'USD')).toBe(text);
  });

  it('without a currency', () => {
    expect(violationText(exceeded('amount', 'day'))).toBe(
      'Daily limit of research: 19.72 of 20 left; this asks for 50.',
    );
  });
});

describe('another rule', () => {
  const money = { limit: '30', used: '0.28', requested: '50', remaining: '29.72' };
  const names = { limit: '100000', used: '100000', requested: '1', remaining: '0' };
  const table: [Violation, string][] = [
    [{ ...BUDGET, rule: 'budget_closed' }, 'research is closed.'],
    [{ ...BUDGET, rule: 'budget_frozen' }, 'research is frozen.'],
    [{ ...BUDGET, rule: 'budget_paused' }, 'research is paused.'],
    [
      { ...BUDGET, rule: 'vendor_not_allowed', key: 'x/y' },
      'The policy of research does not allow the vendor x/y.',
    ],
    [
      { ...BUDGET, rule: 'vendor_not_allowed', key: '' },
      'The policy of research does not allow a request without a vendor.',
    ],
    [
      { ...BUDGET, rule: 'category_not_allowed', key: 'ads' },
      'The policy of research does not allow the category ads.',
    ],
    [
      { ...BUDGET, rule: 'category_not_allowed', key: '' },
      'The policy of research does not allow a request without a category.',
    ],
    [{ ...BUDGET, rule: 'scope_vendor', key: 'x' }, 'The key does not allow the vendor x.'],
    [{ ...BUDGET, rule: 'scope_category', key: 'ads' }, 'The key does not allow the category ads.'],
    [{ ...BUDGET, rule: 'scope_run', key: '' }, 'The key does not allow a request without a run.'],
    [
      { ...BUDGET, rule: 'scope_amount', limit: '2', requested: '9.8' },
      'The key allows at most 2 USD; this asks for 9.8.',
    ],
    [
      { ...BUDGET, rule: 'overage_rejected', limit: '1', requested: '1.6' },
      'The reservation holds 1 USD; this asks for 1.6.',
    ],
    [
      { ...BUDGET, rule: 'too_many_names', ...names, key: 'v', envelopeName: 'per vendor', window: 'day' },
      'New names today in envelope "per vendor" of research: 0 of 100000 left; v is 1 more.',
    ],
    [
      { ...BUDGET, rule: 'too_many_names', ...names, key: 'v', window: 'day' },
      'New names today in an envelope of research: 0 of 100000 left; v is 1 more.',
    ],
    [
      { ...BUDGET, rule: 'insufficient_funds', ...money },
      'research has 29.72 of 30 USD left; this asks for 50.',
    ],
    [
      { ...BUDGET, rule: 'insufficient_funds', ...money, exceededBy: '20.28' },
      'research has 29.72 of 30 USD left; this goes 20.28 above it.',
    ],
  ];

  it.each(table.map(([violation, text]) => ({ rule: violation.rule, text, violation })))(
    '$rule: $text',
    ({ violation, text }) => {
      expect(violationText(violation, 'USD')).toBe(text);
    },
  );

  it('of each code has a row above', () => {
    const rows = new Set([...table.map(([{ rule }]) => rule), 'envelope_exceeded', 'count_exceeded']);
    expect([...rows].sort()).toEqual([...DENIAL_CODES].sort());
  });
});

describe('a denial', () => {
  const denial = (fields: Partial<Denial>): Denial => ({
    code: 'budget_frozen',
    violations: [{ ...BUDGET, rule: 'budget_frozen' }],
    largestAdmissible: '0',
    retryAt: null,
    ...fields,
  });
  const frozen = (budgetName: string): Violation => ({
    rule: 'budget_frozen',
    budgetId: 'budget_1',
    budgetName,
  });

  it.each<[string, Partial<Denial>, string]>([
    ['that nothing would pass', {}, 'research is frozen. Nothing would pass now.'],
    [
      'with the largest amount that would pass',
      { violations: [exceeded('amount', 'day')], largestAdmissible: '19.72' },
      'Daily limit of research: 19.72 of 20 USD left; this asks for 50. At most 19.72 USD would pass now.',
    ],
    [
      'with the time from which it would pass',
      { retryAt: '2026-11-27T00:00:00.000Z' },
      'research is frozen. Nothing would pass now. The same request would pass at 2026-11-27T00:00:00.000Z.',
    ],
    [
      'by three rules',
      { violations: ['a', 'b', 'c'].map(frozen) },
      'a is frozen. b is frozen. c is frozen. Nothing would pass now.',
    ],
    [
      'by four rules',
      { violations: ['a', 'b', 'c', 'd'].map(frozen) },
      'a is frozen. b is frozen. c is frozen. 1 more rule is in the way. Nothing would pass now.',
    ],
    [
      'by more rules than are listed',
      { violations: ['a', 'b', 'c', 'd'].map(frozen), violationsOmitted: 12 },
      'a is frozen. b is frozen. c is frozen. 13 more rules are in the way. Nothing would pass now.',
    ],
  ])('%s', (_, fields, text) => {
    expect(denialText(denial(fields), 'USD')).toBe(text);
  });
});
