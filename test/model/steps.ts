import fc from 'fast-check';
import { METRICS, type Metric } from '../../src/core/metrics/metrics.js';
import { ON_EXCEED, PER, SCOPES, type OnExceed } from '../../src/core/envelopes.js';
import type { NameRule } from '../../src/core/policy.js';
import { CHARGE_OVERAGES, OVERAGES } from '../../src/core/reservations.js';
import { WINDOWS, type Window } from '../../src/core/windows.js';
import { anyDimensions, anyLabels } from './labels.js';
import { keyFields, sender, type KeyFields, type Sender } from './key-steps.js';

/*
 * What a random run consists of. A step names budgets, reservations and envelopes by a number, which means one of
 * those that there are then: a run that is shrunk still makes sense.
 */

/** In units; now and then one that is no amount, or a very large one. */
const amount = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 60 }).map(String) },
  { weight: 25, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('-1', '1e3', '', 'x', '0.0000000001', '1000000000000000000') },
);
/** What a maker calls its child: few names, so that one is met again. */
const ref = fc.option(fc.constantFrom('one', 'two'), { freq: 2 });
/** What was used of a unit, or came back of it; null where that is not said. */
const quantity = fc.constantFrom(null, null, 0, 1, 2.5, 4);
/** Null for a fixed carve-out; otherwise what the ceiling is, or would be: one below the guarantee is rejected. */
const ceiling = fc.option(fc.oneof(amount, fc.integer({ min: 20, max: 99 }).map(String)), { freq: 4 });
const which = fc.noBias(fc.nat({ max: 40 }));
const vendor = fc.constantFrom('v', 'w', null);
const category = fc.constantFrom('c', 'd', null);
const item = fc.constantFrom('i', 'j', null);
const runId = fc.constantFrom('x', 'y', null);
const purpose = { vendor, category, runId, item };
/** A repeated key is rare, so that most commands are decided; so is a stale version or revision. */
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.nat({ max: 30 }) },
);
const stale = fc.noBias(fc.nat({ max: 30 })).map((n) => n === 30);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2, nil: undefined });

const names = (values: [string, string]) =>
  fc.constantFrom<NameRule>(
    { allow: [values[0]] },
    { deny: [values[1]] },
    { allow: values, deny: [values[0]] },
  );
const rules = fc.record({ vendors: maybe(names(['v', 'w'])), categories: maybe(names(['c', 'd'])) });
const policy = fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rules });

/** A limit that follows the past: in units, as the limits are. */
const relative = fc.record({
  times: fc.constantFrom(1, 1.25, 2.5, 5),
  windowDays: fc.constantFrom(1, 30, 30, 70),
  atLeast: amount,
  atMost: fc.option(amount),
});
/** What was used, and up to how long ago it was looked at. */
const past = fc.record({
  total: fc.nat({ max: 90 }),
  windows: fc.nat({ max: 4 }),
  ago: fc.constantFrom(0, 0, 0, 7_200_000),
});

/** Who is asked, where an envelope asks. */
const approve = fc.record({
  approvals: fc.integer({ min: 1, max: 2 }),
  withinSeconds: fc.integer({ min: 1, max: 3000 }),
  approvers: fc.constantFrom<string[] | null>(
    null,
    null,
    ['ann', 'bob'],
    ['bob', 'ann', 'tester'],
    ['cyd', 'ann'],
    ['ann', 'tester'],
  ),
});
/** Null for all of a claim. */
const part = fc.option(amount);
/** How far above limits one may go: at all, so far, or not. */
const right = fc.constantFrom<string>('all', 'all', 'no', 'no', '5', '20');
const who = fc.constantFrom('ann', 'ann', 'bob', 'bob', 'cyd', 'tester');

const envelope = fc.record({
  window: fc.constantFrom<Window>(...WINDOWS, 'minute', 'hour', 'day'),
  timezone: fc.constantFrom(null, null, 'America/New_York', 'Australia/Lord_Howe'),
  metric: fc.constantFrom<Metric>(...METRICS, 'amount', 'amount', 'count'),
  limit: fc.oneof(
    { weight: 1, arbitrary: amount },
    { weight: 1, arbitrary: fc.constantFrom('2', '3', '10', '20') },
  ),
  vendors: fc.constantFrom<string[] | null>(null, null, null, ['v'], ['v', 'w']),
  categories: fc.constantFrom<string[] | null>(null, null, null, ['c']),
  items: fc.constantFrom<string[] | null>(null, null, null, null, ['i']),
  newVendors: fc.constantFrom<string[] | null>(null, null, null, [], ['v']),
  per: fc.constantFrom(null, ...PER),
  scope: fc.constantFrom(...SCOPES),
  onExceed: fc.constantFrom<OnExceed>('deny', ...ON_EXCEED),
  approve,
  relative: fc.option(relative, { freq: 3 }),
  past: fc.option(past),
});

type Common<T> = { type: T; on: number; key: number | null; stale: boolean; sent: Sender };

const step = <T extends string, F extends object>(type: T, fields: { [K in keyof F]: fc.Arbitrary<F[K]> }) =>
  fc.record({
    type: fc.constant(type),
    on: which,
    key,
    stale,
    sent: sender,
    ...fields,
  }) as unknown as fc.Arbitrary<Common<T> & F>;

/** Whether a reason is given, as mostly it is. */
const explained = fc.constantFrom(true, true, true, false);

