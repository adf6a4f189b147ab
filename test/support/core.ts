import { EVERYTHING } from '../../src/core/matches/match.js';
import { COMMANDS, type Command } from '../../src/core/commands/commands.js';
import type { EnvelopeInput } from '../../src/core/commands/inputs.js';
import type { Origin } from '../../src/core/commands/origin.js';
import { decide, type Verdict } from '../../src/core/decide.js';
import type { EntryKind } from '../../src/core/kinds.js';
import type { Entry } from '../../src/core/entries.js';
import { UNSCOPED, type Authority } from '../../src/core/keys.js';
import { State, type Changes } from '../../src/core/state.js';
import { parseAmount } from '../../src/core/money.js';
import { checkDocumented } from './documented.js';

/** Noon of a winter Thursday, UTC. */
export const NOON = Date.parse('2026-01-15T12:00:00Z');

export const origin = (
  key: string | null = null,
  fingerprint: string | null = key,
  principal = 'tester',
  authority: Authority | null = null,
): Origin => ({
  principal,
  keyId: null,
  issuedBy: [],
  authority,
  requestId: 'request',
  idempotencyKey: key,
  requestKey: key,
  fingerprint,
});

/** Who may do all but go above limits (`no`), may go so far above them, or may do all. */
export const rightTo = (overdraft: string | undefined): Authority | null =>
  overdraft === undefined
    ? null
    : {
        role: overdraft === 'no' ? 'agent' : 'operator',
        budgetId: null,
        expiresAt: null,
        scopes:
          overdraft === 'no'
            ? { ...UNSCOPED, actions: ['read', 'reserve', 'charge', 'delegate'] }
            : { ...UNSCOPED, largestOverdraft: overdraft },
      };

type Given<C extends Command['type']> = Extract<Command, { type: C }>;

/** What a command is unless a test says otherwise. */
const DEFAULTS = {
  create: {
    name: 'root',
    currency: 'USD',
    scale: 0,
    timezone: 'UTC',
    envelopes: [],
    policy: null,
    metadata: null,
    dimensions: null,
  },
  delegate: {
    ref: null,
    name: 'child',
    ceiling: null,
    envelopes: [],
    policy: null,
    metadata: null,
    key: null,
    expectedVersion: null,
  },
  fund: { reason: null, expectedVersion: null },
  defund: { reason: null, expectedVersion: null },
  update: { reason: null },
  freeze: { ifRevision: null, reason: null },
  resume: { ifRevision: null, reason: null },
  pause_end: {},
  close: { ifRevision: null, holds: 'release', reason: null },
  continue_close: { entries: 500 },
  envelope_create: {},
  envelope_update: {},
  envelope_delete: {},
  appraise: {},
  price_set: {},
  price_end: {},
  key_issue: {},
  key_rotate: { overlapSeconds: 0, reason: null },
  key_revoke: { issued: false, reason: null },
  keys_revoke: { subtree: false, issued: false, reason: null },
  reserve: {
    amount: null,
    item: null,
    usage: null,
    catalogue: null,
    vendor: null,
    category: null,
    runId: null,
    taskId: null,
    ttlSeconds: 600,
    reason: null,
    context: null,
    metadata: null,
    overage: 'available',
    onExpiry: 'release',
    tokenHash: null,
    expectedVersion: null,
  },
  charge: {
    amount: null,
    item: null,
    usage: null,
    catalogue: null,
    vendor: 'acme',
    category: null,
    runId: null,
    taskId: null,
    externalId: null,
    outcome: null,
    occurredAt: null,
    reason: null,
    metadata: null,
    overage: 'overdraft',
    expectedVersion: null,
  },
  dry_run: {
    reduce: null,
    amount: null,
    item: null,
    usage: null,
    catalogue: null,
    vendor: null,
    category: null,
    runId: null,
  },
  commit: {
    amount: null,
    total: null,
    usage: null,
    totalUsage: null,
    externalId: null,
    outcome: null,
    metadata: null,
    final: true,
    overage: null,
    reason: null,
    expectedVersion: null,
  },
  release: { reason: null, expectedVersion: null },
  extend: { ttlSeconds: 600, reason: null, expectedVersion: null },
  refund: { usage: null, externalId: null, metadata: null, reason: null, expectedVersion: null },
  claim_settle: { amount: null, reason: null, expectedVersion: null },
  claim_dismiss: { reason: null, expectedVersion: null },
  dispute_open: { amount: null, reason: null, expectedVersion: null },
  dispute_uphold: { amount: null, externalId: null, openedAt: null, reason: null, expectedVersion: null },
  dispute_reject: { openedAt: null, reason: null, expectedVersion: null },
  dispute_withdraw: { reason: null, expectedVersion: null },
  approve: { reason: null, expectedVersion: null, fingerprint: null },
  reject: { reason: null, expectedVersion: null },
  token_revoke: { reason: null, expectedVersion: null },
  expire: { reason: null, expectedVersion: null },
} as const;

