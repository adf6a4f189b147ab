import { addsToClaim, claimedLimits, claimOf, overdraftRight } from './claims.js';
import { UNSCOPED, type Authority } from './keys.js';
import type { Violation } from './violations.js';

const violation = (n: number): Violation => ({
  rule: 'envelope_exceeded',
  budgetId: `b${n}`,
  budgetName: `budget ${n}`,
  envelopeId: `e${n}`,
  envelopeName: `envelope ${n}`,
  exceededBy: String(n),
  window: 'day',
  limit: '10',
  used: '5',
});
const many = (n: number): Violation[] => Array.from({ length: n }, (_, i) => violation(i));

describe('the limits that a claim names', () => {
  it.each<[number, number, number | undefined]>([
    [1, 1, undefined],
    [10, 10, undefined],
    [11, 10, 1],
    [25, 10, 15],
  ])('of %d are the first %d, and it counts %s more', (there, named, omitted) => {
    const found = claimedLimits(many(there));
    expect(found.limits.map(({ budgetId }) => budgetId)).toEqual(many(named).map(({ budgetId }) => budgetId));
    expect(found.limitsOmitted).toBe(omitted);
    expect('limitsOmitted' in found).toBe(omitted !== undefined);
  });

  it('are named by budget, envelope, rule, and how far the cost goes past them', () => {
    const [named] = claimedLimits([violation(3)]).limits;
    expect(JSON.stringify(named)).toBe(
      '{"budgetId":"b3","budgetName":"budget 3","envelopeId":"e3","envelopeName":"envelope 3","exceededBy":"3","rule":"envelope_exceeded"}',
    );
  });
});

it('a claim has its keys in the order of canonical text, whatever their order in the database', () => {
  const { limits } = claimedLimits(many(1));
  const stored = { limitsOmitted: 2, limits, final: true, by: 'ann', at: '2026-01-15T12:00:00.000Z' };
  expect(Object.keys(claimOf(stored))).toEqual(['at', 'by', 'final', 'limits', 'limitsOmitted']);
  expect(claimOf(stored)).toEqual(stored);
});

it.each<[string, Parameters<typeof addsToClaim>[0], boolean]>([
  ['a commit that was recorded whole', { outcome: 'accepted' }, false],
  ['one of which a part was claimed', { outcome: 'accepted', claimed: '3' }, true],
  ['one whose claim was full', { outcome: 'accepted', requested: { amount: '3' } }, true],
  ['one that was denied', { outcome: 'denied', requested: { amount: '3' } }, false],
])('%s: adds to a claim?', (_what, entry, adds) => {
  expect(addsToClaim(entry)).toBe(adds);
});

describe('the right to go above limits', () => {
  const holder = (role: Authority['role'], largestOverdraft: string | null): Authority => ({
    role,
    budgetId: null,
    expiresAt: null,
    scopes: { ...UNSCOPED, largestOverdraft },
  });

  it.each<[string, Authority | null, ReturnType<typeof overdraftRight>]>([
    ['the service itself', null, { most: null }],
    ['an operator', holder('operator', null), { most: null }],
    ['an operator with a bound', holder('operator', '5'), { most: '5' }],
    ['an agent', holder('agent', '5'), null],
  ])('of %s', (_who, authority, right) => {
    expect(overdraftRight(authority)).toEqual(right);
  });
});