const HOUR = 3_600_000;
/** To within a second, a day or a month; sometimes back; sometimes close to a change of the clocks. */
const tick = fc.oneof(
  fc.integer({ min: 0, max: 90_000 }).map((by) => ({ by })),
  fc.integer({ min: -2 * HOUR, max: 30 * HOUR }).map((by) => ({ by })),
  fc.integer({ min: 20, max: 40 }).map((days) => ({ by: days * 24 * HOUR })),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29T01:00:00Z',
        '2026-10-25T01:00:00Z',
        '2026-10-03T15:30:00Z',
        '2026-04-04T15:00:00Z',
      ),
      fc.integer({ min: -2 * HOUR, max: 2 * HOUR }),
    )
    .map(([at, by]) => ({ to: Date.parse(at) + by })),
);

export const anyStep = fc.oneof(
  {
    weight: 6,
    arbitrary: step('delegate', {
      guarantee: amount,
      ceiling,
      policy,
      ref,
      envelope: maybe(envelope),
      labels: anyLabels,
    }),
  },
  { weight: 1, arbitrary: step('fund', { amount }) },
  { weight: 1, arbitrary: step('defund', { amount }) },
  {
    weight: 3,
    arbitrary: step('update', {
      guarantee: maybe(amount),
      ceiling: maybe(amount),
      policy: maybe(policy),
      labels: maybe(anyLabels),
      dimensions: fc.option(anyDimensions, { freq: 1, nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: step('freeze', {}) },
  { weight: 3, arbitrary: step('resume', { isExplained: fc.constantFrom(true, true, false) }) },
  { weight: 1, arbitrary: step('close', { holds: fc.constantFrom('release', 'refuse') }) },
  { weight: 4, arbitrary: step('envelope_create', { envelope }) },
  {
    weight: 2,
    arbitrary: step('envelope_update', {
      limit: maybe(amount),
      onExceed: maybe(fc.constantFrom(...ON_EXCEED)),
      approve,
      relative: maybe(relative),
      past: maybe(past),
    }),
  },
  { weight: 1, arbitrary: step('envelope_delete', {}) },
  { weight: 3, arbitrary: step('appraise', { past, days: fc.constantFrom(30, 30, 70) }) },
  {
    weight: 22,
    arbitrary: step('reserve', {
      amount,
      ...purpose,
      overage: fc.constantFrom(...OVERAGES),
      onExpiry: fc.constantFrom('release', 'release', 'commit'),
      settleable: fc.constantFrom(false, true),
      labels: anyLabels,
      ttl: fc.integer({ min: 1, max: 3000 }),
    }),
  },
  { weight: 3, arbitrary: step('dry_run', { amount, ...purpose }) },
  {
    weight: 14,
    arbitrary: step('commit', {
      amount,
      final: fc.boolean(),
      overage: fc.constantFrom(null, null, ...OVERAGES, 'overdraft'),
      labels: anyLabels,
      used: quantity,
      right,
      isByPayee: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 5,
    arbitrary: step('charge', {
      amount,
      ...purpose,
      vendor: fc.constantFrom('v', 'w'),
      overage: fc.constantFrom(...CHARGE_OVERAGES, 'overdraft'),
      name: fc.constantFrom(null, null, 'line-1', 'line-2'),
      labels: anyLabels,
      ago: fc.constantFrom(null, null, 0, HOUR, -30_000, -90_000, 401 * 24 * HOUR),
      right,
    }),
  },
  { weight: 3, arbitrary: step('claim_settle', { part, right }) },
  { weight: 1, arbitrary: step('claim_dismiss', { right, isExplained: fc.boolean() }) },
  { weight: 3, arbitrary: step('dispute_open', { part, who, isExplained: explained }) },
  { weight: 2, arbitrary: step('dispute_uphold', { part, who, isExplained: explained }) },
  { weight: 1, arbitrary: step('dispute_reject', { who, isExplained: explained }) },
  { weight: 1, arbitrary: step('dispute_withdraw', { who, isExplained: explained }) },
  { weight: 2, arbitrary: step('pause_end', {}) },
  {
    weight: 3,
    arbitrary: step('release', {
      spares: fc.constantFrom(false, false, true),
      isByPayee: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 1, arbitrary: step('token_revoke', {}) },
  { weight: 1, arbitrary: step('extend', { ttl: fc.integer({ min: 1, max: 3000 }) }) },
  { weight: 4, arbitrary: step('refund', { amount, labels: anyLabels, used: quantity }) },
  { weight: 9, arbitrary: step('approve', { who, saw: fc.constantFrom(null, null, 'it', 'another') }) },
  { weight: 1, arbitrary: step('reject', { who }) },
  { weight: 5, arbitrary: step('expire', {}) },
  {
    weight: 7,
    arbitrary: step<'key_issue', KeyFields & { byAdmin: boolean }>('key_issue', {
      ...(keyFields as unknown as { [K in keyof KeyFields]: fc.Arbitrary<KeyFields[K]> }),
      byAdmin: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: step('key_rotate', { overlap: fc.constantFrom(0, 0, 60, 90_000) }) },
  { weight: 1, arbitrary: step('key_revoke', { issued: fc.boolean() }) },
  { weight: 1, arbitrary: step('keys_revoke', { subtree: fc.boolean(), issued: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('again' as const), on: which, sent: sender }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('tick' as const), tick }) },
);

type Arbitrated<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type Step = Arbitrated<typeof anyStep>;
/** `again` sends a command once more, as a client does that has not seen the answer; `tick` begins a new batch. */
export type Asked = Exclude<Step, { type: 'tick' | 'again' }>;

export const anyRun = fc.record({
  scale: fc.constantFrom(0, 2, 9),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
  allocation: fc.integer({ min: 0, max: 300 }).map(String),
  steps: fc.array(anyStep, { maxLength: 90, size: 'max' }),
});
export type Run = Arbitrated<typeof anyRun>;