/** A whole command from what matters of it. */
export const command = <T extends Command['type']>(
  type: T,
  fields: Partial<Given<T>> & Record<string, unknown>,
): Command => ({ type, origin: origin(), ...DEFAULTS[type], ...fields }) as unknown as Command;

export const envelopeInput = (fields: Partial<EnvelopeInput> & Pick<EnvelopeInput, 'id'>): EnvelopeInput => ({
  name: null,
  window: 'lifetime',
  timezone: null,
  metric: 'amount',
  limit: '0',
  match: EVERYTHING,
  knownVendors: [],
  knownUntil: null,
  per: null,
  scope: 'subtree',
  onExceed: 'deny',
  approve: null,
  relative: null,
  past: null,
  ...fields,
});

/** Everything there is: one state that never forgets, its clock, and the journal that led to it. */
export class World {
  readonly journal: Entry[];

  constructor(
    public state: State,
    journal: Entry[] = [],
  ) {
    this.journal = journal;
  }

  static at(now: number): World {
    return new World(new State(now));
  }

  get now(): number {
    return this.state.now;
  }

  /** The same world at another time: a new batch. */
  moveTo(now: number): void {
    this.state = copied(this.state, now);
  }

  /** A world of its own, for trying what would happen. */
  fork(now = this.now): World {
    return new World(copied(this.state, now), [...this.journal]);
  }

  /** Decides a command and lets it take effect. */
  run(command: Command): Verdict {
    const verdict = decide(this.state, command);
    checkDocumented(command, verdict.outcome);
    if (verdict.draft) {
      writesItsKind(command, verdict.draft);
      if (verdict.outcome.status === 'denied') makesNothing(verdict.draft);
      freeze(
        verdict.draft.budgets.values(),
        verdict.draft.counters.values(),
        verdict.draft.reservations.values(),
      );
      this.state.apply(verdict.draft);
      this.journal.push(...verdict.draft.entries);
    }
    return verdict;
  }

  /** Whether a command would be accepted, at this or another time, were it new. */
  admits(command: Command, now = this.now): boolean {
    const { outcome } = decide(now === this.now ? this.state : copied(this.state, now), {
      ...command,
      origin: origin(null, null, command.origin.principal, command.origin.authority),
    });
    return outcome.status === 'accepted' || (outcome.status === 'dry_run' && outcome.decision.admissible);
  }

  /** Units of a decimal text, at the scale of a budget's tree. */
  units(budgetId: string, text: string): bigint {
    const tree = this.state.trees.get(this.state.budgets.get(budgetId)?.treeId ?? '');
    const units = parseAmount(text, tree?.scale ?? 0);
    if (units === null) throw new Error(`not an amount: ${text}`);
    return units;
  }
}

/** What is decided is journaled in an entry of the kind that the rules of its command name; the parts of a close are each about something below. */
function writesItsKind({ type }: Command, { entries }: Changes): void {
  const own = entries.flatMap(({ kind, content }) => (content.cause ? [] : [kind]));
  const { writes } = COMMANDS[type];
  if (own.length > 0 && !own.some((kind) => isOf(kind, writes)))
    throw new Error(`${type} has written ${own.join()}, and not ${writes}`);
}

/** What ends by itself is paid where that was promised, which is a kind of its own. */
export const isOf = (kind: EntryKind, written: EntryKind | null): boolean =>
  kind === written || (kind === 'expire_commit' && written === 'expire');

/** A denial writes entries, stops budgets and counts itself. Nothing comes to be by it. */
function makesNothing({ trees, envelopes, changedEnvelopes, changedKeys, reservations }: Changes): void {
  const made = [
    ...trees,
    ...envelopes.values(),
    ...changedEnvelopes,
    ...changedKeys,
    ...reservations.values(),
  ];
  if (made.length > 0) throw new Error(`a denial has made ${made.length} things`);
}

function copied(state: State, now: number): State {
  const copy = new State(now);
  for (const part of [
    'trees',
    'budgets',
    'envelopes',
    'counters',
    'reservations',
    'payers',
    'prices',
    'pricesOn',
    'formerPrices',
    'externals',
    'keys',
    'seen',
  ] as const) {
    const into = copy[part] as Map<string, unknown>;
    for (const [id, value] of state[part]) into.set(id, value);
  }
  for (const id of state.oversized) copy.oversized.add(id);
  for (const [name, ids] of state.cameOf) copy.cameOf.set(name, ids);
  for (const [id, envelope] of state.answered.envelopes) copy.answered.envelopes.set(id, envelope);
  for (const [id, price] of state.answered.prices) copy.answered.prices.set(id, price);
  for (const id of state.owing) copy.owing.add(id);
  for (const [id, live] of state.liveBelow) copy.liveBelow.set(id, live);
  for (const id of state.partial) copy.partial.add(id);
  return copy;
}

/** What was decided is never touched again: a decision that writes into it throws. */
function freeze(...groups: Iterable<object>[]): void {
  for (const group of groups) for (const one of group) Object.freeze(one);
}
