import fc from 'fast-check';
import { UNSCOPED } from '../../src/core/keys.js';
import { anyRun, anyStep, type Asked, type Run, type Step } from './steps.js';

/*
 * Runs that begin with a fleet: two budgets under the root, the second in the first, with policies and limits set from
 * above, a limit that asks people, and keys of every role on each. Whatever comes then is sent with one of them.
 */

const said = { key: null, stale: false, sent: null };
const nothing = { timezone: null, vendors: null, categories: null, items: null, newVendors: null, per: null };
const approve = { approvals: 1, withinSeconds: 3_000, approvers: null };
const limit = (fields: object) => ({
  ...nothing,
  window: 'day' as const,
  metric: 'amount' as const,
  limit: '30',
  scope: 'subtree' as const,
  onExceed: 'deny' as const,
  approve,
  relative: null,
  past: null,
  ...fields,
});

const child = (on: number, guarantee: string, envelope: object) =>
  ({
    ...said,
    type: 'delegate',
    on,
    guarantee,
    ceiling: '90',
    ref: null,
    policy: { vendors: { allow: ['v', 'w'] } },
    labels: on === 0 ? { team: 'a' } : null,
    envelope: limit(envelope),
  }) as Asked;

const asking = {
  ...said,
  type: 'envelope_create',
  on: 0,
  envelope: limit({ window: 'transaction', limit: '6', onExceed: 'approve' }),
};

const listening = (fields: object) =>
  ({
    ...said,
    type: 'envelope_create',
    on: 0,
    envelope: limit({ window: 'lifetime', metric: 'count', onExceed: 'notify', ...fields }),
  }) as unknown as Asked;

const narrow = { ...UNSCOPED, vendors: ['v'], runs: ['x'], largestAmount: '8' };
const key = (on: number, role: string, scopes: object | null = null) =>
  ({
    ...said,
    type: 'key_issue',
    on,
    role,
    scopes,
    lastsSeconds: null,
    holder: 'other',
    byAdmin: false,
  }) as unknown as Asked;

const BEGINNING: Asked[] = [
  child(0, '60', { onExceed: 'pause', limit: '40' }),
  child(1, '20', { onExceed: 'deny', limit: '30' }),
  asking as unknown as Asked,
  // Holds that come and go take these to their limits again and again.
  listening({ limit: '0', per: 'run' }),
  listening({ limit: '1', per: 'vendor' }),
  ...[0, 1, 2].flatMap((on) => [
    key(on, 'operator'),
    key(on, 'agent'),
    key(on, 'agent', narrow),
    key(on, 'agent', {
      ...narrow,
      vendors: null,
      runs: null,
      actions: ['reserve', 'refund', 'overdraft'],
      largestOverdraft: '3',
    }),
    key(on, 'approver'),
  ]),
];

/** What is sent is sent by somebody. */
const bySomebody = (step: Step): Step =>
  'sent' in step && step.sent === null ? { ...step, sent: { which: step.on, any: 1 } } : step;

export const anyFleet: fc.Arbitrary<Run> = fc
  .record({
    run: anyRun,
    allocation: fc.integer({ min: 100, max: 300 }).map(String),
    // Who has closed everything learns nothing more; what is not about a budget or a call is tried elsewhere.
    steps: fc.array(
      anyStep.filter(
        ({ type }) => !['close', 'keys_revoke', 'appraise', 'fund', 'defund', 'dry_run'].includes(type),
      ),
      { maxLength: 60, size: 'max' },
    ),
  })
  .map(({ run, allocation, steps }) => ({
    ...run,
    allocation,
    steps: [...BEGINNING, ...steps.map(bySomebody)],
  }));
