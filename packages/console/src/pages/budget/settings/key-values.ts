import type { Key, paths } from '@purser/sdk';
import { instantIn } from '../../../design/zoned.js';
import type { Choices } from '../../../forms/inputs.js';
import { linesIn, linesOrNull, textIn, textOrNull, type Values } from '../../../forms/values.js';

type IssueKeyBody = paths['/v1/budgets/{id}/keys']['post']['requestBody']['content']['application/json'];
type Action = NonNullable<NonNullable<Key['scopes']['actions']>[number]>;

const ROLES = ['agent', 'operator', 'approver', 'auditor'] as const;

export const ROLE_CHOICES: Choices = [
  ['agent', 'Agent: reserves, pays, delegates'],
  ['operator', 'Operator: everything'],
  ['approver', 'Approver: answers, stops, resumes'],
  ['auditor', 'Auditor: looks'],
];

export const HOLDER_CHOICES: Choices = [
  ['', 'As is usual for the role'],
  ['other', 'Somebody else'],
  ['self', 'Me: one more key of mine'],
];

const ACTIONS: readonly Action[] = [
  'read',
  'reserve',
  'charge',
  'overdraft',
  'refund',
  'delegate',
  'approve',
  'stop',
  'manage',
];

export const ACTION_CHOICES: Choices = ACTIONS.map((action) => [action, action]);

export const NEW_KEY: Values = {
  name: '',
  role: 'agent',
  holder: '',
  expiresAt: '',
  'scopes.actions': '',
  'scopes.vendors': '',
  'scopes.categories': '',
  'scopes.runs': '',
  'scopes.largestAmount': '',
  'scopes.largestOverdraft': '',
};

/** What is asked for of a new key; its end is written in the zone of the tree. */
export function newKeyBody(values: Values, zone: string): IssueKeyBody {
  const holder = (['self', 'other'] as const).find((one) => one === textIn(values, 'holder'));
  const actions = linesIn(values, 'scopes.actions');
  return {
    name: textIn(values, 'name'),
    role: ROLES.find((one) => one === textIn(values, 'role')) ?? 'agent',
    ...(holder && { holder }),
    expiresAt: instantIn(textIn(values, 'expiresAt'), zone),
    scopes: {
      actions: actions.length === 0 ? null : ACTIONS.filter((action) => actions.includes(action)),
      vendors: linesOrNull(values, 'scopes.vendors'),
      categories: linesOrNull(values, 'scopes.categories'),
      runs: linesOrNull(values, 'scopes.runs'),
      largestAmount: textOrNull(values, 'scopes.largestAmount'),
      largestOverdraft: textOrNull(values, 'scopes.largestOverdraft'),
    },
  };
}

/** What a key may do less than its role. */
export function scopeNotes({
  actions,
  vendors,
  categories,
  runs,
  largestAmount,
}: Key['scopes']): readonly string[] {
  const notes = [
    actions && `only ${actions.join(', ')}`,
    vendors && `vendors ${vendors.join(', ')}`,
    categories && `categories ${categories.join(', ')}`,
    runs && `runs ${runs.join(', ')}`,
    largestAmount && `at most ${largestAmount} at once`,
  ];
  return notes.filter((note) => typeof note === 'string');
}
