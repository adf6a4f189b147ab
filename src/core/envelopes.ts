import type { ApprovalRule } from './approvals.js';
import type { Baseline, Relative } from './baselines.js';
import type { Budget, Tree } from './budgets.js';
import { isMatched, type Match, type Names } from './matches/match.js';
import type { CounterMetric, Metric } from './metrics/metrics.js';
import type { Window } from './windows.js';
import { windowAt, type Span } from './windows.js';

export const PER = ['vendor', 'category', 'run', 'request'] as const;
export type Per = (typeof PER)[number];

export const SCOPES = ['subtree', 'self'] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * What happens when a reservation would pass the limit: it is denied; it waits until people agree; it is denied, and
 * the envelope's budget is paused; or it passes and the entry says so.
 */
export const ON_EXCEED = ['deny', 'approve', 'pause', 'notify'] as const;
export type OnExceed = (typeof ON_EXCEED)[number];

export const MAX_ENVELOPES_PER_BUDGET = 32;

/** On the way from the root to any budget: so many counters one reservation can be charged to. */
export const MAX_ENVELOPES_ON_PATH = 64;

/** As many of those can be there when somebody who may not manage envelopes has added some: the rest is for those who may. */
export const MAX_DELEGATED_ENVELOPES_ON_PATH = MAX_ENVELOPES_ON_PATH / 2;

/** How many different requests an envelope `per: request` follows in one window; further ones are counted as one. */
export const MAX_FOLLOWED = 1_000;

/** The key of the counter for all requests that are not followed: see {@link requestName}, which has spaces in it. */
export const UNFOLLOWED = 'others';

/** How many names an envelope `per` vendor, category or run takes up in one day (UTC); one more is denied. */
export const MAX_NEW_NAMES = 100_000;

/** The key under which they are counted: no vendor, category or run has it. */
const NAMES_KEY = '*';

/** A limit on what a budget (and, with scope `subtree`, everything under it) spends within a window. */
export interface Envelope {
  treeId: string;
  id: string;
  budgetId: string;
  name: string | null;
  window: Window;
  /** Overrides the zone of the tree. */
  timezone: string | null;
  metric: Metric;
  /** The limit in force. Units of the tree for `amount`, a whole number for `count` and `denials`. */
  limit: bigint;
  /** Whether the limit follows what was spent before; null for one that is fixed. */
  relative: Relative | null;
  /** The past that a relative limit was worked out from; null where there is none, and for a fixed one. */
  baseline: Baseline | null;
  /** Which reservations count. */
  match: Match;
  /** A separate counter for each vendor, category or run; of denials also for each request. */
  per: Per | null;
  scope: Scope;
  onExceed: OnExceed;
  /** Who is asked, with `onExceed: approve`; null with any other. */
  approve: ApprovalRule | null;
  /** Whether it was made by somebody who reaches above its budget, and is theirs to change. */
  fromAbove: boolean;
  deletedAt: number | null;
}

/** The newest report that a counter came to its limit. */
export interface Alert {
  /** How many there were by then. */
  number: number;
  /** The limit as it was then. */
  limit: bigint;
  /** Whether the limit was passed, and not only reached. */
  passed: boolean;
}

/** What an envelope counted in one window. `transaction` envelopes have none, but that of a vendor's payments. */
export interface Counter {
  treeId: string;
  /** `<envelope>/<start of the window>/<vendor, category or run>`: see {@link counterId}. */
  id: string;
  envelopeId: string;
  window: Span;
  key: string;
  metric: CounterMetric;
  used: bigint;
  version: number;
  /** Null until it came to its limit. */
  alert: Alert | null;
}

/** What a reservation is for, as far as envelopes and policies care. */
export interface Purpose {
  vendor: string | null;
  category: string | null;
  runId: string | null;
  /** What is bought of the vendor; null where nobody said. */
  item: string | null;
}

/** A request for a reservation. The amount is decimal text in its shortest form. */
export interface Wish extends Purpose {
  budgetId: string;
  amount: string;
}

/**
 * Names what makes a request the same as another, whatever its sender and key: budget, amount, vendor and
 * category. None of them has a space in it.
 */
export const requestName = ({ budgetId, amount, vendor, category }: Wish): string =>
  `${budgetId} ${amount} ${vendor ?? '-'} ${category ?? '-'}`;

/** Whether an envelope counts what this budget reserves for this purpose. The envelope lies on the budget's path. */
export function applies(
  envelope: Pick<Envelope, 'budgetId' | 'scope'> & { match: Names },
  budgetId: string,
  purpose: Purpose,
): boolean {
  if (envelope.scope === 'self' && envelope.budgetId !== budgetId) return false;
  return isMatched(envelope.match, purpose);
}

/**
 * The part of the purpose that selects the counter; empty without `per` and for what is not named. With `per: request`
 * it is the counter of how many requests are followed: that of each is named by {@link requestName}.
 */
export function counterKey(envelope: Envelope, purpose: Purpose): string {
  switch (envelope.per) {
    case null:
    case 'request':
      return '';
    case 'vendor':
      return purpose.vendor ?? '';
    case 'category':
      return purpose.category ?? '';
    case 'run':
      return purpose.runId ?? '';
  }
}

/** An empty counter for the window of an envelope that contains `now`. */
export function newCounter(envelope: Envelope, tree: Tree, key: string, now: number): Counter {
  if (envelope.window === 'transaction') throw new Error('a transaction envelope keeps no counter');
  const window = windowAt(envelope.window, envelope.timezone ?? tree.timezone, now);
  const id = counterId(envelope.id, window, key);
  return {
    treeId: tree.id,
    id,
    envelopeId: envelope.id,
    window,
    key,
    metric: envelope.metric,
    used: 0n,
    version: 0,
    alert: null,
  };
}

/** How many names an envelope has taken up today, none so far: whatever its window, so that a lifetime has no end of them. */
export function newNames({ id, treeId }: Envelope, now: number): Counter {
  const window = windowAt('day', 'UTC', now);
  return {
    treeId,
    id: counterId(id, window, NAMES_KEY),
    envelopeId: id,
    window,
    key: NAMES_KEY,
    metric: 'names',
    used: 0n,
    alert: null,
    version: 0,
  };
}

/**
 * The version from which a counter goes on that was freed, as nothing was left in it after its window, and is needed once
 * more: the freed one never came so far, so that nobody who read that one can take this for it.
 */
export const REVIVED = 1_000_000_000_000;

/** Names a counter so that a reader of the journal sees envelope, window and key. */
export const counterId = (envelopeId: string, window: Span, key: string): string =>
  `${envelopeId}/${window.start === -Infinity ? 'lifetime' : new Date(window.start).toISOString()}/${key}`;

/** The envelopes on a budget's path that a purpose has to pass, from the budget up to the root. */
export function* envelopesFor(path: Budget[], of: (budgetId: string) => Envelope[], purpose: Purpose) {
  const leaf = path[0];
  if (!leaf) return;
  for (const budget of path)
    for (const envelope of of(budget.id)) if (applies(envelope, leaf.id, purpose)) yield envelope;
}
