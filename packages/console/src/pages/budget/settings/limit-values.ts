import type { Budget, Envelope, paths } from '@purser/sdk';
import {
  isTicked,
  linesIn,
  linesOf,
  linesOrNull,
  numberFrom,
  textIn,
  textOrNull,
  TICKED,
  type Values,
} from '../../../forms/values.js';

type JsonOf<Operation extends { requestBody: object }> = Operation['requestBody'] extends {
  content: { 'application/json': infer Body };
}
  ? Body
  : never;
type EnvelopeBody = JsonOf<paths['/v1/budgets/{id}/envelopes']['post']>;
type UpdateEnvelopeBody = JsonOf<paths['/v1/envelopes/{id}']['patch']>;

/** The fields of a limit that there is not yet. */
export const NEW_LIMIT: Values = {
  name: '',
  window: 'day',
  timezone: '',
  metric: 'amount',
  follows: '',
  limit: '',
  'relative.times': '5',
  'relative.windowDays': '30',
  'relative.atLeast': '',
  'relative.atMost': '',
  'match.vendors': '',
  'match.categories': '',
  'match.items': '',
  'match.newVendors': '',
  per: '',
  scope: 'subtree',
  onExceed: 'deny',
  'approve.approvals': '1',
  'approve.withinSeconds': '3600',
  'approve.approvers': '',
};

/** What can be changed of a limit that is there; nothing of one that was deleted meanwhile. */
export function limitValues(budget: Budget, id: string): Values {
  const limit = budget.envelopes.find((one) => one.id === id);
  return limit ? valuesOfLimit(limit) : {};
}

const valuesOfLimit = ({ name, limit, relative, onExceed, approve }: Envelope): Values => ({
  name: name ?? '',
  follows: relative ? TICKED : '',
  // The limit in force of one that follows the past is nothing that somebody has set.
  limit: relative ? '' : limit,
  'relative.times': String(relative?.times ?? 5),
  'relative.windowDays': String(relative?.windowDays ?? 30),
  'relative.atLeast': relative?.atLeast ?? '',
  'relative.atMost': relative?.atMost ?? '',
  onExceed,
  'approve.approvals': String(approve?.approvals ?? 1),
  'approve.withinSeconds': String(approve?.withinSeconds ?? 3600),
  'approve.approvers': linesOf(approve?.approvers),
});

const relativeIn = (values: Values) => ({
  times: numberFrom(values, 'relative.times'),
  of: 'average' as const,
  windowDays: numberFrom(values, 'relative.windowDays'),
  atLeast: textIn(values, 'relative.atLeast').trim(),
  atMost: textOrNull(values, 'relative.atMost'),
});

const approveIn = (values: Values) => ({
  approvals: numberFrom(values, 'approve.approvals'),
  withinSeconds: numberFrom(values, 'approve.withinSeconds'),
  approvers: linesOrNull(values, 'approve.approvers'),
});

const limitIn = (values: Values) =>
  isTicked(values, 'follows') ? { relative: relativeIn(values) } : { limit: textIn(values, 'limit').trim() };

function matchIn(values: Values): Pick<EnvelopeBody, 'match'> {
  const lists = (['vendors', 'categories', 'items'] as const).flatMap((list) => {
    const names = linesIn(values, `match.${list}`);
    return names.length > 0 ? [[list, names] as const] : [];
  });
  const newVendors = isTicked(values, 'match.newVendors');
  if (lists.length === 0 && !newVendors) return {};
  return { match: { ...Object.fromEntries(lists), ...(newVendors && { newVendors }) } };
}

/** One of a few words, as the API has it: the first where a field holds none of them. */
const oneOf = <const Word extends string>(words: readonly [Word, ...Word[]], text: string): Word =>
  words.find((word) => word === text) ?? words[0];

const WINDOWS = ['day', 'transaction', 'minute', 'hour', 'week', 'month', 'lifetime'] as const;
const METRICS = ['amount', 'count', 'denials'] as const;
const PER = ['vendor', 'category', 'run', 'request'] as const;
export const ON_EXCEED = ['deny', 'approve', 'pause', 'notify'] as const;

export function newLimitBody(values: Values): EnvelopeBody {
  const onExceed = oneOf(ON_EXCEED, textIn(values, 'onExceed'));
  const per = PER.find((one) => one === textIn(values, 'per'));
  return {
    name: textOrNull(values, 'name'),
    window: oneOf(WINDOWS, textIn(values, 'window')),
    timezone: textOrNull(values, 'timezone'),
    metric: oneOf(METRICS, textIn(values, 'metric')),
    ...limitIn(values),
    ...matchIn(values),
    ...(per && { per }),
    scope: oneOf(['subtree', 'self'], textIn(values, 'scope')),
    onExceed,
    ...(onExceed === 'approve' && { approve: approveIn(values) }),
  };
}

/** What was changed, and nothing else: what somebody else has changed meanwhile stays theirs. */
export function changedLimitBody(values: Values, changed: readonly string[]): UpdateEnvelopeBody {
  const isChanged = (beginning: string): boolean => changed.some((name) => name.startsWith(beginning));
  const onExceed = oneOf(ON_EXCEED, textIn(values, 'onExceed'));
  const size = isTicked(values, 'follows') ? 'relative.' : 'limit';
  const asks = onExceed === 'approve' && (isChanged('approve.') || isChanged('onExceed'));
  return {
    ...(isChanged('name') && { name: textOrNull(values, 'name') }),
    ...((isChanged(size) || isChanged('follows')) && limitIn(values)),
    ...(isChanged('onExceed') && { onExceed }),
    ...(asks && { approve: approveIn(values) }),
  };
}
