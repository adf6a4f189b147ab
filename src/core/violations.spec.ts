import { expect, test } from '@jest/globals';
import { firstViolations, MAX_VIOLATIONS, type DenialCode, type Violation } from './violations.js';

const exceeded = (n: number, remaining: string, rule: DenialCode = 'envelope_exceeded'): Violation => ({
  rule,
  budgetId: 'budget',
  envelopeId: `env_${n}`,
  remaining,
});

test('few violations are all listed', () => {
  const few = Array.from({ length: MAX_VIOLATIONS }, (_, n) => exceeded(n, '1'));
  expect(firstViolations(few)).toEqual({ violations: few });
  expect(firstViolations(few.slice(1), 3)).toEqual({ violations: few.slice(1), violationsOmitted: 3 });
});

test('many violations are cut to one for each rule, then those with the least left, in their order', () => {
  const far: Violation = { rule: 'vendor_not_allowed', budgetId: 'root', key: 'x' };
  const many = [...Array.from({ length: 40 }, (_, n) => exceeded(n, `${40 - n}.5`)), far];
  const { violations, violationsOmitted } = firstViolations(many, 2);
  expect(violations).toEqual([many[0], ...many.slice(22, 40), far]);
  expect(violationsOmitted).toBe(41 - MAX_VIOLATIONS + 2);
});
