import {
  may,
  ROLES,
  UNSCOPED,
  widening,
  type Action,
  type Authority,
  type Role,
  type Scopes,
} from './keys.js';

const holder = (role: Role, scopes: Partial<Scopes> = {}): Authority => ({
  role,
  budgetId: null,
  scopes: { ...UNSCOPED, ...scopes },
  expiresAt: null,
});

const RIGHTS: Action[] = ['overdraft', 'refund'];

test.each(ROLES)('of the rights about real money, a key of role %s has these', (role) => {
  const plain = RIGHTS.map((action) => may(holder(role), action));
  const given = RIGHTS.map((action) => may(holder(role, { actions: RIGHTS }), action));
  expect(plain).toEqual(RIGHTS.map(() => role === 'operator'));
  expect(given).toEqual(RIGHTS.map(() => role === 'operator' || role === 'agent'));
});

test('actions that are named are all that there are', () => {
  expect(may(holder('agent', { actions: ['overdraft'] }), 'reserve')).toBe(false);
  expect(may(holder('operator', { actions: ['read'] }), 'refund')).toBe(false);
  expect(may(holder('agent', { actions: ['manage'] }), 'manage')).toBe(false);
});

test.each<[string, Authority, Authority, ReturnType<typeof widening>]>([
  ['an operator can give an agent both', holder('operator'), holder('agent', { actions: RIGHTS }), null],
  ['an agent can not', holder('agent'), holder('agent', { actions: RIGHTS }), 'actions'],
  [
    'who has one gives one',
    holder('agent', { actions: ['refund'] }),
    holder('agent', { actions: RIGHTS }),
    'actions',
  ],
  [
    'a bound stays',
    holder('operator', { largestOverdraft: '2' }),
    holder('agent', { actions: ['overdraft'] }),
    'largestOverdraft',
  ],
  [
    'a bound does not grow',
    holder('operator', { largestOverdraft: '2' }),
    holder('agent', { actions: ['overdraft'], largestOverdraft: '2.1' }),
    'largestOverdraft',
  ],
  [
    'a bound may be the same',
    holder('operator', { largestOverdraft: '2' }),
    holder('agent', { actions: ['overdraft'], largestOverdraft: '2.0' }),
    null,
  ],
  ['a bound is for who may overdraw', holder('operator', { largestOverdraft: '2' }), holder('agent'), null],
])('%s', (_, giver, asked, scope) => {
  expect(widening(giver, asked)).toBe(scope);
});
