import type { FastifyReply } from 'fastify';
import type { MeterAsked, MetersAsked } from '../../events/meters/sql/change.js';
import type { MeterOutcome } from '../../events/meters/meter-sinks.js';
import { doneAnswer } from '../http/answered.js';
import { Problem, validationProblem, type FieldError } from '../problems/problem.js';
import type { MeterBody, SetMetersBody } from './meter.dto.js';

/** Why an event stays where it is. */
const KEPT: Partial<Record<MeterOutcome['status'], string>> = {
  not_parked: 'The meter event is not parked.',
  too_old: 'The meter event is older than the 35 days that Stripe takes: skip it.',
  not_whole:
    'The value is no whole number of the unit of its meter: skip it, and raise the scale of the meter.',
  uncertain:
    'Stripe may have the meter event, and may not know its identifier any more. Look for it there, and say `isNotAtStripe: true` if it is not there.',
};

/** What is wrong with meters, as far as only their tree shows it. */
const WRONG: Partial<Record<MeterOutcome['status'], FieldError>> = {
  key_missing: { field: 'apiKey', rule: 'required', message: 'apiKey is required: there is none to be kept' },
  other_mode: {
    field: 'apiKey',
    rule: 'mode',
    message: 'apiKey must be of the same mode (live or test) as before: delete the meters to begin anew',
  },
  no_dimension: {
    field: 'customerLabel',
    rule: 'dimension',
    message: 'customerLabel must be one of the dimensions of the tree: see PATCH /v1/budgets/{id}',
  },
  scale_too_small: {
    field: 'meters',
    rule: 'scale',
    message: 'meters must count what is spent in the decimals of the tree, or in more',
  },
};

/** What is answered to a change; `what` is what was not found if it was not. */
export function meterAnswerOf(reply: FastifyReply, outcome: MeterOutcome, eventId?: string): object {
  const { status } = outcome;
  if (status === 'done') return doneAnswer(reply, outcome, 200);
  if (status === 'not_found') throw new Problem('not_found', 'There is no such budget, or it has no meters.');
  if (status === 'event_not_found') throw new Problem('not_found', `There is no meter event ${eventId}.`);
  if (status === 'key_reused')
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used for a different request.');
  if (status === 'not_a_root') throw new Problem('not_a_root', 'Meters are set on the root of a tree.');
  const wrong = WRONG[status];
  if (wrong) throw validationProblem([wrong]);
  throw new Problem('meter_event_state', KEPT[status]!);
}

/** Meters as they are kept. Throws where what was asked for does not fit together. */
export function metersAsked(body: SetMetersBody): MetersAsked {
  const { apiKey = null, customerLabel, customerFrom = 'budget', meters, state = null } = body;
  const errors = meters.flatMap(faultsOf);
  const names = meters.map(({ eventName }) => eventName);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i)
      errors.push(fault(i, 'eventName', 'unique', 'must not be that of another meter'));
  if (errors.length > 0) throw validationProblem(errors);
  return { apiKey, customerLabel, customerFrom, meters: meters.map(meterAsked), state };
}

const meterAsked = ({ eventName, measure, units, vendors, items, scale }: MeterBody): MeterAsked => ({
  eventName,
  measure,
  units: units ?? null,
  vendors: vendors ?? null,
  items: items ?? null,
  scale: scale ?? null,
});

function faultsOf({ measure, units, scale = 0 }: MeterBody, i: number): FieldError[] {
  if (measure === 'usage' && units === undefined)
    return [fault(i, 'units', 'required', 'is required with the measure usage')];
  if (measure !== 'usage' && units !== undefined)
    return [fault(i, 'units', 'exclusive', 'goes with the measure usage alone')];
  if (measure === 'calls' && scale > 0) return [fault(i, 'scale', 'exclusive', 'of calls must be 0')];
  return [];
}

const fault = (i: number, name: string, rule: string, message: string): FieldError => {
  const field = `meters.${i}.${name}`;
  return { field, rule, message: `${field} ${message}` };
};
